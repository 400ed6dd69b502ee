//! Recognizes `hrm_audit_log`, the HR system's own log of who did what. It comes in several
//! forms, not all of which can be written to.

use rusqlite::Connection;

use super::triggers::may_replace;
use crate::store::sqlite::tables;

/// The columns that grantgrid fills in, if the log has them.
pub(crate) const KNOWN: [&str; 8] =
    ["id", "user_id", "action", "resource_type", "resource_id", "changes", "status", "created_at"];

/// The audit log of this database.
#[derive(Debug)]
pub(crate) struct AuditLog {
    /// Those of the columns [`KNOWN`] that it has and that are not filled automatically.
    pub(crate) columns: Vec<&'static str>,
    pub(crate) insert: String,
    /// The statement that compares a row, found by [`AuditLog::keys`], with the values
    /// written.
    pub(crate) compare: String,
    /// How a row is found again.
    pub(crate) keys: AuditKey,
}

/// How a row of the log is found again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AuditKey {
    /// By its row id.
    RowNumber,
    /// By the value of the column at this index of [`AuditLog::columns`].
    Column(usize),
}

impl AuditLog {
    /// Recognizes the log, if there is one to which a row can be added.
    pub(crate) fn recognize(connection: &Connection) -> rusqlite::Result<Option<Self>> {
        const LOG: &str = "hrm_audit_log";
        if !tables::is_table(connection, LOG)? {
            return Ok(None);
        }
        let table = tables::columns(connection, LOG)?;
        let has_row_numbers = tables::has_row_numbers(connection, LOG)?;
        let keys = table.iter().filter(|column| column.key > 0).count();
        let mut columns = Vec::new();
        for column in &table {
            // The key of a table with such a column is the row id.
            let is_row_number = column.key > 0 && keys == 1 && column.declared == "INTEGER";
            let fills_itself = has_row_numbers && is_row_number;
            match KNOWN.into_iter().find(|known| column.is(known)) {
                _ if fills_itself => {}
                Some("id") if column.is_number() => return Ok(None),
                Some(known) => columns.push(known),
                None if column.is_required => return Ok(None),
                None => {}
            }
        }
        if !columns.contains(&"action") {
            return Ok(None);
        }
        let parameters: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        // A new row of the log must not replace another.
        let replaces = may_replace(connection, LOG)?;
        let or_abort = if replaces { " OR ABORT" } else { "" };
        let insert = format!(
            "INSERT{or_abort} INTO hrm_audit_log ({}) VALUES ({})",
            columns.join(", "),
            parameters.join(", ")
        );
        let keys = match columns.iter().position(|column| *column == "id") {
            Some(at) if !has_row_numbers => AuditKey::Column(at),
            _ => AuditKey::RowNumber,
        };
        let key = if matches!(keys, AuditKey::Column(_)) { "id" } else { tables::ROW_NUMBER };
        let compared: Vec<String> = columns
            .iter()
            .zip(&parameters)
            .map(|(column, parameter)| format!("{column} IS {parameter}"))
            .collect();
        let compare = format!(
            "SELECT {} FROM main.hrm_audit_log WHERE {key} = ?{}",
            compared.join(" AND "),
            parameters.len() + 1
        );
        Ok(Some(Self { columns, insert, compare, keys }))
    }
}
