//! Ids for new rows that were never used and that nothing refers to. `SQLite` assigns the
//! highest id of a table plus one, which may be the id of a deleted user whose grants,
//! employee record or log entries still exist; the new row would inherit them. So a new id is
//! above everything that refers to rows of its table: foreign keys, columns that contain such
//! ids without being declared (`user_id`, `created_by`), the HR system's log,
//! `sqlite_sequence`, and grantgrid's journal. A server assigns the ids of its tables itself.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::links::is_own;
use super::references::links_to;
use super::writer::Writer;
use crate::store::StoreError;
use crate::store::sqlite::tables::{self, has_index_on, quoted};

/// Upper bounds for new ids, smallest first. A new id stays below the first bound that is
/// above all ids in use. Larger values, which a 32-bit column cannot hold or which no program
/// uses as ids, are ignored while there is space below.
const BOUNDS: [i64; 3] = [i32::MAX as i64, 1 << 53, i64::MAX];

/// Columns that refer to rows of a table without being declared as a foreign key: those with
/// one of these names, and those whose names end with one of them after an underscore.
struct NamedColumn {
    table: &'static str,
    /// The resource type of such a row in the HR system's log.
    resource: &'static str,
    ids: &'static [&'static str],
    /// Columns that may also contain names, in which only whole numbers count.
    numbers: &'static [&'static str],
}

const NAMED: [NamedColumn; 4] = [
    NamedColumn {
        table: "hrm_users",
        resource: "user",
        ids: &[
            "user_id",
            "userid",
            "manager_id",
            "by_id",
            "owner_id",
            "approver_id",
            "reviewer_id",
            "requester_id",
            "assignee_id",
            "actor_id",
            "author_id",
            "creator_id",
            "delegate_id",
            "supervisor_id",
        ],
        numbers: &[
            "by",
            "owner",
            "approver",
            "reviewer",
            "requester",
            "assignee",
            "assigned_to",
            "actor",
            "author",
            "creator",
            "delegate",
            "supervisor",
        ],
    },
    NamedColumn {
        table: "hrm_employee",
        resource: "employee",
        ids: &[
            "employee_id",
            "manager_id",
            "approver_id",
            "reviewer_id",
            "delegate_id",
            "supervisor_id",
        ],
        numbers: &[],
    },
    NamedColumn {
        table: "organization",
        resource: "organi",
        ids: &["organization_id", "org_id"],
        numbers: &[],
    },
    NamedColumn { table: "hrm_tenant", resource: "tenant", ids: &["tenant_id"], numbers: &[] },
];

/// Whether a column has one of these names, or ends with one after an underscore.
fn is_named(column: &str, names: &[&str]) -> bool {
    let ends = |name: &&str| {
        let rest = column.strip_suffix(*name);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    names.iter().any(ends)
}

/// A column, and whether text that consists of digits counts as an id there.
type IdColumn = (String, bool);

impl Writer<'_> {
    /// The id of the next row of a table whose ids are whole numbers; `None` for
    /// a table with other ids.
    ///
    /// # Errors
    /// [`StoreError::Impossible`] if there is none left.
    pub(crate) fn next_id(&mut self, table: &'static str) -> Result<Option<i64>, StoreError> {
        if let Some(source) = self.id_source
            && let Some(id) = source.next_id(table)?
        {
            return Ok(Some(id));
        }
        let last = match self.last_ids.get(table) {
            Some(last) => *last,
            // Users have numeric ids in every supported HR database.
            None if table != "hrm_users" && !has_number_ids(self.connection, table)? => {
                return Ok(None);
            }
            None => highest_id(self.connection, table)?,
        };
        if is_exhausted(last) {
            return Err(StoreError::Impossible(format!(
                "{table} has no free id above those in use: some row has, or refers to, the \
                 greatest id there is, and has to be corrected in the database; nothing was changed"
            )));
        }
        self.last_ids.insert(table, last + 1);
        Ok(Some(last + 1))
    }
}

/// Whether no ids above this one are left.
pub(crate) fn is_exhausted(highest: i64) -> bool {
    highest >= i64::MAX - 1
}

/// Whether the ids of a table are whole numbers.
pub(crate) fn has_number_ids(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    Ok(tables::columns(connection, table)?.iter().any(|it| it.is("id") && it.is_number()))
}

/// The highest id that anything has or refers to, below the current bound.
pub(crate) fn highest_id(connection: &Connection, table: &str) -> Result<i64, StoreError> {
    let own: Option<i64> = connection
        .prepare_cached(&format!("SELECT max(id) FROM main.{}", quoted(table)))?
        .query_row([], |row| row.get(0))?;
    let own = own.unwrap_or(0).max(0);
    let columns = referring_columns(connection, table)?;
    let mut highest = own;
    for bound in BOUNDS.into_iter().filter(|bound| own < bound - 1) {
        highest = own.max(highest_recorded_id(connection, table, bound)?);
        for (other, columns) in &columns {
            highest = highest.max(highest_in(connection, other, columns, bound)?);
        }
        if highest < bound - 1 {
            break;
        }
    }
    Ok(highest)
}

