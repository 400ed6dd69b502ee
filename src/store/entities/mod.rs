//! Adds, edits, deactivates and deletes users and companies. Each edit is one change that can
//! be undone. Columns that the HR system requires and that have no field are filled in as the
//! HR system does.

mod access_effect;
mod access_watch;
mod address_swap;
mod check;
mod company;
mod delete;
mod drafts;
mod duplicates;
mod edit_context;
mod employee;
mod import;
mod import_line;
mod leave;
mod line;
mod lookalikes;
mod loss_guard;
mod names;
mod no_name;
mod picked;
mod protected;
mod resolve_line;
mod row_values;
mod spellings;
mod table_info;
mod unseen;
mod user;

use super::{Store, StoreError};
use crate::domain::{
    AccessEffect, AccessLoss, Change, ChangeKind, ChangeRow, CompanyId, Draft, Field, FieldProblem,
    Reach, UserId,
};
use crate::store::edit::super_admins::{AdminCensus, AdminsWithAccess};
use crate::store::edit::writer::Writer;
use crate::store::reading::affected_users::users_by_reach;
use crate::store::sql_value::SqlValue;
use access_effect::{access_effect, effect_of_companies};
use access_watch::decides_access;
use edit_context::EditContext;

pub(crate) use duplicates::TWICE;
pub use import::{ImportProblem, ImportReport};
pub use line::ImportLine;

/// The options of an edit of users and companies.
#[derive(Clone, Debug, Default)]
pub struct EditOptions {
    /// Whether everything is rolled back at the end.
    pub dry_run: bool,
    /// The reason for the journal.
    pub reason: Option<String>,
    /// Whether to create missing tenants and organizations. If there are none at all,
    /// they are always created.
    pub create_missing: bool,
    /// Whether the edit may remove the last active Super Admin, or much effective access.
    pub force: bool,
    /// The values of the changed fields as the operator last saw them, if known: a value that
    /// somebody else has changed since is not overwritten.
    pub seen: Draft,
    /// How many grants are deleted too, as the operator has confirmed.
    pub grants: Option<u64>,
    /// How many user–company pairs lose access, as the operator has confirmed, if that needs
    /// confirmation.
    pub confirmed_loss: Option<u64>,
}

/// The result of an edit of users and companies, or of its dry run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditOutcome {
    /// The change as the journal has it, or would have it; `None` if everything
    /// already matched.
    pub change: Option<Change>,
    /// The changes of rows.
    pub edits: Vec<ChangeRow>,
    /// The user that was added or changed, if it is one.
    pub user: Option<UserId>,
    /// In a dry run: the last active Super Admin with access, if the edit would leave
    /// none, so that it has to be forced.
    pub last_admin: Option<String>,
    /// The company that was added or changed, if it is one.
    pub company: Option<CompanyId>,
    /// Its effect on access.
    pub effect: AccessEffect,
    /// In a dry run: the effective access that is lost, if the edit has to be confirmed or
    /// forced.
    pub loss: Option<AccessLoss>,
}

impl Store {
    /// Adds a user, or edits the one with this id.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] with every invalid field, [`StoreError::LastSuperAdmin`],
    /// [`StoreError::Gone`], [`StoreError::Outdated`] if [`EditOptions::seen`] is no longer
    /// true, and those of [`Store::edit`]; after any of them nothing has changed.
    pub fn save_user(
        &mut self,
        id: Option<UserId>,
        draft: &Draft,
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        let mut user = id;
        let recorded = self.record(ChangeKind::Users, how, |writer, context| {
            let watched = id.filter(|_| decides_access(draft));
            access_effect(writer, watched, |writer| {
                let Some(id) = id else {
                    user = Some(valid(user::add(writer, context, draft)?)?);
                    return Ok(user);
                };
                context.admins = Some(AdminsWithAccess::default());
                how.require_an_admin(writer, context, Some(&[id]), |writer, context| {
                    how.require_as_seen(draft, || user::draft_of(writer.connection, context, id))?;
                    valid(user::edit(writer, context, id, draft)?).map(drop)
                })?;
                Ok(None)
            })
        })?;
        Ok(EditOutcome { user, ..recorded })
    }

    /// Adds a company, or edits the one with this id.
    ///
    /// # Errors
    /// As [`Store::save_user`].
    pub fn save_company(
        &mut self,
        id: Option<&CompanyId>,
        draft: &Draft,
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        let mut company = id.cloned();
        let recorded = self.record(ChangeKind::Companies, how, |writer, context| {
            if let Some(id) = id {
                let key = company_key(writer, id)?;
                let (connection, schema) = (writer.connection, writer.schema());
                // The tenant is the only field that affects access.
                let users = if draft.get(Field::Tenant).is_some() {
                    users_by_reach(connection, schema, writer.catalog, &[Reach::Tenant])?
                } else {
                    Vec::new()
                };
                access_effect(writer, users, |writer| {
                    let now = || company::draft_of(writer.connection, context, &key);
                    how.require_as_seen(draft, now)?;
                    valid(company::edit(writer, context, &key, draft)?)?;
                    Ok(None)
                })
            } else {
                effect_of_companies(writer, Vec::new(), |writer| {
                    company = Some(valid(company::add(writer, context, draft)?)?);
                    Ok(())
                })
            }
        })?;
        Ok(EditOutcome { company, ..recorded })
    }

