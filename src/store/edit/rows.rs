//! Inserts, updates and deletes rows of any table within a change, and records every
//! value in the journal in the same transaction, so that undo and redo can revert
//! them ([`crate::store::undo::rows`]).
//!
//! A row is identified by its key: the primary key of its table if that is one column,
//! otherwise its rowid ([`Writer::key_of`] finds it). `label` is the name that the
//! history shows for it: `user ada`.

use std::rc::Rc;

use rusqlite::params;

use super::remote::UnseenValue;
use super::verify::Verifier;
use super::writer::Writer;
use crate::domain::RowEdit;
use crate::store::rights::boundary;
use crate::store::schema::GRANTS;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;
use crate::store::{StoreError, journal};

/// The table of users.
pub(crate) const USERS: &str = "hrm_users";

/// The recorded values of one row: column, value before, value after.
type Noted<'v> = Vec<(&'v str, SqlValue, SqlValue)>;

impl Writer<'_> {
    /// The key of the first row of `table` with this value in this column;
    /// `None` if there is none.
    pub(crate) fn key_of(
        &mut self,
        table: &str,
        column: &str,
        value: &SqlValue,
    ) -> Result<Option<SqlValue>, StoreError> {
        self.shape(table)?.find(self.connection, column, value)
    }

    /// Inserts a row and returns its key. Columns without a value get their defaults.
    /// Values for columns that only the server has are kept for it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if a constraint forbids it.
    pub(crate) fn insert_row(
        &mut self,
        table: &str,
        values: &[(&str, SqlValue)],
        label: &str,
    ) -> Result<SqlValue, StoreError> {
        self.require_values(table, values, None)?;
        let shape = self.shape(table)?;
        let is_seen = |column: &str| shape.columns.iter().any(|it| it.eq_ignore_ascii_case(column));
        let (values, unseen): (Vec<_>, Vec<_>) = values
            .iter()
            .cloned()
            .partition(|(column, _)| self.remote.is_none() || is_seen(column));
        let row = self.done.rows + 1;
        self.unseen.extend(unseen.into_iter().map(|(column, value)| UnseenValue {
            row,
            column: column.into(),
            value,
        }));
        let key = shape.insert(self.connection, &values)?;
        let row = shape.read(self.connection, &key)?.ok_or_else(|| lost(label))?;
        self.plan(table, RowEdit::Insert, &shape, &row)?;
        let person = self.person_of(table, &shape, &row)?;
        let noted = shape.columns.iter().zip(row);
        let noted = noted.map(|(column, value)| (column.as_str(), SqlValue::Null, value)).collect();
        self.note((table, &key, RowEdit::Insert, label), &person, noted)?;
        Ok(key)
    }

    /// Sets columns of a row, but not its key; false if all of them already had these values,
    /// so that nothing is recorded.
    ///
    /// # Errors
    /// [`StoreError::Gone`], [`StoreError::Refused`] if a constraint forbids it.
    pub(crate) fn update_row(
        &mut self,
        table: &str,
        key: &SqlValue,
        values: &[(&str, SqlValue)],
        label: &str,
    ) -> Result<bool, StoreError> {
        let shape = self.shape(table)?;
        let before = shape.read(self.connection, key)?.ok_or_else(|| gone(label))?;
        self.require_row(table, key, label)?;
        self.require_row_rank(table, &before)?;
        self.require_values(table, values, shape.value(&before, "role_id"))?;
        let person_before = self.person_of(table, &shape, &before)?;
        shape.update(self.connection, key, values)?;
        // The values as the database stores them, after applying column affinities.
        let after = shape.read(self.connection, key)?.ok_or_else(|| lost(label))?;
        let is_stated = |column: &str| values.iter().any(|(it, _)| it.eq_ignore_ascii_case(column));
        let changed: Vec<&str> = shape
            .columns
            .iter()
            .zip(before.iter().zip(&after))
            .filter(|(column, (before, after))| before != after && is_stated(column))
            .map(|(column, _)| column.as_str())
            .collect();
        if changed.iter().any(|column| Verifier::tracks(table, column)) {
            self.plan(table, RowEdit::Update, &shape, &before)?;
        }
        self.require_unreferred(table, &shape, &before, (&changed, label))?;
        let person = self.person_of(table, &shape, &after)?;
        if table == USERS && person != person_before {
            journal::person::renamed(self.connection, key, &person_before, &person)?;
        }
        // Other columns that a trigger sets (such as a version) are not recorded: the trigger
        // sets them again when this change is undone.
        let noted: Noted<'_> = shape
            .columns
            .iter()
            .zip(before.into_iter().zip(after))
            .filter(|(column, (before, after))| before != after && is_stated(column))
            .map(|(column, (before, after))| (column.as_str(), before, after))
            .collect();
        if noted.is_empty() {
            return Ok(false);
        }
        self.note((table, key, RowEdit::Update, label), &person, noted)?;
        Ok(true)
    }

    /// Deletes a row; false if it is already gone. The caller must check what refers to
    /// it ([`Writer::references_to`]): a cascading foreign key would delete that
    /// without a journal entry.
    pub(crate) fn delete_row(
        &mut self,
        table: &str,
        key: &SqlValue,
        label: &str,
    ) -> Result<bool, StoreError> {
        let shape = self.shape(table)?;
        let Some(row) = shape.read(self.connection, key)? else {
            return Ok(false);
        };
        self.require_row(table, key, label)?;
        self.require_row_rank(table, &row)?;
        let person = self.person_of(table, &shape, &row)?;
        if table == GRANTS
            && let Some(id) = shape.value(&row, "id")
        {
            self.dependents.require_none(self.connection, id)?;
        }
        shape.delete(self.connection, key)?;
        self.plan(table, RowEdit::Delete, &shape, &row)?;
        let noted = shape.columns.iter().zip(row);
        let noted = noted.map(|(column, value)| (column.as_str(), value, SqlValue::Null)).collect();
        self.note((table, key, RowEdit::Delete, label), &person, noted)?;
        Ok(true)
    }

    /// Tells the verifier which row was just written.
    fn plan(
        &mut self,
        table: &str,
        op: RowEdit,
        shape: &TableShape,
        row: &[SqlValue],
    ) -> Result<(), StoreError> {
        if !self.verifier.is_active() {
            return Ok(());
        }
        let key = shape.value(row, Verifier::key_column(table)).unwrap_or(&SqlValue::Null);
        self.verifier.plan(self.connection, table, op, key.as_ref())
    }

    /// The structure of the table, read once for a change.
    pub(crate) fn shape(&mut self, table: &str) -> Result<Rc<TableShape>, StoreError> {
        if let Some(shape) = self.shapes.get(table) {
            return Ok(Rc::clone(shape));
        }
        let shape = Rc::new(TableShape::of(self.connection, table)?);
        self.shapes.insert(table.to_owned(), Rc::clone(&shape));
        Ok(shape)
    }

    /// Checks that the operator may give a row of this table these values. `role` is the
    /// user's current role.
    fn require_values(
        &mut self,
        table: &str,
        values: &[(&str, SqlValue)],
        role: Option<&SqlValue>,
    ) -> Result<(), StoreError> {
        if self.catalog.within.is_none() {
            return Ok(());
        }
        self.require_values_rank(table, values, role)?;
        boundary::require_values(self.connection, self.change, table, values)
    }

    /// Checks that the operator may change or delete this row.
    fn require_row(&self, table: &str, key: &SqlValue, label: &str) -> Result<(), StoreError> {
        match self.catalog.within {
            None => Ok(()),
            Some(_) => boundary::require_row(self.connection, self.change, (table, key, label)),
        }
    }

    /// The person whom this row belongs to, as the journal stores it; NULL for tables whose
    /// rows belong to nobody.
    pub(crate) fn person_of(
        &self,
        table: &str,
        shape: &TableShape,
        row: &[SqlValue],
    ) -> Result<SqlValue, StoreError> {
        let Some(user) = user_column(table).and_then(|column| shape.value(row, column)) else {
            return Ok(SqlValue::Null);
        };
        Ok(journal::person::of(self.connection, self.schema(), user)?)
    }

    fn note(
        &mut self,
        (table, key, edit, label): (&str, &SqlValue, RowEdit, &str),
        person: &SqlValue,
        values: Noted<'_>,
    ) -> Result<(), StoreError> {
        self.done.rows += 1;
        let number = self.done.rows;
        self.connection
            .prepare_cached(
                "INSERT INTO grantgrid_row \
                 (change_id, number, table_name, row_key, edit, label, person) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![self.change.0, number, table, key, edit.as_str(), label, person])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO grantgrid_value (change_id, number, column_name, before, after) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (column, before, after) in values {
            self.reference_counts.written(table, column, &before, &after);
            insert.execute(params![self.change.0, number, column, before, after])?;
        }
        Ok(())
    }
}

/// The column of a table with the id of the user whom a row belongs to.
pub(crate) fn user_column(table: &str) -> Option<&'static str> {
    match table {
        USERS => Some("id"),
        "hrm_employee" | GRANTS => Some("user_id"),
        _ => None,
    }
}

fn gone(label: &str) -> StoreError {
    StoreError::Gone(format!("the {label}"))
}

fn lost(label: &str) -> StoreError {
    StoreError::Database(format!("the {label} was written and cannot be read back"))
}

#[cfg(test)]
mod tests;
