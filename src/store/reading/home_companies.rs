//! Home companies: the company of each user's first employee record.
//!
//! The HR system has no index on `hrm_employee.user_id`, and grantgrid adds none to its
//! tables. Without the index, the home companies are read once into a compact list:
//! immediately for a small database, and by
//! [`load_home_companies`](crate::store::Store::load_home_companies) on another thread for a
//! large one.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use super::by_id::position_from;
use super::catalog::Catalog;
use super::employees;
use crate::domain::{Cancel, CompanyId, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::sql_value::text_of;

/// If no employee id is above this, reading all of them takes no noticeable time.
const SMALL: i64 = 20_000;

/// Marks the id of an employee record that does not fit into 32 bits.
const LARGE_ID: u32 = u32::MAX;

pub(crate) const SELECT_BY_USER: &str =
    "SELECT company_id FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1";

/// The home company of every user that has one. Clones share the same data.
#[derive(Clone, Debug, Default)]
pub struct HomeCompanies(Arc<Read>);

#[derive(Debug, Default)]
struct Read {
    /// Ascending.
    users: Vec<UserId>,
    /// The position of each user's company in `companies`.
    positions: Vec<u32>,
    /// The id of each user's first record; [`LARGE_ID`] if it is in `large_ids`.
    records: Vec<u32>,
    large_ids: BTreeMap<UserId, i64>,
    companies: Vec<CompanyId>,
}

/// A user's employment according to the first employee record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Employment {
    /// There is no record.
    None,
    /// The record names no company, or one that is gone.
    Nowhere,
    /// The home company's position in the catalog.
    At(usize),
}

impl HomeCompanies {
    /// The users with this home company, ascending.
    pub(crate) fn users_at(&self, company: &CompanyId) -> Vec<UserId> {
        let Some(at) = self.0.companies.iter().position(|id| id == company) else {
            return Vec::new();
        };
        let homes = self.0.users.iter().zip(&self.0.positions);
        homes.filter(|(_, home)| **home as usize == at).map(|(user, _)| *user).collect()
    }

    /// The employment of a user, with the position in the catalog with which the home
    /// companies were read.
    pub(crate) fn employment(&self, user: UserId) -> Employment {
        match self.0.users.binary_search(&user) {
            Err(_) => Employment::None,
            Ok(at) => match self.0.positions[at] as usize {
                position if position < self.0.companies.len() => Employment::At(position),
                _ => Employment::Nowhere,
            },
        }
    }

    pub(crate) fn of(&self, user: UserId) -> Option<&CompanyId> {
        let at = self.0.users.binary_search(&user).ok()?;
        self.0.companies.get(self.0.positions[at] as usize)
    }
}

/// The home companies of users in ascending order: each continues where the one before ended.
pub(crate) struct HomesInOrder<'a> {
    read: &'a Read,
    /// The position in a catalog of each company that the homes were read with.
    in_catalog: Vec<Option<usize>>,
    next: usize,
}

impl HomesInOrder<'_> {
    /// The position of the user's home company in the catalog. The ids must ascend.
    pub(crate) fn of(&mut self, user: UserId) -> Option<usize> {
        let at = position_from(&self.read.users, &mut self.next, user, |user| *user)?;
        self.in_catalog.get(self.read.positions[at] as usize).copied().flatten()
    }
}

impl HomeCompanies {
    /// Looks up the homes of users in ascending order; none of their ids is lower than `first`.
    pub(crate) fn in_order(&self, catalog: &Catalog, first: UserId) -> HomesInOrder<'_> {
        let companies = self.0.companies.iter();
        HomesInOrder {
            read: &self.0,
            in_catalog: companies.map(|company| catalog.position(company)).collect(),
            next: self.0.users.partition_point(|user| *user < first),
        }
    }

    /// The id of a user's first employee record.
    pub(super) fn record_of(&self, user: UserId) -> Option<i64> {
        let at = self.0.users.binary_search(&user).ok()?;
        match self.0.records[at] {
            LARGE_ID => self.0.large_ids.get(&user).copied(),
            id => Some(id.into()),
        }
    }
}

/// The home company of one user; `None` also if home companies are not read yet.
pub(crate) fn of(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    homes: Option<&HomeCompanies>,
    user: UserId,
) -> Result<Option<CompanyId>, StoreError> {
    if let Some(homes) = homes {
        return Ok(homes.of(user).cloned());
    }
    if !schema.employees_by_user {
        return Ok(None);
    }
    look_up(connection, catalog, user)
}

