//! The triggers of the database, and the errors for statements that wrote something other than
//! planned.

use rusqlite::Connection;

use crate::domain::{RowEdit, SchemaName};
use crate::store::StoreError;
use crate::store::sqlite::{pragmas, tables};

/// A trigger of the main database.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) name: SchemaName,
    /// The table or view whose writes fire it, in lower case.
    pub(crate) table: SchemaName,
    /// Its definition, in lower case.
    pub(super) sql: String,
}

/// Whether a definition, in lower case, has a clause that replaces rows. The function
/// `replace` does not count.
fn says_replace(sql: &str) -> bool {
    const WORD: &str = "replace";
    words(sql, WORD).any(|at| !sql[at + WORD.len()..].trim_start().starts_with('('))
}

/// Whether new rows of a table may replace others, according to its definition.
pub(crate) fn may_replace(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let definition = tables::definition(connection, table)?;
    Ok(definition.is_some_and(|sql| says_replace(&sql)))
}

impl Trigger {
    /// Its body, after the part that says when it fires.
    pub(super) fn body(&self) -> &str {
        words(&self.sql, "begin").next().map_or(&self.sql, |at| &self.sql[at..])
    }

    /// Whether it may replace rows.
    pub(crate) fn replaces(&self) -> bool {
        says_replace(&self.sql)
    }

    /// Whether writes to this table fire it.
    pub(super) fn is_on(&self, table: &str) -> bool {
        self.table.raw().eq_ignore_ascii_case(table)
    }

    /// Whether its body names this table.
    pub(super) fn mentions(&self, table: &str) -> bool {
        words(self.body(), table).next().is_some()
    }

    /// Every trigger, by name.
    pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        let triggers = tables::triggers(connection)?.into_iter();
        let triggers = triggers.map(|it| Self {
            name: it.name.into(),
            table: it.table.to_ascii_lowercase().into(),
            sql: it.sql.to_ascii_lowercase(),
        });
        Ok(triggers.collect())
    }
}

/// Where a name occurs in a text as a whole word.
fn words<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_letter = |letter: char| letter.is_alphanumeric() || "_$".contains(letter);
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        !text[..*at].ends_with(is_letter) && !text[at + name.len()..].starts_with(is_letter)
    })
}

/// What a statement may cause: triggers, and foreign keys that delete or change rows. Read
/// only to explain an error.
pub(super) struct Consequences {
    pub(super) triggers: Vec<Trigger>,
    /// Pairs of a table and another whose rows its foreign keys delete or change too, in lower
    /// case.
    cascades: Vec<(String, String)>,
}

impl Consequences {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let triggers = Trigger::all(connection)?;
        let mut cascades = Vec::new();
        if pragmas::enforces_foreign_keys(connection)? {
            for table in tables::all(connection)? {
                let keys = tables::foreign_keys(connection, &table)?;
                let child = table.to_ascii_lowercase();
                let cascading = keys.iter().filter(|key| key.cascades());
                cascades
                    .extend(cascading.map(|key| (key.parent.to_ascii_lowercase(), child.clone())));
            }
            cascades.sort_unstable();
            cascades.dedup();
        }
        Ok(Self { triggers, cascades })
    }

    /// The triggers that a write to one of `tables` fires, and those that these fire in turn,
    /// according to their definitions.
    pub(super) fn started_by(&self, tables: &[&str]) -> Vec<&Trigger> {
        let mut written: Vec<String> =
            tables.iter().map(|table| table.to_ascii_lowercase()).collect();
        written.sort_unstable();
        written.dedup();
        let mut started: Vec<&Trigger> = Vec::new();
        let mut at = 0;
        while let Some(table) = written.get(at).cloned() {
            at += 1;
            let mut next: Vec<&str> = Vec::new();
            let children = self.cascades.iter().filter(|(parent, _)| *parent == table);
            next.extend(children.map(|(_, child)| child.as_str()));
            for trigger in self.triggers.iter().filter(|it| it.is_on(&table)) {
                started.push(trigger);
                next.extend(self.tables().filter(|table| trigger.mentions(table)));
            }
            for table in next {
                if !written.iter().any(|it| it == table) {
                    written.push(table.to_owned());
                }
            }
        }
        started
    }

    /// The tables whose writes have consequences in others.
    fn tables(&self) -> impl Iterator<Item = &str> {
        let of_triggers = self.triggers.iter().map(|it| it.table.raw());
        of_triggers.chain(self.cascades.iter().map(|(parent, _)| parent.as_str()))
    }

    /// A table, and those whose foreign keys affect its rows.
    fn leading_to(&self, table: &str) -> Vec<String> {
        let mut leading = vec![table.to_ascii_lowercase()];
        let mut at = 0;
        while let Some(table) = leading.get(at).cloned() {
            at += 1;
            for (parent, _) in self.cascades.iter().filter(|(_, child)| *child == table) {
                if !leading.contains(parent) {
                    leading.push(parent.clone());
                }
            }
        }
        leading
    }
}

/// A sentence about a trigger on grantgrid's own tables, or one that writes to them, if there
/// is any: it could change the history unnoticed.
pub(crate) fn on_own_tables(connection: &Connection) -> rusqlite::Result<Option<String>> {
    // The rules are verified like the tables of the HR system.
    let journal = ["meta", "change", "cell", "row", "value", "user", "company", "former"];
    let is_own =
        |it: &&Trigger| journal.iter().any(|table| it.sql.contains(&format!("grantgrid_{table}")));
    Ok(Trigger::all(connection)?.iter().find(is_own).map(|trigger| {
        format!(
            "the trigger {} on {} could change grantgrid's history unseen; drop it first",
            trigger.name, trigger.table
        )
    }))
}

