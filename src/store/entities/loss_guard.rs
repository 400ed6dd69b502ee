//! The guard for edits of users and companies: an edit that removes much effective access must
//! be confirmed. The whole matrix is counted only as far as necessary.

use super::EditOptions;
use super::edit_context::EditContext;
use crate::domain::{AccessEffect, AccessLoss, UserId};
use crate::store::edit::writer::Writer;
use crate::store::reading::access_counts::effective_pairs;
use crate::store::reading::catalog::Catalog;
use crate::store::{Store, StoreError};

impl EditOptions {
    /// Judges an edit with this effect, inside its transaction.
    ///
    /// # Errors
    /// [`StoreError::ManyLoseAccess`], unless the edit is forced or confirmed; a dry run only
    /// records the loss.
    pub(super) fn judge_loss(
        &self,
        effect: &AccessEffect,
        writer: &Writer<'_>,
        context: &mut EditContext,
    ) -> Result<(), StoreError> {
        if self.force {
            return Ok(());
        }
        let confirmed = self.confirmed_loss.unwrap_or(0);
        // Without another Super Admin, the edit is refused anyway.
        let admins = context.admins.take().filter(|_| context.last_admin.is_none());
        let of_admin = admins.map_or(Ok(None), |admins| admins.first_loss(writer))?;
        let of_admin = of_admin.filter(|loss| loss.pairs > confirmed);
        let loss = self.large_loss(effect, writer)?.or(of_admin);
        match loss {
            Some(loss) if !self.dry_run => Err(StoreError::ManyLoseAccess(loss)),
            loss => {
                context.loss = loss;
                Ok(())
            }
        }
    }

    /// The loss of all users together, if it is large and not confirmed.
    fn large_loss(
        &self,
        effect: &AccessEffect,
        writer: &Writer<'_>,
    ) -> Result<Option<AccessLoss>, StoreError> {
        let harmless = (AccessLoss::MINIMUM - 1).max(self.confirmed_loss.unwrap_or(0));
        if effect.lost <= harmless {
            return Ok(None);
        }
        let (connection, schema) = (writer.connection, writer.schema());
        let catalog = Catalog::read(connection, schema, writer.catalog.within.as_ref())?;
        let enough = AccessLoss::harmless_total(effect.lost);
        let after = effective_pairs(connection, schema, &catalog, enough)?;
        let before = (after + effect.lost).saturating_sub(effect.gained);
        Ok(AccessLoss::of(effect.lost, before))
    }
}

impl Store {
    /// The loss if a user is deleted or deactivated; `None` if it needs no confirmation.
    ///
    /// # Errors
    /// Those of the database.
    pub fn loss_without_user(&self, user: UserId) -> Result<Option<AccessLoss>, StoreError> {
        let Some(row) = self.row_with_home(user)? else {
            return Ok(None);
        };
        let lost = row.effective as u64;
        if lost < AccessLoss::MINIMUM {
            return Ok(None);
        }
        let (connection, schema, catalog) = (&self.connection, &self.schema, &self.catalog);
        let enough = AccessLoss::harmless_total(lost);
        Ok(AccessLoss::of(lost, effective_pairs(connection, schema, catalog, enough)?))
    }
}
