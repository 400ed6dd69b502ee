//! Rows that wait until one statement writes many of them. Either new grants wait or deleted ones, never both, so that the
//! rows are written in the order of the change.

use rusqlite::{Connection, ToSql, params_from_iter};

use super::Writer;
use super::statements::insert_grants;
use super::waiting_rows::NewGrant;
use crate::domain::{RowEdit, UserId};
use crate::store::journal::batches::{AddedCell, RemovedCell};
use crate::store::schema::GRANTS;
use crate::store::schema::triggers::require_rows;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::batch::{BATCH, batches};
use crate::store::sqlite::grants_by_row::{DELETE_ALL, DELETE_RANGE, SELECT_ENDS};
use crate::store::sqlite::pragmas;
use crate::store::{StoreError, journal};

/// A range of row ids of this length is deleted without waiting for more, unless it may become
/// the whole table.
const LONG: i64 = 1_024;

impl Writer<'_> {
    /// Runs `work`, which only grants and revokes cells, and lets rows wait meanwhile.
    /// `deletes` is the number of grants that it deletes, 0 if that is not known.
    pub(crate) fn in_batches<T>(
        &mut self,
        deletes: u64,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // Rows that triggers may write are compared one by one, and a server gets each grant
        // as it is added. While foreign keys are enforced, many rows at once take longer.
        self.waiting.on = !self.dry
            && !self.verifier.is_active()
            && self.sends_to.is_none()
            && !pragmas::enforces_foreign_keys(self.connection)?;
        self.waiting.deletes = i64::try_from(deletes).unwrap_or(0);
        let done = work(self)?;
        self.write_batches()?;
        self.waiting.on = false;
        Ok(done)
    }

    /// Writes every row that waits.
    pub(super) fn write_batches(&mut self) -> Result<(), StoreError> {
        self.write_grants()?;
        self.delete_range()?;
        self.record_all()?;
        self.waiting.last_user = None;
        Ok(())
    }

    /// Writes the rows that wait if they may belong to this user, so that reading the user's
    /// grants finds them.
    pub(super) fn write_batches_of(&mut self, user: UserId) -> Result<(), StoreError> {
        if self.waiting.last_user.is_some_and(|last| user <= last) {
            self.write_batches()?;
        }
        Ok(())
    }

    /// Lets a new grant of the current row wait for others.
    pub(super) fn insert_new(&mut self, at: usize, id: &SqlValue) -> Result<(), StoreError> {
        let Some(user) = self.row.as_ref().map(|row| row.user) else {
            return Ok(());
        };
        self.delete_range()?;
        self.name_user_of_row()?;
        self.record_added(user, at, id)?;
        self.waiting.grants.push(NewGrant { id: id.clone(), user, at });
        if self.waiting.grants.len() == BATCH { self.write_grants() } else { Ok(()) }
    }

    /// Records a cell that gained a grant in the journal.
    pub(super) fn record_added(
        &mut self,
        user: UserId,
        at: usize,
        id: &SqlValue,
    ) -> Result<(), StoreError> {
        let company = self.company_number(at)?;
        let waiting = &mut self.waiting;
        waiting.last_user = waiting.last_user.max(Some(user));
        waiting.added.push(AddedCell { user, company, id: id.clone() });
        if waiting.added.len() == BATCH || !waiting.on {
            self.record_all()?;
        }
        Ok(())
    }

    /// Deletes the grant with this row id. If rows wait, it waits for those that follow it.
    pub(super) fn delete_grant(&mut self, row: i64) -> Result<(), StoreError> {
        self.write_grants()?;
        let range = match self.waiting.deleted {
            Some((first, last)) if last.checked_add(1) == Some(row) => (first, row),
            _ => {
                self.delete_range()?;
                (row, row)
            }
        };
        self.waiting.deleted = Some(range);
        if !self.waiting.on {
            return self.delete_range();
        }
        let is_long = range.1 - range.0 + 1 == LONG;
        if is_long && !self.is_whole_table(range.0)? {
            self.delete_range()?;
        }
        Ok(())
    }

    /// Records a cell that lost its grant in the journal.
    pub(super) fn record_removed(&mut self, cell: RemovedCell) -> rusqlite::Result<()> {
        let waiting = &mut self.waiting;
        waiting.last_user = waiting.last_user.max(Some(cell.user));
        waiting.removed.push(cell);
        if waiting.removed.len() == BATCH || !waiting.on { self.record_all() } else { Ok(()) }
    }

    fn record_all(&mut self) -> rusqlite::Result<()> {
        journal::batches::record_added(self.connection, self.change, &self.waiting.added)?;
        journal::batches::record_removed(self.connection, self.change, &self.waiting.removed)?;
        self.waiting.added.clear();
        self.waiting.removed.clear();
        Ok(())
    }

    /// Whether the grants that the change deletes may be all there are, beginning with this
    /// row id: then they are deleted at the end, at once.
    fn is_whole_table(&self, first: i64) -> rusqlite::Result<bool> {
        Ok(ends(self.connection)?.is_some_and(|(start, end)| {
            start == first && end.checked_sub(start) == Some(self.waiting.deletes - 1)
        }))
    }

    /// Inserts the grants that wait.
    pub(super) fn write_grants(&mut self) -> Result<(), StoreError> {
        let grants = std::mem::take(&mut self.waiting.grants);
        let schema = self.rows.schema;
        for part in batches(&grants) {
            let mut values: Vec<&dyn ToSql> = vec![&self.at];
            for NewGrant { id, user, at } in part {
                values.extend([id as &dyn ToSql, &user.0, &self.catalog.keys[*at]]);
            }
            let inserted = self
                .connection
                .prepare_cached(&insert_grants(schema, part.len()))
                .and_then(|mut insert| insert.execute(params_from_iter(values)))
                .map_err(|it| self.insert_error(it))?;
            require_rows(self.connection, GRANTS, RowEdit::Insert, (inserted, part.len()))?;
        }
        Ok(())
    }

    /// Deletes the grants that wait for it.
    pub(super) fn delete_range(&mut self) -> Result<(), StoreError> {
        let Some((first, last)) = self.waiting.deleted.take() else {
            return Ok(());
        };
        let count = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
        // Emptying a table is much faster than deleting its rows one after another.
        let is_all = last - first >= LONG && ends(self.connection)? == Some((first, last));
        let deleted = if is_all {
            self.connection.prepare_cached(DELETE_ALL).and_then(|mut it| it.execute([]))
        } else {
            self.connection
                .prepare_cached(DELETE_RANGE)
                .and_then(|mut it| it.execute([first, last]))
        };
        let deleted = deleted.map_err(|it| self.error(it))?;
        require_rows(self.connection, GRANTS, RowEdit::Delete, (deleted, count))
    }
}

/// The lowest and the highest row id of the grants, if there are any.
fn ends(connection: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
    connection.prepare_cached(SELECT_ENDS)?.query_row([], |row| {
        let (first, last): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(first.zip(last))
    })
}
