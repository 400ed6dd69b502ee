//! `user`: adds, edits, deactivates and deletes users.

use clap::Subcommand;

use super::change_args::ChangeArgs;
use super::entities::{self, EntityAction};
use super::field_args::FieldArgs;
use crate::domain::{Draft, Field};
use crate::filter::Axis;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid user add ada --email ada@example.com --role 'HR Manager' --home NYC
  grantgrid user edit ada --home LA --reason moved
  grantgrid user deactivate ada bob
  grantgrid user leave ada bob --reason 'left the company'
  grantgrid user delete ada --dry-run";

const ADD_EXAMPLES: &str = "\
Examples:
  grantgrid user add ada --email ada@example.com --first-name Ada --last-name Lovelace
  grantgrid user add ada --email ada@example.com --role 'HR Manager' --home NYC --dry-run";

const EDIT_EXAMPLES: &str = "\
Examples:
  grantgrid user edit ada --role Manager --home LA
  grantgrid user edit ada --username ada.l --reason married";

const ACTIVATE_EXAMPLES: &str = "\
Examples:
  grantgrid user activate ada bob";

const DEACTIVATE_EXAMPLES: &str = "\
Examples:
  grantgrid user deactivate ada bob --reason left";

const LEAVE_EXAMPLES: &str = "\
Examples:
  grantgrid user leave ada --dry-run     what would be revoked
  grantgrid user leave ada bob --reason 'left the company'";

const DELETE_EXAMPLES: &str = "\
Examples:
  grantgrid user delete ada --dry-run     what would be removed, and what blocks it
  grantgrid user delete ada bob --reason 'asked for'";

/// The arguments of `user`.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct UserCommandArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a user, who must reset the password to log in
    #[command(before_help = ADD_EXAMPLES)]
    Add(UserAddArgs),
    /// Change the fields given; the others stay unchanged
    #[command(before_help = EDIT_EXAMPLES)]
    Edit(UserEditArgs),
    /// Activate users: they can log in again
    #[command(before_help = ACTIVATE_EXAMPLES)]
    Activate(UserNamesArgs),
    /// Deactivate users: they can no longer log in; their grants stay
    #[command(before_help = DEACTIVATE_EXAMPLES)]
    Deactivate(DeactivateArgs),
    /// Deactivate users who have left, and revoke everything granted to them, as one change
    #[command(before_help = LEAVE_EXAMPLES)]
    Leave(UserLeaveArgs),
    /// Delete users with their grants, if nothing else refers to them
    #[command(before_help = DELETE_EXAMPLES)]
    Delete(UserDeleteArgs),
}

#[derive(Debug, clap::Args)]
struct UserFieldArgs {
    #[command(flatten)]
    stated: FieldArgs<true>,
    /// Create the organization if it does not exist
    #[arg(long)]
    create_missing: bool,
}

#[derive(Debug, clap::Args)]
struct UserAddArgs {
    /// The login name
    username: String,
    #[command(flatten)]
    fields: UserFieldArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct UserEditArgs {
    /// The user
    user: String,
    /// The new login name
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Make the change even if much effective access is lost or no active Super Admin is left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    fields: UserFieldArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct UserNamesArgs {
    /// Usernames
    #[arg(required = true, value_name = "NAME")]
    users: Vec<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Debug, clap::Args)]
struct DeactivateArgs {
    #[command(flatten)]
    names: UserNamesArgs,
    /// Deactivate even if much effective access is lost or no active Super Admin is left
    #[arg(long)]
    force: bool,
}

#[derive(Debug, clap::Args)]
struct UserLeaveArgs {
    /// Make the change even if many grants are removed or no active Super Admin is left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    names: UserNamesArgs,
}

#[derive(Debug, clap::Args)]
struct UserDeleteArgs {
    /// Delete even if many grants or much effective access are lost or no active Super Admin is
    /// left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    names: UserNamesArgs,
}

/// Runs one of the commands and returns the exit status.
pub(super) fn run(args: &UserCommandArgs) -> anyhow::Result<u8> {
    let (change, names, action) = match &args.command {
        UserCommand::Add(args) => {
            let draft =
                args.fields.stated.draft.clone().with(Field::Username, args.username.clone());
            (&args.change, &[][..], args.fields.save(draft, false))
        }
        UserCommand::Edit(args) => {
            let mut draft = args.fields.stated.draft.clone();
            if let Some(username) = &args.username {
                draft.set(Field::Username, username.clone());
            }
            let name = std::slice::from_ref(&args.user);
            (&args.change, name, args.fields.save(draft, args.force))
        }
        UserCommand::Activate(args) => {
            (&args.change, &args.users[..], EntityAction::SetActive { active: true, force: false })
        }
        UserCommand::Deactivate(DeactivateArgs { names, force }) => (
            &names.change,
            &names.users[..],
            EntityAction::SetActive { active: false, force: *force },
        ),
        UserCommand::Leave(UserLeaveArgs { names, force }) => {
            (&names.change, &names.users[..], EntityAction::Leave { force: *force })
        }
        UserCommand::Delete(UserDeleteArgs { names, force }) => {
            (&names.change, &names.users[..], EntityAction::Delete { force: *force })
        }
    };
    entities::run(Axis::Users, change, names, &action)
}

impl UserFieldArgs {
    fn save(&self, draft: Draft, force: bool) -> EntityAction {
        EntityAction::Save { draft, create_missing: self.create_missing, force }
    }
}
