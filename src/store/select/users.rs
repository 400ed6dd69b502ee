//! Evaluates a filter of users.

use std::collections::HashMap;

use rusqlite::params;
use rusqlite::types::ValueRef;

use super::answers::{Answers, Terms, contains};
use super::columns::ColumnCache;
use super::columns::profiles::Profile;
use super::columns::texts::TextPart;
use super::entities;
use super::fill::figures::tenant_of;
use super::fill::parts::parts;
use super::matcher::Matcher;
use super::order::{sort_by_key, sort_by_text};
use super::query::{Mask, Order, Query, SortBy};
use crate::domain::{Cancel, UserId};
use crate::filter::{FilterField, FilterState, GrantedRange, NumberRange};
use crate::store::reading::access::SELECT_COMPANIES_OF;
use crate::store::reading::parallel::hold;
use crate::store::sqlite::grants_by_row::SELECT_BY_COMPANY;
use crate::store::{Store, StoreError};

/// Up to this many companies are looked up with an index on the company; for more, reading all
/// grants is faster.
const FEW_COMPANIES: usize = 8;

/// Up to this many users are looked up one by one; for more, all grants are read.
const FEW_ROWS: usize = 50_000;

/// The number of grants read under one lock.
const CHUNK: i64 = 50_000;

pub(super) fn select(
    store: &Store,
    columns: &mut ColumnCache,
    query: &Query<'_, UserId>,
    cancel: &Cancel,
) -> Result<Vec<UserId>, StoreError> {
    columns.need_ids(store, cancel)?;
    let mask = match query.filter.root() {
        None => None,
        Some(root) => Some(Terms { store, columns: &mut *columns, query, cancel }.node(root)?),
    };
    if query.order.by == SortBy::Database && !query.order.descending && mask.is_none() {
        return Ok(columns.ids().to_vec());
    }
    let all = 0..u32::try_from(columns.ids().len()).unwrap_or(u32::MAX);
    let mut rows: Vec<u32> = match mask {
        Some(mask) => {
            all.zip(mask).filter_map(|(row, let_through)| let_through.then_some(row)).collect()
        }
        None => all.collect(),
    };
    sort(store, columns, &mut rows, query.order, cancel)?;
    let ids = columns.ids();
    Ok(rows.into_iter().map(|row| ids[row as usize]).collect())
}

/// The users who match a filter and can work in a company, by ascending id.
pub(super) fn select_with_access(
    store: &Store,
    columns: &mut ColumnCache,
    query: &Query<'_, UserId>,
    company: usize,
    cancel: &Cancel,
) -> Result<Vec<UserId>, StoreError> {
    columns.need_ids(store, cancel)?;
    let mut terms = Terms { store, columns: &mut *columns, query, cancel };
    let companies: Mask = (0..store.companies().len()).map(|at| at == company).collect();
    let mut mask = terms.with_access_to(&companies)?;
    if let Some(root) = query.filter.root() {
        let matching = terms.node(root)?;
        mask.iter_mut().zip(matching).for_each(|(flag, other)| *flag &= other);
    }
    let ids = columns.ids().iter().zip(mask);
    Ok(ids.filter_map(|(id, is_in)| is_in.then_some(*id)).collect())
}

fn sort(
    store: &Store,
    columns: &mut ColumnCache,
    rows: &mut [u32],
    Order { by, descending }: Order,
    cancel: &Cancel,
) -> Result<(), StoreError> {
    match by {
        SortBy::Database | SortBy::Code => {
            if descending {
                rows.reverse();
            }
        }
        SortBy::Name | SortBy::FullName | SortBy::Email => {
            columns.need_texts(store, cancel)?;
            let part = match by {
                SortBy::FullName => TextPart::FullName,
                SortBy::Email => TextPart::Email,
                _ => TextPart::Username,
            };
            sort_by_text(rows, descending, (columns.texts(), part));
        }
        SortBy::Role | SortBy::Tenant | SortBy::Home | SortBy::Status => {
            columns.need_profiles(store, cancel)?;
            let ranks = profile_ranks(store, columns, by)?;
            sort_by_key(rows, descending, |row| ranks[row]);
        }
        SortBy::Count => {
            columns.need_grant_counts(store, cancel)?;
            let counts = columns.grant_counts();
            sort_by_key(rows, descending, |row| counts[row]);
        }
        SortBy::Effective | SortBy::Drift => {
            columns.need_figures(store, cancel)?;
            let figures = columns.figures();
            let is_drift = by == SortBy::Drift;
            let counts = if is_drift { &figures.drift_of_user } else { &figures.effective_of_user };
            sort_by_key(rows, descending, |row| counts[row]);
        }
        SortBy::NewestGrant => {
            columns.need_times(store, cancel)?;
            let newest = &columns.times().newest_of_user;
            sort_by_key(rows, descending, |row| newest[row]);
        }
        SortBy::LastChange => {
            columns.need_last_changes(store, cancel)?;
            let last = &columns.last_changes().of_user;
            sort_by_key(rows, descending, |row| last[row]);
        }
    }
    Ok(())
}

