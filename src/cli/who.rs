//! `who`: everyone whom the HR system lets into a company, with the reason.

use serde::Serialize;

use super::access::deciding_grant_cells;
use super::database::DatabaseArgs;
use super::filter;
use super::output::{ListFormatArgs, Output};
use super::phrases::filled;
use super::table::{Column, Kind};
use super::{policy, resolve};
use crate::domain::{Cancel, User};
use crate::filter::Axis;
use crate::store::{AccessEntry, Query};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid who NYC
  grantgrid who NYC --where '!role:\"Super Admin\"'
  grantgrid who NYC --json | jq -r '.[] | select(.reason == \"grant\") | .username'";

/// The arguments of `who`.
#[derive(Debug, clap::Args)]
pub(super) struct WhoArgs {
    /// The company, by its code, exact name, `CODE (TENANT)` or id
    company: String,
    /// Only users that match the filter; `grantgrid users --help` explains filters
    #[arg(long = "where", value_name = "FILTER", allow_hyphen_values = true)]
    filter: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// A user as `--json` prints it.
#[derive(Serialize)]
struct WhoJson<'a> {
    username: &'a str,
    full_name: &'a str,
    role: Option<&'a str>,
    /// `role`, `home` or `grant`.
    reason: &'static str,
    /// As the database writes it, UTC. Null if grantgrid's history contradicts the date of the
    /// row; this and the next fields are null unless a grant is the reason.
    granted_at: Option<&'a str>,
    /// Who granted it; null if it is not in grantgrid's history.
    operator: Option<&'a str>,
    /// The reason, if the operator gave one.
    change_reason: Option<&'a str>,
}

pub(super) fn run(args: &WhoArgs) -> anyhow::Result<()> {
    let filter = filter::read(Axis::Users, args.filter.as_deref())?;
    let mut store = args.database.open()?;
    store.ensure_homes()?;
    let company = resolve::company(&store, &args.company)?.id.clone();
    let (query, cancel) = (Query::of(&filter), Cancel::default());
    if let Some(mut records) = args.format.records() {
        store.for_each_with_access(&company, &query, &cancel, |user, entry| {
            records.element(&WhoJson::of(&user, &entry))
        })?;
        return records.finish();
    }
    policy::print_policy_note(&store);
    let mut table = Output::new().table(vec![
        Column::new("USERNAME", Kind::Key),
        Column::new("NAME", Kind::Text(32)),
        Column::new("ROLE", Kind::Text(24)),
        Column::new("REASON", Kind::Key),
        Column::new("SINCE (UTC)", Kind::Key),
        Column::new("BY", Kind::Text(32)),
        Column::new("CHANGE REASON", Kind::Text(40)),
    ])?;
    store.for_each_with_access(&company, &query, &cancel, |user, entry| {
        let [since, by, why] = deciding_grant_cells(&entry);
        let reason = entry.reason.as_str().to_owned();
        table.row(vec![user.username, user.full_name, user.role, reason, since, by, why])
    })?;
    table.finish()
}

impl<'a> WhoJson<'a> {
    fn of(user: &'a User, entry: &'a AccessEntry) -> Self {
        let grant = entry.deciding_grant();
        let made = grant.and_then(|grant| grant.made_by.as_ref());
        Self {
            username: &user.username,
            full_name: &user.full_name,
            role: filled(&user.role),
            reason: entry.reason.as_str(),
            granted_at: grant.and_then(|grant| grant.since.time()),
            operator: made.map(|made| made.operator.as_str()),
            change_reason: made.and_then(|made| made.reason.as_deref()),
        }
    }
}
