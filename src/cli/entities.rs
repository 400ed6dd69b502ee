//! Shared by `user` and `company`: finds the users or companies by name, and saves,
//! activates, deactivates or deletes them as one change.

use super::change_args::ChangeArgs;
use super::errors::Refused;
use super::exit::print_message;
use super::output::Output;
use super::phrases::refusal;
use super::{record, resolve, work};
use crate::domain::{CompanyId, DeletionImpact, Draft, JobProgress, Preview, UserId, table_rows};
use crate::exchange::look_alikes_of;
use crate::filter::Axis;
use crate::store::{EditOptions, EditOutcome, Store, StoreError};

/// Users or companies selected by name.
enum Entities {
    Users(Vec<UserId>),
    Companies(Vec<CompanyId>),
}

impl Entities {
    /// Finds each by its name; a repeated name counts once.
    ///
    /// # Errors
    ///
    /// Lists every name that is unknown or ambiguous.
    fn named(axis: Axis, store: &Store, names: &[String]) -> anyhow::Result<Self> {
        Ok(match axis {
            Axis::Users => {
                let users = resolve::users(store, names)?;
                Self::Users(users.into_iter().map(|user| user.id).collect())
            }
            Axis::Companies => {
                let companies = resolve::companies(store, names)?;
                Self::Companies(companies.into_iter().map(|company| company.id).collect())
            }
        })
    }

    /// Changes the first; adds one if there is none.
    fn save(
        &self,
        store: &mut Store,
        draft: &Draft,
        options: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.save_user(ids.first().copied(), draft, options),
            Self::Companies(ids) => store.save_company(ids.first(), draft, options),
        }
    }

    fn set_active(
        &self,
        store: &mut Store,
        active: bool,
        options: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.set_users_active(ids, active, options),
            Self::Companies(ids) => store.set_companies_active(ids, active, options),
        }
    }

    /// The effect of deleting each.
    fn impacts(&self, store: &Store) -> Result<Vec<DeletionImpact>, StoreError> {
        match self {
            Self::Users(ids) => ids.iter().map(|id| store.deletion_impact_of_user(*id)).collect(),
            Self::Companies(ids) => {
                ids.iter().map(|id| store.deletion_impact_of_company(id)).collect()
            }
        }
    }

    /// The users and the companies among them.
    fn ids(&self) -> (&[UserId], &[CompanyId]) {
        match self {
            Self::Users(ids) => (ids, &[]),
            Self::Companies(ids) => (&[], ids),
        }
    }

    /// Users only.
    fn leave(
        &self,
        store: &mut Store,
        options: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.leave_users(ids, options, progress),
            Self::Companies(_) => Ok(EditOutcome::default()),
        }
    }

    fn delete(
        &self,
        store: &mut Store,
        options: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.delete_users(ids, options, progress),
            Self::Companies(ids) => store.delete_companies(ids, options, progress),
        }
    }
}

/// What `user` or `company` does with the users or companies it names.
pub(super) enum EntityAction {
    /// Adds one from the draft, or changes the one named.
    Save { draft: Draft, create_missing: bool, force: bool },
    /// Activates or deactivates them.
    SetActive { active: bool, force: bool },
    /// Deactivates them and revokes everything that is granted to them.
    Leave { force: bool },
    /// Deletes them with their grants, if nothing else refers to them.
    Delete { force: bool },
}

/// Runs an action as one change, and returns the exit status.
pub(super) fn run(
    axis: Axis,
    args: &ChangeArgs,
    names: &[String],
    action: &EntityAction,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let entities = Entities::named(axis, &store, names)?;
    let (outcome, dangerous) = match *action {
        EntityAction::Save { ref draft, create_missing, force } => {
            let options = record::options(args, create_missing, force);
            // Only new names are checked: existing ones stay.
            let alike = match names {
                [] => look_alikes_of(&store, axis, draft, &mut JobProgress::none())?,
                _ => Vec::new(),
            };
            let outcome = work::on_store(&mut store, "saving", |store, _| {
                entities.save(store, draft, &options)
            })?;
            for note in &alike {
                print_message(note);
            }
            (outcome, None)
        }
        EntityAction::SetActive { active, force } => {
            let options = record::options(args, false, force);
            let outcome = work::on_store(&mut store, "saving", |store, _| {
                entities.set_active(store, active, &options)
            })?;
            (outcome, None)
        }
        EntityAction::Leave { force } => leave(&mut store, args, &entities, force)?,
        EntityAction::Delete { force } => delete(&mut store, args, &entities, force)?,
    };
    record::finish(&store, args, &outcome, dangerous.as_ref())
}

