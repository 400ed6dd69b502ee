//! The store's home companies: read once if they cannot be looked up one by one, and looked up
//! for one user.

use super::all_names::AllNames;
use super::employees;
use super::home_companies::{self, Employment, HomeCompanies, Records};
use super::parallel::LARGE;
use crate::domain::{Cancel, CompanyId, UserId};
use crate::store::sqlite::pragmas::data_version;
use crate::store::{Store, StoreError};

impl Store {
    /// Whether [`Store::load_home_companies`] must be called before users show their home
    /// companies, or again because another program has written.
    #[must_use]
    pub fn needs_home_companies(&self) -> bool {
        home_companies::must_be_read(&self.schema) && (self.homes.is_none() || self.homes_outdated)
    }

    /// Reads the home companies of all users. Holds no lock for long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn load_home_companies(&self, cancel: &Cancel) -> Result<HomeCompanies, StoreError> {
        let Some(ends) = employees::ends(&self.connection, &self.schema)? else {
            return home_companies::read(&self.connection, &self.schema, &self.catalog, cancel);
        };
        let (schema, catalog) = (&self.schema, &self.catalog);
        let parts = self.in_ranges(ends, LARGE, |connection, range| {
            home_companies::read_records(connection, schema, catalog, range, cancel)
        })?;
        Ok(HomeCompanies::from_records(catalog, parts))
    }

    /// Uses home companies that another thread has read.
    pub fn install_home_companies(&mut self, homes: HomeCompanies) {
        self.columns.forget();
        self.homes = Some(homes);
        self.homes_outdated = false;
    }

    /// Reads the home companies now, if they are not read yet.
    pub fn ensure_homes(&mut self) -> Result<(), StoreError> {
        if self.needs_home_companies() { self.load_homes_now() } else { Ok(()) }
    }

    /// The same, and reads the names of all employee records in the same pass, for a list that
    /// shows them or a filter that searches them.
    ///
    /// # Errors
    /// Those of the database.
    pub fn ensure_homes_and_names(&mut self) -> Result<(), StoreError> {
        let ends = employees::ends(&self.connection, &self.schema)?;
        let is_worthwhile = self.needs_home_companies() && self.schema.employee_names;
        let Some(ends) = ends.filter(|_| is_worthwhile) else {
            return self.ensure_homes();
        };
        let version = data_version(&self.connection)?;
        let catalog = &self.catalog;
        let parts = self.in_ranges(ends, LARGE, |connection, range| {
            let (mut records, mut names) = (Records::default(), AllNames::default());
            let (sql, cancel) = (employees::SELECT_BOTH, Cancel::default());
            employees::for_each_record(connection, sql, range, &cancel, |record, user, row| {
                records.add(catalog, (record, user), row.get_ref(2)?);
                names.add(user, (row.get_ref(3)?, row.get_ref(4)?))
            })?;
            Ok((records, names))
        })?;
        let (records, names) = parts.into_iter().unzip();
        self.install_home_companies(HomeCompanies::from_records(&self.catalog, records));
        self.install_names(AllNames::from_parts(names)?, version);
        Ok(())
    }

    pub(crate) fn load_homes_now(&mut self) -> Result<(), StoreError> {
        self.install_home_companies(self.load_home_companies(&Cancel::default())?);
        Ok(())
    }

    pub(super) fn home_of(&self, user: UserId) -> Result<Option<CompanyId>, StoreError> {
        home_companies::of(&self.connection, &self.schema, &self.catalog, self.homes.as_ref(), user)
    }

    /// The home company of a user, found even if home companies are not read yet and there is
    /// no index. Slow, so for a single user only.
    pub(in crate::store) fn home_for_certain(
        &self,
        user: UserId,
    ) -> Result<Option<CompanyId>, StoreError> {
        if self.homes.is_none() && self.schema.employees {
            return home_companies::look_up(&self.connection, &self.catalog, user);
        }
        self.home_of(user)
    }

    /// Whether a user has an employee record. Slow without an index, so for a single user
    /// only.
    pub(crate) fn is_employed(&self, user: UserId) -> Result<bool, StoreError> {
        let found = |it: Employment| it != Employment::None;
        match &self.homes {
            _ if !self.schema.employees => Ok(false),
            Some(homes) => Ok(found(homes.employment(user))),
            None => home_companies::employment_of(&self.connection, &self.catalog, user).map(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{Axis, parse};
    use crate::store::testing::TestDb;
    use crate::store::{DemoPlan, Query};

    /// Every user with full name and home company, and the users whose names have a text.
    fn names_and_homes(store: &mut Store, text: &str) -> (Vec<String>, Vec<UserId>) {
        let mut all = Vec::new();
        let visit = |it: crate::store::ListedUser| {
            let user = it.user;
            all.push(format!("{} {} {:?}", user.id, user.full_name, user.home_company));
            Ok::<_, StoreError>(())
        };
        store.for_each_listed(None, visit).expect("a list");
        let filter = parse(Axis::Users, text).expect("a filter");
        let query = Query::of(&filter);
        (all, store.select_users(&query, &Cancel::default()).expect("a selection"))
    }

    #[test]
    fn homes_and_names_of_one_pass_are_those_of_two() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 200, companies: 9, grants: 300, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        // Home companies of so large a table are read only when they are needed.
        db.run(
            "PRAGMA foreign_keys = OFF; UPDATE hrm_employee SET id = id + 30000; \
             UPDATE hrm_employee SET user_id = user_id - 1 WHERE id % 7 = 0; \
             UPDATE hrm_employee SET user_id = 201 - user_id WHERE id % 3 = 0; \
             UPDATE hrm_employee SET first_name = ' ', last_name = '' WHERE id % 5 = 0; \
             UPDATE hrm_employee SET user_id = NULL WHERE id % 11 = 0; \
             UPDATE hrm_employee SET company_id = 'gone' WHERE id % 13 = 0",
        );
        let (mut one, mut two) = (db.open(), db.open());
        assert!(one.needs_home_companies());
        one.ensure_homes_and_names().expect("one pass");
        two.ensure_homes().expect("the homes");
        assert!(!one.needs_home_companies());
        assert!(one.names_at_hand().expect("the names").is_some());
        let expected = names_and_homes(&mut two, "an");
        assert_eq!(names_and_homes(&mut one, "an"), expected);
        assert!(!expected.1.is_empty() && expected.1.len() < 200, "{:?}", expected.1);

        one.ensure_homes_and_names().expect("nothing to read");
        db.run("UPDATE hrm_employee SET first_name = 'Zora'");
        assert!(one.names_at_hand().expect("the names").is_none(), "they are outdated");
        assert_eq!(names_and_homes(&mut one, "zora").1, names_and_homes(&mut two, "zora").1);
    }
}
