//! Evaluates a filter of companies.

use super::answers::{Answers, Terms, contains};
use super::columns::ColumnCache;
use super::entities;
use super::fill::parts::parts;
use super::matcher::Matcher;
use super::order::{compare, sort_by_key};
use super::query::{Mask, Order, Query, SortBy};
use crate::domain::{Cancel, Company, CompanyId};
use crate::filter::{FilterField, FilterState, GrantedRange, NumberRange};
use crate::store::reading::access;
use crate::store::reading::by_id::split_user;
use crate::store::reading::effective::EffectiveTally;
use crate::store::{Store, StoreError};

/// Up to this many users are looked up one by one.
const FEW_USERS: usize = 500;

pub(super) fn select(
    store: &Store,
    columns: &mut ColumnCache,
    query: &Query<'_, CompanyId>,
    cancel: &Cancel,
) -> Result<Vec<CompanyId>, StoreError> {
    let companies = store.companies();
    let mask = match query.filter.root() {
        None => vec![true; companies.len()],
        Some(root) => Terms { store, columns: &mut *columns, query, cancel }.node(root)?,
    };
    let all = 0..u32::try_from(companies.len()).unwrap_or(u32::MAX);
    let mut positions: Vec<u32> =
        all.zip(mask).filter_map(|(at, let_through)| let_through.then_some(at)).collect();
    sort(store, columns, &mut positions, query.order, cancel)?;
    Ok(positions.into_iter().map(|at| companies[at as usize].id.clone()).collect())
}

fn sort(
    store: &Store,
    columns: &mut ColumnCache,
    positions: &mut [u32],
    Order { by, descending }: Order,
    cancel: &Cancel,
) -> Result<(), StoreError> {
    match by {
        SortBy::Name | SortBy::Code | SortBy::Tenant => {
            let text = |at: u32| {
                let company = &store.companies()[at as usize];
                match by {
                    SortBy::Code => company.code.as_bytes(),
                    SortBy::Tenant => company.tenant_name.as_deref().unwrap_or("").as_bytes(),
                    _ => company.name.as_bytes(),
                }
            };
            positions.sort_by(|a, b| {
                let order = compare(text(*a), text(*b));
                if descending { order.reverse() } else { order }
            });
        }
        SortBy::Status => sort_by_key(positions, descending, |at| !store.companies()[at].active),
        SortBy::Count => {
            columns.need_figures(store, cancel)?;
            let counts = &columns.figures().users_of_company;
            sort_by_key(positions, descending, |at| counts[at]);
        }
        SortBy::NewestGrant => {
            columns.need_times(store, cancel)?;
            let newest = &columns.times().newest_of_company;
            sort_by_key(positions, descending, |at| newest[at]);
        }
        // The other orders exist only for users.
        _ => {
            if descending {
                positions.reverse();
            }
        }
    }
    Ok(())
}

