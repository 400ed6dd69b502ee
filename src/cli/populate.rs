//! `populate`: users get what the rules of their roles call for.

use super::bulk::{self, BulkArgs};
use super::phrases::counted;
use super::resolve::{NameChoice, WantedCompanies, targets};
use crate::domain::{Bulk, Operation};
use crate::filter::{Axis, Filter};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid populate --dry-run                 which grants are missing, by role
  grantgrid populate --reason 'new companies'
  grantgrid populate --users 'role:\"HR Manager\" is:active' --dry-run --json
  grantgrid populate --dry-run --detailed-exitcode     4 if there is drift";

pub(super) const EXPLANATION: &str = "\
Populating only adds: what a rule does not call for stays. Users and companies count whether
they are active or not, as they do in drift; `--users is:active` leaves the inactive out. Who
lacks a role, an employee record, a home company or a tenant that the rule asks for is skipped,
and told.";

/// The arguments of `populate`.
#[derive(Debug, clap::Args)]
#[command(mut_arg("force", |force| force.hide(true)))] // nothing is removed
pub(super) struct PopulateArgs {
    #[command(flatten)]
    whom: WhomArgs,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Who is populated: everybody, unless some are chosen.
#[derive(Debug, clap::Args)]
#[group(id = "whom", multiple = false)]
struct WhomArgs {
    /// Only these users, by username
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Only the users that the filter lets through; `grantgrid users --help` explains filters
    #[arg(long = "users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// Populates and answers the exit status.
pub(super) fn run(args: &PopulateArgs) -> anyhow::Result<u8> {
    let WhomArgs { usernames, user_filter } = &args.whom;
    let users = if usernames.is_empty() && user_filter.is_none() {
        NameChoice::Filter(Filter::everything(Axis::Users))
    } else {
        NameChoice::of(Axis::Users, "--users", usernames, user_filter.as_deref())?
    };
    let mut store = args.bulk.change.database.open()?;
    let wanted = WantedCompanies { users, companies: NameChoice::Names(&[]), source: None };
    let targets = targets(&mut store, &wanted)?;
    let bulk = Bulk {
        operation: Operation::Populate,
        users: targets.users.clone(),
        companies: Vec::new(),
    };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| {
        match (&committed.change, committed.unchanged) {
            (None, 0) => "nothing to do: the rules call for no grant".into(),
            (None, 1) => "nothing to do: the grant that the rules call for stands already".into(),
            (None, stood) => {
                format!("nothing to do: all {stood} grants that the rules call for stand already")
            }
            (Some(change), stood) => {
                let added = counted(change.added, "grant", "grants");
                format!("populated: {added} added, {stood} stood already")
            }
        }
    })
}
