//! `populate`: grants users what the rules of their roles require.

use super::bulk::{self, BulkArgs};
use super::phrases::counted;
use super::resolve::{NameChoice, Selection, targets};
use crate::domain::{Bulk, Operation};
use crate::filter::{Axis, Filter};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid populate --dry-run                 which grants are missing, by role
  grantgrid populate --reason 'new companies'
  grantgrid populate --users 'role:\"HR Manager\" is:active' --dry-run --json
  grantgrid populate --dry-run --detailed-exitcode     4 if there is drift";

pub(super) const EXPLANATION: &str = "\
Populating only adds grants; grants not required by a rule stay. Inactive users and companies are
included, as in drift; use `--users is:active` to leave out inactive users. Users without the role,
employee record, home company or tenant that the rule needs are skipped and listed.";

/// The arguments of `populate`.
#[derive(Debug, clap::Args)]
#[command(mut_arg("force", |force| force.hide(true)))] // nothing is removed
pub(super) struct PopulateArgs {
    #[command(flatten)]
    whom: PopulateUsersArgs,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// The users to populate; all by default.
#[derive(Debug, clap::Args)]
#[group(id = "whom", multiple = false)]
struct PopulateUsersArgs {
    /// Only these users, by username
    #[arg(long = "user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Only users that match the filter; `grantgrid users --help` explains filters
    #[arg(long = "users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// Populates and returns the exit status.
pub(super) fn run(args: &PopulateArgs) -> anyhow::Result<u8> {
    let PopulateUsersArgs { usernames, user_filter } = &args.whom;
    let users = if usernames.is_empty() && user_filter.is_none() {
        NameChoice::Filter(Filter::everything(Axis::Users))
    } else {
        NameChoice::of(Axis::Users, "--users", usernames, user_filter.as_deref())?
    };
    let mut store = args.bulk.change.database.open()?;
    let selection = Selection { users, companies: NameChoice::Names(&[]), source: None };
    let targets = targets(&mut store, &selection)?;
    let bulk = Bulk {
        operation: Operation::Populate,
        users: targets.users.clone(),
        companies: Vec::new(),
    };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| {
        match (&committed.change, committed.unchanged) {
            (None, 0) => "nothing to do: the rules require no grants".into(),
            (None, 1) => "nothing to do: the grant required by the rules is in place".into(),
            (None, unchanged) => {
                format!("nothing to do: all {unchanged} grants required by the rules are in place")
            }
            (Some(change), unchanged) => {
                let added = counted(change.added, "grant", "grants");
                format!("populated: {added} added, {unchanged} already in place")
            }
        }
    })
}
