//! Users who leave: deactivates them and revokes every grant, as one change.

use super::access_effect::access_effect;
use super::delete::GrantTally;
use super::{EditOptions, EditOutcome, active_draft, user, valid};
use crate::domain::{Affected, ChangeKind, Extremes, JobProgress, UserId};
use crate::store::bulk::preview::username;
use crate::store::edit::super_admins;
use crate::store::reading::access;
use crate::store::{Store, StoreError};

impl Store {
    /// Deactivates users and revokes all their grants, as one change.
    ///
    /// # Errors
    /// [`StoreError::LastSuperAdmin`], [`StoreError::ManyLoseAccess`], [`StoreError::Gone`],
    /// [`StoreError::Outdated`] if the number of grants differs from [`EditOptions::grants`],
    /// [`StoreError::Cancelled`] once `progress` is cancelled, and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn leave_users(
        &mut self,
        users: &[UserId],
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        progress.begin(users.len() as u64);
        let draft = active_draft(false);
        self.record(ChangeKind::Users, how, |writer, context| {
            writer.stops_with(progress);
            access_effect(writer, users.iter().copied(), |writer| {
                how.require_an_admin(writer, context, Some(users), |writer, context| {
                    let mut tally = GrantTally::new(how.grants);
                    for id in users {
                        let positions = writer.positions_of(*id)?;
                        tally.add(positions.len() as u64)?;
                        for at in positions {
                            writer.revoke_at(at)?;
                        }
                        writer.leave_row();
                        valid(user::edit(writer, context, *id, &draft)?)?;
                        if progress.advance(1) {
                            return Err(StoreError::Cancelled);
                        }
                    }
                    tally.require_all()
                })?;
                Ok(None)
            })
        })
    }

    /// Among the users who leave or are deleted, those who lose so much that it may be a
    /// mistake.
    pub(super) fn extremes_of_leaving(&self, users: &[UserId]) -> Result<Extremes, StoreError> {
        let (connection, catalog) = (&self.connection, &self.catalog);
        let mut users = users.to_vec();
        users.sort_unstable();
        let mut extremes = Extremes::default();
        for &user in &users {
            let held = access::positions_of(connection, catalog, user)?.len() as u64;
            if Extremes::is_nearly_all(held, held) {
                let name = username(connection, user)?;
                extremes.loser = Some(Affected { name, removed: held, ..Affected::default() });
                break;
            }
        }
        extremes.leaving_admin =
            super_admins::first_with_access(connection, &self.schema, catalog, &users)?;
        Ok(extremes)
    }
}
