//! Verifies, inside the transaction, that a change wrote exactly the planned rows. Triggers of
//! the HR system could skip a row (`RAISE(IGNORE)`), rewrite it, or write other rows, which
//! the journal would not record and undo would not restore.
//!
//! There are two defenses. The number of rows that each statement wrote is always checked
//! ([`crate::store::schema::triggers::require_rows`]). If the change may write to a table that
//! has a trigger, temporary triggers of this connection log each row of the tables in
//! [`TRACKED`] that is inserted, deleted, or changed in one of the columns listed there; the
//! log must match what the writer planned. Triggers may write to other tables (a log, a
//! queue), and may set columns that are not listed (`updated_at`, a version, a search text) in
//! any row.
//!
//! Rows that are replaced by others (`ON CONFLICT REPLACE`) are deleted without firing a
//! trigger: if a definition mentions that, the rows of each table are counted before and
//! after.

use rusqlite::Connection;

use crate::domain::RowEdit;
use crate::store::StoreError;
use crate::store::schema::GRANTS;
use crate::store::schema::field_columns::{COMPANY_FIELDS, USER_FIELDS};
use crate::store::schema::triggers::{self, Trigger};
use crate::store::sql_value::text_of;
use crate::store::sqlite::pragmas;
use crate::store::sqlite::tables::{self, KeyColumn, TableColumn, TableIndex, quoted};
use crate::store::sqlite::written_rows::{self, LoggedRow, LoggedTable};

/// The tables whose rows grantgrid journals or that decide access, with the columns that it
/// uses, in addition to those of fields.
const TRACKED: [(&str, &[&str]); 10] = [
    (GRANTS, &["id", "user_id", "company_id", "created_at"]),
    ("hrm_users", &["id", "role_id", "organization_id", "password_hash", "must_reset_password"]),
    ("hrm_company", &["id", "tenant_id"]),
    ("hrm_tenant", &["id", "name", "code", "is_active"]),
    ("organization", &["id", "name", "tenant_id"]),
    (
        "hrm_employee",
        &["id", "user_id", "company_id", "employee_id", "first_name", "last_name", "is_active"],
    ),
    ("role", &["id", "name", "is_active"]),
    ("hrm_roles", &["id", "name", "is_active"]),
    ("grantgrid_rule", &["role", "scope"]),
    ("grantgrid_policy", &["role", "reach", "grants", "home"]),
];

/// The columns of a tracked table that are compared.
fn columns_of(table: &str) -> impl Iterator<Item = &'static str> {
    let tracked = TRACKED.iter().find(|(name, _)| *name == table);
    let fields = match table {
        "hrm_users" => USER_FIELDS,
        "hrm_company" => COMPANY_FIELDS,
        _ => &[],
    };
    let tracked = tracked.map_or(&[][..], |(_, columns)| columns);
    tracked.iter().copied().chain(fields.iter().map(|field| field.column))
}

/// How many planned rows are collected before they are compared.
const CHUNK: usize = 1_000;

/// A row that was written, or is planned: its table, and its key as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    table: &'static str,
    op: RowEdit,
    key: String,
}

impl Event {
    fn of(row: LoggedRow) -> Self {
        Self {
            table: TRACKED.get(row.table).map_or("", |(table, _)| table),
            op: row.written,
            key: row.key,
        }
    }
}

/// The tracked tables, as the log of rows needs them.
fn logged() -> Vec<LoggedTable> {
    let logged = |&(name, columns): &(&'static str, &[&'static str])| LoggedTable {
        name,
        key: columns[0],
        columns: columns_of(name).collect(),
    };
    TRACKED.iter().map(logged).collect()
}

/// Compares the written rows with the planned ones. The default compares nothing.
#[derive(Debug, Default)]
pub(crate) struct Verifier {
    active: bool,
    planned: Vec<Event>,
    /// The tables whose rows may be replaced by others.
    counts: Vec<RowTally>,
}

