//! An access report for a reviewer: recent changes, users without a company, and
//! users who are missing access that the role rules require. It is read-only.
//!
//! ```sh
//! cargo run --example report -- hrm.db
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use grantgrid::domain::{Cancel, HistoryQuery};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{Environment, Query, Store};

/// The number of changes listed.
const CHANGES: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut io::stdout().lock())
}

/// Writes the report on the database that is the only argument.
pub(crate) fn run(arguments: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let [database] = arguments else {
        return Err("usage: report DB".into());
    };
    let mut store = Store::open(Path::new(database), Environment::real("report example"))?;
    let figures = store.statistics(&Cancel::default())?;
    writeln!(out, "Access to {} companies: {} %", figures.companies, figures.coverage_percent())?;

    writeln!(out, "\nLast changes")?;
    for change in store.changes(&HistoryQuery { limit: CHANGES, ..HistoryQuery::default() })? {
        let reason = change.reason.as_deref().unwrap_or("no reason given");
        let (kind, added, removed) = (change.kind.as_str(), change.added, change.removed);
        writeln!(out, "  {} {}: {kind} +{added} -{removed}, {reason}", change.at, change.operator)?;
    }
    for (title, filter) in [
        ("Active users without a company", "is:active is:none"),
        ("Users missing access required by their role", "is:drift"),
    ] {
        let filter = parse(Axis::Users, filter)?;
        let users = store.select_users(&Query::of(&filter), &Cancel::default())?;
        writeln!(out, "\n{title}: {}", users.len())?;
        for row in store.access_rows(&users)? {
            writeln!(out, "  {} {}, {}", row.user.username, row.user.full_name, row.user.role)?;
        }
    }
    Ok(())
}
