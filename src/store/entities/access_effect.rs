//! What an edit of users and companies does to effective access: of one that is made, by
//! who can get in before and after it; of a draft, by what it would change.

use super::edit_context::Reference;
use super::user::CheckedUser;
use crate::domain::{AccessEffect, Draft, RoleId, UserId};
use crate::store::edit::writer::Writer;
use crate::store::reading::access;
use crate::store::reading::access_change::AccessBefore;
use crate::store::reading::effective::AccessBasis;
use crate::store::reading::users::{UserReferences, for_each_reference};
use crate::store::sql_value::{SqlValue, is_on};
use crate::store::{Store, StoreError};

/// Who of these users can get in where, before an edit.
pub(super) fn access_before(
    writer: &Writer<'_>,
    users: impl IntoIterator<Item = UserId>,
) -> Result<AccessBefore, StoreError> {
    AccessBefore::read(writer.connection, writer.schema(), writer.catalog, users)
}

/// What the edit did to their access, and to that of `added` users.
pub(super) fn access_effect(
    writer: &Writer<'_>,
    before: &AccessBefore,
    added: &[UserId],
) -> Result<AccessEffect, StoreError> {
    let within = writer.catalog.within.as_ref();
    before.effect(writer.connection, writer.schema(), within, added)
}

impl Store {
    /// What saving a draft of a user would do to the user's access; nothing if it cannot be
    /// saved as it stands.
    ///
    /// Errors: [`StoreError::Gone`].
    pub fn user_draft_effect(
        &self,
        id: Option<UserId>,
        draft: &Draft,
    ) -> Result<AccessEffect, StoreError> {
        let Ok(wish) = self.checked_user(id, draft)? else {
            return Ok(AccessEffect::default());
        };
        let catalog = &self.catalog;
        let held = match id {
            Some(id) => access::held_by(&self.connection, catalog, id)?,
            None => access::HeldCompanies::default(),
        };
        let now = self.decided_now(id)?;
        let before = now.as_ref().map(|now| self.basis_of_facts(now, held.has_grants()));
        let after = now.unwrap_or_default().with(&wish);
        let after = self.basis_of_facts(&after, held.has_grants());
        let mut effect = AccessEffect::default();
        let mut is_left = false;
        for at in 0..catalog.companies.len() {
            let granted = held.positions.binary_search(&at).is_ok();
            let was = before.is_some_and(|it| it.reason(catalog, at, granted).is_some());
            let is = after.reason(catalog, at, granted).is_some();
            effect.gained += u64::from(is && !was);
            effect.lost += u64::from(was && !is);
            is_left |= is;
        }
        effect.users_losing_last = u64::from(!is_left && effect.lost > 0);
        Ok(effect)
    }

    /// What decides a user's access beside grants, as it stands; `None` without a user.
    fn decided_now(&self, id: Option<UserId>) -> Result<Option<AccessFacts>, StoreError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let mut found = None;
        for_each_reference(&self.connection, &self.schema, &[id], |user| {
            found = Some(user);
            Ok(())
        })?;
        let gone = || StoreError::Gone(format!("the user {id}"));
        let UserReferences { role, organization, active, .. } = found.ok_or_else(gone)?;
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

/// What decides a user's access beside grants.
#[derive(Clone, Debug)]
struct AccessFacts {
    role: Option<RoleId>,
    organization: Option<i64>,
    active: bool,
    /// The key of the home company.
    home: Option<SqlValue>,
}

impl Default for AccessFacts {
    /// Those of a new user of whom nothing is stated.
    fn default() -> Self {
        Self { role: None, organization: None, active: true, home: None }
    }
}

impl AccessFacts {
    /// The same after a draft was saved.
    fn with(mut self, wish: &CheckedUser) -> Self {
        for (column, value) in &wish.values {
            match (*column, value) {
                ("role_id", SqlValue::Integer(id)) => self.role = Some(RoleId(*id)),
                ("is_active", value) => self.active = is_on(value.as_ref(), false),
                _ => {}
            }
        }
        match &wish.organization {
            Some(Reference::NamedRow(SqlValue::Integer(id))) => self.organization = Some(*id),
            // One that is yet to be made.
            Some(_) => self.organization = None,
            None => {}
        }
        if let Some(home) = &wish.home {
            self.home = Some(home.clone()).filter(|home| *home != SqlValue::Null);
        }
        self
    }
}