/// The home company of one user, looked up in the table.
pub(super) fn look_up(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
) -> Result<Option<CompanyId>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_BY_USER)?;
    let home = statement
        .query_row([user.0], |row| Ok(text_of(row.get_ref(0)?).into_owned()))
        .optional()?;
    // A company that is gone is nobody's home company.
    Ok(home.map(|id| CompanyId::new(&id)).filter(|id| catalog.position(id).is_some()))
}

/// The employment of one user, found with the index on the user.
pub(crate) fn employment_of(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
) -> Result<Employment, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_BY_USER)?;
    let found =
        statement.query_row([user.0], |row| Ok(catalog.position_of(row.get_ref(0)?))).optional()?;
    Ok(match found {
        None => Employment::None,
        Some(None) => Employment::Nowhere,
        Some(Some(position)) => Employment::At(position),
    })
}

/// Reads the home companies of all users, with at most [`CHUNK`] records under one lock.
pub(crate) fn read(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    cancel: &Cancel,
) -> Result<HomeCompanies, StoreError> {
    let records = read_records(connection, schema, catalog, (i64::MIN, i64::MAX), cancel)?;
    Ok(HomeCompanies::from_records(catalog, vec![records]))
}

/// Employee records that belong to a user, by ascending id.
#[derive(Default)]
pub(super) struct Records {
    /// The user, the position of the company, and the id of the record.
    found: Vec<(UserId, u32, u32)>,
    large_ids: BTreeMap<UserId, i64>,
}

impl Records {
    /// Adds a record of a user, by ascending id; `company` is the id of its company.
    pub(super) fn add(
        &mut self,
        catalog: &Catalog,
        (record, user): (i64, UserId),
        company: ValueRef<'_>,
    ) {
        let home = catalog.position_of(company);
        let home = home.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        let id = u32::try_from(record).unwrap_or(LARGE_ID);
        if id == LARGE_ID {
            self.large_ids.entry(user).or_insert(record);
        }
        self.found.push((user, home, id));
    }
}

/// Reads the records with ids in a range, both ends included.
pub(super) fn read_records(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    range: (i64, i64),
    cancel: &Cancel,
) -> Result<Records, StoreError> {
    let mut records = Records::default();
    if schema.employees {
        let sql = employees::SELECT_COMPANIES;
        employees::for_each_record(connection, sql, range, cancel, |record, user, row| {
            records.add(catalog, (record, user), row.get_ref(2)?);
            Ok(())
        })?;
    }
    Ok(records)
}

impl HomeCompanies {
    /// Builds the list; `parts` are ascending by id.
    pub(super) fn from_records(catalog: &Catalog, parts: Vec<Records>) -> Self {
        let companies = catalog.companies.iter().map(|company| company.id.clone()).collect();
        let mut all = Records::default();
        for part in parts {
            if all.found.is_empty() {
                all.found = part.found;
            } else {
                all.found.extend(part.found);
            }
            for (user, record) in part.large_ids {
                all.large_ids.entry(user).or_insert(record);
            }
        }
        let Records { mut found, large_ids } = all;
        // Sorting allocates memory even if the records are in order already.
        if !found.is_sorted_by_key(|(user, ..)| *user) {
            // A stable sort: if a user has several records, the one with the lowest id stays
            // first.
            found.sort_by_key(|(user, ..)| *user);
        }
        found.dedup_by_key(|(user, ..)| *user);
        let mut homes = Read { large_ids, companies, ..Read::default() };
        homes.users = found.iter().map(|(user, ..)| *user).collect();
        homes.positions = found.iter().map(|(_, position, _)| *position).collect();
        homes.records = found.iter().map(|(.., record)| *record).collect();
        Self(Arc::new(homes))
    }
}

/// Whether home companies cannot be looked up one by one.
pub(crate) fn must_be_read(schema: &HrSchema) -> bool {
    schema.employees && !schema.employees_by_user
}

/// Whether the home companies must be read, and are few enough to be read immediately.
pub(crate) fn is_small(connection: &Connection, schema: &HrSchema) -> Result<bool, StoreError> {
    if !must_be_read(schema) {
        return Ok(false);
    }
    let largest: Option<i64> = connection
        .prepare_cached("SELECT max(id) FROM hrm_employee")?
        .query_row([], |row| row.get(0))?;
    Ok(largest.unwrap_or(0) <= SMALL)
}
