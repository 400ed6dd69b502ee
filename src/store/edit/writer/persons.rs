//! Reverting cells only for the person they belonged to: the id of a deleted user may now
//! belong to another person, whose grants must not be touched.

use super::Writer;
use crate::domain::{Cell, ChangeId};
use crate::store::sql_value::SqlValue;
use crate::store::{StoreError, journal};

impl Writer<'_> {
    /// Whether the current row's user is the person whom the journal knows by that id.
    pub(super) fn is_same_person(&mut self) -> Result<bool, StoreError> {
        let Some(row) = &mut self.row else {
            return Ok(false);
        };
        if row.same_person.is_none() {
            let same = journal::person::is_same(self.connection, row.user, &row.person)?;
            row.same_person = Some(same);
        }
        Ok(row.same_person == Some(true))
    }

    /// Whether a grant was skipped because the id of the row's user now belongs to another
    /// person.
    pub(crate) fn belongs_to_another(&self) -> bool {
        self.row
            .as_ref()
            .is_some_and(|row| row.same_person == Some(false) || row.another_person == Some(true))
    }

    /// Removes the grant that a change added to a cell, if it still has this id. Returns false
    /// if it has changed since, if its user or company was deleted, or if the user's id now
    /// belongs to another person.
    pub(crate) fn revoke_if(
        &mut self,
        cell: &Cell,
        id: &SqlValue,
        added_by: ChangeId,
    ) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        let Some(row) = &mut self.row else {
            return Ok(false);
        };
        if row.another_person.is_none() {
            let now = (row.username.as_str(), &row.person);
            let belongs_to_another = journal::person::belongs_to_another(
                self.connection,
                added_by,
                row.user,
                now,
                &mut self.former_users,
            )?;
            row.another_person = Some(belongs_to_another);
        }
        if row.another_person == Some(true) {
            return Ok(false);
        }
        self.rows.fetch(row, at)?;
        if row.held.get(&at).is_some_and(|grants| grants.iter().any(|grant| grant.id == *id)) {
            return self.revoke_at(at);
        }
        Ok(row.removed_with_others.iter().any(|(of, removed)| *of == at && removed == id))
    }
}
