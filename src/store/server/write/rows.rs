//! Writes rows of users, companies, employees, tenants and organizations on the server: they
//! are inserted, updated and deleted as recorded in the journal, each only if it is still as
//! in the replica. Values that the server changes are read back into the replica and the
//! journal.

use std::collections::HashMap;

use postgres::Row;
use postgres::types::ToSql;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::references;
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::{Change, ChangeId, ChangeKind, RowEdit};
use crate::store::StoreError;
use crate::store::edit::remote::UnseenValue;
use crate::store::server::applying::{RowWriter, as_text};
use crate::store::server::describe::{ColumnKind, ServerColumn, ServerSchema, ServerTable};
use crate::store::server::marker::{self, TableState};
use crate::store::server::own_tables::OwnKind;
use crate::store::server::values::{CopiedValue, value};
use crate::store::sql_value::{SqlValue, text, text_of};
use crate::store::sqlite::tables::ROWID;
use crate::store::sqlite::tables::quoted;

/// The types of the server's columns, by table and name.
pub(super) type ColumnTypes = HashMap<(String, String), String>;

/// Which rows are written: added and changed rows before the grants, deleted rows after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SentPart {
    Coming,
    Deleted,
}

/// A row of a change.
struct OutgoingRow {
    number: i64,
    table: String,
    key: SqlValue,
    edit: RowEdit,
    label: String,
}

/// A value of such a row.
struct SentValue {
    column: String,
    before: SqlValue,
    after: SqlValue,
}

/// What is needed to write rows.
#[derive(Clone, Copy)]
pub(super) struct RowContext<'a> {
    pub(super) change: &'a Change,
    pub(super) schema: &'a ServerSchema,
    pub(super) types: &'a ColumnTypes,
    pub(super) unseen: &'a [UnseenValue],
    pub(super) replica: &'a Connection,
}

/// Reads the types of all columns of the tables that are written.
pub(super) fn column_types(
    transaction: &mut WriteTransaction<'_>,
    schema: &ServerSchema,
) -> Result<ColumnTypes, WriteFailure> {
    let tables: Vec<&str> = schema.tables.iter().map(|table| table.read.name).collect();
    let sql = "SELECT t.name, a.attname::text, format_type(a.atttypid, NULL) \
               FROM unnest($1::text[]) AS t (name) \
                 JOIN pg_attribute a ON a.attrelid = to_regclass(t.name) \
               WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''";
    let mut types = ColumnTypes::new();
    for row in transaction.rows(sql, &[&tables])? {
        types.insert((get(&row, 0)?, get(&row, 1)?), get(&row, 2)?);
    }
    Ok(types)
}

fn get<'a, T: postgres::types::FromSql<'a>>(row: &'a Row, at: usize) -> Result<T, StoreError> {
    row.try_get(at).map_err(|error| StoreError::Server(format!("an answer of the server: {error}")))
}

impl<'a> RowContext<'a> {
    /// Writes the rows of one part.
    pub(super) fn send(
        self,
        transaction: &mut WriteTransaction<'_>,
        part: SentPart,
    ) -> Result<(), WriteFailure> {
        for row in self.rows()? {
            let is_deleted = row.edit == RowEdit::Delete;
            if is_deleted != (part == SentPart::Deleted) || row.table.starts_with("grantgrid_") {
                continue;
            }
            let table = self.schema.tables.iter().find(|table| table.read.name == row.table);
            let table = table.ok_or_else(|| {
                StoreError::Impossible(format!("rows of {} cannot be written there", row.table))
            })?;
            let mut values = self.values(row.number)?;
            // The row id in the replica means nothing on the server.
            values.retain(|value| value.column != ROWID);
            let by = match row.edit {
                RowEdit::Insert => self.insert(transaction, table, &row, &values).map(|()| 1)?,
                RowEdit::Update => self.update(transaction, table, &row, &values).map(|()| 0)?,
                RowEdit::Delete => self.delete(transaction, table, &row, &values).map(|()| -1)?,
            };
            let state = marker::state(self.replica, table.read.name)?;
            let state = TableState { rows: state.rows + by, ..state };
            marker::save(self.replica, table.read.name, state)?;
        }
        Ok(())
    }

