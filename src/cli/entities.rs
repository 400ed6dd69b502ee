//! Shared by `user` and `company`: finds the users or companies by name, and saves,
//! activates, deactivates or deletes them as one change.

use super::change_args::ChangeArgs;
use super::errors::Refused;
use super::output::Output;
use super::phrases::refusal;
use super::{record, resolve, work};
use crate::domain::{CompanyId, DeletionImpact, Draft, JobProgress, UserId, table_rows};
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
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.save_user(ids.first().copied(), draft, how),
            Self::Companies(ids) => store.save_company(ids.first(), draft, how),
        }
    }

    fn set_active(
        &self,
        store: &mut Store,
        active: bool,
        how: &EditOptions,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.set_users_active(ids, active, how),
            Self::Companies(ids) => store.set_companies_active(ids, active, how),
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

    /// The companies among them.
    fn companies(&self) -> &[CompanyId] {
        match self {
            Self::Users(_) => &[],
            Self::Companies(ids) => ids,
        }
    }

    fn delete(
        &self,
        store: &mut Store,
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<EditOutcome, StoreError> {
        match self {
            Self::Users(ids) => store.delete_users(ids, how, progress),
            Self::Companies(ids) => store.delete_companies(ids, how, progress),
        }
    }
}

/// Adds a user or company from the draft, or changes the one named.
pub(super) fn save(
    axis: Axis,
    args: &ChangeArgs,
    name: Option<&String>,
    draft: &Draft,
    how: &EditOptions,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let subject =
        Entities::named(axis, &store, name.map(std::slice::from_ref).unwrap_or_default())?;
    let recorded =
        work::on_store(&mut store, "saving", |store, _| subject.save(store, draft, how))?;
    record::finish(&store, args, &recorded)
}

/// Activates or deactivates them.
pub(super) fn set_active(
    axis: Axis,
    args: &ChangeArgs,
    names: &[String],
    active: bool,
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let entities = Entities::named(axis, &store, names)?;
    let how = record::options(args, false, force);
    let recorded =
        work::on_store(&mut store, "saving", |store, _| entities.set_active(store, active, &how))?;
    record::finish(&store, args, &recorded)
}

/// Deletes them with their grants, if nothing else refers to them.
pub(super) fn delete(
    axis: Axis,
    args: &ChangeArgs,
    names: &[String],
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let entities = Entities::named(axis, &store, names)?;
    let impacts = entities.impacts(&store)?;
    before_deletion(&mut store, args, force, entities.companies(), &impacts)?;
    let grants = impacts.iter().map(|impact| impact.grants).sum();
    let how =
        EditOptions { grants: (!force).then_some(grants), ..record::options(args, false, force) };
    let recorded = work::on_store(&mut store, "deleting", |store, progress| {
        entities.delete(store, &how, progress)
    })?;
    record::finish(&store, args, &recorded)
}

/// Prepares a deletion: a dry run lists what would be removed, by table; otherwise
/// removing many grants is refused.
fn before_deletion(
    store: &mut Store,
    args: &ChangeArgs,
    force: bool,
    companies: &[CompanyId],
    impacts: &[DeletionImpact],
) -> anyhow::Result<()> {
    if args.dry_run && !args.format.json {
        return print_impacts(impacts);
    }
    if args.dry_run || force || !impacts.iter().all(DeletionImpact::is_allowed) {
        return Ok(());
    }
    let grants = impacts.iter().map(|impact| impact.grants).sum();
    let preview = work::on_store(store, "counting", |store, progress| {
        store.preview_deletion(companies, grants, None, &work::cancel(progress))
    })?;
    match &preview.guard {
        None => Ok(()),
        Some(guard) => Err(Refused(refusal(guard, &preview)).into()),
    }
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
