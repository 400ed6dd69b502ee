//! The demo database: in a file, or in a temporary folder that is removed.

use std::path::Path;

use anyhow::Context;

use super::database::{self, OperatorArgs};
use super::exit::print_message;
use super::{account, interrupt, work};
use crate::store::{DemoPlan, PrivateFolder, ServerUrl, Store};

/// The number of users and grants from which a message says that it takes a while.
const LARGE: u64 = 200_000;

/// A demo database in a temporary folder.
pub(super) struct Demo(PrivateFolder);

impl Demo {
    /// Creates it and opens it for the operator.
    pub(super) fn create(
        plan: &DemoPlan,
        operator: &OperatorArgs,
    ) -> anyhow::Result<(Self, Store)> {
        let folder =
            PrivateFolder::begin().context("cannot create a temporary folder for the demo")?;
        let path = folder.path().join("demo.db");
        write(&path, plan)?;
        Ok((Self(folder), database::open(&path, operator)?))
    }

    /// Removes it with its folder.
    pub(super) fn remove(self) -> anyhow::Result<()> {
        self.0.close().context("cannot remove the temporary folder of the demo")
    }
}

/// Fills an empty database on a server; a signal stops it and leaves the database empty.
pub(super) fn write_to_server(url: &ServerUrl, plan: &DemoPlan) -> anyhow::Result<()> {
    let account = account::current();
    work::with_progress("filling", |progress| {
        Store::write_demo_to_server(url, &account, plan, progress)
    })?;
    let DemoPlan { users, companies, grants, .. } = plan;
    print_message(&format!(
        "filled {url} with {users} users, {companies} companies and {grants} grants \
         · `grantgrid {url}` opens it"
    ));
    Ok(())
}

/// Creates the database; a signal stops and removes it.
pub(super) fn write(path: &Path, plan: &DemoPlan) -> anyhow::Result<()> {
    let DemoPlan { users, companies, grants, .. } = plan;
    if users.saturating_add(*grants) > LARGE {
        print_message(&format!(
            "creating a demo database with {users} users, {companies} companies and {grants} grants …"
        ));
    }
    interrupt::cancelling(|cancel| Store::write_demo_until(path, plan, cancel))
}
