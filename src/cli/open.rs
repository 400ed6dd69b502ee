//! Opens the console: chooses the database and the theme, and requires a terminal
//! to draw on.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::database::{self, DEFAULT, Location, OperatorArgs, ReplicaArgs, quoted};
use super::demo::Demo;
use super::did_you_mean;
use super::errors::WrongUsage;
use super::exit::print_message;
use super::terminal_writer::stdout_is_terminal;
use super::theme;
use crate::console::{self, Options, StoreSource};
use crate::store::{DemoPlan, Store, StoreError, make_private_folder};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid demo             a demo database in the console
  grantgrid hr.db            your own database
  grantgrid hr.db --as ada   with the rights of that user of the HR system
  grantgrid users --json     a command; `grantgrid COMMAND --help` has more";

/// The arguments of the console.
#[derive(Debug, clap::Args)]
pub(super) struct OpenArgs {
    #[arg(help = format!("The HR database {DEFAULT}, created on first use]"))]
    db: Option<PathBuf>,
    #[command(flatten)]
    operator: OperatorArgs,
    #[command(flatten)]
    replica: ReplicaArgs,
    #[command(flatten)]
    look: ConsoleArgs,
}

/// The options of the console.
#[derive(Debug, clap::Args)]
pub(super) struct ConsoleArgs {
    #[arg(long, value_parser = theme::parser(), hide_possible_values = true)]
    #[arg(help = "The console's colors, such as dark or light [default: $GRANTGRID_THEME]")]
    theme: Option<String>,
    /// Draw the console with ASCII characters only
    #[arg(long)]
    ascii: bool,
    /// Open the console without the filters, sort orders and cursor of the last session
    #[arg(long)]
    fresh: bool,
}

/// Opens the console and returns its exit status. A missing default database is
/// created, but only if there is a terminal to show it.
pub(super) fn run(args: &OpenArgs, command: &clap::Command) -> anyhow::Result<u8> {
    let options = args.look.options()?;
    match Location::of(args.db.as_deref())? {
        Location::Default(path) if !path.exists() => {
            if let Some(name) = &args.operator.username {
                bail!("{}: no database yet, so user “{name}” is unknown", path.display());
            }
            require_terminal()?;
            show(create_default(&path)?, &options)
        }
        Location::Server(url) => {
            require_terminal()?;
            let name = PathBuf::from(url.to_string());
            let server = database::begin_server(url, &args.replica, &args.operator)?;
            show_source(StoreSource::Server(Box::new(server)), &name, &options)
        }
        Location::Default(path) | Location::Named(path) => {
            let store = database::open(&path, &args.operator)
                .map_err(|error| or_typo(command, error, args.db.as_deref()))?;
            require_terminal()?;
            show(store, &options)
        }
    }
}

/// Shows a database in the console and returns the exit status. If the user
/// chooses the demo instead, it is removed afterwards.
pub(super) fn show(store: Store, options: &Options) -> anyhow::Result<u8> {
    let name = store.server().map_or_else(|| store.path().to_owned(), PathBuf::from);
    show_source(StoreSource::Open(Box::new(store)), &name, options)
}

fn show_source(source: StoreSource, name: &Path, options: &Options) -> anyhow::Result<u8> {
    let mut demo: Option<Demo> = None;
    let is_demo = options.demo;
    let status = console::run(source, options, &mut || {
        let (new, store) = Demo::create(&DemoPlan::default(), &OperatorArgs { username: None })?;
        demo = Some(new);
        Ok(store)
    });
    if let Some(demo) = demo {
        demo.remove()?;
        let own = quoted(name);
        let still = if is_demo {
            ""
        } else {
            &format!("; {own} is still empty · `grantgrid {own}` opens it")
        };
        print_message(&format!("the demo database is removed{still}"));
    }
    status
}

impl ConsoleArgs {
    /// The options of the console.
    ///
    /// # Errors
    ///
    /// [`WrongUsage`] if the environment names an unknown theme.
    pub(super) fn options(&self) -> anyhow::Result<Options> {
        let theme = match &self.theme {
            Some(theme) => Some(theme.clone()),
            None => theme::of_environment()?.map(|(theme, _)| theme),
        };
        Ok(Options { theme, ascii: self.ascii, fresh: self.fresh, demo: false })
    }
}

/// The console draws on a terminal and reads keys from it.
pub(super) fn require_terminal() -> anyhow::Result<()> {
    if !io::stdin().is_terminal() || !stdout_is_terminal() {
        bail!(
            "the console needs a terminal as standard input and output; the commands in \
             `grantgrid --help` work without one"
        )
    }
    let name = env::var_os("TERM").unwrap_or_default();
    if name.is_empty() || name == "dumb" {
        let what = if name.is_empty() { "$TERM is not set" } else { "$TERM is “dumb”" };
        bail!(
            "the console needs a terminal that can move the cursor, and {what}; set TERM to the name \
             of your terminal (for example xterm-256color), or use the commands in `grantgrid --help`"
        )
    }
    Ok(())
}

fn create_default(path: &Path) -> anyhow::Result<Store> {
    if let Some(folder) = path.parent() {
        make_private_folder(folder)
            .with_context(|| format!("{}: cannot create the folder", folder.display()))?;
    }
    match Store::create(path, database::environment()) {
        // Another first start created it in the meantime.
        Err(StoreError::Exists(there)) if there == path => {
            Ok(Store::open(path, database::environment())?)
        }
        created => Ok(created?),
    }
}

/// A missing file may be a mistyped command.
fn or_typo(command: &clap::Command, error: anyhow::Error, named: Option<&Path>) -> anyhow::Error {
    let Some(word) = named.and_then(Path::to_str) else {
        return error;
    };
    if !matches!(error.downcast_ref(), Some(StoreError::Missing(_))) {
        return error;
    }
    did_you_mean::unknown_word(command, word).map_or(error, |sentence| WrongUsage(sentence).into())
}
