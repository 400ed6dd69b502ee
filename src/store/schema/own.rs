//! grantgrid's own tables: the journal and the role rules. They are additional tables
//! whose names begin with `grantgrid_`. The first write creates them, or upgrades them to
//! the current version.

use rusqlite::{Connection, OptionalExtension};

use super::last_change;
use crate::store::sql_value::optional_number;
use crate::store::sqlite::tables;

/// The newest form of the own tables that this program knows.
pub(crate) const FORMAT: i64 = 8;

/// The tables that every form has, but for that of the format.
const BASE: [&str; 4] =
    ["grantgrid_change", "grantgrid_user", "grantgrid_company", "grantgrid_cell"];

/// Those of a journal with rows.
const OF_ROWS: [&str; 4] =
    ["grantgrid_change", "grantgrid_row", "grantgrid_value", "grantgrid_rule"];

/// The limit for numbers of changes and companies: a larger number was damaged by another
/// program, and would leave no number for the next one.
pub(crate) const LAST_NUMBER: i64 = 1 << 53;

/// The table of edited policies.
pub(crate) const RULE: &str = "grantgrid_rule";
pub(crate) const POLICY: &str = "grantgrid_policy";

/// The table of the names that user ids and company numbers had before they belonged to
/// another user or company.
pub(crate) const FORMER: &str = "grantgrid_former";

const META: (&str, &[&str]) = ("grantgrid_meta", &["key", "value"]);

/// The columns that each table has had since it came to be.
const COLUMNS: [(&str, &[&str]); 11] = [
    META,
    (
        "grantgrid_change",
        &["id", "at", "operator", "kind", "reason", "added", "removed", "reverts", "undone_by"],
    ),
    ("grantgrid_user", &["id", "username", "person"]),
    ("grantgrid_company", &["number", "id", "code", "name"]),
    (
        "grantgrid_cell",
        &["change_id", "user_id", "company", "added", "grant_id", "created_at", "modified_at"],
    ),
    ("grantgrid_row", &["change_id", "number", "table_name", "row_key", "edit", "label"]),
    ("grantgrid_value", &["change_id", "number", "column_name", "before", "after"]),
    (RULE, &["role", "scope"]),
    (POLICY, &["role", "reach", "grants", "home"]),
    (FORMER, &["kind", "id", "until", "code", "name"]),
    (last_change::TABLE, &["user_id", "change_id", "person"]),
];

/// The current version, which can be run on an empty database and on every older version.
/// Columns that store what the HR system had written have no declared type, so that every
/// value can be restored exactly.
///
/// Form 1 had no rules, rows and values; before form 3 a cell had no `place`, the
/// rowid that its grant had: undo puts it back there. Before form 4 a change had no
/// `account`, which is NULL for the changes of that time: it is unknown. Before
/// form 5 a row had no `person`: whose id it was ([`super::super::journal::person`]). Before
/// form 6 there were no policies, before form 7 no former names, and before form 8 the
/// last change of each user had to be looked for.
pub(crate) const TABLES: &str = include_str!("own.sql");

/// Makes the own tables where they are missing, and brings an older form
/// to the present one. Runs inside the transaction of the first write.
pub(crate) fn make(connection: &Connection) -> rusqlite::Result<()> {
    if exists(connection)? {
        if !has_row_ids(connection)? {
            connection.execute_batch("ALTER TABLE grantgrid_cell ADD COLUMN place INTEGER")?;
        }
        if !has_accounts(connection)? {
            connection.execute_batch("ALTER TABLE grantgrid_change ADD COLUMN account TEXT")?;
        }
        if has_rows(connection)? && !has_persons(connection)? {
            connection.execute_batch("ALTER TABLE grantgrid_row ADD COLUMN person")?;
        }
    }
    let has_last_changes = last_change::exists(connection)?;
    connection.execute_batch(TABLES)?;
    if has_last_changes { Ok(()) } else { last_change::catch_up(connection, i64::MIN) }
}

/// Whether there is a journal to read. Here and below, the actual tables are checked,
/// because the format in `grantgrid_meta` may be lost.
pub(crate) fn exists(connection: &Connection) -> rusqlite::Result<bool> {
    has_tables(connection, BASE)
}

/// Whether the journal has room for rows: not before its form 2.
pub(crate) fn has_rows(connection: &Connection) -> rusqlite::Result<bool> {
    has_tables(connection, OF_ROWS)
}

/// Whether the journal's cells have row ids (the column `place`): not before its form 3.
pub(crate) fn has_row_ids(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_cell", "place")
}

