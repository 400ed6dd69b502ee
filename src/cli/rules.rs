//! `rules` and `rules set`: lists the rules of the roles, and changes a rule.

use clap::Subcommand;
use serde::Serialize;

use super::change_args::ChangeArgs;
use super::database::DatabaseArgs;
use super::errors::Unresolved;
use super::exit::{DONE, print_message};
use super::output::{ListFormatArgs, Output};
use super::table::{Column, Kind};
use super::{dry_run, work};
use crate::domain::{Cancel, RoleFigures, Rule, RulePreview, Scope};
use crate::store::{Store, StoreError};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid rules
  grantgrid rules --json
  grantgrid rules set 'Tenant Admin' tenant --dry-run";

const SET_EXAMPLES: &str = "\
Examples:
  grantgrid rules set 'Tenant Admin' tenant --dry-run     the effect on drift
  grantgrid rules set 'Tenant Admin' tenant --reason 'asked for by legal'
  grantgrid rules set Employee home";

/// The arguments of `rules`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    command: Option<RulesCommand>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Change the rule of a role; grants change only with `populate`
    #[command(before_help = SET_EXAMPLES)]
    Set(SetArgs),
}

/// The arguments of `rules set`.
#[derive(Debug, clap::Args)]
struct SetArgs {
    /// The exact name of the role
    role: String,
    /// The companies that its users should have: all, those of their tenant, their home company
    /// (from the first employee record), or none
    #[arg(value_enum)]
    scope: ScopeArg,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ScopeArg {
    All,
    Tenant,
    Home,
    None,
}

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::All => Self::All,
            ScopeArg::Tenant => Self::Tenant,
            ScopeArg::Home => Self::Home,
            ScopeArg::None => Self::None,
        }
    }
}

/// A rule as `--json` prints it.
#[derive(Serialize)]
struct RuleJson<'a> {
    role: &'a str,
    scope: &'a str,
    /// Whether it is the default rule.
    default: bool,
    default_scope: &'a str,
    /// False for a rule whose role no longer exists.
    role_exists: bool,
    users: u64,
    /// Cells that the rule requires.
    called_for: u64,
    /// Required cells without a grant.
    drift: u64,
}

/// The effect of changing a rule, as `--json` prints it.
#[derive(Serialize)]
struct RuleChangeJson<'a> {
    dry_run: bool,
    /// The number for `undo`; null if nothing was changed.
    change: Option<i64>,
    role: &'a str,
    scope_before: &'a str,
    scope: &'a str,
    users: u64,
    role_drift_before: u64,
    role_drift_after: u64,
    drift_before: u64,
    drift_after: u64,
}

/// Runs one of the two commands and returns the exit status.
pub(super) fn run(args: &RulesArgs) -> anyhow::Result<u8> {
    match &args.command {
        Some(RulesCommand::Set(set)) => change(set),
        None => list(args),
    }
}

fn list(args: &RulesArgs) -> anyhow::Result<u8> {
    let store = args.database.open()?;
    let report = store.rule_report(&Cancel::default())?;
    if let Some(mut records) = args.format.records() {
        for (rule, figures) in &report.roles {
            records.element(&record(rule, figures))?;
        }
        records.finish()?;
        return Ok(DONE);
    }
    let mut table = Output::new().table(vec![
        Column::new("ROLE", Kind::Key),
        Column::new("SCOPE", Kind::Key),
        Column::new("DEFAULT", Kind::Key),
        Column::new("USERS", Kind::Number),
        Column::new("REQUIRED", Kind::Number),
        Column::new("DRIFT", Kind::Number),
        Column::new("NOTE", Kind::Text(30)),
    ])?;
    for (rule, figures) in &report.roles {
        table.row(vec![
            rule.role.clone(),
            rule.scope.as_str().to_owned(),
            Scope::default_of(&rule.role).as_str().to_owned(),
            figures.users.to_string(),
            figures.required.to_string(),
            figures.drift.to_string(),
            if rule.role_exists { String::new() } else { "role no longer exists".into() },
        ])?;
    }
    table.finish()?;
    match report.without_role.users {
        0 => {}
        1 => print_message("1 user has no role, so no rule applies"),
        several => print_message(&format!("{several} users have no role, so no rule applies")),
    }
    Ok(DONE)
}

