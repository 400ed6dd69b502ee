//! The rows that a writer writes: grants, the journal's cell for each, and the names stored
//! for the history.

use rusqlite::{ToSql, params, params_from_iter};

use super::Writer;
use super::statements::DELETE;
use crate::domain::{RowEdit, UserId};
use crate::store::edit::remote::{EarlyChange, EarlyGrant};
use crate::store::journal::batches::RemovedCell;
use crate::store::reading::matrix_row::StoredGrant;
use crate::store::schema::GRANTS;
use crate::store::schema::statement_error;
use crate::store::schema::triggers::require_rows;
use crate::store::sqlite::faults::{ConstraintKind, constraint};
use crate::store::sqlite::pragmas::is_in_transaction;
use crate::store::{StoreError, journal};

impl Writer<'_> {
    /// Deletes the grants of one cell and records that in the journal. Returns true if this
    /// change had added them.
    pub(super) fn delete(
        &mut self,
        user: UserId,
        at: usize,
        grants: Vec<StoredGrant>,
    ) -> Result<bool, StoreError> {
        for grant in &grants {
            self.dependents.require_none(self.connection, &grant.id)?;
        }
        // A grant that this change added itself may still wait.
        if self.done.added > 0 {
            self.write_batches()?;
        }
        let rowids: Option<Vec<i64>> = grants.iter().map(|grant| grant.rowid).collect();
        if let Some(rowids) = rowids {
            // Deleting by row id avoids a search by user and company.
            for rowid in rowids {
                self.delete_grant(rowid)?;
            }
        } else {
            let company = &self.catalog.keys[at];
            let deleted = self
                .connection
                .prepare_cached(DELETE)
                .and_then(|mut delete| delete.execute(params![user.0, company]))
                .map_err(|it| self.error(it))?;
            require_rows(self.connection, GRANTS, RowEdit::Delete, (deleted, grants.len()))?;
        }
        for grant in &grants {
            self.verifier.plan(self.connection, GRANTS, RowEdit::Delete, grant.id.as_ref())?;
        }
        self.name_user_of_row()?;
        let company = self.company_number(at)?;
        let mut of_this_change = false;
        for grant in grants {
            if self.done.added > 0
                && journal::forget_added(self.connection, self.change, user, company, &grant.id)?
            {
                of_this_change = true;
            } else {
                self.record_removed(RemovedCell { user, company, grant })?;
            }
        }
        Ok(of_this_change)
    }

    /// Inserts a grant into the current row, with its former row id if that is free, and
    /// records it in the journal. The inner error means that the cell or the grant's id is
    /// taken.
    pub(super) fn insert(
        &mut self,
        at: usize,
        grant: &mut StoredGrant,
    ) -> Result<rusqlite::Result<()>, StoreError> {
        let Some(user) = self.row.as_ref().map(|row| row.user) else {
            return Ok(Ok(()));
        };
        self.write_grants()?;
        self.delete_range()?;
        let inserted = match self.insert_grant(user, at, grant) {
            Err(error) if is_row_id_taken(&error) => {
                grant.rowid = None;
                self.insert_grant(user, at, grant)
            }
            done => done,
        };
        let inserted = match inserted {
            Err(error) if self.is_taken(&error) => return Ok(Err(error)),
            inserted => inserted.map_err(|it| self.error(it))?,
        };
        require_rows(self.connection, GRANTS, RowEdit::Insert, (inserted, 1))?;
        self.verifier.plan(self.connection, GRANTS, RowEdit::Insert, grant.id.as_ref())?;
        self.name_user_of_row()?;
        self.record_added(user, at, &grant.id)?;
        if let Some(remote) = self.sends_to {
            let company = (self.company_number(at)?, &self.catalog.keys[at]);
            let grant = EarlyGrant { id: &grant.id, user, company };
            let (connection, id, cancel) = (self.connection, self.change, self.cancel.as_ref());
            remote.add_early(&grant, &EarlyChange { connection, id, at: self.at, cancel })?;
        }
        Ok(Ok(()))
    }

    /// Whether a grant could not be added because its id or its cell is taken, unless the error
    /// rolled back the whole transaction.
    fn is_taken(&self, error: &rusqlite::Error) -> bool {
        is_conflict(error) && is_in_transaction(self.connection)
    }

    /// The error for new grants that could not be added.
    pub(super) fn insert_error(&self, error: rusqlite::Error) -> StoreError {
        if self.is_taken(&error) { error.into() } else { self.error(error) }
    }

    pub(super) fn error(&self, error: rusqlite::Error) -> StoreError {
        statement_error::of_table(self.connection, GRANTS, error)
    }

    fn insert_grant(
        &self,
        user: UserId,
        at: usize,
        grant: &StoredGrant,
    ) -> rusqlite::Result<usize> {
        let company = &self.catalog.keys[at];
        let schema = self.rows.schema;
        let optional: [(bool, &dyn ToSql); 2] = [
            (schema.grant_modified_at, &grant.modified_at),
            (schema.numbers_grants(), &grant.rowid),
        ];
        let optional = optional.into_iter().filter(|(there, _)| *there).map(|(_, value)| value);
        let fixed: [&dyn ToSql; 4] = [&grant.id, &user.0, company, &grant.created_at];
        let values = fixed.into_iter().chain(optional);
        self.connection.prepare_cached(&self.insert)?.execute(params_from_iter(values))
    }

    /// Stores the name of the current row's user in the journal.
    pub(in crate::store) fn name_user_of_row(&mut self) -> rusqlite::Result<()> {
        match &mut self.row {
            Some(row) if !row.named => {
                row.named = true;
                let who = (&*row.username, &row.person);
                let expects = &mut self.expects_known;
                journal::person::name_user(self.connection, self.change, row.user, who, expects)
            }
            _ => Ok(()),
        }
    }

    /// The company's number in the journal.
    pub(super) fn company_number(&mut self, at: usize) -> rusqlite::Result<i64> {
        if let Some(number) = self.company_numbers.get(&at) {
            return Ok(*number);
        }
        let number =
            journal::name_company(self.connection, self.change, &self.catalog.companies[at])?;
        self.company_numbers.insert(at, number);
        Ok(number)
    }
}

/// Whether a row could not be added because its id or its cell is taken.
fn is_conflict(error: &rusqlite::Error) -> bool {
    constraint(error) == Some(ConstraintKind::Unique)
        && !statement_error::names_another_table(GRANTS, error)
}

/// Whether a row could not be added because its row id is taken.
fn is_row_id_taken(error: &rusqlite::Error) -> bool {
    constraint(error) == Some(ConstraintKind::RowNumber)
}
