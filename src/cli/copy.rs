//! `copy`: users get the companies of another user.

use anyhow::Context;

use super::bulk::{self, BulkArgs};
use super::edit::{outcome, whom};
use super::resolve::{NameChoice, Targets, WantedCompanies, targets};
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
    /// The user whose companies are taken; this user is never altered
    #[arg(long, value_name = "USER")]
    from: String,
    #[command(flatten)]
    to: ToArgs,
    /// Take every other company away from them
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Who gets them.
#[derive(Debug, clap::Args)]
#[group(id = "to", required = true, multiple = false)]
struct ToArgs {
    /// Usernames of those who get them
    #[arg(long = "to-user", value_name = "NAME", num_args = 1..)]
    usernames: Vec<String>,
    /// Every user that the filter lets through; `grantgrid users --help` explains filters
    #[arg(long = "to-users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
}

/// Copies and answers the exit status.
pub(super) fn run(args: &CopyArgs) -> anyhow::Result<u8> {
    let ToArgs { usernames, user_filter } = &args.to;
    let users = NameChoice::of(Axis::Users, "--to-users", usernames, user_filter.as_deref())?;
    let wanted =
        WantedCompanies { users, companies: NameChoice::Names(&[]), source: Some(&args.from) };
    let mut store = args.bulk.change.database.open()?;
    let targets = targets(&mut store, &wanted)?;
    let from = targets.source.as_ref().context("there is nobody to copy from")?.id;
    let operation =
        if args.replace { Operation::Replace { from } } else { Operation::Copy { from } };
    let bulk = Bulk { operation, users: targets.users.clone(), companies: Vec::new() };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| {
        sentence(&targets, &args.from, args.replace, committed)
    })
}

fn sentence(targets: &Targets, from: &str, replace: bool, committed: &Committed) -> String {
    let (who, has) = whom(targets);
    let exactly = if replace { "exactly " } else { "" };
    match &committed.change {
        None => format!("nothing to do: {who} {has} {exactly}the companies of {from} already"),
        Some(_) => {
            format!("{who} now {has} {exactly}the companies of {from}: {}", outcome(committed))
        }
    }
}
