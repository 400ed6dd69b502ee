//! The made-up database: written to a file, or to a temporary folder with which
//! it goes.

use std::path::Path;

use anyhow::Context;

use super::database::{self, OperatorArgs};
use super::exit::say;
use super::interrupt;
use crate::store::{DemoPlan, PrivateFolder, Store};

/// More users and grants than this take so long that a word is due.
const LARGE: u64 = 200_000;

/// A made-up database in a temporary folder.
pub(super) struct Demo(PrivateFolder);

impl Demo {
    /// Makes it, and opens it in the name of the operator.
    pub(super) fn make(plan: &DemoPlan, operator: &OperatorArgs) -> anyhow::Result<(Self, Store)> {
        let folder =
            PrivateFolder::begin().context("a temporary folder for the demo cannot be made")?;
        let path = folder.path().join("demo.db");
        write(&path, plan)?;
        Ok((Self(folder), database::open(&path, operator)?))
    }

    /// Removes it with its folder.
    pub(super) fn remove(self) -> anyhow::Result<()> {
        self.0.close().context("the temporary folder of the demo cannot be removed")
    }
}

/// Makes the database, unless a signal comes in between.
pub(super) fn write(path: &Path, plan: &DemoPlan) -> anyhow::Result<()> {
    let DemoPlan { users, companies, grants, .. } = plan;
    if users.saturating_add(*grants) > LARGE {
        say(&format!(
            "making a demo database of {users} users, {companies} companies and {grants} grants …"
        ));
    }
    interrupt::cancelling(|cancel| Store::write_demo_until(path, plan, cancel))
}
