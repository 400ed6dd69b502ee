//! The rows that a change adds to the HR system's own log on the server. As in a database
//! file, a change does not fail if the log rejects them.

use postgres::types::ToSql;

use super::transaction::{WriteFailure, WriteTransaction};
use crate::store::StoreError;
use crate::store::edit::remote::OutgoingChange;
use crate::store::journal::audit::row::AuditRow;
use crate::store::schema::audit_log::KNOWN;
use crate::store::sqlite::tables::quoted;
use rusqlite::types::Value;

/// The log's columns that are filled in, with their types; none if there is no such log.
#[derive(Clone, Debug, Default)]
pub(super) struct ServerAuditLog {
    columns: Vec<(&'static str, String)>,
}

impl ServerAuditLog {
    /// Reads which of the columns the log has.
    pub(super) fn read(transaction: &mut WriteTransaction<'_>) -> Result<Self, WriteFailure> {
        let name = transaction.name();
        let failed = |error: postgres::Error| StoreError::Server(format!("{name}: {error}"));
        let sql = "SELECT a.attname::text, format_type(a.atttypid, NULL), \
                     a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', \
                     a.atthasdef OR a.attidentity <> '' \
                   FROM pg_attribute a WHERE a.attrelid = to_regclass('hrm_audit_log') \
                     AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''";
        let mut columns = Vec::new();
        for row in transaction.rows(sql, &[])? {
            let (column, kind): (String, String) =
                (row.try_get(0).map_err(failed)?, row.try_get(1).map_err(failed)?);
            let (required, filled): (bool, bool) =
                (row.try_get(2).map_err(failed)?, row.try_get(3).map_err(failed)?);
            match KNOWN.into_iter().find(|known| *known == column) {
                Some("id") if filled => {}
                Some(known) => columns.push((known, kind)),
                None if required => return Ok(Self::default()),
                None => {}
            }
        }
        Ok(Self { columns })
    }

    /// Adds the rows of a change. Returns a sentence that says why, if none were added.
    pub(super) fn record(
        &self,
        transaction: &mut WriteTransaction<'_>,
        out: &OutgoingChange<'_>,
    ) -> Result<Option<String>, WriteFailure> {
        let (rows, operator) = (&out.audit, out.logged);
        if self.columns.is_empty() || rows.is_empty() {
            return Ok(None);
        }
        let value = |column: &str, row: &AuditRow| match column {
            "id" => Some(uuid::Uuid::new_v4().to_string()),
            "user_id" => operator.map(|user| user.0.to_string()),
            "created_at" => Some(out.change.at.clone()),
            column => match row.value(column) {
                Value::Text(text) => Some(text),
                _ => None,
            },
        };
        let columns: Vec<Vec<Option<String>>> = self
            .columns
            .iter()
            .map(|(column, _)| rows.iter().map(|row| value(column, row)).collect())
            .collect();
        let values: Vec<&(dyn ToSql + Sync)> =
            columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
        transaction.batch("SAVEPOINT audit")?;
        match transaction.execute(&self.insert(), &values) {
            Ok(count) if count == rows.len() as u64 => Ok(None),
            Ok(count) => Ok(Some(lacks(rows.len() as u64 - count, "a trigger skipped them"))),
            Err(WriteFailure::Lost(error)) => Err(WriteFailure::Lost(error)),
            Err(failure) => {
                transaction.batch("ROLLBACK TO audit")?;
                let why = match failure {
                    WriteFailure::Stale(why) => why,
                    WriteFailure::Lost(error) | WriteFailure::Other(error) => match error {
                        StoreError::Refused(why) => why,
                        error => error.to_string(),
                    },
                };
                Ok(Some(lacks(rows.len() as u64, &why)))
            }
        }
    }

    fn insert(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| quoted(name)).collect();
        let (mut read, mut arrays, mut aliases) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (_, kind)) in (1..).zip(&self.columns) {
            read.push(format!("c{at}::{kind}"));
            arrays.push(format!("${at}::text[]"));
            aliases.push(format!("c{at}"));
        }
        format!(
            "INSERT INTO hrm_audit_log ({}) SELECT {} FROM unnest({}) AS r ({})",
            names.join(", "),
            read.join(", "),
            arrays.join(", "),
            aliases.join(", ")
        )
    }
}

fn lacks(count: u64, why: &str) -> String {
    let rows = if count == 1 { "the row".to_owned() } else { format!("{count} rows") };
    format!("the HR system's audit log lacks {rows} of this change: {why}")
}
