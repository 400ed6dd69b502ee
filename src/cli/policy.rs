//! `policy`, `policy set` and `policy reset`: lists what the HR system does for each role,
//! and edits it for an HR system that was customized.

use clap::Subcommand;
use serde::Serialize;

use super::change_args::ChangeArgs;
use super::database::DatabaseArgs;
use super::errors::Unresolved;
use super::exit::{DONE, print_message};
use super::output::{ListFormatArgs, Output};
use super::table::{Column, Kind};
use super::{dry_run, work};
use crate::domain::{
    Cancel, GrantEffect, HomeAccess, NO_EFFECT, Policy, PolicyPreview, Reach, RolePolicy,
    effect_in_words,
};
use crate::store::{Store, StoreError};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid policy
  grantgrid policy --json
  grantgrid policy set 'Tenant Admin' --grants count --dry-run
  grantgrid policy reset";

const SET_EXAMPLES: &str = "\
Examples:
  grantgrid policy set 'Tenant Admin' --grants count --dry-run     the effect on access
  grantgrid policy set 'HR Manager' --reach tenant --reason 'our HR system is customized'
  grantgrid policy set Employee --home without-grants";

const RESET_EXAMPLES: &str = "\
Examples:
  grantgrid policy reset                   every role
  grantgrid policy reset 'Tenant Admin'";

/// The arguments of `policy`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct PolicyArgs {
    #[command(subcommand)]
    command: Option<PolicyCommand>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// Change the policy of a role to match what the HR system does; no grant is changed
    #[command(before_help = SET_EXAMPLES)]
    Set(PolicySetArgs),
    /// Reset the policy to the default of this generation of the HR system
    #[command(before_help = RESET_EXAMPLES)]
    Reset(PolicyResetArgs),
}

/// The arguments of `policy set`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
struct PolicySetArgs {
    /// The exact name of the role
    role: String,
    /// The companies that its users reach without a grant: all, those of their tenant, or only
    /// their home company
    #[arg(long, value_enum, group = "what")]
    reach: Option<ReachArg>,
    /// Whether grants of these users count
    #[arg(long, value_enum, group = "what")]
    grants: Option<GrantEffectArg>,
    /// When these users can work in their home company: always, while they have no grants, or
    /// never without one
    #[arg(long, value_enum, group = "what")]
    home: Option<HomeAccessArg>,
    #[command(flatten)]
    change: ChangeArgs,
}

