//! `company`: adds, edits, deactivates and deletes companies.

use clap::Subcommand;

use super::change_args::ChangeArgs;
use super::entities::{self, EntityAction};
use super::field_args::FieldArgs;
use crate::domain::{Draft, Field};
use crate::filter::Axis;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid company add OSA --name 'Osaka Office' --tenant GLOBAL
  grantgrid company edit OSA --name 'Kansai Office'
  grantgrid company deactivate OSA LON
  grantgrid company delete OSA --dry-run";

const ADD_EXAMPLES: &str = "\
Examples:
  grantgrid company add OSA --name 'Osaka Office' --tenant GLOBAL --currency JPY
  grantgrid company add OSA --name 'Osaka Office' --tenant 'New Corp' --create-missing --dry-run";

const EDIT_EXAMPLES: &str = "\
Examples:
  grantgrid company edit OSA --name 'Kansai Office' --reason renamed
  grantgrid company edit OSA --code KIX";

const ACTIVATE_EXAMPLES: &str = "\
Examples:
  grantgrid company activate OSA LON";

const DEACTIVATE_EXAMPLES: &str = "\
Examples:
  grantgrid company deactivate OSA LON --reason closed";

const DELETE_EXAMPLES: &str = "\
Examples:
  grantgrid company delete OSA --dry-run     what would be removed, and what blocks it
  grantgrid company delete OSA --reason 'never opened'";

/// The arguments of `company`.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct CompanyCommandArgs {
    #[command(subcommand)]
    command: CompanyCommand,
}

#[derive(Debug, Subcommand)]
enum CompanyCommand {
    /// Add a company
    #[command(before_help = ADD_EXAMPLES)]
    Add(CompanyAddArgs),
    /// Change the fields given; the others stay unchanged
    #[command(before_help = EDIT_EXAMPLES)]
    Edit(CompanyEditArgs),
    /// Activate companies
    #[command(before_help = ACTIVATE_EXAMPLES)]
    Activate(CompanyNamesArgs),
    /// Deactivate companies; their grants stay
    #[command(before_help = DEACTIVATE_EXAMPLES)]
    Deactivate(CompanyNamesArgs),
    /// Delete companies with their grants, if nothing else refers to them
    #[command(before_help = DELETE_EXAMPLES)]
    Delete(CompanyDeleteArgs),
}

#[derive(Debug, clap::Args)]
struct CompanyFieldArgs {
    #[command(flatten)]
    stated: FieldArgs<false>,
    /// Create the tenant if it does not exist
    #[arg(long)]
    create_missing: bool,
}

#[derive(Debug, clap::Args)]
struct CompanyAddArgs {
    /// The short code, unique within the tenant
    code: String,
    #[command(flatten)]
    fields: CompanyFieldArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct CompanyEditArgs {
    /// The company, by its code, exact name, `CODE (TENANT)` or id
    company: String,
    /// The new code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Make the change even if much effective access is lost
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    fields: CompanyFieldArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct CompanyNamesArgs {
    /// Companies, each by its code, exact name, `CODE (TENANT)` or id
    #[arg(required = true, value_name = "CODE")]
    companies: Vec<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct CompanyDeleteArgs {
    /// Delete even if many grants or much effective access are lost
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    names: CompanyNamesArgs,
}

/// Runs one of the commands and returns the exit status.
pub(super) fn run(args: &CompanyCommandArgs) -> anyhow::Result<u8> {
    let (change, names, action) = match &args.command {
        CompanyCommand::Add(args) => {
            let draft = args.fields.stated.draft.clone().with(Field::Code, args.code.clone());
            (&args.change, &[][..], args.fields.save(draft, false))
        }
        CompanyCommand::Edit(args) => {
            let mut draft = args.fields.stated.draft.clone();
            if let Some(code) = &args.code {
                draft.set(Field::Code, code.clone());
            }
            let name = std::slice::from_ref(&args.company);
            (&args.change, name, args.fields.save(draft, args.force))
        }
        CompanyCommand::Activate(args) => (
            &args.change,
            &args.companies[..],
            EntityAction::SetActive { active: true, force: false },
        ),
        CompanyCommand::Deactivate(args) => (
            &args.change,
            &args.companies[..],
            EntityAction::SetActive { active: false, force: false },
        ),
        CompanyCommand::Delete(CompanyDeleteArgs { names, force }) => {
            (&names.change, &names.companies[..], EntityAction::Delete { force: *force })
        }
    };
    entities::run(Axis::Companies, change, names, &action)
}

impl CompanyFieldArgs {
    fn save(&self, draft: Draft, force: bool) -> EntityAction {
        EntityAction::Save { draft, create_missing: self.create_missing, force }
    }
}
