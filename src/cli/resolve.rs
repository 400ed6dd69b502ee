//! From the names or the filter on the command line to users and companies:
//! all of them, or every fault at once. Every command that changes grants gets
//! its targets here.

use std::collections::HashSet;
use std::hash::Hash;

use super::errors::Unresolved;
use super::filter;
use crate::domain::{Cancel, Company, CompanyId, User, UserId};
use crate::filter::{Axis, Filter};
use crate::store::{Query, Store, StoreError};

/// Whose grants a command changes.
#[derive(Debug, clap::Args)]
#[group(id = "whose", required = true, multiple = false)]
pub(super) struct UserArgs {
    /// Usernames
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Every user that the filter lets through; `grantgrid users --help` explains filters
    #[arg(long = "users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// Which companies a command changes.
#[derive(Debug, clap::Args)]
#[group(id = "where", required = true, multiple = false)]
pub(super) struct CompanyArgs {
    /// Companies, each by its code, exact name, `CODE (TENANT)` or id
    #[arg(long = "company", value_name = "CODE", num_args = 1..)]
    codes: Vec<String>,
    /// Every company that the filter lets through; `grantgrid companies --help` explains filters
    #[arg(long = "companies", value_name = "FILTER", allow_hyphen_values = true)]
    company_filter: Option<String>,
}

impl UserArgs {
    pub(super) fn choice(&self) -> anyhow::Result<NameChoice<'_>> {
        NameChoice::of(Axis::Users, "--users", &self.usernames, self.user_filter.as_deref())
    }
}

impl CompanyArgs {
    pub(super) fn choice(&self) -> anyhow::Result<NameChoice<'_>> {
        NameChoice::of(Axis::Companies, "--companies", &self.codes, self.company_filter.as_deref())
    }
}

/// How one axis is chosen.
#[derive(Debug)]
pub(super) enum NameChoice<'a> {
    Names(&'a [String]),
    Filter(Filter),
}

impl<'a> NameChoice<'a> {
    /// The filter if there is one, which stood behind `option`, else the names.
    ///
    /// Errors: those of [`filter::read_for_change`].
    pub(super) fn of(
        axis: Axis,
        option: &str,
        names: &'a [String],
        filter: Option<&str>,
    ) -> anyhow::Result<Self> {
        Ok(match filter {
            Some(text) => Self::Filter(filter::read_for_change(axis, option, text)?),
            None => Self::Names(names),
        })
    }
}

/// Whom and what a command names.
#[derive(Debug)]
pub(super) struct WantedCompanies<'a> {
    pub(super) users: NameChoice<'a>,
    pub(super) companies: NameChoice<'a>,
    /// The user whose companies are taken.
    pub(super) source: Option<&'a str>,
}

/// The users and companies that a change is about, each once: in the order
/// they were named in, or in the database's.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) users: Vec<UserId>,
    /// The name of the user, if there is one only.
    pub(super) only_user: Option<String>,
    pub(super) companies: Vec<Company>,
    pub(super) source: Option<User>,
    /// Says that a filter lets nothing through. Then there are no users
    /// either, so that `set` takes nothing away.
    pub(super) nothing: Option<&'static str>,
}

impl Targets {
    pub(super) fn company_ids(&self) -> Vec<CompanyId> {
        self.companies.iter().map(|company| company.id.clone()).collect()
    }
}

/// Finds all users and companies.
///
/// Errors: [`Unresolved`] with every name that is not known or not the only
/// one, or the first fault of the database.
pub(super) fn targets(store: &mut Store, wanted: &WantedCompanies<'_>) -> anyhow::Result<Targets> {
    let mut faults = Vec::new();
    let mut targets = Targets::default();
    if let Some(name) = wanted.source {
        targets.source = known(store.find_user(name), &mut faults)?;
    }
    match &wanted.users {
        NameChoice::Names(names) => {
            let users = named_users(store, names, &mut faults)?;
            if let [only] = &users[..] {
                targets.only_user = Some(only.username.clone());
            }
            targets.users = users.iter().map(|user| user.id).collect();
        }
        NameChoice::Filter(filter) => {
            let query = Query::of(filter);
            targets.users = store.select_users(&query, &Cancel::default())?;
            if let [only] = targets.users[..] {
                targets.only_user = store.access_rows(&[only])?.pop().map(|row| row.user.username);
            }
            if targets.users.is_empty() {
                targets.nothing = Some(if filter.is_everything() {
                    "there are no users"
                } else {
                    "the filter lets no user through"
                });
            }
        }
    }
    match &wanted.companies {
        NameChoice::Names(names) => targets.companies = named_companies(store, names, &mut faults)?,
        NameChoice::Filter(filter) => {
            let selected = filter::companies(store, filter)?;
            let companies = store.companies().iter();
            targets.companies =
                companies.filter(|company| selected.contains(&company.id)).cloned().collect();
            if targets.companies.is_empty() {
                targets.nothing = Some("the filter lets no company through");
                targets.users.clear();
            }
        }
    }
    if faults.is_empty() { Ok(targets) } else { Err(Unresolved(faults).into()) }
}

/// The users of these names, each once, in their order.
///
/// Errors: those of [`targets`].
pub(super) fn users(store: &Store, names: &[String]) -> anyhow::Result<Vec<User>> {
    let mut faults = Vec::new();
    let users = named_users(store, names, &mut faults)?;
    if faults.is_empty() { Ok(users) } else { Err(Unresolved(faults).into()) }
}

/// The companies of these names, likewise.
pub(super) fn companies(store: &Store, names: &[String]) -> anyhow::Result<Vec<Company>> {
    let mut faults = Vec::new();
    let companies = named_companies(store, names, &mut faults)?;
    if faults.is_empty() { Ok(companies) } else { Err(Unresolved(faults).into()) }
}

fn named_users(
    store: &Store,
    names: &[String],
    faults: &mut Vec<StoreError>,
) -> Result<Vec<User>, StoreError> {
    each_once(names, faults, |name| store.find_user(name), |user| user.id)
}

fn named_companies(
    store: &Store,
    names: &[String],
    faults: &mut Vec<StoreError>,
) -> Result<Vec<Company>, StoreError> {
    each_once(names, faults, |name| store.find_company(name).cloned(), |it| it.id.clone())
}

/// What these names name, each once by its key; the names' faults are put
/// aside.
fn each_once<T, K: Eq + Hash>(
    names: &[String],
    faults: &mut Vec<StoreError>,
    find: impl Fn(&str) -> Result<T, StoreError>,
    key: impl Fn(&T) -> K,
) -> Result<Vec<T>, StoreError> {
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    for name in names {
        if let Some(one) = known(find(name), faults)?
            && seen.insert(key(&one))
        {
            found.push(one);
        }
    }
    Ok(found)
}

/// What was found; a name's fault is put aside, so that the next name is
/// looked at too.
fn known<T>(
    found: Result<T, StoreError>,
    faults: &mut Vec<StoreError>,
) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(
            fault @ (StoreError::NoSuchUser { .. }
            | StoreError::AmbiguousUser { .. }
            | StoreError::NoSuchCompany { .. }
            | StoreError::AmbiguousCompany { .. }),
        ) => {
            faults.push(fault);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