/// How many rows a table must have at the end of the change.
#[derive(Debug)]
struct RowTally {
    table: &'static str,
    rows: i64,
}

impl Verifier {
    /// Starts logging, if a trigger could interfere with the change.
    pub(crate) fn start(connection: &Connection) -> rusqlite::Result<Self> {
        let triggers = Trigger::all(connection)?;
        // Foreign keys are enforced only if the change writes nothing but grants.
        let grants_alone = pragmas::enforces_foreign_keys(connection)?;
        let counts = tallies(connection, &triggers)?;
        let active = !counts.is_empty() || may_interfere(connection, &triggers, grants_alone)?;
        if active {
            written_rows::start(connection, &logged())?;
        }
        Ok(Self { active, planned: Vec::new(), counts })
    }

    /// Whether [`Verifier::start`] would compare anything.
    pub(super) fn is_needed(connection: &Connection, grants_alone: bool) -> rusqlite::Result<bool> {
        let triggers = Trigger::all(connection)?;
        Ok(may_interfere(connection, &triggers, grants_alone)?
            || !replacing(connection, &triggers)?.is_empty())
    }

    /// Whether rows are compared.
    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    /// Whether a change of this column is compared.
    pub(super) fn tracks(table: &str, column: &str) -> bool {
        columns_of(table).any(|it| it.eq_ignore_ascii_case(column))
    }

    /// The column that identifies the rows of a tracked table.
    pub(super) fn key_column(table: &str) -> &'static str {
        TRACKED.iter().find(|(name, _)| *name == table).map_or("id", |(_, columns)| columns[0])
    }

    /// Tells the verifier that a row was just written as planned.
    ///
    /// # Errors
    /// [`StoreError::NotAsPlanned`] if the rows planned so far differ from those really
    /// written.
    pub(super) fn plan(
        &mut self,
        connection: &Connection,
        table: &str,
        op: RowEdit,
        key: rusqlite::types::ValueRef<'_>,
    ) -> Result<(), StoreError> {
        if !self.active {
            return Ok(());
        }
        let Some((table, _)) = TRACKED.iter().find(|(name, _)| *name == table) else {
            return Ok(());
        };
        if let Some(tally) = self.counts.iter_mut().find(|tally| tally.table == *table) {
            tally.rows += match op {
                RowEdit::Insert => 1,
                RowEdit::Update => 0,
                RowEdit::Delete => -1,
            };
        }
        self.planned.push(Event { table, op, key: text_of(key).into_owned() });
        if self.planned.len() < CHUNK { Ok(()) } else { self.compare(connection) }
    }

    /// Compares the remaining rows, and stops logging.
    pub(crate) fn finish(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if self.active {
            self.compare(connection)?;
            self.compare_counts(connection)?;
            written_rows::stop(connection, &logged())?;
            self.active = false;
        }
        Ok(())
    }

    /// Compares the log with the plan.
    pub(crate) fn compare(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if !self.active {
            return Ok(());
        }
        let mut planned = std::mem::take(&mut self.planned);
        let seen = written_rows::read(connection, planned.len() + CHUNK)?;
        let mut seen: Vec<Event> = seen.into_iter().map(Event::of).collect();
        written_rows::clear(connection)?;
        planned.sort();
        seen.sort();
        if planned == seen {
            return Ok(());
        }
        let mut written: Vec<&str> = planned.iter().map(|event| event.table).collect();
        written.push("hrm_audit_log");
        if let Some(extra) = first_beyond(&seen, &planned) {
            return Err(triggers::extra_row(connection, &written, extra.table, extra.op));
        }
        match first_beyond(&planned, &seen) {
            Some(event) => Err(triggers::missing_row(connection, event.table, event.op)),
            None => Ok(()),
        }
    }
}

