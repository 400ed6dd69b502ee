//! `access`: the companies that the HR system really lets a user into, with the reason.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::filter::{self, CompaniesArgs};
use super::output::{ListFormatArgs, Output, TableOutput};
use super::phrases::seconds;
use super::table::{Column, Kind};
use super::{policy, resolve};
use crate::domain::GrantedSince;
use crate::store::{AccessEntry, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid access sarah
  grantgrid access sarah --where 'tenant:global'
  grantgrid access sarah --json | jq -r '.[].company_code'";

/// The arguments of `access`.
#[derive(Debug, clap::Args)]
pub(super) struct AccessArgs {
    /// The user's username
    user: String,
    #[command(flatten)]
    companies: CompaniesArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// A company that the HR system lets a user into, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct EffectiveJson<'a> {
    company_code: &'a str,
    company_name: &'a str,
    /// `role`, `home` or `grant`.
    reason: &'static str,
}

impl<'a> EffectiveJson<'a> {
    pub(super) fn of(store: &'a Store, entry: &AccessEntry) -> Self {
        let company = &store.companies()[entry.company];
        Self {
            company_code: &company.code,
            company_name: &company.name,
            reason: entry.reason.as_str(),
        }
    }
}

pub(super) fn run(args: &AccessArgs) -> anyhow::Result<()> {
    let filter = args.companies.read()?;
    let mut store = args.database.open()?;
    store.ensure_homes()?;
    let selected = filter::companies(&mut store, &filter)?;
    let user = resolve::user(&store, &args.user)?;
    let mut entries = store.effective_access(user.id)?;
    entries.retain(|entry| selected.contains(&store.companies()[entry.company].id));
    if let Some(mut records) = args.format.records() {
        for entry in &entries {
            records.element(&EffectiveJson::of(&store, entry))?;
        }
        return records.finish();
    }
    policy::print_policy_note(&store);
    table(Output::new(), &store, entries.iter())?.finish()
}

/// Prints each company with the reason; for a grant also since when, who granted it and why.
pub(super) fn table<'a>(
    output: Output,
    store: &Store,
    entries: impl Iterator<Item = &'a AccessEntry>,
) -> anyhow::Result<TableOutput> {
    let mut table = output.table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("REASON", Kind::Key),
        Column::new("SINCE (UTC)", Kind::Key),
        Column::new("BY", Kind::Text(32)),
        Column::new("CHANGE REASON", Kind::Text(40)),
    ])?;
    for entry in entries {
        let company = &store.companies()[entry.company];
        let [since, by, why] = deciding_grant_cells(entry);
        table.row(vec![
            company.code.clone(),
            company.name.clone(),
            entry.reason.as_str().to_owned(),
            since,
            by,
            why,
        ])?;
    }
    Ok(table)
}

/// Since when there is access, who granted it and why, if a grant is the reason.
pub(super) fn deciding_grant_cells(entry: &AccessEntry) -> [String; 3] {
    let Some(grant) = entry.deciding_grant() else {
        return Default::default();
    };
    let made = grant.made_by.as_ref();
    [
        since(&grant.since),
        made.map(|made| made.operator.clone()).unwrap_or_default(),
        made.and_then(|made| made.reason.clone()).unwrap_or_default(),
    ]
}

/// Marks a time that is only in the grant's row, not in the history.
fn since(since: &GrantedSince) -> String {
    match since {
        GrantedSince::Known(at) => seconds(at).to_owned(),
        GrantedSince::Dated(at) => format!("dated {}", seconds(at)),
        GrantedSince::Unknown => "unknown".to_owned(),
    }
}