    fn rows(self) -> Result<Vec<OutgoingRow>, StoreError> {
        let sql = "SELECT number, table_name, row_key, edit, label FROM grantgrid_row \
                   WHERE change_id = ?1 ORDER BY number";
        let mut statement = self.replica.prepare_cached(sql)?;
        let mut rows = statement.query([self.change.id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(OutgoingRow {
                number: row.get(0)?,
                table: row.get(1)?,
                key: row.get(2)?,
                edit: RowEdit::parse(&row.get::<_, String>(3)?).unwrap_or(RowEdit::Update),
                label: text(row, 4)?,
            });
        }
        Ok(found)
    }

    fn values(self, number: i64) -> Result<Vec<SentValue>, StoreError> {
        let sql = "SELECT column_name, before, after FROM grantgrid_value \
                   WHERE change_id = ?1 AND number = ?2 ORDER BY column_name";
        let mut statement = self.replica.prepare_cached(sql)?;
        let values = statement.query_map([self.change.id.0, number], |row| {
            Ok(SentValue { column: row.get(0)?, before: row.get(1)?, after: row.get(2)? })
        })?;
        Ok(values.collect::<Result<_, _>>()?)
    }

    fn kind(self, table: &ServerTable, column: &str) -> Result<&'a str, StoreError> {
        let key = (table.read.name.to_owned(), column.to_owned());
        self.types.get(&key).map(String::as_str).ok_or_else(|| {
            StoreError::Server(format!("{} has no column {column} on the server", key.0))
        })
    }

    fn insert(
        self,
        transaction: &mut WriteTransaction<'_>,
        table: &ServerTable,
        row: &OutgoingRow,
        values: &[SentValue],
    ) -> Result<(), WriteFailure> {
        let restores = matches!(self.change.kind, ChangeKind::Undo | ChangeKind::Redo);
        let mut inserted =
            if restores { self.insert_whole(transaction, table, row)? } else { Vec::new() };
        if inserted.is_empty() {
            let number = u64::try_from(row.number).unwrap_or(0);
            let unseen = self.unseen.iter().filter(|value| value.row == number);
            let unseen = unseen.map(|value| (value.column.as_str(), &value.value));
            let seen = values.iter().map(|value| (value.column.as_str(), &value.after));
            let (mut names, mut read, mut texts) = (Vec::new(), Vec::new(), Vec::new());
            for (column, value) in seen.chain(unseen) {
                names.push(quoted(column));
                texts.push(as_server_text(value));
                read.push(format!("${}::text::{}", texts.len(), self.kind(table, column)?));
            }
            let sql = format!(
                "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({}) RETURNING {}",
                table.read.name,
                names.join(", "),
                read.join(", "),
                as_text(table)
            );
            inserted = transaction.rows(&sql, &parameters(&texts))?;
        }
        let Some(inserted) = inserted.first() else {
            return Err(skipped(&row.label).into());
        };
        self.read_back(table, row, values, inserted)
    }

    /// Inserts a deleted row again with all its values, which were saved on the server;
    /// nothing if none were saved.
    fn insert_whole(
        self,
        transaction: &mut WriteTransaction<'_>,
        table: &ServerTable,
        row: &OutgoingRow,
    ) -> Result<Vec<Row>, WriteFailure> {
        let own = table.read.name;
        let mut columns: Vec<String> = self
            .types
            .keys()
            .filter(|(name, _)| name == own)
            .map(|(_, column)| quoted(column))
            .collect();
        columns.sort();
        let columns = columns.join(", ");
        let sql = format!(
            "INSERT INTO {own} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM \
             (SELECT (jsonb_populate_record(NULL::{own}, r.whole)).* FROM grantgrid_row r \
              WHERE r.table_name = $1 AND r.row_key = $2::text::jsonb AND r.whole IS NOT NULL \
              ORDER BY r.change_id DESC LIMIT 1) AS kept RETURNING {}",
            as_text(table)
        );
        let key = OwnKind::Any.to_server(&row.key);
        transaction.rows(&sql, &[&own, &key])
    }

    fn update(
        self,
        transaction: &mut WriteTransaction<'_>,
        table: &ServerTable,
        row: &OutgoingRow,
        values: &[SentValue],
    ) -> Result<(), WriteFailure> {
        let mut texts = vec![as_server_text(&row.key)];
        let (mut sets, mut same) = (Vec::new(), Vec::new());
        for value in values {
            let (name, kind) = (quoted(&value.column), self.kind(table, &value.column)?);
            texts.push(as_server_text(&value.after));
            sets.push(format!("{name} = ${}::text::{kind}", texts.len()));
            texts.push(as_server_text(&value.before));
            same.push(format!("{name} IS NOT DISTINCT FROM ${}::text::{kind}", texts.len()));
        }
        let sql = format!(
            "UPDATE {} SET {} WHERE id = $1::text::{} AND {} RETURNING {}",
            table.read.name,
            sets.join(", "),
            self.kind(table, "id")?,
            same.join(" AND "),
            as_text(table)
        );
        let updated = transaction.rows(&sql, &parameters(&texts))?;
        let Some(updated) = updated.first() else {
            return Err(changed(&row.label));
        };
        self.read_back(table, row, values, updated)
    }

