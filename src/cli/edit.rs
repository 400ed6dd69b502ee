//! `grant`, `revoke` and `set`: every chosen user times every chosen company.

use super::bulk::{self, BulkArgs};
use super::phrases::counted;
use super::resolve::{CompanyArgs, Targets, UserArgs, WantedCompanies, targets};
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
  grantgrid set --user sarah --company NYC LA     NYC and LA, and no other
  grantgrid set --user sarah mike --company NYC --dry-run
  grantgrid set --users 'home:NYC is:multiple' --company NYC";

/// The usage of one of the three; what the parser makes of the arguments is too
/// long for a line.
pub(super) fn usage(command: &str) -> String {
    format!(
        "grantgrid {command} [OPTIONS] (--user NAME... | --users FILTER)\n       \
         (--company CODE... | --companies FILTER)"
    )
}

/// The arguments of all three.
#[derive(Debug, clap::Args)]
pub(super) struct GrantArgs {
    #[command(flatten)]
    users: UserArgs,
    #[command(flatten)]
    companies: CompanyArgs,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Runs one of the three and answers the exit status.
pub(super) fn run(args: &GrantArgs, operation: &Operation) -> anyhow::Result<u8> {
    let wanted = WantedCompanies {
        users: args.users.choice()?,
        companies: args.companies.choice()?,
        source: None,
    };
    let mut store = args.bulk.change.database.open()?;
    let targets = targets(&mut store, &wanted)?;
    let (users, companies) = (targets.users.clone(), targets.company_ids());
    let bulk = Bulk { operation: operation.clone(), users, companies };
    bulk::run(&mut store, &bulk, &args.bulk, targets.nothing, |committed| match operation {
        Operation::Grant => one_way(&GRANTED, &targets, committed),
        Operation::Revoke => one_way(&REVOKED, &targets, committed),
        _ => set(&targets, committed),
    })
}

/// The words for adding or removing.
struct Words {
    verb: &'static str,
    preposition: &'static str,
    already: &'static str,
    one_has: &'static str,
}

const GRANTED: Words = Words {
    verb: "granted",
    preposition: "to",
    already: "stood already",
    one_has: "has {} already",
};
const REVOKED: Words = Words {
    verb: "revoked",
    preposition: "from",
    already: "did not stand",
    one_has: "does not have {}",
};

/// What a grant or a revoke did, as a person would say it.
fn one_way(words: &Words, targets: &Targets, committed: &Committed) -> String {
    let Words { verb, preposition, already, one_has } = words;
    let user = targets.only_user.as_deref();
    let Some(change) = &committed.change else {
        return match (user, &targets.companies[..], committed.unchanged) {
            (Some(user), [company], _) => {
                format!("nothing to do: {user} {}", one_has.replace("{}", &company.name))
            }
            (.., cells) if *verb == "granted" => {
                format!("nothing to do: all {cells} grants stand already")
            }
            (.., cells) => format!("nothing to do: none of the {cells} grants stands"),
        };
    };
    let altered = change.added + change.removed;
    let what = match (user, &targets.companies[..]) {
        (Some(user), [company]) => format!("{verb} {} {preposition} {user}", company.name),
        (Some(user), _) => {
            let companies = counted(altered, "company", "companies");
            format!("{verb} {companies} {preposition} {user}")
        }
        (None, [company]) => {
            let users = counted(altered, "user", "users");
            format!("{verb} {} {preposition} {users}", company.name)
        }
        (None, companies) => format!(
            "{verb} {} of {} users × {} companies",
            counted(altered, "cell", "cells"),
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
    let (who, has) = whom(targets);
    match &committed.change {
        None => format!("nothing to do: {who} {has} exactly {companies} already"),
        Some(_) => format!("{who} now {has} exactly {companies}: {}", outcome(committed)),
    }
}

/// The users as the subject of a sentence, and its verb.
pub(super) fn whom(targets: &Targets) -> (String, &'static str) {
    match &targets.only_user {
        Some(user) => (user.clone(), "has"),
        None => (format!("{} users", targets.users.len()), "have"),
    }
}

/// What a change came to that both adds and removes.
pub(super) fn outcome(committed: &Committed) -> String {
    let (added, removed) =
        committed.change.as_ref().map_or((0, 0), |change| (change.added, change.removed));
    let stood = match committed.unchanged {
        0 => String::new(),
        unchanged => format!(", {unchanged} stood already"),
    };
    format!("{} added, {removed} removed{stood}", counted(added, "grant", "grants"))
}
