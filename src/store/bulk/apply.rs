//! Shortcuts for programs that use the library: preview or commit a bulk change without
//! progress reports.

use crate::domain::{Bulk, Cancel, JobProgress, Preview, Statistics};
use crate::store::edit::Committed;
use crate::store::{Store, StoreError};

impl Store {
    /// What [`Store::apply`] would do, without doing it. Includes coverage and the
    /// guard ([`Preview::guard`]), which need the figures of the whole matrix.
    ///
    /// ```
    /// # use grantgrid::domain::Bulk;
    /// # use grantgrid::store::{DemoPlan, Environment, Store};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hrm.db");
    /// # Store::write_demo(&path, &DemoPlan::default())?;
    /// let mut store = Store::open(&path, Environment::real("ada"))?;
    /// let users = store.user_ids_after(None, 100)?;
    /// let companies = store.companies().iter().map(|company| company.id.clone());
    /// let preview = store.dry_run(&Bulk::grant(users, companies))?;
    /// assert_eq!(preview.removed, 0);
    /// assert!(preview.coverage_after() > preview.coverage_before());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Store::preview`].
    pub fn dry_run(&mut self, bulk: &Bulk) -> Result<Preview, StoreError> {
        let mut preview = self.preview(bulk, &Statistics::default(), &mut JobProgress::none())?;
        preview.set_totals(&self.totals_for(&preview, &Cancel::default())?);
        Ok(preview)
    }

    /// Makes a bulk change as one change of the journal, with an optional reason.
    /// It does not ask for confirmation, even if the change is dangerous: check
    /// [`Store::dry_run`] first.
    ///
    /// ```
    /// # use grantgrid::domain::Bulk;
    /// # use grantgrid::store::{DemoPlan, Environment, Store};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hrm.db");
    /// # Store::write_demo(&path, &DemoPlan::default())?;
    /// let mut store = Store::open(&path, Environment::real("ada"))?;
    /// let user = store.user_ids_after(None, 1)?[0];
    /// let company = store.companies()[0].id.clone();
    /// store.apply(&Bulk::set([user], [company.clone()]), Some("only this one"))?;
    /// let companies: Vec<_> = store.grants_of(user)?.into_iter().map(|it| it.company).collect();
    /// assert_eq!(companies, [company]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Store::edit`]; after any of them nothing has changed.
    pub fn apply(&mut self, bulk: &Bulk, reason: Option<&str>) -> Result<Committed, StoreError> {
        self.commit(bulk, None, reason, &mut JobProgress::none())
    }
}