impl Verifier {
    fn compare_counts(&self, connection: &Connection) -> Result<(), StoreError> {
        for tally in &self.counts {
            let missing = tally.rows - count(connection, tally.table)?;
            if let Ok(missing @ 1..) = u64::try_from(missing) {
                return Err(triggers::replaced_rows(connection, tally.table, missing));
            }
        }
        Ok(())
    }
}

/// Whether a trigger or a foreign key may write additional rows in a change.
fn may_interfere(
    connection: &Connection,
    triggers: &[Trigger],
    grants_alone: bool,
) -> rusqlite::Result<bool> {
    let may_start = |it: &Trigger| {
        let table = it.table.raw();
        table == GRANTS
            || table == "hrm_audit_log"
            || table.starts_with("grantgrid_")
            || (!grants_alone && TRACKED.iter().any(|(name, _)| *name == table))
    };
    Ok(triggers.iter().any(may_start) || (grants_alone && grants_cascade(connection)?))
}

/// Whether the table of the grants has a constraint that the original HR system does not
/// have: a check, a required column, another unique key.
pub(super) fn may_refuse_grants(connection: &Connection) -> rusqlite::Result<bool> {
    const USUAL: [&str; 5] = ["id", "user_id", "company_id", "created_at", "modified_at"];
    let definition = tables::definition(connection, GRANTS)?.unwrap_or_default();
    let needs_more =
        |column: &TableColumn| column.is_required && !USUAL.iter().any(|usual| column.is(usual));
    let is_other_key = |index: &TableIndex| {
        let is_one_of = |names: &[&str]| {
            let named = index.columns.iter().flatten();
            named.filter(|it| names.iter().any(|name| it.eq_ignore_ascii_case(name))).count()
        };
        index.is_unique && is_one_of(&["id"]) == 0 && is_one_of(&["user_id", "company_id"]) < 2
    };
    Ok(definition.contains("check")
        || tables::columns(connection, GRANTS)?.iter().any(needs_more)
        || tables::indexes(connection, GRANTS)?.iter().any(is_other_key))
}

/// The tables in which rows may be replaced by others, according to their definitions or those
/// of the triggers.
fn replacing(connection: &Connection, triggers: &[Trigger]) -> rusqlite::Result<Vec<&'static str>> {
    // Triggers that another trigger fires may replace rows too.
    let by_trigger = triggers.iter().any(Trigger::replaces);
    let mut found = Vec::new();
    for (table, _) in TRACKED.iter().filter(|(table, _)| !table.starts_with("grantgrid_")) {
        if triggers::may_replace(connection, table)?
            || (by_trigger && tables::is_table(connection, table)?)
        {
            found.push(*table);
        }
    }
    Ok(found)
}

fn tallies(connection: &Connection, triggers: &[Trigger]) -> rusqlite::Result<Vec<RowTally>> {
    let tally = |table| Ok(RowTally { table, rows: count(connection, table)? });
    replacing(connection, triggers)?.into_iter().map(tally).collect()
}

fn count(connection: &Connection, table: &str) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM main.{}", quoted(table));
    connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))
}

/// The first of `events` that `others` does not have, or has less often; both are sorted.
fn first_beyond<'e>(events: &'e [Event], others: &[Event]) -> Option<&'e Event> {
    let mut others = others.iter().peekable();
    for event in events {
        while others.next_if(|other| *other < event).is_some() {}
        if others.next_if(|other| *other == event).is_none() {
            return Some(event);
        }
    }
    None
}

/// Whether a foreign key writes or deletes rows of a tracked table when a grant
/// is deleted.
fn grants_cascade(connection: &Connection) -> rusqlite::Result<bool> {
    for (table, _) in TRACKED {
        let keys = tables::foreign_keys(connection, table)?;
        let cascades = |key: &KeyColumn| {
            key.parent.eq_ignore_ascii_case(GRANTS) && tables::changes_rows(&key.on_delete)
        };
        if keys.iter().any(cascades) {
            return Ok(true);
        }
    }
    Ok(false)
}