/// The columns of every table that refer to rows of `table`.
fn referring_columns(
    connection: &Connection,
    table: &str,
) -> Result<BTreeMap<String, Vec<IdColumn>>, StoreError> {
    let mut found: BTreeMap<String, Vec<IdColumn>> = BTreeMap::new();
    for link in links_to(connection, table)? {
        found.entry(link.table).or_default().push((link.column, true));
    }
    let Some(named) = NAMED.iter().find(|named| named.table == table) else {
        return Ok(found);
    };
    for other in tables::all(connection)?.into_iter().filter(|other| !is_own(other)) {
        for name in tables::every_column(connection, &other)? {
            let column = name.to_lowercase();
            let is_id = is_named(&column, named.ids);
            if !(is_id || is_named(&column, named.numbers))
                // The badge number of an employee.
                || (other.eq_ignore_ascii_case(table) && column == "employee_id")
            {
                continue;
            }
            let columns = found.entry(other.clone()).or_default();
            if !columns.iter().any(|(column, _)| *column == name) {
                columns.push((name, is_id));
            }
        }
    }
    Ok(found)
}

/// The highest id below `bound` in these columns of a table: by an index if there is
/// one, otherwise in one walk over the table.
fn highest_in(
    connection: &Connection,
    table: &str,
    columns: &[IdColumn],
    bound: i64,
) -> Result<i64, StoreError> {
    let mut highest = 0;
    let mut walked = Vec::new();
    for (column, digits) in columns {
        let name = quoted(column);
        if is_indexed_number(connection, table, column)? {
            let sql = format!(
                "SELECT {name} FROM main.{} WHERE {name} < ?1 ORDER BY {name} DESC LIMIT 1",
                quoted(table)
            );
            let found: Option<Option<f64>> = connection
                .prepare_cached(&sql)?
                .query_row([bound], |row| row.get::<_, Option<f64>>(0))
                .optional()?;
            highest = highest.max(whole_number(found.flatten()));
            continue;
        }
        let is_digits = format!(
            "typeof({name}) = 'text' AND length({name}) BETWEEN 1 AND 18 \
             AND {name} NOT GLOB '*[^0-9]*' AND CAST({name} AS INTEGER) < ?1"
        );
        let digits = if *digits { format!(" OR ({is_digits})") } else { String::new() };
        walked.push(format!(
            "max(CASE WHEN (typeof({name}) IN ('integer', 'real') AND {name} < ?1){digits} \
             THEN CAST({name} AS INTEGER) END)"
        ));
    }
    if !walked.is_empty() {
        let count = walked.len();
        let sql = format!("SELECT {} FROM main.{}", walked.join(", "), quoted(table));
        highest = connection.prepare_cached(&sql)?.query_row([bound], |row| {
            (0..count).try_fold(highest, |highest, at| {
                Ok(highest.max(row.get::<_, Option<i64>>(at)?.unwrap_or(0)))
            })
        })?;
    }
    Ok(highest)
}

/// Ids below every bound but the last can be converted exactly.
#[allow(clippy::cast_possible_truncation)]
fn whole_number(number: Option<f64>) -> i64 {
    number.unwrap_or(0.0) as i64
}

/// Whether the column holds numbers, in order, in an index.
fn is_indexed_number(connection: &Connection, table: &str, column: &str) -> rusqlite::Result<bool> {
    let columns = tables::columns(connection, table)?;
    let is_number = columns.iter().any(|it| it.name == column && it.is_number());
    Ok(is_number && has_index_on(connection, table, column)?)
}

/// The highest id below `bound` that was ever assigned, according to `SQLite`, the HR system's
/// log and grantgrid's journal.
fn highest_recorded_id(
    connection: &Connection,
    table: &str,
    bound: i64,
) -> Result<i64, StoreError> {
    let exists = |name: &str| tables::is_table(connection, name);
    let find = |sql: &str, name: &str| -> Result<i64, StoreError> {
        let found = connection
            .prepare_cached(sql)?
            .query_row(rusqlite::params![name, bound], |row| row.get::<_, Option<i64>>(0))
            .optional()?;
        Ok(found.flatten().unwrap_or(0))
    };
    let mut highest = tables::highest_recorded_id(connection, table, bound)?.unwrap_or(0).max(0);
    if exists("grantgrid_row")? {
        let sql = "SELECT CAST(row_key AS INTEGER) FROM main.grantgrid_row \
                   WHERE table_name = ?1 AND row_key < ?2 ORDER BY row_key DESC LIMIT 1";
        highest = highest.max(find(sql, table)?);
    }
    if table == "hrm_users" && exists("grantgrid_user")? {
        let sql = "SELECT max(id) FROM main.grantgrid_user WHERE ?1 <> '' AND id < ?2";
        highest = highest.max(find(sql, table)?);
    }
    let named = NAMED.iter().find(|named| named.table == table);
    if let Some(named) = named
        && logs_resources(connection)?
    {
        // The resource id of `UserCompanyAccess` is that of a grant, not of a user.
        let sql = "SELECT max(CAST(resource_id AS INTEGER)) FROM main.hrm_audit_log \
                   WHERE instr(lower(resource_type), ?1) > 0 \
                     AND lower(resource_type) <> 'usercompanyaccess' AND length(resource_id) BETWEEN 1 AND 18 \
                     AND resource_id NOT GLOB '*[^0-9]*' AND CAST(resource_id AS INTEGER) < ?2";
        highest = highest.max(find(sql, named.resource)?);
    }
    Ok(highest)
}

fn logs_resources(connection: &Connection) -> rusqlite::Result<bool> {
    let has = |column| tables::has_column(connection, "hrm_audit_log", column);
    Ok(has("resource_type")? && has("resource_id")?)
}
