//! Made-up HR databases of any size, to try things on and to measure with.
//! The same plan gives the same rows on every machine and in every version.
//! What stands where: `people` and `companies` make these, `shares` says how
//! many companies each user gets, `grants` which, `build` puts it together.

mod build;
mod builder;
mod companies;
mod dice;
mod grants;
mod names;
mod people;
mod plan;
mod shares;
mod times;

use std::io::{self, ErrorKind};
use std::path::Path;

use super::{Store, StoreError};
use crate::domain::Cancel;
use crate::store::opening::file::folder_for;
use crate::store::opening::part::PartialFile;
use crate::store::opening::target::{check_target, refuse_existing};
use crate::text::system_error::reason;
pub use plan::DemoPlan;

/// More than this many users or companies are a slip of the finger.
const MOST_USERS: u64 = 100_000_000;
const MOST_COMPANIES: u64 = 1_000_000;

impl Store {
    /// Makes a demo database at `path`. The file is built under another name
    /// in the same folder and takes its own when it is whole.
    ///
    /// Errors: [`StoreError::Impossible`] if there are fewer cells than grants
    /// or the numbers are beyond reason, [`StoreError::Exists`] if anything
    /// is at `path`; it is left as it is, [`StoreError::NoFolder`],
    /// [`StoreError::Unwritable`]. After an error nothing is left
    /// behind; what a killed run leaves, the next one in that folder removes.
    pub fn write_demo(path: &Path, plan: &DemoPlan) -> Result<(), StoreError> {
        Self::write_demo_until(path, plan, &Cancel::default())
    }

    /// [`Store::write_demo`] that can be stopped on the way.
    ///
    /// Errors: [`StoreError::Cancelled`] too, within a moment after `cancel`
    /// says so; then nothing is left behind.
    pub fn write_demo_until(
        path: &Path,
        plan: &DemoPlan,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        let users = plan.checked(plan.users, MOST_USERS, "users")?;
        let companies = plan.checked(plan.companies, MOST_COMPANIES, "companies")?;
        let folder = folder_for(path)?;
        check_target(path, false, None)?;
        refuse_existing(path)?;
        let unwritable =
            |error: io::Error| StoreError::Unwritable { path: path.into(), reason: reason(&error) };

        let part = PartialFile::begin(folder).map_err(unwritable)?;
        build::fill(part.path(), plan, users, companies, cancel)?;
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        part.finish(path, false, None).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists(path.into()),
            _ => unwritable(error),
        })
    }
}

#[cfg(test)]
mod tests;