impl Answers for Terms<'_, CompanyId> {
    fn pause(&self) -> Result<(), StoreError> {
        self.check_cancelled()
    }

    fn length(&self) -> usize {
        self.store.companies().len()
    }

    fn text(&mut self, text: &str) -> Result<Mask, StoreError> {
        let matcher = Matcher::new(text)?;
        Ok(self.having(|company| {
            matcher.is_in(company.code.as_bytes()) || matcher.is_in(company.name.as_bytes())
        }))
    }

    fn count(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError> {
        self.columns.need_figures(self.store, self.cancel)?;
        let counts = self.columns.figures().users_of_company.iter();
        Ok(counts.map(|count| contains(ranges, *count)).collect())
    }

    fn effective(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError> {
        self.columns.need_figures(self.store, self.cancel)?;
        let tallies = self.columns.figures().tally_of_company.iter();
        Ok(tallies.map(|tally| contains(ranges, tally.effective)).collect())
    }

    fn granted(&mut self, ranges: &[GrantedRange]) -> Result<Mask, StoreError> {
        self.columns.need_times(self.store, self.cancel)?;
        Ok(self.columns.times().days.companies(&self.days(ranges)))
    }

    fn field(&mut self, field: FilterField, value: &str) -> Result<Mask, StoreError> {
        match field {
            FilterField::Code => entities::companies_by_code(self.store, value),
            FilterField::Name => {
                let matcher = Matcher::new(value)?;
                Ok(self.having(|company| matcher.is_in(company.name.as_bytes())))
            }
            FilterField::Tenant => {
                let tenants = entities::tenants(self.store, value)?;
                Ok(self.having(|company| {
                    company.tenant.as_ref().is_some_and(|tenant| tenants.contains(tenant))
                }))
            }
            FilterField::User => self.granted_to(value),
            FilterField::Effective => self.reached_by(value),
            // The parser rejects all other fields in a filter of companies.
            _ => Ok(self.having(|_| false)),
        }
    }

    fn state(&mut self, state: FilterState) -> Result<Mask, StoreError> {
        match state {
            FilterState::Active => return Ok(self.having(|company| company.active)),
            FilterState::Inactive => return Ok(self.having(|company| !company.active)),
            FilterState::Marked => {
                let marked = self.query.marked;
                return Ok(self
                    .having(|company| marked.is_some_and(|marked| marked.contains(&company.id))));
            }
            _ => self.columns.need_figures(self.store, self.cancel)?,
        }
        let figures = self.columns.figures();
        let users = self.columns.ids().len() as u64;
        let counted = |wanted: &dyn Fn(u64) -> bool| -> Mask {
            figures.users_of_company.iter().map(|count| wanted(*count)).collect()
        };
        let tallied = |wanted: &dyn Fn(&EffectiveTally) -> bool| -> Mask {
            figures.tally_of_company.iter().map(wanted).collect()
        };
        Ok(match state {
            FilterState::None => counted(&|count| count == 0),
            FilterState::All => counted(&|count| count == users),
            FilterState::Multiple => counted(&|count| count >= 2),
            FilterState::Implied => tallied(&|tally| tally.implied > 0),
            FilterState::Ineffective => tallied(&|tally| tally.ineffective > 0),
            _ => figures.company_drifts.clone(),
        })
    }
}

impl Terms<'_, CompanyId> {
    fn having(&self, wanted: impl Fn(&Company) -> bool) -> Mask {
        self.store.companies().iter().map(wanted).collect()
    }

    /// The companies in which the users named by the value can really work.
    fn reached_by(&mut self, value: &str) -> Result<Mask, StoreError> {
        self.columns.need_texts(self.store, self.cancel)?;
        self.columns.need_profiles(self.store, self.cancel)?;
        let users = self.columns.texts().called(&Matcher::new(value)?);
        let (ids, profiles) = (self.columns.ids(), self.columns.profiles());
        let catalog = &self.store.catalog;
        let mut mask = self.having(|_| false);
        let mut enter = |row: usize, has_grants: bool, held: &mut dyn Iterator<Item = usize>| {
            let basis = profiles.of(row).basis(catalog, has_grants);
            if basis.counts_grants() {
                held.for_each(|at| mask[at] = true);
            }
            for (at, flag) in mask.iter_mut().enumerate() {
                *flag = *flag || basis.implied(catalog, at).is_some();
            }
        };
        let named = || (0..ids.len()).filter(|row| users[*row]);
        if named().nth(FEW_USERS).is_none() {
            for row in named() {
                let held = access::held_by(&self.store.connection, catalog, ids[row])?;
                enter(row, held.has_grants(), &mut held.positions.into_iter());
            }
            return Ok(mask);
        }
        for (from, part) in parts(ids) {
            self.check_cancelled()?;
            let grants = self.store.grant_pairs_between(from, ids[part.end - 1].0)?;
            let mut pairs = grants.pairs.as_slice();
            for row in part {
                let held = split_user(&mut pairs, ids[row].0);
                if users[row] {
                    let has_grants = grants.has_grants(ids[row].0, held);
                    enter(row, has_grants, &mut held.iter().map(|(_, at)| *at));
                }
            }
        }
        Ok(mask)
    }

    /// The companies that are granted to the users named by the value.
    fn granted_to(&mut self, value: &str) -> Result<Mask, StoreError> {
        self.columns.need_texts(self.store, self.cancel)?;
        let users = self.columns.texts().called(&Matcher::new(value)?);
        let ids = self.columns.ids();
        let mut mask = self.having(|_| false);
        let named = || users.iter().zip(ids).filter_map(|(named, id)| named.then_some(*id));
        if named().nth(FEW_USERS).is_none() {
            for user in named() {
                for grant in self.store.grants_of(user)? {
                    if let Some(at) = self.store.catalog.position(&grant.company) {
                        mask[at] = true;
                    }
                }
            }
            return Ok(mask);
        }
        for (from, part) in parts(ids) {
            self.check_cancelled()?;
            let mut at = part.start;
            for (user, company) in self.store.access_between(from, ids[part.end - 1].0)? {
                while at < part.end && ids[at].0 < user {
                    at += 1;
                }
                mask[company] |= at < part.end && ids[at].0 == user && users[at];
            }
        }
        Ok(mask)
    }
}
