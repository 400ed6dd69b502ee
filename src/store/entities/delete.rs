//! Deletes users and companies together with their grants, provided that nothing else refers
//! to them. Each grant is recorded as a cell of the change.

use super::access_effect::{access_effect, effect_of_companies};
use super::{EditOptions, EditOutcome, company_key};
use crate::domain::{
    Blocker, Cancel, Cell, ChangeKind, CompanyId, DeletionImpact, JobProgress, Preview, Statistics,
    UserId,
};
use crate::store::edit::writer::Writer;
use crate::store::edit::{references, super_admins};
use crate::store::reading::affected_users::{users_at_home, users_granted};
use crate::store::schema::GRANTS;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;
use crate::store::{Store, StoreError, journal};

impl Store {
    /// What would be deleted with a user, table by table, and what blocks the deletion.
    ///
    /// # Errors
    /// [`StoreError::Gone`].
    pub fn deletion_impact_of_user(&self, id: UserId) -> Result<DeletionImpact, StoreError> {
        let user = self.user(id)?.ok_or_else(|| StoreError::Gone(format!("the user {id}")))?;
        let label = super::user::label(&user.username);
        self.impact("hrm_users", &SqlValue::Integer(id.0), label, user.active)
    }

    /// The same for a company.
    ///
    /// # Errors
    /// [`StoreError::Gone`].
    pub fn deletion_impact_of_company(&self, id: &CompanyId) -> Result<DeletionImpact, StoreError> {
        let gone = || StoreError::Gone(format!("the company {id}"));
        let at = self.catalog.position(id).ok_or_else(gone)?;
        let company = &self.catalog.companies[at];
        let label = super::company::label(&company.code);
        let key = &self.catalog.keys[at];
        self.impact("hrm_company", key, label, company.active)
    }

    /// Counts the effect of a deletion with this many grants on the access matrix, and decides
    /// whether it needs confirmation. `users` are deleted or leave. `companies` are deleted;
    /// for them, all users are read to find out who loses access. The figures of the whole
    /// matrix are taken from `totals`, or counted if they are needed.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`].
    pub fn preview_deletion(
        &self,
        (users, companies): (&[UserId], &[CompanyId]),
        grants: u64,
        totals: Option<&Statistics>,
        cancel: &Cancel,
    ) -> Result<Preview, StoreError> {
        let extremes = self.extremes_of_leaving(users)?;
        let mut preview = Preview { removed: grants, extremes, ..Preview::default() };
        let (connection, catalog) = (&self.connection, &self.catalog);
        let gone: Vec<usize> = companies.iter().filter_map(|id| catalog.position(id)).collect();
        if grants > 0 && !gone.is_empty() {
            preview.guard =
                super_admins::guard_of_companies(connection, &self.schema, catalog, &gone, grants)?;
        }
        if !gone.is_empty() {
            let (figures, totals) = self.figures_and_totals(cancel)?;
            preview.effect.lost = gone.iter().map(|at| figures[*at].effective_users).sum();
            preview.set_totals(&totals);
            return Ok(preview);
        }
        preview.set_totals(&Statistics::default());
        if preview.guard.is_some() {
            let totals = totals.map_or_else(|| self.statistics(cancel), |totals| Ok(*totals));
            preview.set_totals(&totals?);
        }
        Ok(preview)
    }

