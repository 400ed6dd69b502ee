//! `import`: imports the grants of a file as one change.

use std::path::PathBuf;

use anyhow::bail;
use encoding_rs::Encoding;

use super::bulk::{self, BulkArgs};
use super::choices;
use super::edit::outcome;
use super::exit::print_message;
use super::hints;
use super::import_report::{self, ListedProblems};
use super::phrases::counted;
use super::{source, work};
use crate::domain::JobProgress;
use crate::exchange::{
    self, ExchangeError, Format, Hidden, Import, Layout, Mode, Plan, Problem, ProblemKind, Sheets,
    Source,
};
use crate::store::{Committed, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid import access.xlsx --dry-run     show the effect and the problems of the file
  grantgrid import access.xlsx --mode mirror --reason 'yearly review'
  grantgrid import new-grants.csv --skip-problems
  grantgrid import - --format json --dry-run --json";

pub(super) const EXPLANATION: &str = "\
A matrix has a line for each user and a column for each company, with a mark (x, 1, yes) for each
grant. Pairs have a line for each grant, or say yes or no in a column such as granted. Other columns
are ignored. A file with problems changes nothing without --skip-problems.";

/// The arguments of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The file to read: CSV, XLSX or JSON; also a pipe; `-` is standard input
    file: PathBuf,
    /// The format [default: from the content and the file extension]
    #[arg(long, value_parser = choices::format())]
    format: Option<Format>,
    /// The encoding of CSV or JSON, such as windows-1252 [default: by its BOM, or UTF-8]
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    encoding: Option<&'static Encoding>,
    /// The layout [default: from the headings]
    #[arg(long, value_parser = choices::layout())]
    layout: Option<Layout>,
    /// Only add grants, or also revoke the grants that the file does not have
    #[arg(long, value_parser = choices::mode(), default_value = "add")]
    mode: Mode,
    /// The sheet to read [default: the one with the best headings]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Skip or read hidden rows, columns and sheets [default: skip]
    #[arg(long, value_parser = choices::hidden(), default_value = "skip")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    hidden: Hidden,
    /// Skip cells and lines with problems, and import the rest
    #[arg(long)]
    skip_problems: bool,
    #[command(flatten)]
    bulk: BulkArgs,
}

/// Imports and returns the exit status.
pub(super) fn run(args: &ImportArgs) -> anyhow::Result<u8> {
    let mut store = args.bulk.change.database.open()?;
    let source = source::open(&args.file, args.encoding)?;
    let name = source::name(&args.file);
    let mut sheets = Sheets::default();
    let plan = work::with_progress("reading", |progress| {
        read(&store, &source, args, &mut sheets, progress)
    });
    if plan.is_err() {
        hints::print_sheet_hint(&name, &sheets, args.hidden);
    }
    let plan = plan?;
    for note in &plan.notes {
        print_message(&format!("{name}: {note}"));
    }
    hints::print_sheet_hint(&name, &sheets, args.hidden);
    let is_dry_run = args.bulk.change.dry_run;
    let refused = !plan.problems.is_empty() && !args.skip_problems;
    let problems = counted(plan.problems.count, "problem", "problems");
    import_report::report(&ListedProblems::of(&plan.problems), &args.bulk.change)?;
    if is_dry_run || !refused {
        let status = bulk::run_planned(
            &mut store,
            &plan.bulk,
            &args.bulk,
            None,
            Some(&plan),
            |committed| sentence(&name, &plan, committed),
        )?;
        // Not a success: this is probably not the intended file.
        let unknown = match (plan.bulk.users.is_empty(), plan.bulk.companies.is_empty()) {
            (true, true) => Some("users and companies"),
            (true, false) => Some("users"),
            (false, true) => Some("companies"),
            (false, false) => None,
        };
        if let Some(what) = unknown.filter(|_| !refused && !plan.problems.is_empty()) {
            let is_unknown = |problem: &Problem| {
                matches!(problem.kind, ProblemKind::UnknownUser | ProblemKind::UnknownCompany)
            };
            if plan.problems.first.iter().any(is_unknown) {
                bail!("unknown {what} in {name}: nothing to import");
            }
            bail!("{problems} in {name}: nothing is left to import");
        }
        if !refused {
            return Ok(status);
        }
        return Err(import_report::refused(plan.problems.count, &name, true));
    }
    Err(import_report::refused(plan.problems.count, &name, false))
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
    let import = Import { format, layout, mode, sheet, hidden, ..Import::default() };
    exchange::plan_noting_sheets(store, source, &import, sheets, progress)
}

fn sentence(name: &str, plan: &Plan, committed: &Committed) -> String {
    let skipped = match plan.problems.count {
        0 => String::new(),
        count => format!(", {} skipped", counted(count, "problem", "problems")),
    };
    match (&committed.change, committed.unchanged) {
        (None, 0) => format!("no changes: {name} has no grants{skipped}"),
        (None, _) => format!("no changes: everything in {name} already matches{skipped}"),
        (Some(_), _) => format!("imported {name}: {}{skipped}", outcome(committed)),
    }
}
