//! The triggers of the database, and the error for a statement after which the
//! database is not as planned.

use rusqlite::Connection;

use crate::domain::SchemaName;
use crate::store::StoreError;

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowOp {
    Insert,
    Update,
    Delete,
}

/// A trigger of the main database.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) name: SchemaName,
    /// The table whose writes start it, in lower case.
    pub(crate) table: SchemaName,
    /// Its definition in lower case.
    sql: String,
}

impl Trigger {
    /// Every trigger, by name.
    pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        connection
            .prepare_cached(
                "SELECT name, lower(tbl_name), lower(coalesce(sql, '')) FROM main.sqlite_schema \
                 WHERE type = 'trigger' ORDER BY name",
            )?
            .query_map([], |row| {
                let (name, table): (String, String) = (row.get(0)?, row.get(1)?);
                Ok(Self { name: name.into(), table: table.into(), sql: row.get(2)? })
            })?
            .collect()
    }
}

/// A trigger on grantgrid's own tables, or one that writes to them, in a sentence:
/// it could change the history without being noticed.
pub(crate) fn on_own_tables(connection: &Connection) -> rusqlite::Result<Option<String>> {
    // The rules are verified like the tables of the HR system.
    let journal = ["meta", "change", "cell", "row", "value", "user", "company"];
    let is_own =
        |it: &&Trigger| journal.iter().any(|table| it.sql.contains(&format!("grantgrid_{table}")));
    Ok(Trigger::all(connection)?.iter().find(is_own).map(|trigger| {
        format!(
            "the trigger {} on {} could change grantgrid's history unseen; drop it first",
            trigger.name, trigger.table
        )
    }))
}

/// Errors: [`StoreError::NotAsPlanned`] if a statement on `table` wrote another
/// number of rows than planned: a trigger or an `ON CONFLICT` clause of the
/// table skipped it without an error.
pub(crate) fn require_rows(
    connection: &Connection,
    table: &str,
    op: RowOp,
    (written, planned): (usize, usize),
) -> Result<(), StoreError> {
    if written == planned {
        return Ok(());
    }
    let triggers = Trigger::all(connection)?;
    let here = triggers.iter().filter(|it| it.table.raw().eq_ignore_ascii_case(table));
    let ignoring: Vec<&Trigger> = here.clone().filter(|it| it.sql.contains("ignore")).collect();
    let suspects = if ignoring.is_empty() { here.collect() } else { ignoring };
    Err(not_as_planned(&suspects, skipped(table, op)))
}

/// The error for a row that was not written.
pub(crate) fn missing_row(triggers: &[Trigger], table: &str, op: RowOp) -> StoreError {
    let suspects: Vec<&Trigger> = triggers.iter().filter(|it| it.table.raw() == table).collect();
    not_as_planned(&suspects, skipped(table, op))
}

/// The error for a row of `table` that was written and is not part of the
/// change, which wrote rows of the tables `written`.
pub(crate) fn extra_row(
    triggers: &[Trigger],
    written: &[&str],
    table: &str,
    op: RowOp,
) -> StoreError {
    let mentions = |it: &&Trigger| it.sql.contains(table);
    let started = |it: &&Trigger| written.contains(&it.table.raw());
    let mut suspects: Vec<&Trigger> = triggers.iter().filter(mentions).filter(started).collect();
    if suspects.is_empty() {
        suspects = triggers.iter().filter(mentions).collect();
    }
    let table = SchemaName::from(table);
    let what = match op {
        RowOp::Insert => format!("added a row to {table} that is not part of the change"),
        RowOp::Update => {
            format!("changed a row of {table} in a way that is not part of the change")
        }
        RowOp::Delete => format!("deleted a row of {table} that is not part of the change"),
    };
    not_as_planned(&suspects, what)
}

fn skipped(table: &str, op: RowOp) -> String {
    let table = SchemaName::from(table);
    match op {
        RowOp::Insert => format!("skipped a row to be added to {table}"),
        RowOp::Update => format!("skipped a row of {table} to be changed"),
        RowOp::Delete => format!("skipped a row to be deleted from {table}"),
    }
}

fn not_as_planned(suspects: &[&Trigger], what: String) -> StoreError {
    let by = match suspects {
        [] => "the database".to_owned(),
        [one] => format!("the trigger “{}” on {}", one.name, one.table),
        several => {
            let names: Vec<String> =
                several.iter().map(|it| format!("“{}” on {}", it.name, it.table)).collect();
            format!("one of the triggers {}", names.join(", "))
        }
    };
    StoreError::NotAsPlanned { by, what }
}
