//! grantgrid's own tables: the journal and the role rules. They are additional tables whose
//! names begin with `grantgrid_`. The first write creates them, or upgrades them to the
//! current version.

use rusqlite::{Connection, OptionalExtension};

use super::last_change;
use crate::store::sql_value::optional_number;
use crate::store::sqlite::tables;

/// The newest form of these tables that this program knows.
pub(crate) const FORMAT: i64 = 8;

/// The tables that every form has, apart from `grantgrid_meta`.
const BASE: [&str; 4] =
    ["grantgrid_change", "grantgrid_user", "grantgrid_company", "grantgrid_cell"];

/// The tables of a journal that records rows.
const OF_ROWS: [&str; 4] =
    ["grantgrid_change", "grantgrid_row", "grantgrid_value", "grantgrid_rule"];

/// The limit for the numbers of changes and companies. A larger number was damaged by another
/// program, and would leave no number for the next one.
pub(crate) const LAST_NUMBER: i64 = 1 << 53;

/// The table of edited rules.
pub(crate) const RULE: &str = "grantgrid_rule";
pub(crate) const POLICY: &str = "grantgrid_policy";

/// The table of former names: those that a user id or company number had while it belonged to
/// another user or company.
pub(crate) const FORMER: &str = "grantgrid_former";

const META: (&str, &[&str]) = ("grantgrid_meta", &["key", "value"]);

/// The columns that each table has had since it was introduced.
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
/// Columns that store values of the HR system have no declared type, so that every value can
/// be restored exactly.
///
/// Form 2 added rules, rows and values. Form 3 added a cell's `place`, the row id of its
/// grant, to which undo restores it. Form 4 added the `account` of a change, which is NULL
/// (unknown) for earlier changes. Form 5 added the `person` of a row: whose id it was
/// ([`super::super::journal::person`]). Form 6 added policies, form 7 former names, and form 8
/// the last change of each user.
pub(crate) const TABLES: &str = include_str!("own.sql");

/// Creates those of the tables that are missing, and upgrades an older form to the current
/// one. Runs inside the transaction of the first write.
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

/// Whether the journal records rows (form 2).
pub(crate) fn has_rows(connection: &Connection) -> rusqlite::Result<bool> {
    has_tables(connection, OF_ROWS)
}

/// Whether the journal's cells have row ids, in the column `place` (form 3).
pub(crate) fn has_row_ids(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_cell", "place")
}

/// Whether the journal records the account of each change (form 4).
pub(crate) fn has_accounts(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_change", "account")
}

/// Whether the journal records whose id a row had (form 5).
pub(crate) fn has_persons(connection: &Connection) -> rusqlite::Result<bool> {
    tables::has_column(connection, "grantgrid_row", "person")
}

/// Whether there is a table of policies (form 6).
pub(crate) fn has_policies(connection: &Connection) -> rusqlite::Result<bool> {
    tables::is_table(connection, POLICY)
}

/// Whether there is a table of former names (form 7).
pub(crate) fn has_former_names(connection: &Connection) -> rusqlite::Result<bool> {
    tables::is_table(connection, FORMER)
}

/// What the journal of a database can record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JournalForm {
    /// See [`has_rows`].
    pub(crate) rows: bool,
    /// See [`has_accounts`].
    pub(crate) accounts: bool,
}

impl JournalForm {
    /// The current form.
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

/// The form of these tables in this database, 0 if there are none: the form that
/// `grantgrid_meta` states, otherwise the one recognized by the tables.
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

/// The form that `grantgrid_meta` states, if any.
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

/// Whether the tables are complete and of the current form, so that they can be written to.
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

/// What is missing in these tables, in sentences. The next edit, or a repair, adds it.
pub(crate) fn incomplete(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut missing = Vec::new();
    let mut any = false;
    let stated = stated_format(connection)?;
    for (table, _) in COLUMNS {
        let there = !tables::columns(connection, table)?.is_empty();
        any |= there;
        // Form 1 had no rows and no rules.
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

/// What makes the tables unusable: one of the names is not a table, or a table lacks a column
/// that every form has.
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