fn record<'a>(rule: &'a Rule, figures: &RoleFigures) -> RuleJson<'a> {
    RuleJson {
        role: &rule.role,
        scope: rule.scope.as_str(),
        default: rule.is_default(),
        default_scope: Scope::default_of(&rule.role).as_str(),
        role_exists: rule.role_exists,
        users: figures.users,
        called_for: figures.required,
        drift: figures.drift,
    }
}

fn change(args: &SetArgs) -> anyhow::Result<u8> {
    let mut store = args.change.database.open()?;
    let scope = Scope::from(args.scope);
    let preview = store.preview_rule(&args.role, scope, &Cancel::default());
    let preview = preview.map_err(|error| match error {
        error @ StoreError::NoSuchRole { .. } => Unresolved(vec![error]).into(),
        error => anyhow::Error::from(error),
    })?;
    let pending = preview.rule.scope != scope;
    let change = if args.change.dry_run {
        dry_run::rehearse(&mut store, |store, _| {
            store.rehearse_edit(|store| store.set_rule(&args.role, scope, None))
        })?;
        None
    } else {
        set(&mut store, args, scope)?
    };
    if args.change.format.json {
        Output::new().object(&RuleChangeJson {
            dry_run: args.change.dry_run,
            change,
            role: &args.role,
            scope_before: preview.rule.scope.as_str(),
            scope: scope.as_str(),
            users: preview.after.users,
            role_drift_before: preview.before.drift,
            role_drift_after: preview.after.drift,
            drift_before: preview.drift_before,
            drift_after: preview.drift_after,
        })?;
    } else if args.change.dry_run {
        print(&preview)?;
    }
    if !args.change.dry_run {
        print_message(&sentence(&preview, change.is_some(), &args.change.database));
    }
    Ok(args.change.status(pending))
}

/// Changes the rule and returns the number of the change, or `None` if the rule
/// already had this scope.
fn set(store: &mut Store, args: &SetArgs, scope: Scope) -> anyhow::Result<Option<i64>> {
    let reason = args.change.reason();
    let committed =
        work::on_store(store, "changing", |store, _| store.set_rule(&args.role, scope, reason))?;
    Ok(committed.change.map(|change| change.id.0))
}

fn sentence(preview: &RulePreview, changed: bool, database: &DatabaseArgs) -> String {
    let RulePreview { rule: Rule { role, .. }, scope, drift_before, drift_after, .. } = preview;
    let scope = scope.as_str();
    if !changed {
        return format!("nothing to do: the rule of {role} is already {scope}");
    }
    let grants = match drift_after {
        0 => String::new(),
        _ => format!(" ({} grants what is missing)", database.command("populate")),
    };
    format!(
        "the rule of {role} is now {scope}: drift {drift_before} → {drift_after}{grants} · {} \
         undoes it",
        database.command("undo")
    )
}

fn print(preview: &RulePreview) -> anyhow::Result<()> {
    let step = |before: u64, after: u64| format!("{before} → {after}");
    let mut output = Output::new();
    output.labelled(&[
        ("change", "rules".to_owned()),
        ("role", preview.rule.role.clone()),
        ("scope", format!("{} → {}", preview.rule.scope.as_str(), preview.scope.as_str())),
        ("users", preview.after.users.to_string()),
        ("required", step(preview.before.required, preview.after.required)),
        ("drift of the role", step(preview.before.drift, preview.after.drift)),
        ("drift in all", step(preview.drift_before, preview.drift_after)),
    ])?;
    output.finish()
}
