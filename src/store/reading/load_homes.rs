//! The store's home companies: read once if they cannot be looked up one by one, and looked up
//! for one user.

use super::home_companies::{self, Employment, HomeCompanies, LARGE};
use crate::domain::{Cancel, CompanyId, UserId};
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
        let Some(ends) = home_companies::record_ends(&self.connection, &self.schema)? else {
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
