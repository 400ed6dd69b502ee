//! Role rules: lists them, and edits one as a change of the journal. Default rules are not
//! stored; the table has only what somebody decided.

use super::sql_value::SqlValue;
use super::{Committed, Store, StoreError};
use crate::domain::lookalike::{distinguishable, typed};
use crate::domain::naming::{NameKind, NameMatch, NameTable};
use crate::domain::{Cancel, ChangeKind, Permission, Rule, RulePreview, RuleReport, Scope};
use crate::store::edit::writer::Writer;
use crate::store::reading::find::nearest;
use crate::store::schema::own;

impl Store {
    /// Every rule: those of the roles in the order of the role table, then
    /// those whose role is gone.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        self.catalog.rules()
    }

    /// The rule of this role.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRole`] with similar roles.
    pub fn find_rule(&self, role: &str) -> Result<Rule, StoreError> {
        found(&self.rules(), role)
    }

    /// Changes the scope of a role's rule, as one change without grants. Nothing is written if
    /// the scope already matches.
    ///
    /// # Errors
    /// [`StoreError::OnlySuperAdmin`], [`StoreError::NoSuchRole`] if neither the role nor a
    /// rule of it exists, and those of [`Store::edit`]; after any of them nothing has changed.
    pub fn set_rule(
        &mut self,
        role: &str,
        scope: Scope,
        reason: Option<&str>,
    ) -> Result<Committed, StoreError> {
        self.authorize(Permission::ChangeRules)?;
        let written = self.write_rows(ChangeKind::Rules, reason, |writer| {
            let Rule { role, scope: now, .. } = found(&writer.catalog.rules(), role)?;
            if now == scope { Ok(()) } else { write_rule(writer, &role, now, scope) }
        })?;
        if written.is_none() {
            return Ok(Committed::of(None, 1));
        }
        Ok(Committed::of(written, 0))
    }

    /// Counts what [`Store::set_rule`] would do to drift.
    ///
    /// # Errors
    /// [`StoreError::OnlySuperAdmin`], [`StoreError::NoSuchRole`], [`StoreError::Cancelled`]
    /// once `cancel` is set.
    pub fn preview_rule(
        &self,
        role: &str,
        scope: Scope,
        cancel: &Cancel,
    ) -> Result<RulePreview, StoreError> {
        self.authorize(Permission::ChangeRules)?;
        let before_edit = self.find_rule(role)?;
        let role = before_edit.role.clone();
        let before = self.rule_report(cancel)?;
        let mut edited = self.rules();
        edited.iter_mut().filter(|rule| rule.role == role).for_each(|rule| rule.scope = scope);
        let after = self.report_on(edited, cancel)?;
        let figures = |report: &RuleReport| {
            let mut all = report.roles.iter();
            all.find(|(rule, _)| rule.role == role).map(|(_, it)| *it).unwrap_or_default()
        };
        Ok(RulePreview {
            rule: before_edit,
            scope,
            before: figures(&before),
            after: figures(&after),
            drift_before: before.statistics.drift,
            drift_after: after.statistics.drift,
        })
    }
}

/// Writes a rule that differs from the current one.
fn write_rule(
    writer: &mut Writer<'_>,
    role: &str,
    before: Scope,
    scope: Scope,
) -> Result<(), StoreError> {
    // The label has both values, because a default rule has no row.
    let label = format!("rule {role} ({} → {})", before.as_str(), scope.as_str());
    let key = SqlValue::from(role.to_owned());
    let word = SqlValue::from(scope.as_str().to_owned());
    let is_kept = writer.key_of(own::RULE, "role", &key)?.is_some();
    if scope == Scope::default_of(role) {
        writer.delete_row(own::RULE, &key, &label)?;
    } else if is_kept {
        writer.update_row(own::RULE, &key, &[("scope", word)], &label)?;
    } else {
        writer.insert_row(own::RULE, &[("role", key), ("scope", word)], &label)?;
    }
    Ok(())
}

fn found(rules: &[Rule], role: &str) -> Result<Rule, StoreError> {
    Ok(rules[role_named(rules, |rule| &rule.role, role)?].clone())
}

/// The index of the item that belongs to the role with this name.
///
/// # Errors
/// [`StoreError::NoSuchRole`] with similar roles.
pub(super) fn role_named<T>(
    of_roles: &[T],
    name: impl Fn(&T) -> &str,
    role: &str,
) -> Result<usize, StoreError> {
    let mut table = NameTable::default();
    for (at, it) in of_roles.iter().enumerate() {
        table.add(at, NameKind::Name, name(it));
    }
    if let NameMatch::One(at) = table.find(role) {
        return Ok(at);
    }
    let names: Vec<String> = of_roles.iter().map(|it| name(it).to_owned()).collect();
    let (candidates, alike) = nearest(role, names.iter(), |name| {
        (distinguishable(typed(name), [name], role), vec![name.as_str()])
    });
    Err(StoreError::NoSuchRole { name: role.into(), candidates, alike })
}