    /// Activates or deactivates users.
    ///
    /// # Errors
    /// As [`Store::save_user`].
    pub fn set_users_active(
        &mut self,
        users: &[UserId],
        active: bool,
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        let draft = active_draft(active);
        let recorded = self.record(ChangeKind::Users, how, |writer, context| {
            access_effect(writer, users.iter().copied(), |writer| {
                context.admins = Some(AdminsWithAccess::default());
                how.require_an_admin(writer, context, Some(users), |writer, context| {
                    for id in users {
                        valid(user::edit(writer, context, *id, &draft)?)?;
                    }
                    Ok(())
                })?;
                Ok(None)
            })
        })?;
        Ok(EditOutcome { user: only(users), ..recorded })
    }

    /// Activates or deactivates companies.
    ///
    /// # Errors
    /// As [`Store::save_user`].
    pub fn set_companies_active(
        &mut self,
        companies: &[CompanyId],
        active: bool,
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        let draft = active_draft(active);
        let recorded = self.record(ChangeKind::Companies, how, |writer, context| {
            for id in companies {
                let key = company_key(writer, id)?;
                valid(company::edit(writer, context, &key, &draft)?)?;
            }
            // The status of a company does not affect access.
            Ok(AccessEffect::default())
        })?;
        Ok(EditOutcome { company: only(companies), ..recorded })
    }

    /// Runs `work` as one change, or as a dry run. Every edit of users and companies goes
    /// through this function, which compares the effect on access that `work` returns with all
    /// effective access.
    fn record(
        &mut self,
        kind: ChangeKind,
        how: &EditOptions,
        work: impl FnOnce(&mut Writer<'_>, &mut EditContext) -> Result<AccessEffect, StoreError>,
    ) -> Result<EditOutcome, StoreError> {
        let operator = self.environment.operator.clone();
        let create_missing = how.create_missing;
        let (mut last_admin, mut loss) = (None, None);
        let mut effect = AccessEffect::default();
        let work = |writer: &mut Writer<'_>| {
            let schema = writer.schema();
            let mut context = EditContext::read(
                writer.connection,
                schema,
                &operator,
                writer.catalog.within.as_ref(),
                create_missing,
            )?
            .with_remote(writer.remote);
            context.read_commonest(writer.connection)?;
            effect = work(writer, &mut context)?;
            how.judge_loss(&effect, writer, &mut context)?;
            (last_admin, loss) = (context.last_admin.take(), context.loss.take());
            Ok(())
        };
        let reason = how.reason.as_deref();
        let written = if how.dry_run {
            self.rehearse(kind, work)?
        } else {
            self.write_rows(kind, reason, work)?
        };
        Ok(match written {
            Some(written) => EditOutcome {
                change: Some(written.change),
                edits: written.edits,
                last_admin,
                effect,
                loss,
                ..EditOutcome::default()
            },
            None => EditOutcome::default(),
        })
    }
}

impl EditOptions {
    /// # Errors
    /// [`StoreError::Outdated`] if a field that the draft changes no longer has the value that
    /// the operator saw, and does not have the draft's value either.
    fn require_as_seen(
        &self,
        draft: &Draft,
        now: impl FnOnce() -> Result<Draft, StoreError>,
    ) -> Result<(), StoreError> {
        if self.seen.is_empty() {
            return Ok(());
        }
        let now = now()?;
        let is_as_seen = |(field, text): (Field, &str)| {
            let now = now.get(field);
            self.seen.get(field).is_none_or(|seen| now == Some(seen) || now == Some(text))
        };
        if draft.stated().all(is_as_seen) { Ok(()) } else { Err(StoreError::Outdated) }
    }

    /// Edits these users (`None`: any), and checks that an active Super Admin is left, unless
    /// the edit is forced; a dry run only records it.
    fn require_an_admin(
        &self,
        writer: &mut Writer<'_>,
        context: &mut EditContext,
        users: Option<&[UserId]>,
        work: impl FnOnce(&mut Writer<'_>, &mut EditContext) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.force {
            return work(writer, context);
        }
        let watched = AdminCensus::before(writer, users)?;
        work(writer, context)?;
        self.judge(watched, writer, context)
    }

    /// # Errors
    /// [`StoreError::LastSuperAdmin`] after an edit that leaves none; a dry run only records
    /// it.
    fn judge(
        &self,
        watched: AdminCensus,
        writer: &Writer<'_>,
        context: &mut EditContext,
    ) -> Result<(), StoreError> {
        match watched.after(writer) {
            Err(StoreError::LastSuperAdmin(username)) if self.dry_run => {
                context.last_admin = Some(username);
                Ok(())
            }
            left => left,
        }
    }
}

fn active_draft(active: bool) -> Draft {
    Draft::default().with(Field::Active, if active { "yes" } else { "no" })
}

/// The only item, if there is exactly one.
fn only<T: Clone>(ids: &[T]) -> Option<T> {
    if let [one] = ids { Some(one.clone()) } else { None }
}

fn valid<T>(checked: Result<T, Vec<FieldProblem>>) -> Result<T, StoreError> {
    checked.map_err(StoreError::Invalid)
}

/// The id of a company as the database stores it.
fn company_key(writer: &Writer<'_>, id: &CompanyId) -> Result<SqlValue, StoreError> {
    let at = writer.catalog.position(id);
    at.map(|at| writer.catalog.keys[at].clone())
        .ok_or_else(|| StoreError::Gone(format!("the company {id}")))
}
