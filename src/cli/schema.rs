//! `schema`: prints the SQL that creates grantgrid's own tables.

use super::output::Output;
use crate::store::OwnSql;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid schema --sql > grantgrid.sql     then psql -d hrm -f grantgrid.sql
  grantgrid schema --notify | psql -d hrm     open consoles then see changes at once
  grantgrid schema --sqlite";

pub(super) const EXPLANATION: &str = "\
The first change creates these tables. If your login may not create tables, ask
a database administrator to run this SQL. Running it again changes nothing.";

/// The arguments of `schema`.
#[derive(Debug, clap::Args)]
#[group(id = "which", multiple = false)]
pub(super) struct SchemaArgs {
    /// Print the tables for a PostgreSQL server, with the privileges that logins need (the default)
    #[arg(long)]
    sql: bool,
    /// Print optional triggers for a PostgreSQL server, so that grantgrid is notified of changes
    #[arg(long)]
    notify: bool,
    /// Print the tables for a SQLite file
    #[arg(long)]
    sqlite: bool,
}

pub(super) fn run(args: &SchemaArgs) -> anyhow::Result<()> {
    let sql = match (args.sql, args.notify, args.sqlite) {
        (_, true, _) => OwnSql::Notify,
        (_, _, true) => OwnSql::File,
        _ => OwnSql::Server,
    };
    let mut output = Output::new();
    output.generated(sql.text().as_bytes())?;
    output.finish()
}