/// # Errors
/// [`StoreError::NotAsPlanned`] if a statement on `table` wrote another number of rows than
/// planned, because a trigger or an `ON CONFLICT` clause skipped some without an error.
pub(crate) fn require_rows(
    connection: &Connection,
    table: &str,
    op: RowEdit,
    (written, planned): (usize, usize),
) -> Result<(), StoreError> {
    if written == planned { Ok(()) } else { Err(skipped_row(connection, table, op)) }
}

/// The error for a row that a statement on `table` skipped without an error.
pub(crate) fn skipped_row(connection: &Connection, table: &str, op: RowEdit) -> StoreError {
    let triggers = match Trigger::all(connection) {
        Ok(triggers) => triggers,
        Err(error) => return error.into(),
    };
    let here = triggers.iter().filter(|it| it.is_on(table));
    let ignoring: Vec<&Trigger> = here.clone().filter(|it| it.sql.contains("ignore")).collect();
    let suspects = if ignoring.is_empty() { here.collect() } else { ignoring };
    not_as_planned(&suspects, skipped(table, op))
}

/// The error for a row that was not written.
pub(crate) fn missing_row(connection: &Connection, table: &str, op: RowEdit) -> StoreError {
    match Consequences::read(connection) {
        Ok(all) => not_as_planned(&all.started_by(&[table]), skipped(table, op)),
        Err(error) => error.into(),
    }
}

/// The error for a row of `table` that was written although the change, which wrote rows of
/// the tables `written`, did not plan it.
pub(crate) fn extra_row(
    connection: &Connection,
    written: &[&str],
    table: &str,
    op: RowEdit,
) -> StoreError {
    let all = match Consequences::read(connection) {
        Ok(all) => all,
        Err(error) => return error.into(),
    };
    let leading = all.leading_to(table);
    let names_it = |it: &&Trigger| it.mentions(table);
    let leads = |it: &&Trigger| leading.iter().any(|table| it.mentions(table));
    let leads_and_deletes = |it: &&Trigger| leads(it) && (it.mentions("delete") || it.replaces());
    let started = all.started_by(written);
    let of_started = |is_meant: &dyn Fn(&&Trigger) -> bool| {
        started.iter().copied().filter(|it| is_meant(it)).collect::<Vec<_>>()
    };
    let mut suspects = of_started(&names_it);
    if suspects.is_empty() {
        suspects = of_started(&leads_and_deletes);
    }
    if suspects.is_empty() {
        suspects = of_started(&leads);
    }
    if suspects.is_empty() {
        suspects.extend(all.triggers.iter().filter(names_it));
    }
    let table = SchemaName::from(table);
    let what = match op {
        RowEdit::Insert => format!("added a row to {table} that is not part of the change"),
        RowEdit::Update => {
            format!("changed a row of {table} in a way that is not part of the change")
        }
        RowEdit::Delete => format!("deleted a row of {table} that is not part of the change"),
    };
    if suspects.is_empty() && leading.len() > 1 {
        return StoreError::NotAsPlanned { by: format!("a foreign key of {table}"), what };
    }
    not_as_planned(&suspects, what)
}

/// The error for rows of `table` that are gone although nothing deleted them: others replaced
/// them.
pub(crate) fn replaced_rows(connection: &Connection, table: &str, count: u64) -> StoreError {
    let found = is_replacing(connection, table).and_then(|by_table| {
        let triggers = Trigger::all(connection)?;
        Ok((by_table, triggers))
    });
    let (by_table, triggers) = match found {
        Ok(found) => found,
        Err(error) => return error.into(),
    };
    let mut suspects: Vec<&Trigger> = triggers.iter().filter(|it| it.replaces()).collect();
    if suspects.iter().any(|it| it.mentions(table)) {
        suspects.retain(|it| it.mentions(table));
    }
    let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let table = SchemaName::from(table);
    let what = format!(
        "replaced {rows} of {table} that the change does not name, with the same value in a unique \
         column: change or delete what has that value first"
    );
    let by = match (by_table, &suspects[..]) {
        (true, []) => format!("ON CONFLICT REPLACE of {table}"),
        (true, suspects) => format!("ON CONFLICT REPLACE of {table}, or {}", named(suspects)),
        (false, suspects) => named(suspects),
    };
    StoreError::NotAsPlanned { by, what }
}

/// Whether new rows of a table replace others.
fn is_replacing(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = tables::definition(connection, table)?;
    let words: Vec<&str> = sql.iter().flat_map(|sql| sql.split_whitespace()).collect();
    Ok(words.join(" ").contains("on conflict replace"))
}

fn skipped(table: &str, op: RowEdit) -> String {
    let table = SchemaName::from(table);
    match op {
        RowEdit::Insert => format!("skipped a row to be added to {table}"),
        RowEdit::Update => format!("skipped a row of {table} to be changed"),
        RowEdit::Delete => format!("skipped a row to be deleted from {table}"),
    }
}

fn not_as_planned(suspects: &[&Trigger], what: String) -> StoreError {
    StoreError::NotAsPlanned { by: named(suspects), what }
}

/// The triggers that are suspected, as the subject of a sentence.
pub(super) fn named(suspects: &[&Trigger]) -> String {
    match suspects {
        [] => "the database".to_owned(),
        [one] => format!("the trigger “{}” on {}", one.name, one.table),
        several => {
            let names: Vec<String> =
                several.iter().map(|it| format!("“{}” on {}", it.name, it.table)).collect();
            format!("one of the triggers {}", names.join(", "))
        }
    }
}