/// The arguments of `policy reset`.
#[derive(Debug, clap::Args)]
struct PolicyResetArgs {
    /// The exact name of the role; without it, every role
    role: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ReachArg {
    All,
    Tenant,
    Home,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum GrantEffectArg {
    Count,
    Ignored,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum HomeAccessArg {
    Always,
    WithoutGrants,
    Never,
}

/// A policy as `--json` prints it; the order of the fields is stable.
#[derive(Serialize)]
struct PolicyJson<'a> {
    /// Null for every other role and for users without one.
    role: Option<&'a str>,
    reach: &'static str,
    grants: &'static str,
    home: &'static str,
    /// Whether it is the default of this generation of the HR system.
    default: bool,
    /// False for an edited policy whose role no longer exists.
    role_exists: bool,
    /// The generation of the HR system that the default comes from.
    generation: &'static str,
}

/// The effect of an edit, as `--json` prints it.
#[derive(Serialize)]
struct PolicyChangeJson<'a> {
    dry_run: bool,
    /// The number for `undo`; null if nothing was changed.
    change: Option<i64>,
    policies: Vec<PolicyJson<'a>>,
    effective_before: u64,
    effective_after: u64,
}

/// Runs one of the three commands and returns the exit status.
pub(super) fn run(args: &PolicyArgs) -> anyhow::Result<u8> {
    match &args.command {
        Some(PolicyCommand::Set(set)) => self::set(set),
        Some(PolicyCommand::Reset(reset)) => self::reset(reset),
        None => list(args),
    }
}

fn list(args: &PolicyArgs) -> anyhow::Result<u8> {
    let store = args.database.open()?;
    let generation = store.generation().as_str();
    if let Some(mut records) = args.format.records() {
        for policy in &store.policies() {
            records.element(&PolicyJson::of(policy, generation))?;
        }
        records.finish()?;
        return Ok(DONE);
    }
    let mut table = Output::new().table(vec![
        Column::new("ROLE", Kind::Key),
        Column::new("REACH", Kind::Key),
        Column::new("GRANTS", Kind::Key),
        Column::new("HOME", Kind::Key),
        Column::new("NOTE", Kind::Text(60)),
    ])?;
    for policy in &store.policies() {
        let RolePolicy { reach, grants, home } = policy.policy;
        table.row(vec![
            policy.label().to_owned(),
            reach.as_str().to_owned(),
            grants.as_str().to_owned(),
            home.as_str().to_owned(),
            note(policy),
        ])?;
    }
    table.finish()?;
    let edited = edited_roles(&store);
    let source = if edited.is_empty() {
        format!("these are the defaults of the {generation} generation of the HR system")
    } else {
        let edited = edited.join(", ");
        format!(
            "edited: {edited}; the rest are the defaults of the {generation} generation of the HR system"
        )
    };
    print_message(&format!("{source}; see `grantgrid rules` for what should be granted"));
    Ok(DONE)
}

fn note(policy: &Policy) -> String {
    let mut notes = Vec::new();
    if policy.is_edited() {
        notes.push(format!("edited; the default is {}", policy.default.words()));
    }
    if !policy.role_exists {
        notes.push("role no longer exists".to_owned());
    }
    notes.join("; ")
}

fn set(args: &PolicySetArgs) -> anyhow::Result<u8> {
    let mut store = args.change.database.open()?;
    let before = store.find_policy(&args.role).map_err(unresolved)?;
    let after = args.apply_to(before.policy);
    let preview = store.preview_policies(&[(before, after)], &Cancel::default())?;
    finish(&mut store, &args.change, &preview, |store, reason| {
        store.set_policy(&args.role, after, reason)
    })
}

fn reset(args: &PolicyResetArgs) -> anyhow::Result<u8> {
    let mut store = args.change.database.open()?;
    let chosen = match &args.role {
        Some(role) => vec![store.find_policy(role).map_err(unresolved)?],
        None => store.policies(),
    };
    let edits: Vec<(Policy, RolePolicy)> =
        chosen.into_iter().map(|it| (it.clone(), it.default)).collect();
    let preview = store.preview_policies(&edits, &Cancel::default())?;
    finish(&mut store, &args.change, &preview, |store, reason| {
        store.reset_policies(args.role.as_deref(), reason)
    })
}

fn unresolved(error: StoreError) -> anyhow::Error {
    match error {
        error @ StoreError::NoSuchRole { .. } => Unresolved(vec![error]).into(),
        error => error.into(),
    }
}

/// Makes the edit unless it is a dry run, and prints its effect.
fn finish(
    store: &mut Store,
    args: &ChangeArgs,
    preview: &PolicyPreview,
    edit: impl Fn(&mut Store, Option<&str>) -> Result<crate::store::Committed, StoreError>,
) -> anyhow::Result<u8> {
    let pending = !preview.edits.is_empty();
    let change = if args.dry_run {
        dry_run::rehearse(store, |store, _| store.rehearse_edit(|store| edit(store, None)))?;
        None
    } else {
        let reason = args.reason();
        let committed = work::on_store(store, "changing", |store, _| edit(store, reason))?;
        committed.change.map(|change| change.id.0)
    };
    let generation = store.generation().as_str();
    if args.format.json {
        let policies = preview.edits.iter().map(|edit| PolicyJson::of(edit, generation)).collect();
        Output::new().object(&PolicyChangeJson {
            dry_run: args.dry_run,
            change,
            policies,
            effective_before: preview.effective_before,
            effective_after: preview.effective_after(),
        })?;
    }
    let effect = match effect_in_words(&preview.effect) {
        effect if effect.is_empty() => NO_EFFECT.to_owned(),
        effect => effect,
    };
    if !pending {
        print_message("nothing to do: the access policy is already set to this");
    } else if args.dry_run {
        for policy in &preview.edits {
            print_message(&format!(
                "{}: {}",
                policy.role.as_deref().unwrap_or(""),
                policy.policy.words()
            ));
        }
        print_message(&format!("would change the access policy: {effect}"));
    } else {
        print_message(&format!(
            "changed the access policy: {effect} · {} undoes it",
            args.database.command("undo")
        ));
    }
    Ok(args.status(pending))
}

impl PolicySetArgs {
    fn apply_to(&self, before: RolePolicy) -> RolePolicy {
        RolePolicy {
            reach: self.reach.map_or(before.reach, |reach| match reach {
                ReachArg::All => Reach::All,
                ReachArg::Tenant => Reach::Tenant,
                ReachArg::Home => Reach::Home,
            }),
            grants: self.grants.map_or(before.grants, |grants| match grants {
                GrantEffectArg::Count => GrantEffect::Count,
                GrantEffectArg::Ignored => GrantEffect::Ignored,
            }),
            home: self.home.map_or(before.home, |home| match home {
                HomeAccessArg::Always => HomeAccess::Always,
                HomeAccessArg::WithoutGrants => HomeAccess::WithoutGrants,
                HomeAccessArg::Never => HomeAccess::Never,
            }),
        }
    }
}

impl<'a> PolicyJson<'a> {
    fn of(policy: &'a Policy, generation: &'static str) -> Self {
        let RolePolicy { reach, grants, home } = policy.policy;
        Self {
            role: policy.role.as_deref(),
            reach: reach.as_str(),
            grants: grants.as_str(),
            home: home.as_str(),
            default: !policy.is_edited(),
            role_exists: policy.role_exists,
            generation,
        }
    }
}

/// Prints that an answer about access depends on an edited policy, if it does.
pub(super) fn print_policy_note(store: &Store) {
    let roles = edited_roles(store);
    if !roles.is_empty() {
        print_message(&format!(
            "the access policy was edited for {}; see `grantgrid policy`",
            roles.join(", ")
        ));
    }
}

/// The roles whose policy somebody changed.
fn edited_roles(store: &Store) -> Vec<String> {
    let edited = store.policies().into_iter().filter(Policy::is_edited);
    edited.filter_map(|policy| policy.role).collect()
}
