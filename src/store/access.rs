//! Effective access: the users who can work in a company and the companies that a user can
//! work in, each with the reason.

use super::company_grants::UserAtCompany;
use super::reading::{access, affected_users};
use super::select::Query;
use super::{AccessRow, Store, StoreError};
use crate::domain::{
    AccessReason, Cancel, Cell, CompanyId, HeldGrant, Reach, User, UserAccess, UserId,
};

/// A user who can work in a company, or a company that a user can work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessEntry {
    /// The position of the company in [`Store::companies`].
    pub company: usize,
    /// The reason for the access.
    pub reason: AccessReason,
    /// The grant, if there is one; it is the reason only if `reason` says so.
    pub grant: Option<HeldGrant>,
}

impl AccessEntry {
    /// The grant, if it is the reason.
    #[must_use]
    pub fn deciding_grant(&self) -> Option<&HeldGrant> {
        self.grant.as_ref().filter(|_| self.reason == AccessReason::Grant)
    }
}

impl Store {
    /// Visits the users who can work in a company and match a filter, by ascending id, each
    /// with the reason.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the company is gone, those of [`Store::select_users`], and the
    /// first error that `visit` returns.
    pub fn for_each_with_access<E: From<StoreError>>(
        &mut self,
        company: &CompanyId,
        query: &Query<'_, UserId>,
        cancel: &Cancel,
        mut visit: impl FnMut(User, AccessEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let at = self.catalog.position(company).ok_or_else(|| self.catalog.absent(company))?;
        let users = match query.filter.root() {
            Some(_) => self.select_with_access(at, query, cancel)?,
            None => self.users_who_may_reach(at)?,
        };
        self.for_each_at_company(users, at, |UserAtCompany { user, has_grants, grant }| {
            let access = self.access_of_user(&user, has_grants);
            match access.reason(&self.catalog.companies[at], grant.is_some()) {
                Some(reason) => visit(user, AccessEntry { company: at, reason, grant }),
                // The grant gives no access, or another program has changed it meanwhile.
                None => Ok(()),
            }
        })
    }

    /// Users among whom are all who have a grant for a company, have it as home company, or
    /// reach it by role. Faster than checking all users.
    fn users_who_may_reach(&self, company: usize) -> Result<Vec<UserId>, StoreError> {
        let (connection, schema, catalog) = (&self.connection, &self.schema, &self.catalog);
        let key = &catalog.keys[company];
        let by_role = [Reach::All, Reach::Tenant];
        let mut users = affected_users::users_by_reach(connection, schema, catalog, &by_role)?;
        users.extend(affected_users::users_granted(connection, key)?);
        match self.homes.as_ref().filter(|_| !self.needs_home_companies()) {
            Some(homes) => users.extend(homes.users_at(&catalog.companies[company].id)),
            None => users.extend(affected_users::users_at_home(connection, schema, key)?),
        }
        users.sort_unstable();
        users.dedup();
        Ok(users)
    }

    /// The companies that a user can work in, in their order, each with the reason.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the user is gone.
    pub fn effective_access(&self, user: UserId) -> Result<Vec<AccessEntry>, StoreError> {
        let gone = || StoreError::Gone(format!("the user {user}"));
        let row = self.row_with_home(user)?.ok_or_else(gone)?;
        let mut grants = self.grants_with_origins(user)?;
        let access = row.access();
        let mut entries = Vec::new();
        for (at, company) in self.companies().iter().enumerate() {
            let grant = grants.remove(&company.id);
            if let Some(reason) = access.reason(company, grant.is_some()) {
                entries.push(AccessEntry { company: at, reason, grant });
            }
        }
        Ok(entries)
    }

    /// What granting or revoking one company would really do to a user, as the end of a
    /// sentence; `None` if access simply follows the grant, or if one of the two is gone.
    ///
    /// # Errors
    /// Those of the database.
    pub fn edit_effect(
        &self,
        user: UserId,
        company: &CompanyId,
        granted: bool,
    ) -> Result<Option<String>, StoreError> {
        let row = self.row_with_home(user)?.zip(self.catalog.position(company));
        Ok(row.and_then(|(row, at)| row.edit_effect(self.companies(), at, granted)))
    }

    /// The same as [`Store::edit_effect`], after the edit, if that was the last one of this
    /// cell.
    pub(super) fn effect_of_last_edit(
        &self,
        cell: &Cell,
        granted: bool,
    ) -> Result<Option<String>, StoreError> {
        let row = self.row_with_home(cell.user)?.zip(self.catalog.position(&cell.company));
        Ok(row.and_then(|(mut row, at)| {
            row.companies.retain(|held| *held != at);
            if !granted {
                row.companies.push(at);
                row.companies.sort_unstable();
            }
            row.edit_effect(self.companies(), at, granted)
        }))
    }

    /// One user's row, with the home company even if home companies are not read yet. The name
    /// is the user's own, not that of the employee record.
    pub(super) fn row_with_home(&self, user: UserId) -> Result<Option<AccessRow>, StoreError> {
        let held = access::held_by(&self.connection, &self.catalog, user)?;
        Ok(self.user_with_own_name(user)?.map(|found| self.row_of(found, held)))
    }

    /// What decides a user's access, apart from the grants.
    pub(crate) fn access_of_user<'a>(&self, user: &'a User, has_grants: bool) -> UserAccess<'a> {
        UserAccess {
            active: user.active,
            policy: self.catalog.policy(user.role_id),
            home: user.home_company.as_ref(),
            tenant: user.tenant.as_ref(),
            has_grants,
        }
    }
}
