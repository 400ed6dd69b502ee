//! Protected users, who can be neither deleted nor deactivated. The console shows this before
//! anybody tries; the change itself checks again, under its lock.

use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{Rank, UserId};
use crate::store::edit::{ranks, super_admins};
use crate::store::{Store, StoreError};

impl Store {
    /// Why a user can be neither deleted nor deactivated (or activated), whatever refers to
    /// it: it is the last active Super Admin, the operator's own account, or of higher rank.
    /// `None` if it is none of these.
    ///
    /// # Errors
    /// [`StoreError::Gone`].
    pub fn why_user_is_protected(&self, id: UserId) -> Result<Option<String>, StoreError> {
        let user = self.user(id)?.ok_or_else(|| StoreError::Gone(format!("the user {id}")))?;
        if self.acting().is_some_and(|operator| operator.id == id) {
            return Ok(Some("it is the operator's own account".into()));
        }
        if self.tenant_within().is_some()
            && Rank::of_role(&user.role) > ranks::own(&self.connection)?
        {
            return Ok(Some(ranks::above(&user.username, &user.role)));
        }
        let (connection, catalog) = (&self.connection, &self.catalog);
        if user.active && super_admins::is_last(connection, &self.schema, catalog, id)? {
            return Ok(Some(format!("{} {IS_LAST_SUPER_ADMIN}", user.username)));
        }
        Ok(None)
    }
}
