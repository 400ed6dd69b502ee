//! The command line: arguments in, an exit status out. Data goes to standard
//! output, everything else to standard error; no command prompts. Each command
//! group has a file of its own with its arguments, its examples and its work; this
//! file only lists them.

mod access;
mod account;
mod backup;
mod bulk;
mod change_args;
mod change_cells;
mod change_rows;
mod check;
mod check_json;
mod choices;
mod company;
mod completions;
mod config;
mod copy;
mod database;
mod demo;
mod did_you_mean;
mod dry_run;
mod edit;
mod entities;
mod errors;
mod exit;
mod export;
mod field_args;
mod filter;
mod hints;
mod history;
mod history_by_user;
mod import;
mod import_entities;
mod import_report;
mod init;
mod interrupt;
mod list;
mod lock_wait;
mod man;
mod open;
mod output;
mod phrases;
mod policy;
mod populate;
mod populate_report;
mod progress;
mod pull;
mod record;
mod resolve;
mod rules;
mod schema;
mod show;
mod source;
mod stats;
mod table;
mod terminal_writer;
mod theme;
mod undo;
mod user;
mod who;
mod why;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::domain::Operation;
use crate::filter::Axis;

/// The layout of every help page: the description, examples, then the rest.
const HELP: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "grantgrid",
    version,
    about = "Manage which users of a multi-company HR system can access which companies",
    before_help = open::EXAMPLES,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    open: open::OpenArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create an empty HR database
    #[command(before_help = init::INIT_EXAMPLES)]
    Init(init::InitArgs),
    /// Open the console on demo data, or write a demo database to a file
    #[command(before_help = init::DEMO_EXAMPLES)]
    Demo(init::DemoArgs),
    /// List users, with grants and the companies each can really work in
    #[command(before_help = list::USERS_EXAMPLES, after_help = list::USERS_FILTER)]
    Users(list::ListArgs),
    /// List companies, with grants and the users who can really work in each
    #[command(before_help = list::COMPANIES_EXAMPLES, after_help = list::COMPANIES_FILTER)]
    Companies(list::ListArgs),
    /// Show one user, with effective access and grants
    #[command(before_help = show::EXAMPLES)]
    Show(show::ShowArgs),
    /// List everyone who can get into a company, and why
    #[command(before_help = who::EXAMPLES)]
    Who(who::WhoArgs),
    /// List every company that a user can get into, and why
    #[command(before_help = access::EXAMPLES)]
    Access(access::AccessArgs),
    /// Grant users access to companies
    #[command(before_help = edit::GRANT_EXAMPLES, override_usage = edit::usage("grant"))]
    Grant(edit::GrantArgs),
    /// Revoke users' access to companies
    #[command(before_help = edit::REVOKE_EXAMPLES, override_usage = edit::usage("revoke"))]
    Revoke(edit::GrantArgs),
    /// Set users' access to exactly these companies; all other access is revoked
    #[command(before_help = edit::SET_EXAMPLES, override_usage = edit::usage("set"))]
    Set(edit::GrantArgs),
    /// Copy the companies of one user to others
    #[command(before_help = copy::EXAMPLES)]
    Copy(copy::CopyArgs),
    /// List or change the role rules: which companies each role should have
    #[command(before_help = rules::EXAMPLES)]
    Rules(rules::RulesArgs),
    /// List or edit the access policy: which companies each role reaches
    #[command(before_help = policy::EXAMPLES)]
    Policy(policy::PolicyArgs),
    /// Grant users what the rules of their roles require
    #[command(before_help = populate::EXAMPLES, after_help = populate::EXPLANATION)]
    Populate(populate::PopulateArgs),
    /// Add, edit, deactivate or delete users
    #[command(before_help = user::EXAMPLES)]
    User(user::UserCommandArgs),
    /// Add, edit, deactivate or delete companies
    #[command(before_help = company::EXAMPLES)]
    Company(company::CompanyCommandArgs),
    /// Add or update users from a file, as one change
    #[command(before_help = import_entities::USERS_EXAMPLES, after_help = import_entities::USERS_COLUMNS)]
    ImportUsers(import_entities::EntityImportArgs),
    /// Add or update companies from a file, as one change
    #[command(before_help = import_entities::COMPANIES_EXAMPLES, after_help = import_entities::COMPANIES_COLUMNS)]
    #[command(mut_arg("force", |force| force.hide(true)))] // no user is changed
    ImportCompanies(import_entities::EntityImportArgs),
    /// Undo a change: the last one, or the one given
    #[command(before_help = undo::UNDO_EXAMPLES)]
    Undo(undo::UndoArgs),
    /// Redo the last undone change
    #[command(before_help = undo::REDO_EXAMPLES)]
    Redo(change_args::ChangeArgs),
    /// List changes, newest first, or the cells of one change
    #[command(before_help = history::EXAMPLES)]
    History(history::HistoryArgs),
    /// Explain why a user has or does not have access to a company
    #[command(before_help = why::EXAMPLES)]
    Why(why::WhyArgs),
    /// Import grants from a file: CSV, XLSX or JSON
    #[command(before_help = import::EXAMPLES, after_help = import::EXPLANATION)]
    // Accepted but hidden, because this help page is the longest.
    #[command(mut_arg("replica", |it| it.hide(true)), mut_arg("in_memory", |it| it.hide(true)))]
    Import(import::ImportArgs),
    /// Export the access matrix to a file: CSV, XLSX or JSON
    #[command(before_help = export::EXAMPLES)]
    Export(export::ExportArgs),
    /// Show statistics: users, companies, grants, coverage and drift
    #[command(before_help = stats::EXAMPLES)]
    Stats(stats::StatsArgs),
    /// Check the database for problems, and repair what can be repaired
    #[command(before_help = check::EXAMPLES, after_help = check::MORE)]
    Check(check::CheckArgs),
    /// Back up the database, even while other programs write to it
    #[command(before_help = backup::EXAMPLES)]
    Backup(backup::BackupArgs),
    /// Copy what grantgrid reads on a PostgreSQL server to a SQLite file
    #[command(before_help = pull::EXAMPLES, after_help = pull::EXPLANATION)]
    Pull(pull::PullArgs),
    /// Print the SQL that creates grantgrid's own tables, for a database administrator
    #[command(before_help = schema::EXAMPLES, after_help = schema::EXPLANATION)]
    Schema(schema::SchemaArgs),
    /// Print the configuration of the console, its defaults, or its JSON schema
    #[command(before_help = config::EXAMPLES)]
    Config(config::ConfigArgs),
    /// Print the completion script for a shell
    #[command(before_help = completions::EXAMPLES)]
    Completions(completions::CompletionsArgs),
    /// Print the manual page
    #[command(before_help = man::EXAMPLES)]
    Man,
}

