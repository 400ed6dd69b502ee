//! The effect of an edit of users and companies on effective access: for an edit that is made,
//! by comparing access before and after it; for a draft, by evaluating what it would change.

use super::edit_context::Reference;
use super::user::CheckedUser;
use crate::domain::{AccessEffect, Reach, RoleId, UserId};
use crate::store::edit::writer::Writer;
use crate::store::reading::access;
use crate::store::reading::access_change::AccessBefore;
use crate::store::reading::affected_users::users_by_reach;
use crate::store::reading::by_id::{UserReferences, for_each_reference};
use crate::store::reading::effective::AccessBasis;
use crate::store::sql_value::{SqlValue, is_on};
use crate::store::{Store, StoreError};

/// Runs `work`, which returns the user that it adds, if any. Returns the effect on the access
/// of these users and of the added one.
pub(super) fn access_effect(
    writer: &mut Writer<'_>,
    users: impl IntoIterator<Item = UserId>,
    work: impl FnOnce(&mut Writer<'_>) -> Result<Option<UserId>, StoreError>,
) -> Result<AccessEffect, StoreError> {
    let before = AccessBefore::read(writer.connection, writer.schema(), writer.catalog, users)?;
    let added = work(writer)?;
    let within = writer.catalog.within.as_ref();
    before.effect(writer.connection, writer.schema(), within, added.as_slice())
}

/// Runs `work`, which adds or deletes companies. Returns the effect on the access of these
/// users, who have grants for them, and of the users whose role reaches them.
pub(super) fn effect_of_companies(
    writer: &mut Writer<'_>,
    mut users: Vec<UserId>,
    work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
) -> Result<AccessEffect, StoreError> {
    let (connection, schema, catalog) = (writer.connection, writer.schema(), writer.catalog);
    users.extend(users_by_reach(connection, schema, catalog, &[Reach::All, Reach::Tenant])?);
    let mut before = AccessBefore::read(connection, schema, catalog, users)?;
    before.count_others(connection, schema, catalog)?;
    work(writer)?;
    before.effect(connection, schema, catalog.within.as_ref(), &[])
}

impl Store {
    /// The effect of saving this checked draft on the user's access; none if the user is gone.
    pub(super) fn draft_effect(
        &self,
        id: Option<UserId>,
        checked: &CheckedUser,
    ) -> Result<AccessEffect, StoreError> {
        let (held, before) = match id {
            None => (access::HeldCompanies::default(), AccessFacts { active: false, ..NEW_USER }),
            Some(id) => match self.decided_now(id)? {
                Some(now) => (access::held_by(&self.connection, &self.catalog, id)?, now),
                None => return Ok(AccessEffect::default()),
            },
        };
        let after = if id.is_none() { NEW_USER } else { before.clone() }.with(checked);
        let [before, after] =
            [before, after].map(|facts| self.basis_of_facts(&facts, held.has_grants()));
        Ok(before.effect_of_becoming(&after, &self.catalog, &held.positions))
    }

    /// What currently decides a user's access, apart from grants; `None` if the user is gone.
    fn decided_now(&self, id: UserId) -> Result<Option<AccessFacts>, StoreError> {
        let mut found = None;
        for_each_reference(&self.connection, &self.schema, &[id], |user| {
            found = Some(user);
            Ok(())
        })?;
        let Some(UserReferences { role, organization, active, .. }) = found else {
            return Ok(None);
        };
        let home = self.home_for_certain(id)?;
        let home =
            home.and_then(|home| Some(self.catalog.keys[self.catalog.position(&home)?].clone()));
        Ok(Some(AccessFacts { role, organization, active, home }))
    }

    fn basis_of_facts(&self, facts: &AccessFacts, has_grants: bool) -> AccessBasis {
        let AccessFacts { role, organization, active, home } = facts;
        let home = home.as_ref().and_then(|key| self.catalog.position_of(key.as_ref()));
        self.catalog.basis(*role, *organization, *active, home, has_grants)
    }
}

/// What decides a user's access, apart from grants.
#[derive(Clone, Debug)]
struct AccessFacts {
    role: Option<RoleId>,
    organization: Option<i64>,
    active: bool,
    /// The key of the home company.
    home: Option<SqlValue>,
}

/// A new user without any fields.
const NEW_USER: AccessFacts =
    AccessFacts { role: None, organization: None, active: true, home: None };

impl AccessFacts {
    /// What decides it after the draft was saved.
    fn with(mut self, checked: &CheckedUser) -> Self {
        for (column, value) in &checked.values {
            match (*column, value) {
                ("role_id", SqlValue::Integer(id)) => self.role = Some(RoleId(*id)),
                ("is_active", value) => self.active = is_on(value.as_ref(), false),
                _ => {}
            }
        }
        match &checked.organization {
            Some(Reference::NamedRow(SqlValue::Integer(id))) => self.organization = Some(*id),
            // The organization does not exist yet.
            Some(_) => self.organization = None,
            None => {}
        }
        if let Some(home) = &checked.home {
            self.home = Some(home.clone()).filter(|home| *home != SqlValue::Null);
        }
        self
    }
}
