//! `pull`: copies what grantgrid reads on a server to an ordinary SQLite database.

use std::path::PathBuf;

use anyhow::bail;
use serde::Serialize;

use super::account;
use super::database::{self, Location, quoted};
use super::exit::{offering_force, print_message};
use super::output::{FormatArgs, Output};
use super::work;
use crate::store::{PulledTables, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid pull hr-copy.db --db postgresql://hr@db.example.com/hrm
  grantgrid pull hr-copy.db --force --db 'postgresql:///hrm?service=hr'";

pub(super) const EXPLANATION: &str = "\
The copy has only the tables and columns that grantgrid reads: no password
hashes, no pay, no bank or identity data. docs/postgresql.md lists them.";

/// The arguments of `pull`.
#[derive(Debug, clap::Args)]
pub(super) struct PullArgs {
    /// The SQLite file to write; it must not exist yet
    file: PathBuf,
    /// Overwrite an existing file once the copy is complete
    #[arg(long)]
    force: bool,
    #[arg(
        long,
        value_name = "URL",
        help = "The server as a postgresql:// URL [default: $GRANTGRID_DB]"
    )]
    db: Option<PathBuf>,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Serialize)]
struct PullJson<'a> {
    server: &'a str,
    file: String,
    tables: Vec<PulledTableJson>,
}

#[derive(Serialize)]
struct PulledTableJson {
    table: &'static str,
    rows: u64,
}

pub(super) fn run(args: &PullArgs) -> anyhow::Result<()> {
    let Location::Server(url) = Location::of(args.db.as_deref())? else {
        bail!(
            "`pull` copies from a PostgreSQL server: name its postgresql:// URL with --db; \
             `grantgrid backup` copies a database file"
        );
    };
    database::refuse_url(&args.file, "`pull` writes a SQLite file; give its name")?;
    let account = account::current();
    let pulled = work::with_progress("pulling", |progress| {
        Store::pull(&url, &account, &args.file, args.force, progress)
    });
    let pulled = pulled.map_err(offering_force)?;
    if args.format.json {
        return print_json(args, &pulled);
    }
    let file = quoted(&args.file);
    let rows: u64 = pulled.tables.iter().map(|(_, rows)| rows).sum();
    let (server, tables) = (&pulled.server, pulled.tables.len());
    print_message(&format!(
        "copied {rows} rows of {tables} tables from {server} to {file} · `grantgrid {file}` opens it"
    ));
    Ok(())
}

fn print_json(args: &PullArgs, pulled: &PulledTables) -> anyhow::Result<()> {
    let tables = pulled.tables.iter();
    Output::new().object(&PullJson {
        server: &pulled.server,
        file: args.file.display().to_string(),
        tables: tables.map(|(table, rows)| PulledTableJson { table, rows: *rows }).collect(),
    })
}
