//! `user`: users themselves, added, altered, deactivated and deleted.

use clap::Subcommand;

use super::failure::Unresolved;
use super::record::{self, RecordArgs, draft};
use crate::domain::{Departure, Draft, Field, UserId, Watch};
use crate::store::{How, Store, StoreError};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid user add ada --email ada@example.com --role 'HR Manager' --home NYC
  grantgrid user edit ada --home LA --reason moved
  grantgrid user deactivate ada bob
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

const DELETE_EXAMPLES: &str = "\
Examples:
  grantgrid user delete ada --dry-run     what would go with ada, and what forbids it
  grantgrid user delete ada bob --reason 'asked for'";

/// The arguments of `user`.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a user, who cannot log in before the password was reset
    #[command(before_help = ADD_EXAMPLES)]
    Add(AddArgs),
    /// Alter what is given, and leave the rest as it is
    #[command(before_help = EDIT_EXAMPLES)]
    Edit(EditArgs),
    /// Let users log in again
    #[command(before_help = ACTIVATE_EXAMPLES)]
    Activate(NamesArgs),
    /// Let users log in no longer; their grants stay
    #[command(before_help = DEACTIVATE_EXAMPLES)]
    Deactivate(DeactivateArgs),
    /// Delete users with their grants, if nothing else refers to them
    #[command(before_help = DELETE_EXAMPLES)]
    Delete(DeleteArgs),
}

#[derive(Debug, clap::Args)]
struct FieldArgs {
    #[arg(long, value_name = "TEXT")]
    first_name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    last_name: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The role [default of a new user: Employee]
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
    /// The organization [default of a new user: one of the home company's tenant, else the commonest]
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// The home company, by its code, name or id, or '' for none: that of the employee record
    #[arg(long, value_name = "CODE")]
    home: Option<String>,
    /// Whether the user may log in
    #[arg(long, value_name = "YES|NO")]
    active: Option<String>,
    /// Make an organization that is not there yet
    #[arg(long)]
    create_missing: bool,
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    /// The name to log in with
    username: String,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    record: RecordArgs,
}

#[derive(Debug, clap::Args)]
struct EditArgs {
    /// The user
    user: String,
    /// Another name to log in with
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Make it even if no active Super Admin is left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    record: RecordArgs,
}

#[derive(Debug, clap::Args)]
struct NamesArgs {
    /// Usernames
    #[arg(required = true, value_name = "NAME")]
    users: Vec<String>,
    #[command(flatten)]
    record: RecordArgs,
}

#[derive(Debug, clap::Args)]
struct DeactivateArgs {
    #[command(flatten)]
    names: NamesArgs,
    /// Deactivate even if no active Super Admin is left
    #[arg(long)]
    force: bool,
}

#[derive(Debug, clap::Args)]
struct DeleteArgs {
    #[command(flatten)]
    names: NamesArgs,
    /// Delete even if a dangerous lot of grants goes along, or no active Super Admin is left
    #[arg(long)]
    force: bool,
}

/// Runs one of them and answers the exit status.
pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    match &args.command {
        Command::Add(args) => {
            let mut store = args.record.database.open()?;
            let draft = args.fields.draft().with(Field::Username, args.username.clone());
            record::run(&mut store, &args.record, args.fields.create_missing, |store, how| {
                store.save_user(None, &draft, how)
            })
        }
        Command::Edit(args) => {
            let mut store = args.record.database.open()?;
            let id = store.find_user(&args.user)?.id;
            let mut draft = args.fields.draft();
            if let Some(username) = &args.username {
                draft.set(Field::Username, username.clone());
            }
            record::run(&mut store, &args.record, args.fields.create_missing, |store, how| {
                store.save_user(Some(id), &draft, &How { force: args.force, ..how.clone() })
            })
        }
        Command::Activate(args) => set_active(args, true, false),
        Command::Deactivate(args) => set_active(&args.names, false, args.force),
        Command::Delete(args) => delete(args),
    }
}

impl FieldArgs {
    fn draft(&self) -> Draft {
        draft(&[
            (Field::FirstName, &self.first_name),
            (Field::LastName, &self.last_name),
            (Field::Email, &self.email),
            (Field::Role, &self.role),
            (Field::Organization, &self.organization),
            (Field::Home, &self.home),
            (Field::Active, &self.active),
        ])
    }
}

fn set_active(args: &NamesArgs, active: bool, force: bool) -> anyhow::Result<u8> {
    let mut store = args.record.database.open()?;
    let users = found(&store, &args.users)?;
    record::run(&mut store, &args.record, false, |store, how| {
        store.set_users_active(&users, active, &How { force, ..how.clone() })
    })
}

fn delete(args: &DeleteArgs) -> anyhow::Result<u8> {
    let DeleteArgs { names, force } = args;
    let mut store = names.record.database.open()?;
    let users = found(&store, &names.users)?;
    let departures: Vec<Departure> =
        users.iter().map(|id| store.departure_of_user(*id)).collect::<Result<_, _>>()?;
    record::before_deletion(&store, &names.record, *force, &departures)?;
    record::run(&mut store, &names.record, false, |store, how| {
        let how = How { force: *force, ..how.clone() };
        store.delete_users(&users, &how, &mut Watch::none())
    })
}

/// Every user that is named, each once.
fn found(store: &Store, names: &[String]) -> anyhow::Result<Vec<UserId>> {
    let (mut ids, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        match store.find_user(name) {
            Ok(user) if !ids.contains(&user.id) => ids.push(user.id),
            Ok(_) => {}
            Err(fault @ StoreError::NoSuchUser { .. }) => faults.push(fault),
            Err(error) => return Err(error.into()),
        }
    }
    if faults.is_empty() { Ok(ids) } else { Err(Unresolved(faults).into()) }
}