/// What was done, or would be, and why it would need force.
type OutcomeAndDanger = (EditOutcome, Option<Preview>);

fn leave(
    store: &mut Store,
    args: &ChangeArgs,
    entities: &Entities,
    force: bool,
) -> anyhow::Result<OutcomeAndDanger> {
    let impacts = entities.impacts(store)?;
    let options = record::options(args, false, force);
    let dangerous = if force { None } else { dangerous(store, entities, &impacts)? };
    run_unless_dangerous(store, dangerous, &options, |store, options| {
        work::on_store(store, "saving", |store, progress| entities.leave(store, options, progress))
    })
}

fn delete(
    store: &mut Store,
    args: &ChangeArgs,
    entities: &Entities,
    force: bool,
) -> anyhow::Result<OutcomeAndDanger> {
    let impacts = entities.impacts(store)?;
    if args.dry_run && !args.format.json {
        print_impacts(&impacts)?;
    }
    let is_allowed = impacts.iter().all(DeletionImpact::is_allowed);
    let is_judged = is_allowed && !force;
    let dangerous = if is_judged { dangerous(store, entities, &impacts)? } else { None };
    let grants = impacts.iter().map(|impact| impact.grants).sum();
    let grants = (!force).then_some(grants);
    let options = EditOptions { grants, ..record::options(args, false, force) };
    run_unless_dangerous(store, dangerous, &options, |store, options| {
        work::on_store(store, "deleting", |store, progress| {
            entities.delete(store, options, progress)
        })
    })
}

/// Does it unless it is dangerous; a dry run reports both.
fn run_unless_dangerous(
    store: &mut Store,
    dangerous: Option<Preview>,
    options: &EditOptions,
    work: impl Fn(&mut Store, &EditOptions) -> anyhow::Result<EditOutcome>,
) -> anyhow::Result<OutcomeAndDanger> {
    let Some((preview, guard)) =
        dangerous.as_ref().and_then(|preview| Some((preview, preview.guard.as_ref()?)))
    else {
        return Ok((work(store, options)?, None));
    };
    let rehearsed = work(store, &EditOptions { dry_run: true, ..options.clone() })?;
    if options.dry_run {
        return Ok((rehearsed, dangerous));
    }
    // Losing the last Super Admin is the more serious reason.
    match rehearsed.last_admin {
        Some(username) => Err(StoreError::LastSuperAdmin(username).into()),
        None => Err(Refused(refusal(guard, preview)).into()),
    }
}

/// What the guard finds dangerous about these leaving or being deleted, if it does.
fn dangerous(
    store: &mut Store,
    entities: &Entities,
    impacts: &[DeletionImpact],
) -> anyhow::Result<Option<Preview>> {
    let grants = impacts.iter().map(|impact| impact.grants).sum();
    let preview = work::on_store(store, "counting", |store, progress| {
        store.preview_deletion(entities.ids(), grants, None, &work::cancel(progress))
    })?;
    Ok(Some(preview).filter(|preview| preview.guard.is_some()))
}

fn print_impacts(impacts: &[DeletionImpact]) -> anyhow::Result<()> {
    let mut output = Output::new();
    for impact in impacts {
        let grants = table_rows("hrm_user_company_access", impact.grants);
        output.line(&impact.label)?;
        output.line(&format!("  {grants}: would be deleted too"))?;
        for blocker in &impact.blockers {
            let does = if blocker.cascades {
                "the database would delete them too"
            } else {
                "would refer to a missing row"
            };
            let column = &blocker.column;
            output.line(&format!("  {blocker} ({column}): {does}, so it is not deleted"))?;
        }
        if impact.outside_tenant {
            output.line(&format!("  {}, so it is not deleted", DeletionImpact::OUTSIDE_TENANT))?;
        }
    }
    output.finish()
}
