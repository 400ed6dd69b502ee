//! `copy`: grants users the companies of another user.

use anyhow::Context;

use super::bulk::{self, BulkArgs};
use super::edit::{outcome, subject};
use super::resolve::{NameChoice, Selection, Targets, targets};
use crate::domain::{Bulk, Operation};
use crate::filter::Axis;
use crate::store::Committed;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid copy --from sarah --to-user mike
  grantgrid copy --from sarah --to-user mike john --replace --dry-run
  grantgrid copy --from sarah --to-users 'role:\"HR Manager\" is:none' --dry-run";

/// The arguments of `copy`.
#[derive(Debug, clap::Args)]
pub(super) struct CopyArgs {
    /// The user to copy from; this user is not changed
    #[arg(long, value_name = "USER")]
    from: String,
    #[command(flatten)]
    to: ToArgs,
    /// Also revoke all their other companies
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// The users to copy to.
#[derive(Debug, clap::Args)]
#[group(id = "to", required = true, multiple = false)]
struct ToArgs {
    /// The users to copy to
    #[arg(long = "to-user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Every user that matches the filter; `grantgrid users --help` explains filters
    #[arg(long = "to-users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// Copies and returns the exit status.
pub(super) fn run(args: &CopyArgs) -> anyhow::Result<u8> {
    let ToArgs { usernames, user_filter } = &args.to;
    let users = NameChoice::of(Axis::Users, "--to-users", usernames, user_filter.as_deref())?;
    let selection =
        Selection { users, companies: NameChoice::Names(&[]), source: Some(&args.from) };
    let mut store = args.bulk.change.database.open()?;
    let targets = targets(&mut store, &selection)?;
    let from = targets.source.as_ref().context("no user to copy from")?.id;
    let operation =
        if args.replace { Operation::Replace { from } } else { Operation::Copy { from } };
    let bulk = Bulk { operation, users: targets.users.clone(), companies: Vec::new() };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| {
        sentence(&targets, &args.from, args.replace, committed)
    })
}

fn sentence(targets: &Targets, from: &str, replace: bool, committed: &Committed) -> String {
    let (who, has) = subject(targets);
    let exactly = if replace { "exactly " } else { "" };
    match &committed.change {
        None => format!("nothing to do: {who} already {has} {exactly}the companies of {from}"),
        Some(_) => {
            format!("{who} now {has} {exactly}the companies of {from}: {}", outcome(committed))
        }
    }
}
