//! `grant`, `revoke` and `set`: each selected user × each selected company.

use super::bulk::{self, BulkArgs};
use super::phrases::counted;
use super::resolve::{CompanyArgs, Selection, Targets, UserArgs, targets};
use crate::domain::{Bulk, Operation};
use crate::store::Committed;

pub(super) const GRANT_EXAMPLES: &str = "\
Examples:
  grantgrid grant --user sarah --company NYC
  grantgrid grant --user sarah mike --company NYC LA --reason onboarding
  grantgrid grant --user sarah mike --company NYC LA --dry-run --json
  grantgrid grant --users 'role:\"HR Manager\" is:active' --companies tenant:global --dry-run --json";

pub(super) const REVOKE_EXAMPLES: &str = "\
Examples:
  grantgrid revoke --user sarah --company NYC
  grantgrid revoke --user sarah mike --company NYC LA --reason left
  grantgrid revoke --users is:inactive --companies 'n:>=0' --dry-run";

pub(super) const SET_EXAMPLES: &str = "\
Examples:
  grantgrid set --user sarah --company NYC LA     exactly NYC and LA
  grantgrid set --user sarah mike --company NYC --dry-run
  grantgrid set --users 'home:NYC is:multiple' --company NYC";

/// The usage of one of the three commands; the generated one is too long for a line.
pub(super) fn usage(command: &str) -> String {
    format!(
        "grantgrid {command} [OPTIONS] (--user NAME... | --users FILTER)\n       \
         (--company CODE... | --companies FILTER)"
    )
}

/// The arguments of all three commands.
#[derive(Debug, clap::Args)]
pub(super) struct GrantArgs {
    #[command(flatten)]
    users: UserArgs,
    #[command(flatten)]
    companies: CompanyArgs,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Runs one of the three commands and returns the exit status.
pub(super) fn run(args: &GrantArgs, operation: &Operation) -> anyhow::Result<u8> {
    let selection = Selection {
        users: args.users.choice()?,
        companies: args.companies.choice()?,
        source: None,
    };
    let mut store = args.bulk.change.database.open()?;
    let targets = targets(&mut store, &selection)?;
    let (users, companies) = (targets.users.clone(), targets.company_ids());
    let bulk = Bulk { operation: operation.clone(), users, companies };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| match operation {
        Operation::Grant => one_way(&GRANTED, &targets, committed),
        Operation::Revoke => one_way(&REVOKED, &targets, committed),
        _ => set(&targets, committed),
    })
}

/// The wording of a grant or a revoke.
struct Wording {
    verb: &'static str,
    preposition: &'static str,
    already: &'static str,
    one_has: &'static str,
}

const GRANTED: Wording = Wording {
    verb: "granted",
    preposition: "to",
    already: "already granted",
    one_has: "already has {}",
};
const REVOKED: Wording = Wording {
    verb: "revoked",
    preposition: "from",
    already: "not granted before",
    one_has: "does not have {}",
};

/// The message for a grant or a revoke.
fn one_way(wording: &Wording, targets: &Targets, committed: &Committed) -> String {
    let Wording { verb, preposition, already, one_has } = wording;
    let user = targets.only_user.as_deref();
    let Some(change) = &committed.change else {
        return match (user, &targets.companies[..], committed.unchanged) {
            (Some(user), [company], _) => {
                format!("nothing to do: {user} {}", one_has.replace("{}", &company.name))
            }
            (.., cells) if *verb == "granted" => {
                format!("nothing to do: all {cells} cells are already granted")
            }
            (.., cells) => format!("nothing to do: none of the {cells} cells is granted"),
        };
    };
    let changed = change.added + change.removed;
    let what = match (user, &targets.companies[..]) {
        (Some(user), [company]) => format!("{verb} {} {preposition} {user}", company.name),
        (Some(user), _) => {
            let companies = counted(changed, "company", "companies");
            format!("{verb} {companies} {preposition} {user}")
        }
        (None, [company]) => {
            let users = counted(changed, "user", "users");
            format!("{verb} {} {preposition} {users}", company.name)
        }
        (None, companies) => format!(
            "{verb} {} of {} users × {} companies",
            counted(changed, "cell", "cells"),
            targets.users.len(),
            companies.len()
        ),
    };
    match committed.unchanged {
        0 => what,
        unchanged => format!("{what}, {unchanged} {already}"),
    }
}

fn set(targets: &Targets, committed: &Committed) -> String {
    let companies = match &targets.companies[..] {
        [company] => company.name.clone(),
        companies => format!("{} companies", companies.len()),
    };
    let (who, has) = subject(targets);
    match &committed.change {
        None => format!("nothing to do: {who} already {has} exactly {companies}"),
        Some(_) => format!("{who} now {has} exactly {companies}: {}", outcome(committed)),
    }
}

/// The users as the subject of a sentence, and its verb.
pub(super) fn subject(targets: &Targets) -> (String, &'static str) {
    match &targets.only_user {
        Some(user) => (user.clone(), "has"),
        None => (format!("{} users", targets.users.len()), "have"),
    }
}

/// The result of a change that both adds and removes.
pub(super) fn outcome(committed: &Committed) -> String {
    let (added, removed) =
        committed.change.as_ref().map_or((0, 0), |change| (change.added, change.removed));
    let unchanged = match committed.unchanged {
        0 => String::new(),
        unchanged => format!(", {unchanged} unchanged"),
    };
    let grants = match (added, removed) {
        (added, 0) => format!("{} added", counted(added, "grant", "grants")),
        (0, removed) => format!("{} removed", counted(removed, "grant", "grants")),
        (added, removed) => {
            format!("{} added, {removed} removed", counted(added, "grant", "grants"))
        }
    };
    format!("{grants}{unchanged}")
}
