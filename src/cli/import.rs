//! `import`: the cells of a file, taken over as one change.

use std::path::PathBuf;

use anyhow::bail;
use encoding_rs::Encoding;

use super::bulk::{self, BulkArgs};
use super::edit::outcome;
use super::exit::say;
use super::hints;
use super::import_report::{self, Told};
use super::phrases::counted;
use super::{source, work};
use crate::domain::JobProgress;
use crate::exchange::{
    self, ExchangeError, Format, Hidden, Import, Layout, Limits, Mode, Plan, Sheets, Source,
};
use crate::store::{Committed, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid import access.xlsx --dry-run     what it would do, and what is wrong in the file
  grantgrid import access.xlsx --mode mirror --reason 'yearly review'
  grantgrid import new-grants.csv --skip-problems
  grantgrid import - --format json --dry-run --json";

pub(super) const EXPLANATION: &str = "\
A matrix has a line for each user and a column for each company, with a mark (x, 1, yes) for each
grant. Pairs have a line for each grant. The headings tell which it is; columns that are neither
are not read. A file with problems changes nothing without --skip-problems.";

/// The arguments of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The file to read: CSV, XLSX or JSON; a pipe too, and `-` is standard input
    file: PathBuf,
    /// The format [default: by what stands in the file, and by its ending]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The encoding of CSV or JSON, such as windows-1252 [default: UTF-8, or by its mark]
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    encoding: Option<&'static Encoding>,
    /// The layout [default: by the headings]
    #[arg(long, value_enum)]
    layout: Option<Layout>,
    /// Only grant, or also revoke what the file covers and does not grant
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// The sheet to read [default: the one with the best headings]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Skip or read hidden rows, columns and sheets [default: skip]
    #[arg(long, value_enum, default_value_t)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    hidden: Hidden,
    /// Leave out what is a problem, and take the rest over
    #[arg(long)]
    skip_problems: bool,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Imports and answers the exit status.
pub(super) fn run(args: &ImportArgs) -> anyhow::Result<u8> {
    let mut store = args.bulk.change.database.open()?;
    let source = source::open(&args.file, args.encoding)?;
    let name = source::name(&args.file);
    let mut sheets = Sheets::default();
    let plan =
        work::watched("reading", |progress| read(&store, &source, args, &mut sheets, progress));
    if plan.is_err() {
        hints::say_of_sheets(&name, &sheets, args.hidden);
    }
    let plan = plan?;
    for note in &plan.notes {
        say(&format!("{name}: {note}"));
    }
    hints::say_of_sheets(&name, &sheets, args.hidden);
    let is_dry = args.bulk.change.dry_run;
    let refused = !plan.problems.is_empty() && !args.skip_problems;
    let problems = counted(plan.problems.count, "problem", "problems");
    import_report::report(&Told::of(&plan.problems), &args.bulk.change)?;
    if is_dry || !refused {
        let status = bulk::run_planned(
            &mut store,
            &plan.bulk,
            &args.bulk,
            None,
            Some(&plan),
            |committed| sentence(&name, &plan, committed),
        )?;
        if !refused {
            return Ok(status);
        }
        bail!("{problems} in {name}: without --skip-problems nothing would be changed");
    }
    bail!("{problems} in {name}: nothing was changed; --skip-problems takes the rest over")
}

fn read(
    store: &Store,
    source: &Source,
    args: &ImportArgs,
    sheets: &mut Sheets,
    progress: &mut JobProgress<'_>,
) -> Result<Plan, ExchangeError> {
    let ImportArgs { format, layout, mode, hidden, .. } = *args;
    let sheet = args.sheet.clone();
    let import = Import { format, layout, mode, sheet, hidden, limits: Limits::default() };
    exchange::plan_noting_sheets(store, source, &import, sheets, progress)
}

fn sentence(name: &str, plan: &Plan, committed: &Committed) -> String {
    let skipped = match plan.problems.count {
        0 => String::new(),
        count => format!(", {} left out", counted(count, "problem", "problems")),
    };
    match (&committed.change, committed.unchanged) {
        (None, 0) => format!("nothing to do: {name} names no grant{skipped}"),
        (None, _) => format!("nothing to do: every cell of {name} is so already{skipped}"),
        (Some(_), _) => format!("imported {name}: {}{skipped}", outcome(committed)),
    }
}
