//! Lists users, each with the number of granted companies and the number of companies that the
//! user can really work in. Grants are counted by the database where it can, otherwise read.

use rusqlite::Connection;

use super::access::{AccessRow, positions_of};
use super::catalog::Catalog;
use super::effective::{AccessBasis, RoleReach};
use super::grant_counts::{count_grants_of, is_granted};
use super::home_companies;
use super::parallel::hold;
use super::users::RawUser;
use super::walk::{CHUNK, raw_users};
use crate::domain::{Cancel, User, UserId};
use crate::store::select::UserCounts;
use crate::store::{Store, StoreError};

/// A user in a list.
#[derive(Clone, Debug)]
pub struct ListedUser {
    /// The user.
    pub user: User,
    /// How many companies are granted to the user.
    pub companies: usize,
    /// How many companies the user can really work in.
    pub effective: usize,
}

impl From<AccessRow> for ListedUser {
    fn from(row: AccessRow) -> Self {
        Self { companies: row.companies.len(), effective: row.effective, user: row.user }
    }
}

impl Store {
    /// Visits these users, or all, in order, each with the numbers of companies. What a filter
    /// has just counted is not counted again.
    ///
    /// # Errors
    /// Those of [`Store::for_each_of`].
    pub fn for_each_listed<E: From<StoreError>>(
        &self,
        users: Option<&[UserId]>,
        mut visit: impl FnMut(ListedUser) -> Result<(), E>,
    ) -> Result<(), E> {
        let counts = self.counts_at_hand()?;
        let is_counted = counts.as_ref().is_some_and(UserCounts::has_effective);
        let is_sorted = users.is_none_or(<[UserId]>::is_sorted);
        if !is_sorted || !is_counted && !self.has_one_row_per_grant(&Cancel::default())? {
            return match users {
                Some(users) => self.for_each_row_of(users, |row| visit(row.into())),
                None => self.for_each_row(|row| visit(row.into())),
            };
        }
        let all;
        let users = if let Some(users) = users {
            users
        } else {
            all = self.user_ids(&Cancel::default())?;
            &all
        };
        let names = self.employee_names(users.len())?;
        let mut chunks = users.chunks(CHUNK);
        let next_part = || Ok(chunks.next().map(|users| ((), users)));
        let (schema, catalog, homes) = (&self.schema, &self.catalog, self.homes.as_ref());
        let read = |connection: &Connection, users: &[UserId]| {
            let _hold = hold(connection)?;
            let found = raw_users(connection, schema, users)?;
            let ids: Vec<UserId> = found.iter().map(|raw| UserId(raw.id)).collect();
            let known = counts.as_ref().map(|counts| counts.of_each(&ids));
            let granted = match &known {
                Some((granted, _)) => granted.clone(),
                None => count_grants_of(connection, &ids)?,
            };
            if let Some((granted, Some(effective))) = known {
                return Ok((found, granted, effective));
            }
            let effective = found.iter().zip(&granted).map(|(raw, granted)| {
                let home = home_companies::of(connection, schema, catalog, homes, UserId(raw.id))?;
                let home = home.and_then(|home| catalog.position(&home));
                let basis =
                    catalog.basis(raw.role, raw.organization, raw.active, home, *granted > 0);
                count_effective(connection, catalog, &basis, (raw, *granted))
            });
            let effective = effective.collect::<Result<_, StoreError>>()?;
            Ok((found, granted, effective))
        };
        self.read_ahead(next_part, read, |(), (found, granted, effective)| {
            let users = self.complete_all(found, &names)?;
            for ((user, companies), effective) in users.into_iter().zip(granted).zip(effective) {
                let (companies, effective) = (companies as usize, effective as usize);
                visit(ListedUser { user, companies, effective })?;
            }
            Ok(())
        })
    }
}

