//! Fills an empty file in one transaction: tables in the order of their dependencies, and
//! indexes that enforce no constraint at the end.

use std::path::Path;

use rusqlite::Connection;

use super::builder::DemoBuilder;
use super::companies::DemoCompanies;
use super::names::DemoNames;
use super::people::{self, DemoRole};
use super::plan::DemoPlan;
use super::times::Calendar;
use super::{grants, shares};
use crate::domain::Cancel;
use crate::store::sqlite::interrupts::interrupting;
use crate::store::sqlite::pragmas::{self, JournalMode};
use crate::store::sqlite::tables;
use crate::store::{SCHEMA, StoreError, opening};

/// Enough for the indexes of a million users, whose names are inserted in random order.
const CACHE_KIB: u32 = 131_072;

/// Fills the empty file at `path`. `users` and `companies` are those of the plan.
///
/// # Errors
/// [`StoreError::Cancelled`] too, once `cancel` is set.
pub(super) fn fill(
    path: &Path,
    plan: &DemoPlan,
    users: u32,
    companies: u32,
    cancel: &Cancel,
) -> Result<(), StoreError> {
    let connection = opening::connect(path, opening::LOCK_TIMEOUT)?;
    // Nobody sees this file before it is complete, so it needs no rollback journal, and
    // references need no checks.
    pragmas::set_journal(&connection, JournalMode::Memory)?;
    pragmas::never_sync(&connection)?;
    pragmas::set_cache_kib(&connection, CACHE_KIB)?;
    pragmas::enforce_foreign_keys(&connection, false)?;

    // Creating an index of ten million grants takes long.
    interrupting(&connection, cancel, || write(&connection, plan, users, companies, cancel))
}

fn write(
    connection: &Connection,
    plan: &DemoPlan,
    users: u32,
    companies: u32,
    cancel: &Cancel,
) -> Result<(), StoreError> {
    let transaction = connection.unchecked_transaction()?;
    transaction.execute_batch(SCHEMA)?;
    let indexes = tables::take_indexes(&transaction)?;
    let names = DemoNames::load();
    let calendar = Calendar::new();
    let roles = roles(&transaction, &calendar)?;
    let companies = DemoCompanies::make(&transaction, &names, &calendar, plan.seed, companies)?;
    let making = DemoBuilder { connection, calendar: &calendar, seed: plan.seed, cancel };
    let people = people::make(&making, &names, &companies, &roles, users)?;
    let shares = shares::share_out(&people, companies.count(), plan.grants, plan.seed);
    grants::make(&making, &companies, &people, &shares)?;
    for sql in indexes {
        transaction.execute_batch(&sql)?;
    }
    Ok(transaction.commit()?)
}

/// The ids of the roles that the schema creates, in the order of [`DemoRole::ALL`]. Their
/// times are set to those of the demo's calendar.
fn roles(connection: &Connection, calendar: &Calendar) -> Result<Vec<i64>, StoreError> {
    let since = calendar.midnight(0);
    connection.execute("UPDATE role SET created_at = ?1, updated_at = ?1", [since.as_str()])?;
    let mut find = connection.prepare("SELECT id FROM role WHERE name = ?1")?;
    DemoRole::ALL
        .into_iter()
        .map(|role| Ok(find.query_row([role.name()], |row| row.get(0))?))
        .collect()
}
