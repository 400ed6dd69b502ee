//! Finds the users and companies that a command names or selects with a filter. Every
//! unknown or ambiguous name is reported at once.

use std::collections::HashSet;
use std::hash::Hash;

use super::errors::Unresolved;
use super::filter;
use crate::domain::{Cancel, Company, CompanyId, User, UserId};
use crate::filter::{Axis, Filter};
use crate::store::{Query, Store, StoreError};

/// The users whose grants a command changes.
#[derive(Debug, clap::Args)]
#[group(id = "whose", required = true, multiple = false)]
pub(super) struct UserArgs {
    /// Usernames
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Every user that matches the filter; `grantgrid users --help` explains filters
    #[arg(long = "users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// The companies whose grants a command changes.
#[derive(Debug, clap::Args)]
#[group(id = "where", required = true, multiple = false)]
pub(super) struct CompanyArgs {
    /// Companies, each by its code, exact name, `CODE (TENANT)` or id
    #[arg(long = "company", value_name = "CODE", num_args = 1..)]
    codes: Vec<String>,
    /// Every company that matches the filter; `grantgrid companies --help` explains filters
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

/// How users or companies are selected.
#[derive(Debug)]
pub(super) enum NameChoice<'a> {
    Names(&'a [String]),
    Filter(Filter),
}

impl<'a> NameChoice<'a> {
    /// The filter if there is one, given with `option`, otherwise the names.
    ///
    /// # Errors
    ///
    /// Those of [`filter::read_for_change`].
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

/// The users and companies that a command selects.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    pub(super) users: NameChoice<'a>,
    pub(super) companies: NameChoice<'a>,
    /// The user to copy from.
    pub(super) source: Option<&'a str>,
}

/// The users and companies of a change, each once: in the order of their names on
/// the command line, or in that of the database.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) users: Vec<UserId>,
    /// The username, if there is exactly one user.
    pub(super) only_user: Option<String>,
    pub(super) companies: Vec<Company>,
    pub(super) source: Option<User>,
    /// The message if a filter matches nothing. Then there are no users either, so
    /// that `set` revokes nothing.
    pub(super) nothing: Option<&'static str>,
}

impl Targets {
    pub(super) fn company_ids(&self) -> Vec<CompanyId> {
        self.companies.iter().map(|company| company.id.clone()).collect()
    }
}

/// Finds all users and companies.
///
/// # Errors
///
/// [`Unresolved`] with every unknown or ambiguous name, or the first error of the
/// database.
pub(super) fn targets(store: &mut Store, selection: &Selection<'_>) -> anyhow::Result<Targets> {
    let mut errors = Vec::new();
    let mut targets = Targets::default();
    if let Some(name) = selection.source {
        targets.source = collecting(store.find_user(name), &mut errors)?;
    }
    match &selection.users {
        NameChoice::Names(names) => {
            let users = named_users(store, names, &mut errors)?;
            if let [only] = &users[..] {
                targets.only_user = Some(only.username.clone());
            }
            targets.users = users.iter().map(|user| user.id).collect();
        }
        NameChoice::Filter(filter) => {
            let query = Query::of(filter);
            // The filter, the preview and the change need them, so they are read once.
            store.ensure_homes()?;
            targets.users = store.select_users(&query, &Cancel::default())?;
            if let [only] = targets.users[..] {
                targets.only_user = store.access_rows(&[only])?.pop().map(|row| row.user.username);
            }
            if targets.users.is_empty() {
                targets.nothing = Some(if filter.is_everything() {
                    "there are no users"
                } else {
                    "no users match the filter"
                });
            }
        }
    }
    match &selection.companies {
        NameChoice::Names(names) => targets.companies = named_companies(store, names, &mut errors)?,
        NameChoice::Filter(filter) => {
            let selected = filter::companies(store, filter)?;
            let companies = store.companies().iter();
            targets.companies =
                companies.filter(|company| selected.contains(&company.id)).cloned().collect();
            if targets.companies.is_empty() {
                targets.nothing = Some("no companies match the filter");
                targets.users.clear();
            }
        }
    }
    if errors.is_empty() { Ok(targets) } else { Err(Unresolved(errors).into()) }
}

/// Finds the user with this name.
///
/// # Errors
///
/// Those of [`targets`].
pub(super) fn user(store: &Store, name: &str) -> anyhow::Result<User> {
    found(store.find_user(name))
}

/// Finds the company with this code, exact name, label or id.
///
/// # Errors
///
/// Those of [`targets`].
pub(super) fn company<'a>(store: &'a Store, name: &str) -> anyhow::Result<&'a Company> {
    found(store.find_company(name))
}

fn found<T>(result: Result<T, StoreError>) -> anyhow::Result<T> {
    let mut errors = Vec::new();
    match collecting(result, &mut errors)? {
        Some(found) => Ok(found),
        None => Err(Unresolved(errors).into()),
    }
}

/// Finds users by name, each once, in the order given.
///
/// # Errors
///
/// Those of [`targets`].
pub(super) fn users(store: &Store, names: &[String]) -> anyhow::Result<Vec<User>> {
    let mut errors = Vec::new();
    let users = named_users(store, names, &mut errors)?;
    if errors.is_empty() { Ok(users) } else { Err(Unresolved(errors).into()) }
}

/// Finds companies by name, each once, in the order given.
///
/// # Errors
///
/// Those of [`targets`].
pub(super) fn companies(store: &Store, names: &[String]) -> anyhow::Result<Vec<Company>> {
    let mut errors = Vec::new();
    let companies = named_companies(store, names, &mut errors)?;
    if errors.is_empty() { Ok(companies) } else { Err(Unresolved(errors).into()) }
}

fn named_users(
    store: &Store,
    names: &[String],
    errors: &mut Vec<StoreError>,
) -> Result<Vec<User>, StoreError> {
    each_once(names, errors, |name| store.find_user(name), |user| user.id)
}

fn named_companies(
    store: &Store,
    names: &[String],
    errors: &mut Vec<StoreError>,
) -> Result<Vec<Company>, StoreError> {
    each_once(names, errors, |name| store.find_company(name).cloned(), |it| it.id.clone())
}

/// Finds each name, and drops what has the same key as an earlier one. Unknown and
/// ambiguous names are collected in `errors`.
fn each_once<T, K: Eq + Hash>(
    names: &[String],
    errors: &mut Vec<StoreError>,
    find: impl Fn(&str) -> Result<T, StoreError>,
    key: impl Fn(&T) -> K,
) -> Result<Vec<T>, StoreError> {
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    for name in names {
        if let Some(one) = collecting(find(name), errors)?
            && seen.insert(key(&one))
        {
            found.push(one);
        }
    }
    Ok(found)
}

/// Collects the error of an unknown or ambiguous name, so that the next name is
/// looked up, too.
fn collecting<T>(
    found: Result<T, StoreError>,
    errors: &mut Vec<StoreError>,
) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(
            error @ (StoreError::NoSuchUser { .. }
            | StoreError::AmbiguousUser { .. }
            | StoreError::NoSuchCompany { .. }
            | StoreError::AmbiguousCompany { .. }),
        ) => {
            errors.push(error);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
