//! `import-users` and `import-companies`: a file of users or companies, added
//! and altered as one change.

use std::path::PathBuf;

use anyhow::bail;
use encoding_rs::Encoding;
use serde::Serialize;

use super::change_args::ChangeArgs;
use super::exit::say;
use super::hints;
use super::import_report::{self, Told};
use super::output::Output;
use super::phrases::counted;
use super::{change_rows, record, source, work};
use crate::domain::Field;
use crate::exchange::{self, EntityFile, Format, Hidden, Import, Position, Sheets};
use crate::filter::Axis;
use crate::store::{ImportProblem, ImportReport};

pub(super) const USERS_EXAMPLES: &str = "\
Examples:
  grantgrid import-users users.csv --dry-run     what it would do, and what is wrong in the file
  grantgrid import-users users.xlsx --reason 'new hires of March'
  grantgrid import-users users.json --skip-problems --create-missing";

pub(super) const COMPANIES_EXAMPLES: &str = "\
Examples:
  grantgrid import-companies companies.csv --dry-run
  grantgrid import-companies companies.xlsx --create-missing --reason 'takeover of Blue'";

pub(super) const USERS_COLUMNS: &str = "\
Columns, in any order: username, first_name, last_name, email, role, organization, home (the code
of the home company), active. A user who is there is altered in what the line says, every other is
added; what is left empty stays as it is, or is filled in. Organizations that are not there are
made if there is none at all, or with --create-missing.";

pub(super) const COMPANIES_COLUMNS: &str = "\
Columns, in any order: code, name, tenant, currency, active. A company of that code, and tenant if
one is named, is altered in what the line says, every other is added. Tenants that are not there
are made if there is none at all, or with --create-missing.";

/// Problems that are kept for a plan.
const MOST: usize = 1000;

/// The arguments of both.
#[derive(Debug, clap::Args)]
pub(super) struct EntityImportArgs {
    /// The file to read: CSV, XLSX or JSON; a pipe too, and `-` is standard input
    file: PathBuf,
    /// The format [default: by what stands in the file, and by its ending]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The encoding of CSV or JSON, such as windows-1252 [default: UTF-8, or by its mark]
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    encoding: Option<&'static Encoding>,
    /// The sheet to read [default: the one with the best headings]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Skip or read hidden rows, columns and sheets [default: skip]
    #[arg(long, value_enum, default_value_t)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    hidden: Hidden,
    /// Leave out the lines with problems, and take the rest over
    #[arg(long)]
    skip_problems: bool,
    /// Make tenants and organizations that are not there yet
    #[arg(long)]
    create_missing: bool,
    /// Make the change even if no active Super Admin is left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// What was done, or would be, as `--json` prints it.
#[derive(Serialize)]
struct ReportRecord<'a> {
    #[serde(flatten)]
    record: record::RowChangeJson<'a>,
    lines_added: u64,
    lines_altered: u64,
    lines_unchanged: u64,
    problem_count: usize,
    /// The first 1000.
    problems: Vec<EntityProblemJson<'a>>,
    notes: &'a [String],
    account: &'a str,
}

#[derive(Serialize)]
struct EntityProblemJson<'a> {
    sheet: Option<String>,
    line: u64,
    column: Option<u32>,
    field: &'a str,
    problem: &'a str,
}

/// Runs one of the two and answers the exit status.
pub(super) fn run(args: &EntityImportArgs, axis: Axis) -> anyhow::Result<u8> {
    let mut store = args.change.database.open()?;
    let source = source::open(&args.file, args.encoding)?;
    let name = source::name(&args.file);
    let how = record::how(&args.change, args.create_missing, args.force);
    let mut sheets = Sheets::default();
    let records = work::watched("reading", |progress| {
        let (sheet, hidden) = (args.sheet.clone(), args.hidden);
        let import = Import { format: args.format, sheet, hidden, ..Import::default() };
        exchange::read_entities_noting_sheets(&source, &import, axis, &mut sheets, progress)
    });
    if records.is_err() {
        hints::say_of_sheets(&name, &sheets, args.hidden);
    }
    let records = records?;
    let report = work::on(&mut store, "importing", |store, progress| {
        records.take_over(store, axis, args.skip_problems, &how, None, progress)
    })?;
    for note in &records.notes {
        say(&format!("{name}: {note}"));
    }
    hints::say_of_sheets(&name, &sheets, args.hidden);
    let refused = !report.problems.is_empty() && !args.skip_problems;
    import_report::report(&told(&records, &report), &args.change)?;
    if refused && !args.change.dry_run {
        let problems = counted(report.problems.len() as u64, "problem", "problems");
        bail!("{problems} in {name}: nothing was changed; --skip-problems takes the rest over");
    }
    let recorded = &report.recorded;
    let status = args.change.status(recorded.change.is_some());
    say(&sentence(&name, args, &report));
    record::say_guard(recorded);
    if args.change.format.json {
        Output::new().object(&ReportRecord {
            record: record::RowChangeJson::of(&store, &args.change, recorded),
            lines_added: report.added,
            lines_altered: report.altered,
            lines_unchanged: report.unchanged,
            problem_count: report.problems.len(),
            problems: problem_records(&records, &report),
            notes: &records.notes,
            account: store.account(),
        })?;
    } else if args.change.dry_run {
        let mut output = Output::new();
        change_rows::planned(&mut output, &recorded.edits)?;
        output.finish()?;
    }
    if refused {
        let problems = counted(report.problems.len() as u64, "problem", "problems");
        bail!("{problems} in {name}: without --skip-problems nothing would be changed");
    }
    Ok(status)
}

/// The problems, each with its place.
fn told(records: &EntityFile, report: &ImportReport) -> Told {
    let one = |problem: &ImportProblem| (records.place(problem), problem.problem.to_string());
    let first = report.problems.iter().take(MOST).map(one).collect();
    Told { first, count: report.problems.len() as u64 }
}

fn problem_records<'a>(
    records: &EntityFile,
    report: &'a ImportReport,
) -> Vec<EntityProblemJson<'a>> {
    let record = |problem: &'a ImportProblem| {
        let Position { sheet, line, column, .. } = records.place(problem);
        let field: Field = problem.problem.field;
        EntityProblemJson {
            sheet,
            line,
            column,
            field: field.word(),
            problem: &problem.problem.why,
        }
    };
    report.problems.iter().take(MOST).map(record).collect()
}

fn sentence(name: &str, args: &EntityImportArgs, report: &ImportReport) -> String {
    let skipped = match report.problems.len() as u64 {
        0 => String::new(),
        count => format!(", {} left out", counted(count, "problem", "problems")),
    };
    let numbers = format!(
        "{} added, {} altered, {} unchanged{skipped}",
        counted(report.added, "line", "lines"),
        report.altered,
        report.unchanged
    );
    match (&report.recorded.change, args.change.dry_run) {
        (None, _) => format!("nothing to do in {name}: {numbers}"),
        (Some(_), true) => format!("a dry run of {name}: {numbers}; nothing was changed"),
        (Some(_), false) => {
            let undo = args.change.database.command("undo");
            format!("imported {name}: {numbers} · {undo} takes it back")
        }
    }
}
