//! The access policy: lists it, and edits that of one role as a change of the journal. Default
//! policies are not stored; the table has only what somebody decided.

use std::collections::HashMap;

use super::rules::role_named;
use super::sql_value::SqlValue;
use super::{Committed, Store, StoreError};
use crate::domain::{
    Cancel, ChangeKind, Generation, Permission, Policy, PolicyPreview, RoleId, RolePolicy,
};
use crate::store::edit::writer::Writer;
use crate::store::schema::own::POLICY;

impl Store {
    /// The generation of the HR system, which the default policy depends on.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.catalog.generation()
    }

    /// Every policy: those of the roles in the order of the role table, then edited policies
    /// whose role is gone, then the policy for all other users.
    #[must_use]
    pub fn policies(&self) -> Vec<Policy> {
        self.catalog.policies()
    }

    /// The policy of this role, otherwise of the only role whose name is equal when folded.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRole`] with similar roles.
    pub fn find_policy(&self, role: &str) -> Result<Policy, StoreError> {
        found(self.policies(), role)
    }

    /// Changes the policy of a role, as one change without grants. Nothing is written if the
    /// policy already matches.
    ///
    /// # Errors
    /// [`StoreError::OnlySuperAdmin`], [`StoreError::NoSuchRole`], and those of
    /// [`Store::edit`]; after any of them nothing has changed.
    pub fn set_policy(
        &mut self,
        role: &str,
        policy: RolePolicy,
        reason: Option<&str>,
    ) -> Result<Committed, StoreError> {
        self.set_policies(reason, |policies| {
            let found = found(policies, role)?;
            Ok(vec![(found, policy)])
        })
    }

    /// Resets the policy of this role, or of every role, to the default of the HR system's
    /// generation, as one change.
    ///
    /// # Errors
    /// Those of [`Store::set_policy`].
    pub fn reset_policies(
        &mut self,
        role: Option<&str>,
        reason: Option<&str>,
    ) -> Result<Committed, StoreError> {
        self.set_policies(reason, |policies| {
            let chosen = match role {
                Some(role) => vec![found(policies, role)?],
                None => policies,
            };
            let reset = |it: Policy| {
                let default = it.default;
                (it, default)
            };
            Ok(chosen.into_iter().map(reset).collect())
        })
    }

    /// Counts what edits of policies would do to access.
    ///
    /// # Errors
    /// [`StoreError::OnlySuperAdmin`], [`StoreError::Cancelled`] once `cancel` is set.
    pub fn preview_policies(
        &self,
        edits: &[(Policy, RolePolicy)],
        cancel: &Cancel,
    ) -> Result<PolicyPreview, StoreError> {
        self.authorize(Permission::ChangePolicy)?;
        let mut preview = PolicyPreview::default();
        let mut after: HashMap<RoleId, RolePolicy> = HashMap::new();
        for (policy, new) in edits.iter().filter(|(policy, new)| policy.policy != *new) {
            let roles = self.catalog.roles.iter();
            let same = roles.filter(|(_, role)| Some(&role.name) == policy.role.as_ref());
            after.extend(same.map(|(id, _)| (*id, *new)));
            preview.edits.push(Policy { policy: *new, ..policy.clone() });
        }
        self.for_each_counted(cancel, |user| {
            let held: Vec<usize> = user.held.iter().map(|(_, at)| *at).collect();
            let before = user.basis.tally(&self.catalog, held.iter().copied());
            preview.effective_before += before.effective;
            let Some(policy) = user.role.and_then(|role| after.get(&role)).copied() else {
                return;
            };
            let basis = self.catalog.basis_under(policy, &user.basis, user.organization);
            preview.effect.add(user.basis.effect_of_becoming(&basis, &self.catalog, &held));
        })?;
        Ok(preview)
    }

    fn set_policies(
        &mut self,
        reason: Option<&str>,
        choose: impl FnOnce(Vec<Policy>) -> Result<Vec<(Policy, RolePolicy)>, StoreError>,
    ) -> Result<Committed, StoreError> {
        self.authorize(Permission::ChangePolicy)?;
        let mut unchanged = 0;
        let written = self.write_rows(ChangeKind::Policy, reason, |writer| {
            for (now, policy) in choose(writer.catalog.policies())? {
                match now.role {
                    Some(role) if now.policy != policy => {
                        write(writer, &role, (now.policy, policy), now.default)?;
                    }
                    _ => unchanged += 1,
                }
            }
            Ok(())
        })?;
        Ok(Committed::of(written, unchanged))
    }
}

fn found(policies: Vec<Policy>, role: &str) -> Result<Policy, StoreError> {
    let mut named: Vec<Policy> = policies.into_iter().filter(|it| it.role.is_some()).collect();
    let at = role_named(&named, |it| it.role.as_deref().unwrap_or_default(), role)?;
    Ok(named.swap_remove(at))
}

/// Writes a policy that differs from the current one.
fn write(
    writer: &mut Writer<'_>,
    role: &str,
    (before, after): (RolePolicy, RolePolicy),
    default: RolePolicy,
) -> Result<(), StoreError> {
    // The label has both values, because a default policy has no row.
    let label = format!("access policy of {role} ({} → {})", before.words(), after.words());
    let key = SqlValue::from(role.to_owned());
    let word = |word: &str| SqlValue::from(word.to_owned());
    let values = [
        ("reach", word(after.reach.as_str())),
        ("grants", word(after.grants.as_str())),
        ("home", word(after.home.as_str())),
    ];
    let is_kept = writer.key_of(POLICY, "role", &key)?.is_some();
    if after == default {
        writer.delete_row(POLICY, &key, &label)?;
    } else if is_kept {
        writer.update_row(POLICY, &key, &values, &label)?;
    } else {
        let mut row = vec![("role", key)];
        row.extend(values);
        writer.insert_row(POLICY, &row, &label)?;
    }
    Ok(())
}
