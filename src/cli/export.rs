//! `export`: writes the access matrix to a file or to standard output.

use std::path::{Path, PathBuf};

use super::choices;
use super::database::DatabaseArgs;
use super::errors::WrongUsage;
use super::exit::{offering_force, print_message};
use super::phrases::counted;
use super::terminal_writer::{file_on_stdout, stdout_is_terminal};
use super::{filter, work};
use crate::domain::JobProgress;
use crate::exchange::{self, Export, Exported, Format, Layout, NewFile};
use crate::filter::Axis;
use crate::store::{Order, Query, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid export access.xlsx
  grantgrid export grants.csv --layout pairs     who has access to what, since when, by whom, why
  grantgrid export - --format json --users 'role:\"HR Manager\"' | jq '.users[].username'
  grantgrid export paris.csv --companies code:PAR --force";

/// The arguments of `export`.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// The file to write; `-` is standard output
    file: PathBuf,
    /// The format [default: from the file extension; csv for standard output]
    #[arg(long, value_parser = choices::format())]
    format: Option<Format>,
    /// A matrix of users and companies, or one line per grant
    #[arg(long, value_parser = choices::layout(), default_value = "matrix")]
    layout: Layout,
    /// Only users that match the filter; `grantgrid users --help` explains filters
    #[arg(long = "users", value_name = "FILTER", allow_hyphen_values = true)]
    user_filter: Option<String>,
    /// Only companies that match the filter; `grantgrid companies --help` explains filters
    #[arg(long = "companies", value_name = "FILTER", allow_hyphen_values = true)]
    company_filter: Option<String>,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Whether a file is one of the standard streams.
pub(super) fn is_stream(file: &Path) -> bool {
    file.as_os_str() == "-"
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<()> {
    let users = filter::read(Axis::Users, args.user_filter.as_deref())?;
    let companies = filter::read(Axis::Companies, args.company_filter.as_deref())?;
    let to_stream = is_stream(&args.file);
    let format = match args.format {
        Some(format) => format,
        None if to_stream => Format::Csv,
        None => Format::of(&args.file)?,
    };
    let for_terminal = to_stream && stdout_is_terminal();
    if for_terminal && format == Format::Xlsx {
        let sentence = "XLSX cannot be shown on a terminal; specify a file, or use a pipe";
        return Err(WrongUsage(sentence.into()).into());
    }
    let mut store = args.database.open()?;
    store.ensure_homes()?;
    let (users, companies) = work::on_store(&mut store, "filtering", |store, progress| {
        let (order, marked, cancel) = (Order::default(), None, work::cancel(progress));
        let users = Query { filter: &users, order, marked };
        let users = store.select_users(&users, &cancel)?;
        let companies = Query { filter: &companies, order, marked: None };
        Ok((users, store.select_companies(&companies, &cancel)?))
    })?;
    let export = Export { format, layout: args.layout, users, companies, for_terminal };
    let written = if to_stream {
        // The reader may never continue, and there is no file to clean up: a signal
        // ends the program.
        exchange::export(&store, &export, &mut file_on_stdout(), &mut JobProgress::none())?
    } else {
        let written =
            work::with_progress("writing", |progress| write(&store, &export, args, progress));
        written.map_err(offering_force)?
    };
    print_message(&sentence(written, args));
    if let Some(warning) = written.warning() {
        print_message(&warning);
    }
    Ok(())
}

/// Writes to the file.
fn write(
    store: &Store,
    export: &Export,
    args: &ExportArgs,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, exchange::ExchangeError> {
    let mut file = NewFile::begin(&args.file, args.force, store.path())?;
    let written = exchange::export(store, export, &mut file, progress)?;
    file.finish()?;
    Ok(written)
}

fn sentence(written: Exported, args: &ExportArgs) -> String {
    let what = format!(
        "wrote {} of {} × {}",
        counted(written.grants, "grant", "grants"),
        counted(written.users, "user", "users"),
        counted(written.companies, "company", "companies")
    );
    if is_stream(&args.file) { what } else { format!("{what} to {}", args.file.display()) }
}
