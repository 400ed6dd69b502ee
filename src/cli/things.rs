//! What `user` and `company` do alike: find whom they name, and save, activate,
//! deactivate or delete them as one change.

use std::fmt::Write as _;

use super::change_args::ChangeArgs;
use super::fault::Refused;
use super::output::Output;
use super::words::refusal;
use super::{record, resolve, work};
use crate::domain::{CompanyId, Departure, Draft, Preview, UserId, Watch, table_rows};
use crate::store::{How, Recorded, Store, StoreError};
use crate::text::safe;

/// A user or a company, by its id.
pub(super) trait Thing: Sized {
    /// All that these names name, each once.
    ///
    /// Errors: every name that is not known, or not the only one.
    fn named(store: &Store, names: &[String]) -> anyhow::Result<Vec<Self>>;
    fn save(
        store: &mut Store,
        subject: Option<&Self>,
        draft: &Draft,
        how: &How,
    ) -> Result<Recorded, StoreError>;
    fn set_active(
        store: &mut Store,
        things: &[Self],
        active: bool,
        how: &How,
    ) -> Result<Recorded, StoreError>;
    /// What would go with it.
    fn departure(&self, store: &Store) -> Result<Departure, StoreError>;
    fn delete(
        store: &mut Store,
        things: &[Self],
        how: &How,
        watch: &mut Watch<'_>,
    ) -> Result<Recorded, StoreError>;
}

impl Thing for UserId {
    fn named(store: &Store, names: &[String]) -> anyhow::Result<Vec<Self>> {
        Ok(resolve::users(store, names)?.into_iter().map(|user| user.id).collect())
    }

    fn save(
        store: &mut Store,
        subject: Option<&Self>,
        draft: &Draft,
        how: &How,
    ) -> Result<Recorded, StoreError> {
        store.save_user(subject.copied(), draft, how)
    }

    fn set_active(
        store: &mut Store,
        things: &[Self],
        active: bool,
        how: &How,
    ) -> Result<Recorded, StoreError> {
        store.set_users_active(things, active, how)
    }

    fn departure(&self, store: &Store) -> Result<Departure, StoreError> {
        store.departure_of_user(*self)
    }

    fn delete(
        store: &mut Store,
        things: &[Self],
        how: &How,
        watch: &mut Watch<'_>,
    ) -> Result<Recorded, StoreError> {
        store.delete_users(things, how, watch)
    }
}

impl Thing for CompanyId {
    fn named(store: &Store, names: &[String]) -> anyhow::Result<Vec<Self>> {
        Ok(resolve::companies(store, names)?.into_iter().map(|company| company.id).collect())
    }

    fn save(
        store: &mut Store,
        subject: Option<&Self>,
        draft: &Draft,
        how: &How,
    ) -> Result<Recorded, StoreError> {
        store.save_company(subject, draft, how)
    }

    fn set_active(
        store: &mut Store,
        things: &[Self],
        active: bool,
        how: &How,
    ) -> Result<Recorded, StoreError> {
        store.set_companies_active(things, active, how)
    }

    fn departure(&self, store: &Store) -> Result<Departure, StoreError> {
        store.departure_of_company(self)
    }

    fn delete(
        store: &mut Store,
        things: &[Self],
        how: &How,
        watch: &mut Watch<'_>,
    ) -> Result<Recorded, StoreError> {
        store.delete_companies(things, how, watch)
    }
}

/// Adds what the draft says.
pub(super) fn add<T: Thing>(
    args: &ChangeArgs,
    draft: &Draft,
    create_missing: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let how = record::how(args, create_missing, false);
    let recorded = work::on(&mut store, "adding", |store, _| T::save(store, None, draft, &how))?;
    record::finish(&store, args, &recorded)
}

/// Alters the one of that name as the draft says.
pub(super) fn edit<T: Thing>(
    args: &ChangeArgs,
    name: &str,
    draft: &Draft,
    create_missing: bool,
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let found = T::named(&store, &[name.to_owned()])?;
    let how = record::how(args, create_missing, force);
    let recorded =
        work::on(&mut store, "altering", |store, _| T::save(store, found.first(), draft, &how))?;
    record::finish(&store, args, &recorded)
}

/// Puts them to use, or out of use.
pub(super) fn set_active<T: Thing>(
    args: &ChangeArgs,
    names: &[String],
    active: bool,
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let found = T::named(&store, names)?;
    let how = record::how(args, false, force);
    let recorded =
        work::on(&mut store, "altering", |store, _| T::set_active(store, &found, active, &how))?;
    record::finish(&store, args, &recorded)
}

/// Deletes them with their grants, if nothing else refers to them.
pub(super) fn delete<T: Thing>(
    args: &ChangeArgs,
    names: &[String],
    force: bool,
) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    let found = T::named(&store, names)?;
    let departures: Vec<Departure> =
        found.iter().map(|thing| thing.departure(&store)).collect::<Result<_, _>>()?;
    before_deletion(&mut store, args, force, &departures)?;
    let how = record::how(args, false, force);
    let recorded =
        work::on(&mut store, "deleting", |store, watch| T::delete(store, &found, &how, watch))?;
    record::finish(&store, args, &recorded)
}

/// What comes before a deletion: a dry run says what would go with each, table
/// by table; otherwise a dangerous lot of grants is refused.
fn before_deletion(
    store: &mut Store,
    args: &ChangeArgs,
    force: bool,
    departures: &[Departure],
) -> anyhow::Result<()> {
    if args.dry_run && !args.format.json {
        return print_departures(departures);
    }
    if args.dry_run || force || !departures.iter().all(Departure::is_allowed) {
        return Ok(());
    }
    let grants = departures.iter().map(|departure| departure.grants).sum();
    let mut preview = Preview { removed: grants, ..Preview::default() };
    let totals =
        work::on(store, "counting", |store, watch| store.statistics(&work::cancel(watch)))?;
    preview.set_totals(&totals);
    match &preview.guard {
        None => Ok(()),
        Some(guard) => Err(Refused(refusal(guard, &preview)).into()),
    }
}

fn print_departures(departures: &[Departure]) -> anyhow::Result<()> {
    let mut output = Output::new();
    for departure in departures {
        let grants = table_rows("hrm_user_company_access", departure.grants);
        let mut lines = format!("{}\n  {grants}: would go with it\n", safe(&departure.label));
        for hindrance in &departure.hindrances {
            let does = if hindrance.cascades {
                "the database would delete them too"
            } else {
                "would refer to nothing"
            };
            let _ = writeln!(
                lines,
                "  {hindrance} ({}): {does}, so it is not deleted",
                hindrance.column
            );
        }
        if departure.elsewhere {
            let _ = writeln!(lines, "  {}, so it is not deleted", Departure::ELSEWHERE);
        }
        output.bytes(lines.as_bytes())?;
    }
    output.finish()
}
