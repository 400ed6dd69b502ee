//! One row of the access matrix while its cells are written: the user, every value of the
//! current grants, and what the rules require.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::access::SELECT_COMPANIES_OF;
use super::catalog::Catalog;
use super::effective::{AccessBasis, EffectiveTally};
use super::home_companies::{self, HomeCompanies};
use super::home_use::HomeUse;
use super::quick_hash::QuickHasher;
use super::tenant_scope;
use crate::domain::{
    AccessEffect, Company, CompanyId, HomeEffect, RoleId, Scope, StatisticsDelta, TenantId, UserId,
};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, is_active_user, optional_number, text};
use crate::store::sqlite::tables::ROWID;

/// A row of `hrm_user_company_access` with every value, so that it can be restored.
#[derive(Clone, Debug)]
pub(crate) struct StoredGrant {
    pub(crate) id: SqlValue,
    pub(crate) created_at: SqlValue,
    pub(crate) modified_at: SqlValue,
    /// Its rowid, if known, for finding it quickly.
    pub(crate) rowid: Option<i64>,
}

/// The grants of a user by the company's position in the catalog.
pub(crate) type HeldGrants = HashMap<usize, Vec<StoredGrant>, BuildHasherDefault<QuickHasher>>;

/// The user whose cells are being written.
pub(crate) struct GrantRow {
    pub(crate) user: UserId,
    pub(crate) username: String,
    /// The value of [`HrSchema::user_person`].
    pub(crate) person: SqlValue,
    /// Whether the journal means the same person by this id; `None` until it was
    /// checked.
    pub(crate) same_person: Option<bool>,
    /// Whether the change that is being reverted means another person by this id; `None`
    /// until it was checked.
    pub(crate) another_person: Option<bool>,
    /// Whether the journal has the name.
    pub(crate) named: bool,
    scope: Scope,
    home: Option<CompanyId>,
    tenant: Option<TenantId>,
    /// By the company's position in the catalog; empty if not fetched yet.
    pub(crate) held: HeldGrants,
    /// The positions of grants that are not fetched yet.
    to_fetch: Vec<usize>,
    /// How many cells were fetched; if the whole row was read, how many were used.
    fetched: usize,
    pub(crate) held_before: usize,
    /// The number of grants whose company is gone.
    absent: usize,
    active: bool,
    role: Option<RoleId>,
    organization: Option<i64>,
    effective_before: EffectiveTally,
    pub(crate) home_before: HomeUse,
    /// The companies held at the start, ascending, if the reader keeps them.
    pub(crate) held_at_start: Option<Vec<usize>>,
    /// Without the unique constraint, a cell may hold several grants, which are added
    /// and removed together: the cell that was restored last ...
    pub(crate) restored: Option<usize>,
    /// ... and the ids of grants that were removed from such a cell.
    pub(crate) removed_with_others: Vec<(usize, SqlValue)>,
}