/// Whether the journal keeps the account of each change: not before its form 4.
pub(crate) fn has_accounts(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_change", "account")
}

/// Whether the journal keeps whose id a row had: not before its form 5.
pub(crate) fn has_persons(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_row", "person")
}

/// Whether there is a table of policies: not before form 6.
pub(crate) fn has_policies(connection: &Connection) -> rusqlite::Result<bool> {
    tables::is_table(connection, POLICY)
}

/// Whether there is a table of former names: not before form 7.
pub(crate) fn has_former_names(connection: &Connection) -> rusqlite::Result<bool> {
    tables::is_table(connection, FORMER)
}

/// What the journal of a database has room for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JournalForm {
    /// See [`has_rows`].
    pub(crate) rows: bool,
    /// See [`has_accounts`].
    pub(crate) accounts: bool,
}

impl JournalForm {
    /// The present form.
    #[cfg(test)]
    pub(crate) const PRESENT: Self = Self { rows: true, accounts: true };

    /// The form of the journal in this database.
    pub(crate) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        Ok(Self { rows: has_rows(connection)?, accounts: has_accounts(connection)? })
    }
}

fn has_tables(connection: &Connection, names: [&str; 4]) -> rusqlite::Result<bool> {
    for name in names {
        if !tables::is_table(connection, name)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The form of the own tables in this database, 0 if there are none: the one
/// that they state, else the one that they have.
pub(crate) fn format_of(connection: &Connection) -> rusqlite::Result<i64> {
    if let Some(format) = stated_format(connection)? {
        return Ok(format);
    }
    Ok(if !exists(connection)? {
        0
    } else if !has_rows(connection)? {
        1
    } else if !has_row_ids(connection)? {
        2
    } else if !has_accounts(connection)? {
        3
    } else if !has_persons(connection)? {
        4
    } else if !has_policies(connection)? {
        5
    } else if !has_former_names(connection)? {
        6
    } else if !last_change::exists(connection)? {
        7
    } else {
        FORMAT
    })
}

/// The format in `grantgrid_meta`, if it has one.
fn stated_format(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    if tables::columns(connection, META.0)?.is_empty() {
        return Ok(None);
    }
    let format = connection
        .prepare_cached("SELECT value FROM main.grantgrid_meta WHERE key = 'format'")?
        .query_row([], |row| optional_number(row, 0))
        .optional()?;
    Ok(format.flatten().filter(|format| *format > 0))
}

/// Whether the own tables are whole and of the present form, so that they can be
/// written to.
pub(crate) fn is_current(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(stated_format(connection)? == Some(FORMAT)
        && exists(connection)?
        && has_rows(connection)?
        && has_row_ids(connection)?
        && has_accounts(connection)?
        && has_persons(connection)?
        && has_policies(connection)?
        && has_former_names(connection)?
        && last_change::exists(connection)?)
}

/// What is missing in the own tables, in sentences. The next edit, or a repair, adds
/// it.
pub(crate) fn incomplete(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut missing = Vec::new();
    let mut any = false;
    let stated = stated_format(connection)?;
    for (table, _) in COLUMNS {
        let there = !tables::columns(connection, table)?.is_empty();
        any |= there;
        // Before form 2 there was no journal of rows, and there were no rules.
        let of_rows = OF_ROWS.contains(&table) && !BASE.contains(&table);
        let since = match table {
            POLICY => 6,
            FORMER => 7,
            last_change::TABLE => 8,
            _ if of_rows => 2,
            _ => 1,
        };
        let is_expected = stated.is_none_or(|stated| stated >= since);
        if is_expected && !there {
            missing.push(format!("the table {table} is missing"));
        }
    }
    if !any {
        return Ok(Vec::new());
    }
    if stated.is_none() && !tables::columns(connection, META.0)?.is_empty() {
        missing.push("grantgrid_meta does not state the format of the tables".to_owned());
    }
    Ok(missing)
}

/// What makes the own tables unusable: a name that is not a table, or a table without a
/// column that every version has.
pub(crate) fn unusable(connection: &Connection) -> rusqlite::Result<Option<String>> {
    for (table, expected) in COLUMNS {
        if tables::is_other(connection, table)? {
            return Ok(Some(format!("{table} is not a table")));
        }
        let columns = tables::columns(connection, table)?;
        let missing = expected.iter().find(|column| !columns.iter().any(|it| it.name == **column));
        if let Some(column) = missing.filter(|_| !columns.is_empty()) {
            return Ok(Some(format!("{table} has no column {column}")));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