/// For each user, the rank of the profile's value by which an order sorts, among all values.
fn profile_ranks(store: &Store, columns: &ColumnCache, by: SortBy) -> Result<Vec<u32>, StoreError> {
    let tenants = if by == SortBy::Tenant { store.tenant_names()? } else { HashMap::new() };
    let profiles = columns.profiles();
    let name = |profile: &Profile| match by {
        SortBy::Tenant => tenant_of(store, profile)
            .map(|id| tenants.get(id).map_or(id.as_str(), String::as_str).to_lowercase()),
        SortBy::Home => profile.home.map(|at| store.companies()[at].code.to_lowercase()),
        SortBy::Status => (!profile.active).then(|| "inactive".into()),
        _ => profile
            .role
            .and_then(|id| store.catalog.roles.get(&id))
            .map(|role| role.name.to_lowercase()),
    };
    let names: Vec<String> =
        profiles.kinds.iter().map(|profile| name(profile).unwrap_or_default()).collect();
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort();
    sorted.dedup();
    let rank = |name: &String| {
        let at = sorted.partition_point(|other| *other < name);
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    Ok(profiles.each(&names.iter().map(rank).collect::<Vec<u32>>()))
}

impl Answers for Terms<'_, UserId> {
    fn pause(&self) -> Result<(), StoreError> {
        self.check_cancelled()
    }

    fn length(&self) -> usize {
        self.columns.ids().len()
    }

    fn text(&mut self, text: &str) -> Result<Mask, StoreError> {
        self.columns.need_texts(self.store, self.cancel)?;
        Ok(self.columns.texts().having(&Matcher::new(text)?, None))
    }

    fn count(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError> {
        self.columns.need_grant_counts(self.store, self.cancel)?;
        let counts = self.columns.grant_counts().iter();
        Ok(counts.map(|count| contains(ranges, u64::from(*count))).collect())
    }

    fn effective(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError> {
        self.columns.need_figures(self.store, self.cancel)?;
        let counts = self.columns.figures().effective_of_user.iter();
        Ok(counts.map(|count| contains(ranges, u64::from(*count))).collect())
    }

    fn granted(&mut self, ranges: &[GrantedRange]) -> Result<Mask, StoreError> {
        self.columns.need_times(self.store, self.cancel)?;
        Ok(self.columns.times().days.users(&self.days(ranges)))
    }

    fn field(&mut self, field: FilterField, value: &str) -> Result<Mask, StoreError> {
        let (store, cancel) = (self.store, self.cancel);
        match field {
            FilterField::User | FilterField::Name | FilterField::Email => {
                self.columns.need_texts(store, cancel)?;
                let (texts, matcher) = (self.columns.texts(), Matcher::new(value)?);
                Ok(match field {
                    FilterField::User => texts.called(&matcher),
                    FilterField::Name => texts.having(&matcher, Some(TextPart::FullName)),
                    _ => texts.having(&matcher, Some(TextPart::Email)),
                })
            }
            FilterField::Role => {
                self.columns.need_profiles(store, cancel)?;
                let roles = entities::roles(store, value)?;
                Ok(self
                    .columns
                    .profiles()
                    .having(|profile| profile.role.is_some_and(|role| roles.contains(&role))))
            }
            FilterField::Tenant => {
                self.columns.need_profiles(store, cancel)?;
                let tenants = entities::tenants(store, value)?;
                Ok(self.columns.profiles().having(|profile| {
                    tenant_of(store, profile).is_some_and(|tenant| tenants.contains(tenant))
                }))
            }
            FilterField::Home => {
                self.columns.need_profiles(store, cancel)?;
                let companies = entities::companies(store, value)?;
                Ok(self
                    .columns
                    .profiles()
                    .having(|profile| profile.home.is_some_and(|home| companies[home])))
            }
            FilterField::Company => self.with_grant_in(&entities::companies(store, value)?),
            FilterField::Effective => self.with_access_to(&entities::companies(store, value)?),
            // The parser rejects these fields in a filter of users, or they are evaluated
            // elsewhere.
            FilterField::Code | FilterField::Count | FilterField::Granted | FilterField::Is => {
                Ok(vec![false; self.columns.ids().len()])
            }
        }
    }

    fn state(&mut self, state: FilterState) -> Result<Mask, StoreError> {
        match state {
            FilterState::Active | FilterState::Inactive => {
                self.columns.need_profiles(self.store, self.cancel)?;
                let wanted = state == FilterState::Active;
                return Ok(self.columns.profiles().having(|profile| profile.active == wanted));
            }
            FilterState::Marked => {
                let marked = self.query.marked;
                let is_marked = |id: &UserId| marked.is_some_and(|marked| marked.contains(id));
                return Ok(self.columns.ids().iter().map(is_marked).collect());
            }
            FilterState::Drift => {
                self.columns.need_drifting(self.store, self.cancel)?;
                return Ok(self.columns.drifting().to_vec());
            }
            FilterState::Ineffective => {
                self.columns.need_ineffective(self.store, self.cancel)?;
                return Ok(self.columns.ineffective().to_vec());
            }
            FilterState::None | FilterState::All | FilterState::Multiple => {
                self.columns.need_grant_counts(self.store, self.cancel)?;
            }
            _ => self.columns.need_figures(self.store, self.cancel)?,
        }
        let companies = self.store.companies().len();
        let counted = |wanted: &dyn Fn(usize) -> bool| -> Mask {
            self.columns.grant_counts().iter().map(|count| wanted(*count as usize)).collect()
        };
        let figures = self.columns.figures();
        Ok(match state {
            FilterState::None => counted(&|count| count == 0),
            FilterState::All => counted(&|count| count == companies),
            FilterState::Multiple => counted(&|count| count >= 2),
            FilterState::Implied => figures.implied.clone(),
            FilterState::CrossTenant => figures.cross_tenant.clone(),
            FilterState::RepeatsRole => figures.repeats_role.clone(),
            _ => figures.homeless.clone(),
        })
    }
}

impl Terms<'_, UserId> {
    /// The users who can really work in any of these companies.
    fn with_access_to(&mut self, companies: &Mask) -> Result<Mask, StoreError> {
        self.columns.need_profiles(self.store, self.cancel)?;
        let catalog = &self.store.catalog;
        let wanted: Vec<usize> = (0..companies.len()).filter(|at| companies[*at]).collect();
        let implied = |has_grants: bool| -> Vec<bool> {
            let kinds = self.columns.profiles().kinds.iter();
            kinds
                .map(|profile| {
                    let basis = profile.basis(catalog, has_grants);
                    wanted.iter().any(|at| basis.implied(catalog, *at).is_some())
                })
                .collect()
        };
        let (without, with) = (implied(false), implied(true));
        let profiles = self.columns.profiles();
        let mut mask = profiles.each(&without);
        // For some profiles it matters whether the user has grants, because the first one may
        // replace the home company.
        let depends: Vec<bool> = without.iter().zip(&with).map(|(a, b)| a != b).collect();
        if depends.contains(&true) {
            let depends = profiles.each(&depends);
            let rows: Vec<usize> = (0..depends.len()).filter(|row| depends[*row]).collect();
            let has_grants = self.have_grants(&rows)?;
            for (row, has_grants) in rows.into_iter().zip(has_grants) {
                mask[row] ^= has_grants;
            }
        }
        let profiles = self.columns.profiles();
        let counts = profiles.having(|profile| profile.basis(catalog, true).counts_grants());
        let granted = self.with_grant_in(companies)?;
        for (at, flag) in mask.iter_mut().enumerate() {
            *flag |= granted[at] && counts[at];
        }
        Ok(mask)
    }

    /// Whether each of the users at these rows has any grant.
    fn have_grants(&mut self, rows: &[usize]) -> Result<Vec<bool>, StoreError> {
        if rows.len() > FEW_ROWS || self.columns.has_figures() {
            self.columns.need_figures(self.store, self.cancel)?;
            let has_grants = &self.columns.figures().has_grants;
            return Ok(rows.iter().map(|row| has_grants[*row]).collect());
        }
        let _hold = hold(&self.store.connection)?;
        let mut statement = self.store.connection.prepare_cached(SELECT_COMPANIES_OF)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            self.check_cancelled()?;
            found.push(statement.exists([self.columns.ids()[*row].0])?);
        }
        Ok(found)
    }

    /// The users with a grant for any of these companies.
    fn with_grant_in(&self, companies: &Mask) -> Result<Mask, StoreError> {
        let ids = self.columns.ids();
        let mut mask = vec![false; ids.len()];
        let positions: Vec<usize> = (0..companies.len()).filter(|at| companies[*at]).collect();
        if positions.is_empty() {
            return Ok(mask);
        }
        if positions.len() > FEW_COMPANIES || !self.store.schema.grants_by_company {
            let mut parts = parts(ids);
            let next_part = || {
                self.check_cancelled()?;
                let next = parts.next();
                Ok(next.map(|(from, part)| {
                    let end = ids[part.end - 1].0;
                    (part, (from, end))
                }))
            };
            self.store.for_each_part(next_part, |part, grants| {
                let mut at = part.start;
                for (user, company) in grants.pairs {
                    while at < part.end && ids[at].0 < user {
                        at += 1;
                    }
                    if companies[company] && at < part.end && ids[at].0 == user {
                        mask[at] = true;
                    }
                }
                Ok::<_, StoreError>(())
            })?;
            return Ok(mask);
        }
        let mut statement = self.store.connection.prepare_cached(SELECT_BY_COMPANY)?;
        for position in positions {
            let company = self.store.companies()[position].id.as_str();
            let mut last = i64::MIN;
            loop {
                self.check_cancelled()?;
                let mut count = 0;
                let mut rows = statement.query(params![company, last, CHUNK])?;
                while let Some(row) = rows.next()? {
                    count += 1;
                    last = row.get(0)?;
                    if let ValueRef::Integer(user) = row.get_ref(1)?
                        && let Ok(at) = ids.binary_search(&UserId(user))
                    {
                        mask[at] = true;
                    }
                }
                if count < CHUNK {
                    break;
                }
            }
        }
        Ok(mask)
    }
}