/// Reads rows of the matrix.
pub(crate) struct RowReader<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) schema: &'a HrSchema,
    pub(crate) catalog: &'a Catalog,
    pub(crate) homes: Option<&'a HomeCompanies>,
    /// Whether rows keep the companies held at the start, to compute the effect on access.
    pub(crate) keeps_start: bool,
    /// Whether the next row is read from an index that has only the companies.
    reads_companies_only: bool,
    select_row: String,
    select_cell: String,
    select_user: String,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(
        connection: &'a Connection,
        schema: &'a HrSchema,
        catalog: &'a Catalog,
        homes: Option<&'a HomeCompanies>,
    ) -> Self {
        Self {
            connection,
            schema,
            catalog,
            homes,
            keeps_start: false,
            reads_companies_only: false,
            select_row: select_row(schema),
            select_cell: select_cell(schema),
            select_user: select_user(schema),
        }
    }

    /// # Errors
    /// [`StoreError::Gone`], [`StoreError::OutOfReach`] if the operator may not change the user.
    pub(crate) fn read(&self, user: UserId) -> Result<GrantRow, StoreError> {
        let found = self
            .connection
            .prepare_cached(&self.select_user)?
            .query_row([user.0], |row| {
                let (role, organization) = (optional_number(row, 1)?, optional_number(row, 2)?);
                Ok((text(row, 0)?, role, organization, is_active_user(row, 3)?, row.get(4)?))
            })
            .optional()?;
        let Some((username, role, organization, active, person)) = found else {
            return Err(tenant_scope::absent_user(self.connection, user)?);
        };
        let (held, to_fetch, absent) = if self.reads_companies_only {
            self.companies_of(user)?
        } else {
            let (held, absent) = self.grants_of(user)?;
            (held, Vec::new(), absent)
        };
        let home =
            home_companies::of(self.connection, self.schema, self.catalog, self.homes, user)?;
        let tenant = self.catalog.tenant_of(home.as_ref(), organization).cloned();
        let role = role.map(RoleId);
        let scope = self.catalog.scope(role);
        let held_before = held.len();
        let held_at_start = self.keeps_start.then(|| ascending(&held));
        let mut row = GrantRow {
            user,
            username,
            person,
            same_person: None,
            another_person: None,
            named: false,
            scope,
            home,
            tenant,
            held,
            to_fetch,
            fetched: 0,
            held_before,
            absent,
            active,
            role,
            organization,
            effective_before: EffectiveTally::default(),
            home_before: HomeUse::Unaffected,
            held_at_start,
            restored: None,
            removed_with_others: Vec::new(),
        };
        row.effective_before = row.tally(self.catalog);
        row.home_before = row.home_use(self.catalog);
        Ok(row)
    }

    /// Fetches the grants of a cell, if they are not fetched yet.
    pub(crate) fn fetch(&self, row: &mut GrantRow, at: usize) -> Result<(), StoreError> {
        row.fetched += 1;
        let count = row.to_fetch.iter().filter(|of| **of == at).count();
        if count == 0 {
            return Ok(());
        }
        let mut grants = Vec::with_capacity(count);
        let mut statement = self.connection.prepare_cached(&self.select_cell)?;
        let mut found = statement.query(params![row.user.0, self.catalog.keys[at]])?;
        while let Some(found) = found.next()? {
            grants.push(StoredGrant::read(found)?);
        }
        if grants.len() == count {
            row.held.insert(at, grants);
            row.to_fetch.retain(|of| *of != at);
            return Ok(());
        }
        // The grants spell the company's id differently from the company itself.
        let (mut all, _) = self.grants_of(row.user)?;
        let mut unread = std::mem::take(&mut row.to_fetch);
        unread.sort_unstable();
        unread.dedup();
        for at in unread {
            match all.remove(&at) {
                Some(grants) => row.held.insert(at, grants),
                None => row.held.remove(&at),
            };
        }
        Ok(())
    }

    /// Consecutive users are mostly alike: if few grants of this row were needed, the next row
    /// is read from the index.
    pub(crate) fn learn_from(&mut self, row: &GrantRow) {
        self.reads_companies_only = row.fetched * 2 < row.held_before;
    }

    /// The grants of a user by the company's position, and the number of grants whose company
    /// is gone.
    fn grants_of(&self, user: UserId) -> Result<(HeldGrants, usize), StoreError> {
        let (mut held, mut absent) = (HeldGrants::default(), 0);
        let mut statement = self.connection.prepare_cached(&self.select_row)?;
        let mut rows = statement.query([user.0])?;
        while let Some(row) = rows.next()? {
            match self.catalog.position_of(row.get_ref(4)?) {
                Some(at) => held.entry(at).or_default().push(StoredGrant::read(row)?),
                None => absent += 1,
            }
        }
        Ok((held, absent))
    }

    /// The same, but read from the index: the grants are still to be fetched, from the
    /// positions returned.
    fn companies_of(&self, user: UserId) -> Result<(HeldGrants, Vec<usize>, usize), StoreError> {
        let (mut held, mut to_fetch, mut absent) = (HeldGrants::default(), Vec::new(), 0);
        let mut statement = self.connection.prepare_cached(SELECT_COMPANIES_OF)?;
        let mut rows = statement.query([user.0])?;
        while let Some(row) = rows.next()? {
            match self.catalog.position_of(row.get_ref(0)?) {
                Some(at) => {
                    held.entry(at).or_default();
                    to_fetch.push(at);
                }
                None => absent += 1,
            }
        }
        Ok((held, to_fetch, absent))
    }
}

impl StoredGrant {
    /// From the columns of [`grant_columns`].
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            created_at: row.get(1)?,
            modified_at: row.get(2)?,
            rowid: row.get(3)?,
        })
    }
}

impl GrantRow {
    /// The numbers of cells in each state, with the current grants.
    fn tally(&self, catalog: &Catalog) -> EffectiveTally {
        self.basis(catalog).tally(catalog, self.held.keys().copied())
    }

    /// What decides the user's access, apart from the grants.
    pub(crate) fn basis(&self, catalog: &Catalog) -> AccessBasis {
        let home = self.home.as_ref().and_then(|home| catalog.position(home));
        let has_grants = self.absent > 0 || !self.held.is_empty();
        catalog.basis(self.role, self.organization, self.active, home, has_grants)
    }

    /// The effect on the user's access, if the companies held at the start were kept.
    pub(crate) fn effect(&self, catalog: &Catalog) -> Option<AccessEffect> {
        let before = self.held_at_start.as_ref()?;
        let now = ascending(&self.held);
        let not_in = |of: &[usize], other: &[usize]| -> Vec<usize> {
            of.iter().copied().filter(|at| other.binary_search(at).is_err()).collect()
        };
        let change = (not_in(&now, before), not_in(before, &now));
        let has_absent = self.absent > 0;
        let change = (change.0.as_slice(), change.1.as_slice());
        Some(self.basis(catalog).effect(catalog, before, change, has_absent).0)
    }

