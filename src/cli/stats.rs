//! `stats`: the figures of the console's status bar.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::output::{FormatArgs, Output};
use crate::domain::Cancel;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid stats
  grantgrid stats --db hr.db --json";

/// The arguments of `stats`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The statistics as `--json` prints them.
#[derive(Serialize)]
struct Record {
    users: u64,
    companies: u64,
    grants: u64,
    coverage_percent: f64,
    users_without_company: u64,
    users_with_multiple: u64,
    drift: u64,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let store = args.database.open()?;
    let statistics = store.statistics(&Cancel::default())?;
    let coverage = statistics.coverage_percent();
    let mut output = Output::new();
    if args.format.json {
        return output.object(&Record {
            users: statistics.users,
            companies: statistics.companies,
            grants: statistics.grants,
            coverage_percent: coverage,
            users_without_company: statistics.users_without_company,
            users_with_multiple: statistics.users_with_multiple,
            drift: statistics.drift,
        });
    }
    output.labelled(&[
        ("users", statistics.users.to_string()),
        ("companies", statistics.companies.to_string()),
        ("grants", statistics.grants.to_string()),
        ("coverage", format!("{coverage:.1} %")),
        ("users without a company", statistics.users_without_company.to_string()),
        ("users with several", statistics.users_with_multiple.to_string()),
        ("drift", statistics.drift.to_string()),
    ])?;
    output.finish()
}
