//! `grant` and `revoke`: every named user times every named company, as one
//! change, or nothing at all.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::failure::say;
use super::output::{FormatArgs, Output};
use super::resolve::{Targets, targets};
use super::{list, patience};
use crate::domain::{Cell, ChangeKind, Edit};
use crate::store::Committed;

pub(super) const GRANT_EXAMPLES: &str = "\
Examples:
  grantgrid grant --user sarah --company NYC
  grantgrid grant --user sarah mike --company NYC LA --reason onboarding";

pub(super) const REVOKE_EXAMPLES: &str = "\
Examples:
  grantgrid revoke --user sarah --company NYC
  grantgrid revoke --user sarah mike --company NYC LA --reason left";

/// The arguments of both.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Usernames
    #[arg(long = "user", value_name = "NAME", num_args = 1.., required = true)]
    users: Vec<String>,
    /// Companies, each by its code, exact name or id
    #[arg(long = "company", value_name = "CODE", num_args = 1.., required = true)]
    companies: Vec<String>,
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Add the grants.
    Grant,
    /// Remove them.
    Revoke,
}

/// What was done, as `--json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    /// The number for `undo`; null if every cell was so already.
    change: Option<i64>,
    kind: &'a str,
    added: u64,
    removed: u64,
    /// Cells that were so already.
    unchanged: u64,
    at: Option<&'a str>,
    operator: &'a str,
    reason: Option<&'a str>,
}

pub(super) fn run(args: &Args, direction: Direction) -> anyhow::Result<()> {
    let mut store = args.database.open()?;
    let targets = targets(&store, &args.users, &args.companies)?;
    let kind = direction.kind();
    let reason = args.reason.as_deref().and_then(list::filled);
    let committed = patience::while_writing(&mut store, |store| {
        store.edit(kind, cells(&targets, direction == Direction::Grant), reason)
    })?;

    let undo = args.database.command("undo");
    say(&sentence(direction, &targets, &committed, &undo));
    if !args.format.json {
        return Ok(());
    }
    let change = committed.change.as_ref();
    Output::new().object(&Record {
        change: change.map(|change| change.id.0),
        kind: kind.as_str(),
        added: change.map_or(0, |change| change.added),
        removed: change.map_or(0, |change| change.removed),
        unchanged: committed.unchanged,
        at: change.map(|change| change.at.as_str()),
        operator: store.operator(),
        reason,
    })
}

/// Every cell, those of one user together.
fn cells(targets: &Targets, granted: bool) -> impl Iterator<Item = Edit> {
    targets.users.iter().flat_map(move |user| {
        targets.companies.iter().map(move |company| Edit {
            cell: Cell { user: user.id, company: company.id.clone() },
            granted,
        })
    })
}

impl Direction {
    fn kind(self) -> ChangeKind {
        match self {
            Self::Grant => ChangeKind::Grant,
            Self::Revoke => ChangeKind::Revoke,
        }
    }
}

/// What happened, as a person would say it.
fn sentence(direction: Direction, targets: &Targets, committed: &Committed, undo: &str) -> String {
    let (verb, preposition, already) = match direction {
        Direction::Grant => ("granted", "to", "stood already"),
        Direction::Revoke => ("revoked", "from", "did not stand"),
    };
    let Some(change) = &committed.change else {
        return match (&targets.users[..], &targets.companies[..], direction) {
            ([user], [company], Direction::Grant) => {
                format!("nothing to do: {} has {} already", user.username, company.name)
            }
            ([user], [company], Direction::Revoke) => {
                format!("nothing to do: {} does not have {}", user.username, company.name)
            }
            _ => format!("nothing to do: {}", all_already(committed.unchanged, direction)),
        };
    };
    let altered = change.added + change.removed;
    let what = match (&targets.users[..], &targets.companies[..]) {
        ([user], [company]) => format!("{verb} {} {preposition} {}", company.name, user.username),
        ([user], _) => {
            let companies = counted(altered, "company", "companies");
            format!("{verb} {companies} {preposition} {}", user.username)
        }
        (_, [company]) => {
            let users = counted(altered, "user", "users");
            format!("{verb} {} {preposition} {users}", company.name)
        }
        (users, companies) => format!(
            "{verb} {} of {} users × {} companies",
            counted(altered, "cell", "cells"),
            users.len(),
            companies.len()
        ),
    };
    let rest = match committed.unchanged {
        0 => String::new(),
        unchanged => format!(", {unchanged} {already}"),
    };
    format!("{what}{rest} · {undo} takes it back")
}

fn all_already(cells: u64, direction: Direction) -> String {
    match direction {
        Direction::Grant => format!("all {cells} grants stand already"),
        Direction::Revoke => format!("none of the {cells} grants stands"),
    }
}

/// A number with its noun.
pub(super) fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