/// How many companies a user with this number of grants can work in. Reads grants only if it
/// depends on which companies they are for.
fn count_effective(
    connection: &Connection,
    catalog: &Catalog,
    basis: &AccessBasis,
    (raw, granted): (&RawUser, u32),
) -> Result<u32, StoreError> {
    let user = UserId(raw.id);
    let reached = basis.tally(catalog, std::iter::empty()).effective;
    let reached = u32::try_from(reached).unwrap_or(u32::MAX);
    if !basis.counts_grants() || granted == 0 {
        return Ok(reached);
    }
    Ok(match (basis.reach(), basis.implied_home(catalog)) {
        (RoleReach::All, _) => reached,
        (RoleReach::Nothing, None) => granted,
        (RoleReach::Nothing, Some(home)) => {
            granted + u32::from(!is_granted(connection, catalog, user, home)?)
        }
        (RoleReach::Tenant(_), _) => {
            let held = positions_of(connection, catalog, user)?;
            let effective = basis.tally(catalog, held.into_iter()).effective;
            u32::try_from(effective).unwrap_or(u32::MAX)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{GrantEffect, HomeAccess, Reach, RolePolicy};
    use crate::filter::{Axis, parse};
    use crate::store::testing::{TestDb, environment};
    use crate::store::{DemoPlan, Query};

    fn listed(store: &Store, users: Option<&[UserId]>) -> Vec<(i64, usize, usize)> {
        let mut all = Vec::new();
        let visit = |it: ListedUser| {
            all.push((it.user.id.0, it.companies, it.effective));
            Ok::<_, StoreError>(())
        };
        store.for_each_listed(users, visit).expect("a list");
        all
    }

    /// Compares the lists with the rows of the matrix, before and after filters have counted.
    fn assert_as_in_the_matrix(db: &TestDb, what: &str) {
        let mut store = Store::open(&db.path(), environment()).expect("the database");
        store.ensure_homes().expect("homes");
        let users = store.user_ids(&Cancel::default()).expect("users");
        let rows = store.access_rows(&users).expect("rows");
        let expected: Vec<_> =
            rows.iter().map(|row| (row.user.id.0, row.companies.len(), row.effective)).collect();
        let every_third: Vec<_> = users.iter().copied().step_by(3).collect();
        let third: Vec<_> = expected.iter().copied().step_by(3).collect();
        let reversed: Vec<_> = users.iter().rev().copied().collect();
        for filter in ["", "n:0..3", "effective:0..3"] {
            if !filter.is_empty() {
                let filter = parse(Axis::Users, filter).expect("a filter");
                store.select_users(&Query::of(&filter), &Cancel::default()).expect("a selection");
            }
            assert_eq!(listed(&store, None), expected, "{what}, all after {filter:?}");
            assert_eq!(listed(&store, Some(&users)), expected, "{what}, chosen after {filter:?}");
            assert_eq!(listed(&store, Some(&every_third)), third, "{what}, after {filter:?}");
            let mut backwards = listed(&store, Some(&reversed));
            backwards.reverse();
            assert_eq!(backwards, expected, "{what}, in another order after {filter:?}");
        }
    }

    #[test]
    fn lists_have_the_numbers_of_the_matrix_under_every_policy() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 120, companies: 12, grants: 500, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        assert_as_in_the_matrix(&db, "the policies of 2025");
        for reach in [Reach::All, Reach::Tenant, Reach::Home] {
            for home in [HomeAccess::Always, HomeAccess::WithoutGrants, HomeAccess::Never] {
                for grants in [GrantEffect::Count, GrantEffect::Ignored] {
                    let policy = RolePolicy { reach, grants, home };
                    for role in ["HR Manager", "Employee"] {
                        db.open().set_policy(role, policy, None).expect("a policy");
                    }
                    assert_as_in_the_matrix(&db, &format!("{policy:?}"));
                }
            }
        }
    }

    #[test]
    fn lists_have_the_numbers_of_the_matrix_whatever_the_grants_name() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 60, companies: 8, grants: 200, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        let change = |sql: &str| db.run(&format!("PRAGMA foreign_keys = OFF; {sql}"));
        change(
            "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
             SELECT 'a' || id, id, 'gone', '' FROM hrm_users",
        );
        assert_as_in_the_matrix(&db, "a company that is gone");
        change(
            "UPDATE hrm_user_company_access SET company_id = upper(company_id) WHERE user_id % 2",
        );
        assert_as_in_the_matrix(&db, "ids spelled in two ways");
        change("DELETE FROM hrm_user_company_access WHERE company_id IN ('gone', 'GONE')");
        assert_as_in_the_matrix(&db, "only ids spelled in two ways");
        change("UPDATE hrm_user_company_access SET company_id = upper(company_id)");
        assert_as_in_the_matrix(&db, "ids spelled in another way than the companies'");
    }
}