    /// How the current grants affect the home company.
    fn home_use(&self, catalog: &Catalog) -> HomeUse {
        let basis = self.basis(catalog);
        basis.home_use(catalog, basis.home.is_some_and(|home| self.held.contains_key(&home)))
    }

    /// The effect on the user's home company.
    pub(crate) fn home_effect(&self, catalog: &Catalog) -> HomeEffect {
        self.home_before.effect_of_becoming(self.home_use(catalog))
    }

    /// Adds the difference that this row makes to the statistics.
    pub(crate) fn count_into(&self, catalog: &Catalog, delta: &mut StatisticsDelta) {
        delta.count_user(self.held_before as u64, self.held.len() as u64);
        let (before, after) = (self.effective_before, self.tally(catalog));
        let step = |after: u64, before: u64| {
            i64::try_from(after).unwrap_or(i64::MAX).saturating_sub_unsigned(before)
        };
        delta.effective_pairs += step(after.effective, before.effective);
        delta.implied_pairs += step(after.implied, before.implied);
        delta.ineffective_grants += step(after.ineffective, before.ineffective);
        if self.active {
            let without = |tally: EffectiveTally| i64::from(tally.effective == 0);
            delta.users_without_effective_access += without(after) - without(before);
        }
    }

    /// Whether the rules require the company for the user.
    pub(crate) fn requires(&self, company: &Company) -> bool {
        self.scope.requires(self.home.as_ref(), self.tenant.as_ref(), company)
    }
}

fn ascending(held: &HeldGrants) -> Vec<usize> {
    let mut positions: Vec<usize> = held.keys().copied().collect();
    positions.sort_unstable();
    positions
}

fn grant_columns(schema: &HrSchema) -> String {
    let modified_at = if schema.grant_modified_at { "modified_at" } else { "NULL" };
    let number = if schema.numbers_grants() { ROWID } else { "NULL" };
    format!("id, created_at, {modified_at}, {number}")
}

pub(crate) fn select_row(schema: &HrSchema) -> String {
    let columns = grant_columns(schema);
    format!("SELECT {columns}, company_id FROM hrm_user_company_access WHERE user_id = ?1")
}

pub(crate) fn select_cell(schema: &HrSchema) -> String {
    let columns = grant_columns(schema);
    format!("SELECT {columns} FROM hrm_user_company_access WHERE user_id = ?1 AND company_id = ?2")
}

pub(crate) fn select_user(schema: &HrSchema) -> String {
    format!(
        "SELECT username, {}, {} FROM hrm_users WHERE id = ?1",
        schema.user_references, schema.user_person
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cancel;
    use crate::store::testing::TestDb;
    use crate::store::{DemoPlan, Store};

    fn ids(held: &HeldGrants) -> Vec<(usize, Vec<SqlValue>)> {
        let of = |(at, grants): (&usize, &Vec<StoredGrant>)| {
            (*at, grants.iter().map(|grant| grant.id.clone()).collect())
        };
        let mut ids: Vec<(usize, Vec<SqlValue>)> = held.iter().map(of).collect();
        ids.sort_by_key(|(at, _)| *at);
        ids
    }

    /// Asserts that every row read from the index, with each cell fetched, equals the row read
    /// whole.
    fn assert_fetched_alike(db: &TestDb, what: &str) {
        let store = db.open();
        let (connection, schema, catalog) = (&store.connection, &store.schema, &store.catalog);
        let mut reader = RowReader::new(connection, schema, catalog, None);
        let mut cells = 0;
        for user in store.user_ids(&Cancel::default()).expect("users") {
            reader.reads_companies_only = false;
            let whole = reader.read(user).expect("a row");
            reader.reads_companies_only = true;
            let mut row = reader.read(user).expect("a row");
            assert_eq!((row.held_before, row.absent), (whole.held_before, whole.absent), "{what}");
            for (at, _) in ids(&whole.held) {
                reader.fetch(&mut row, at).expect("a cell");
                cells += 1;
            }
            assert!(row.to_fetch.is_empty(), "{what}");
            assert_eq!(ids(&row.held), ids(&whole.held), "{what}");
        }
        assert!(cells > 100, "{what}: {cells}");
    }

    #[test]
    fn cells_read_one_by_one_equal_those_of_a_whole_row() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 60, companies: 12, grants: 150, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        assert_fetched_alike(&db, "as the HR system keeps them");
        db.run(
            "PRAGMA foreign_keys = OFF; \
             CREATE TABLE copy AS SELECT * FROM hrm_user_company_access; \
             DROP TABLE hrm_user_company_access; \
             ALTER TABLE copy RENAME TO hrm_user_company_access; \
             INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
             SELECT 'c' || id, user_id, company_id, created_at FROM hrm_user_company_access LIMIT 9",
        );
        assert_fetched_alike(&db, "several of one cell");
        db.run(
            "UPDATE hrm_user_company_access SET company_id = CAST(company_id AS BLOB) \
             WHERE rowid % 3 = 0",
        );
        assert_fetched_alike(&db, "written otherwise than by the company");
    }
}
