//! Taking back what was done to a person: the id of a user who was deleted may be another's by
//! now, whose grants stay as they are.

use super::Writer;
use crate::domain::{Cell, ChangeId};
use crate::store::sql_value::SqlValue;
use crate::store::{StoreError, journal};

impl Writer<'_> {
    /// Whether the row's user is the one whom the journal knows by that id: an
    /// id of a user that was deleted may be another's by now.
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

    /// Whether a grant was left as it is because the id of the row's user is another's by now.
    pub(crate) fn is_anothers(&self) -> bool {
        self.row
            .as_ref()
            .is_some_and(|row| row.same_person == Some(false) || row.another_person == Some(true))
    }

    /// Removes the grant of a cell that a change added if it still is the one with this id;
    /// false if it changed since, its user or company is gone, or the id of its user is
    /// another's by now.
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
            let is_anothers = journal::person::is_anothers(
                self.connection,
                added_by,
                row.user,
                now,
                &mut self.former_users,
            )?;
            row.another_person = Some(is_anothers);
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
