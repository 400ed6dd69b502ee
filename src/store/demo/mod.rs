//! Demo databases of any size, to try grantgrid with and to measure it. The same plan gives
//! the same rows on every machine and in every version. `people` and `companies` create these,
//! `shares` decides how many companies each user gets, `grants` decides which, and `build`
//! puts everything together.

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

/// More users or companies than this must be a typo.
const MOST_USERS: u64 = 100_000_000;
const MOST_COMPANIES: u64 = 1_000_000;

impl Store {
    /// Creates a demo database at `path`. The file is built under a temporary name in the same
    /// folder and renamed when it is complete.
    ///
    /// # Errors
    /// [`StoreError::Impossible`] if there are more grants than cells, or if the numbers are
    /// too large; [`StoreError::Exists`] if a file exists at `path`, which is not changed;
    /// [`StoreError::NoFolder`], [`StoreError::Unwritable`]. An error leaves nothing behind;
    /// what a killed run leaves, the next one in that folder removes.
    pub fn write_demo(path: &Path, plan: &DemoPlan) -> Result<(), StoreError> {
        Self::write_demo_until(path, plan, &Cancel::default())
    }

    /// Like [`Store::write_demo`], but can be cancelled.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] too, soon after `cancel` is set; nothing is left behind then.
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