/// Runs the program with its arguments, its own name first, and returns the exit
/// status: 0 done, 1 failed, 2 wrong usage, 3 database busy or
/// unreachable, 4 changes pending,
/// 5 refused, 128 plus its number for a signal.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(terminal_writer::report_panic));
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        // clap also reports help and the version as errors; their status is 0.
        Err(error) => {
            terminal_writer::print_usage(&error);
            return if error.use_stderr() {
                ExitCode::from(exit::USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match dispatch(cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => ExitCode::from(exit::report(&error)),
    }
}

/// The definition of the whole command line. Files that need it get it as an argument.
fn command() -> clap::Command {
    fn with_layout(command: clap::Command) -> clap::Command {
        command.help_template(HELP).mut_subcommands(with_layout)
    }
    with_layout(Cli::command())
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = command()
        .try_get_matches_from(&arguments)
        .map_err(|error| did_you_mean::explain(&mut command(), error, &arguments))?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command()))
}

fn dispatch(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        None => return open::run(&cli.open, &command()),
        Some(Command::Demo(args)) => return init::demo(&args),
        Some(Command::Init(args)) => init::init(&args),
        Some(Command::Users(args)) => list::users(&args),
        Some(Command::Companies(args)) => list::companies(&args),
        Some(Command::Show(args)) => show::run(&args),
        Some(Command::Who(args)) => who::run(&args),
        Some(Command::Access(args)) => access::run(&args),
        Some(Command::Grant(args)) => return edit::run(&args, &Operation::Grant),
        Some(Command::Revoke(args)) => return edit::run(&args, &Operation::Revoke),
        Some(Command::Set(args)) => return edit::run(&args, &Operation::Set),
        Some(Command::Copy(args)) => return copy::run(&args),
        Some(Command::Rules(args)) => return rules::run(&args),
        Some(Command::Policy(args)) => return policy::run(&args),
        Some(Command::Populate(args)) => return populate::run(&args),
        Some(Command::ImportUsers(args)) => return import_entities::run(&args, Axis::Users),
        Some(Command::ImportCompanies(args)) => {
            return import_entities::run(&args, Axis::Companies);
        }
        Some(Command::User(args)) => return user::run(&args),
        Some(Command::Company(args)) => return company::run(&args),
        Some(Command::Undo(args)) => return undo::undo(&args),
        Some(Command::History(args)) => history::run(&args),
        Some(Command::Redo(args)) => return undo::redo(&args),
        Some(Command::Why(args)) => why::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Import(args)) => return import::run(&args),
        Some(Command::Stats(args)) => stats::run(&args),
        Some(Command::Check(args)) => return check::run(&args),
        Some(Command::Backup(args)) => backup::run(&args),
        Some(Command::Pull(args)) => pull::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Config(args)) => config::run(&args),
        Some(Command::Completions(args)) => completions::run(&args, command()),
        Some(Command::Man) => man::run(command()),
    }?;
    Ok(exit::DONE)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_commands_are_valid() {
        super::command().debug_assert();
    }

    #[test]
    fn every_argument_has_help() {
        let mut whole = super::command();
        whole.build();
        let mut commands: Vec<&clap::Command> = vec![&whole];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands().filter(|it| it.get_name() != "help"));
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name}: {}", argument.get_id());
            }
        }
    }

    /// The arguments that a shell makes of a line, up to a pipe or redirection.
    fn words(line: &str) -> Vec<std::ffi::OsString> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '\'' => quoted = !quoted,
                '|' | '>' if !quoted => break,
                ' ' if !quoted => words.push(String::new()),
                letter => words.last_mut().expect("a word").push(letter),
            }
        }
        words.into_iter().filter(|word| !word.is_empty()).map(Into::into).collect()
    }

    #[test]
    fn every_command_has_examples_that_parse() {
        let mut whole = super::command();
        whole.build();
        let mut commands: Vec<&clap::Command> = vec![&whole];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands().filter(|it| it.get_name() != "help"));
            let name = command.get_name();
            let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
            let lines: Vec<&str> = examples.lines().filter(|line| line.starts_with("  ")).collect();
            assert!(examples.starts_with("Examples:\n"), "{name}");
            assert!(!lines.is_empty(), "{name}");
            for line in lines {
                // Three spaces separate an example from its explanation.
                let line = line.trim_start().split("   ").next().unwrap_or_default();
                assert!(super::parse(words(line)).is_ok(), "{name}: {line}");
            }
        }
    }
}
