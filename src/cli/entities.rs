//! What `user` and `company` do alike: find whom they name, and save, activate,
//! deactivate or delete them as one change.

use super::change_args::ChangeArgs;
use super::errors::Refused;
use super::output::Output;
use super::phrases::refusal;
use super::{record, resolve, work};
use crate::domain::{CompanyId, DeletionImpact, Draft, JobProgress, UserId, table_rows};
use crate::filter::Axis;
use crate::store::{EditOptions, EditOutcome, Store, StoreError};

/// Users or companies that were named.
enum Things {
    Users(Vec<UserId>),
    Companies(Vec<CompanyId>),
}

impl Things {
    /// All that these names name, each once.
    ///
    /// Errors: every name that is not known, or not the only one.
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

    /// Alters the first; adds one if there is none.
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

    /// What would go with each.
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

/// Adds what the draft says, or alters the one of that name.
pub(super) fn save(
    axis: Axis,
    args: &ChangeArgs,
    name: Option<&String>,
    draft: &Draft,
    how: &EditOptions,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let subject = Things::named(axis, &store, name.map(std::slice::from_ref).unwrap_or_default())?;
    let recorded = work::on(&mut store, "saving", |store, _| subject.save(store, draft, how))?;
    record::finish(&store, args, &recorded)
}

/// Puts them to use, or out of use.
pub(super) fn set_active(
    axis: Axis,
    args: &ChangeArgs,
    names: &[String],
    active: bool,
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let things = Things::named(axis, &store, names)?;
    let how = record::how(args, false, force);
    let recorded =
        work::on(&mut store, "saving", |store, _| things.set_active(store, active, &how))?;
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
    let things = Things::named(axis, &store, names)?;
    let impacts = things.impacts(&store)?;
    before_deletion(&mut store, args, force, things.companies(), &impacts)?;
    let told = impacts.iter().map(|impact| impact.grants).sum();
    let how = EditOptions { grants: (!force).then_some(told), ..record::how(args, false, force) };
    let recorded =
        work::on(&mut store, "deleting", |store, progress| things.delete(store, &how, progress))?;
    record::finish(&store, args, &recorded)
}

/// What comes before a deletion: a dry run says what would go with each, table
/// by table; otherwise a dangerous lot of grants is refused.
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
    let preview = work::on(store, "counting", |store, progress| {
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
        output.line(&format!("  {grants}: would go with it"))?;
        for hindrance in &impact.blockers {
            let does = if hindrance.cascades {
                "the database would delete them too"
            } else {
                "would refer to nothing"
            };
            let column = &hindrance.column;
            output.line(&format!("  {hindrance} ({column}): {does}, so it is not deleted"))?;
        }
        if impact.outside_tenant {
            output.line(&format!("  {}, so it is not deleted", DeletionImpact::OUTSIDE_TENANT))?;
        }
    }
    output.finish()
}