    /// Deletes a row that nothing refers to any more. All its values are saved on the server
    /// for an undo; they never leave it.
    fn delete(
        self,
        transaction: &mut WriteTransaction<'_>,
        table: &ServerTable,
        row: &OutgoingRow,
        values: &[SentValue],
    ) -> Result<(), WriteFailure> {
        let own = table.read.name;
        let mut texts = vec![as_server_text(&row.key)];
        let mut same = vec![format!("id = $1::text::{}", self.kind(table, "id")?)];
        for value in values.iter().filter(|value| value.column != "id") {
            texts.push(as_server_text(&value.before));
            let (name, kind) = (quoted(&value.column), self.kind(table, &value.column)?);
            same.push(format!("{name} IS NOT DISTINCT FROM ${}::text::{kind}", texts.len()));
        }
        // From here on, nobody can refer to it.
        let lock = format!("SELECT FROM {own} WHERE {} FOR UPDATE", same.join(" AND "));
        if transaction.rows(&lock, &parameters(&texts))?.is_empty() {
            return Err(changed(&row.label));
        }
        let key = as_server_text(&row.key).unwrap_or_default();
        let name = transaction.name();
        let found = references::references(transaction.client(), (own, &key), &|_, _| false, name)?;
        if !found.is_empty() {
            let by = references::in_words(&found);
            return Err(WriteFailure::Stale(format!("{by} to the {} on the server", row.label)));
        }
        let keep = format!(
            "UPDATE grantgrid_row SET whole = to_jsonb(t) FROM {own} t WHERE change_id = $1 \
             AND number = $2 AND t.id = $3::text::{}",
            self.kind(table, "id")?
        );
        transaction.execute(&keep, &[&self.change.id.0, &row.number, &texts[0]])?;
        let sql = format!("DELETE FROM {own} WHERE id = $1::text::{}", self.kind(table, "id")?);
        match transaction.execute(&sql, &[&texts[0]])? {
            1 => Ok(()),
            _ => Err(skipped(&row.label).into()),
        }
    }

    /// Writes the server's values of a row into the replica. Columns of the change must have
    /// the values that were sent, except that the server may round times.
    fn read_back(
        self,
        table: &ServerTable,
        row: &OutgoingRow,
        values: &[SentValue],
        there: &Row,
    ) -> Result<(), WriteFailure> {
        let mut now = Vec::with_capacity(table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            let text: Option<String> = get(there, at)?;
            now.push(value(column.kind, text.map(Into::into)));
        }
        for sent in values {
            let at = table.columns.iter().position(|column| column.name == sent.column);
            let Some((column, now)) = at.map(|at| (&table.columns[at], &now[at])) else {
                continue;
            };
            if is_same(&sent.after, now) {
                continue;
            }
            let is_free = column.kind == ColumnKind::Time
                || (row.edit == RowEdit::Insert && sent.after == SqlValue::Null);
            if !is_free {
                return Err(value_replaced(column, &row.label).into());
            }
            correct(self.replica, self.change.id, (row.number, column.name), now)?;
        }
        RowWriter::new(self.replica, table, 0).put(&now)?;
        Ok(())
    }
}

/// Updates the journal with the server's values.
fn correct(
    replica: &Connection,
    change: ChangeId,
    (number, column): (i64, &str),
    now: &CopiedValue<'_>,
) -> Result<(), StoreError> {
    let sql = "UPDATE grantgrid_value SET after = ?4 \
               WHERE change_id = ?1 AND number = ?2 AND column_name = ?3";
    replica.prepare_cached(sql)?.execute(params![change.0, number, column, now])?;
    Ok(())
}

fn is_same(sent: &SqlValue, now: &CopiedValue<'_>) -> bool {
    match (sent, now) {
        (SqlValue::Null, CopiedValue::Null) => true,
        (SqlValue::Null, _) | (_, CopiedValue::Null) => false,
        (sent, CopiedValue::Integer(number)) => *text_of(sent.as_ref()) == number.to_string(),
        (sent, CopiedValue::Sent(bytes)) => text_of(sent.as_ref()).as_bytes() == *bytes,
        (sent, CopiedValue::Text(text)) => text_of(sent.as_ref()) == *text,
    }
}

/// The text of a value, which the server casts to the column's type.
fn as_server_text(value: &SqlValue) -> Option<String> {
    match value.as_ref() {
        ValueRef::Null => None,
        value => Some(text_of(value).into_owned()),
    }
}

fn parameters(texts: &[Option<String>]) -> Vec<&(dyn ToSql + Sync)> {
    texts.iter().map(|text| text as &(dyn ToSql + Sync)).collect()
}

fn changed(label: &str) -> WriteFailure {
    WriteFailure::Stale(format!("the {label} is not on the server as it was here"))
}

fn skipped(label: &str) -> StoreError {
    StoreError::Refused(format!("a trigger on the server skipped the {label}"))
}

fn value_replaced(column: &ServerColumn, label: &str) -> StoreError {
    let column = column.name;
    StoreError::Refused(format!(
        "a trigger on the server gave {column} of the {label} another value"
    ))
}