    /// Deletes users with their grants.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if anything but grants refers to one of them,
    /// [`StoreError::LastSuperAdmin`], [`StoreError::Gone`], [`StoreError::Outdated`] if the
    /// number of grants differs from [`EditOptions::grants`], [`StoreError::Cancelled`] once
    /// `progress` is cancelled, and those of [`Store::edit`]; after any of them nothing has
    /// changed.
    pub fn delete_users(
        &mut self,
        users: &[UserId],
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        progress.begin(users.len() as u64);
        self.record(ChangeKind::Users, how, |writer, context| {
            writer.stops_with(progress);
            access_effect(writer, users.iter().copied(), |writer| {
                how.require_an_admin(writer, context, Some(users), |writer, _| {
                    let mut tally = GrantTally::new(how.grants);
                    for id in users {
                        delete_user(writer, *id, &mut tally)?;
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

    /// Deletes companies with their grants.
    ///
    /// # Errors
    /// As [`Store::delete_users`].
    pub fn delete_companies(
        &mut self,
        companies: &[CompanyId],
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        self.record(ChangeKind::Companies, how, |writer, _| {
            writer.stops_with(progress);
            let users = users_holding(writer, companies)?;
            effect_of_companies(writer, users, |writer| {
                let mut tally = GrantTally::new(how.grants);
                for id in companies {
                    delete_company(writer, id, &mut tally, progress)?;
                }
                tally.require_all()
            })
        })
    }

    fn impact(
        &self,
        table: &str,
        key: &SqlValue,
        label: String,
        active: bool,
    ) -> Result<DeletionImpact, StoreError> {
        let shape = TableShape::of(&self.connection, table)?;
        let row = shape.read(&self.connection, key)?.unwrap_or_default();
        let restricted = self.tenant_within().is_some();
        let sides = (&self.connection, self.remote());
        let found = references::to_row(sides, (table, key), &shape, &row, restricted)?;
        let (grants, others): (Vec<_>, Vec<_>) =
            found.seen.into_iter().partition(|(link, _)| link.table == GRANTS);
        let blockers = others.into_iter().map(|(link, count)| Blocker {
            cascades: link.on_delete == "CASCADE",
            table: link.table.into(),
            column: link.column.into(),
            count,
        });
        Ok(DeletionImpact {
            label,
            grants: grants.iter().map(|(_, count)| count).sum(),
            blockers: blockers.collect(),
            outside_tenant: found.outside_tenant,
            active,
        })
    }
}

/// Counts deleted grants, and compares them with the number that the operator confirmed.
pub(super) struct GrantTally {
    confirmed: Option<u64>,
    grants: u64,
}

impl GrantTally {
    pub(super) fn new(confirmed: Option<u64>) -> Self {
        Self { confirmed, grants: 0 }
    }

    /// # Errors
    /// [`StoreError::Outdated`] if there are more than were confirmed.
    pub(super) fn add(&mut self, grants: u64) -> Result<(), StoreError> {
        self.grants += grants;
        let more = self.confirmed.is_some_and(|confirmed| self.grants > confirmed);
        if more { Err(StoreError::Outdated) } else { Ok(()) }
    }

    /// # Errors
    /// [`StoreError::Outdated`] if there are fewer than were confirmed.
    pub(super) fn require_all(&self) -> Result<(), StoreError> {
        let fewer = self.confirmed.is_some_and(|confirmed| self.grants < confirmed);
        if fewer { Err(StoreError::Outdated) } else { Ok(()) }
    }
}

fn delete_user(
    writer: &mut Writer<'_>,
    id: UserId,
    tally: &mut GrantTally,
) -> Result<(), StoreError> {
    let positions = writer.positions_of(id)?;
    let username = writer.username().unwrap_or_default();
    let label = super::user::label(&username);
    let key = SqlValue::Integer(id.0);
    tally.add(grants_alone(writer, "hrm_users", &key, &label)?)?;
    for at in positions {
        writer.revoke_at(at)?;
    }
    writer.name_user_of_row()?;
    writer.leave_row();
    delete_orphans(writer, "user_id", &key)?;
    writer.delete_row("hrm_users", &key, &label)?;
    Ok(())
}

/// The users who have a grant for one of these companies, or have it as home company.
fn users_holding(writer: &Writer<'_>, companies: &[CompanyId]) -> Result<Vec<UserId>, StoreError> {
    let mut users = Vec::new();
    for id in companies {
        let key = company_key(writer, id)?;
        users.extend(users_granted(writer.connection, &key)?);
        users.extend(users_at_home(writer.connection, writer.schema(), &key)?);
    }
    Ok(users)
}

fn delete_company(
    writer: &mut Writer<'_>,
    id: &CompanyId,
    tally: &mut GrantTally,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let key = company_key(writer, id)?;
    let at = writer.catalog.position(id);
    let company = at.map(|at| writer.catalog.companies[at].clone());
    let company = company.ok_or_else(|| StoreError::Gone(format!("the company {id}")))?;
    let label = super::company::label(&company.code);
    tally.add(grants_alone(writer, "hrm_company", &key, &label)?)?;
    let users = users_granted(writer.connection, &key)?;
    progress.begin(users.len() as u64);
    for user in users {
        let cell = Cell { user, company: id.clone() };
        match writer.revoke(&cell) {
            // The grant's user is gone, so it is deleted as a row.
            Err(StoreError::Gone(_)) => {}
            done => drop(done?),
        }
        if progress.advance(1) {
            return Err(StoreError::Cancelled);
        }
    }
    writer.leave_row();
    delete_orphans(writer, "company_id", &key)?;
    journal::name_company(writer.connection, writer.change, &company)?;
    writer.delete_row("hrm_company", &key, &label)?;
    Ok(())
}

/// Deletes the remaining grants, whose user or company is gone.
fn delete_orphans(
    writer: &mut Writer<'_>,
    column: &str,
    value: &SqlValue,
) -> Result<(), StoreError> {
    while let Some(key) = writer.key_of(GRANTS, column, value)? {
        if !writer.delete_row(GRANTS, &key, "orphan grant")? {
            break;
        }
    }
    Ok(())
}

/// The number of grants that refer to a row.
///
/// # Errors
/// [`StoreError::InUse`] or [`StoreError::UsedElsewhere`] if anything else refers to it.
fn grants_alone(
    writer: &mut Writer<'_>,
    table: &str,
    key: &SqlValue,
    label: &str,
) -> Result<u64, StoreError> {
    let found = writer.references_to(table, key)?;
    if found.outside_tenant {
        return Err(StoreError::UsedElsewhere { label: label.to_owned() });
    }
    let (grants, used): (Vec<_>, Vec<_>) =
        found.seen.into_iter().partition(|(link, _)| link.table == GRANTS);
    if used.is_empty() {
        return Ok(grants.iter().map(|(_, count)| count).sum());
    }
    let by = references::with_verb(&used, ["belongs", "belong"]);
    Err(StoreError::InUse { label: label.to_owned(), by })
}
