//! `import-users` and `import-companies`: add or update users or
//! companies from a file, as one change.

use std::path::PathBuf;

use encoding_rs::Encoding;
use serde::Serialize;

use super::change_args::ChangeArgs;
use super::choices;
use super::dry_run::EffectJson;
use super::exit::print_message;
use super::hints;
use super::import_report::{self, ListedProblems};
use super::output::Output;
use super::phrases::{self, counted};
use super::{change_rows, policy, record, source, work};
use crate::domain::{Field, JobProgress, effect_in_words};
use crate::exchange::{self, EntityFile, Format, Hidden, Import, Position, Sheets};
use crate::filter::Axis;
use crate::store::{ImportProblem, ImportReport};

pub(super) const USERS_EXAMPLES: &str = "\
Examples:
  grantgrid import-users users.csv --dry-run     show the effect and the problems of the file
  grantgrid import-users users.xlsx --reason 'new hires of March'
  grantgrid import-users users.json --skip-problems --create-missing";

pub(super) const COMPANIES_EXAMPLES: &str = "\
Examples:
  grantgrid import-companies companies.csv --dry-run
  grantgrid import-companies companies.xlsx --create-missing --reason 'acquisition of Blue'";

pub(super) const USERS_COLUMNS: &str = "\
Columns, in any order: username, first_name, last_name, email, role, organization, home (the code
of the home company), active. Existing users are updated with the values in the line, new users are
added; empty cells stay unchanged, or get a default. Missing organizations are created if the
database has none, or with --create-missing. On a server, new users may need more columns, such as
kind or employee.kind: those that `user add` asks for with --set.";

pub(super) const COMPANIES_COLUMNS: &str = "\
Columns, in any order: code, name, tenant, currency, active. Existing companies, found by code
and tenant if given, are updated with the values in the line, new companies are added. Missing
tenants are created if the database has none, or with --create-missing.";

/// The maximum number of problems in a report.
const MAX_PROBLEMS: usize = 1000;

/// The arguments of both commands.
#[derive(Debug, clap::Args)]
pub(super) struct EntityImportArgs {
    /// The file to read: CSV, XLSX or JSON; also a pipe; `-` is standard input
    file: PathBuf,
    /// The format [default: from the content and the file extension]
    #[arg(long, value_parser = choices::format())]
    format: Option<Format>,
    /// The encoding of CSV or JSON, such as windows-1252 [default: by its BOM, or UTF-8]
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    encoding: Option<&'static Encoding>,
    /// The sheet to read [default: the one with the best headings]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Skip or read hidden rows, columns and sheets [default: skip]
    #[arg(long, value_parser = choices::hidden(), default_value = "skip")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    hidden: Hidden,
    /// Skip lines with problems, and import the rest
    #[arg(long)]
    skip_problems: bool,
    /// Create missing tenants and organizations
    #[arg(long)]
    create_missing: bool,
    /// Import even if much effective access is lost or no active Super Admin is left
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// What was done, or would be, as `--json` prints it.
#[derive(Serialize)]
struct EntityImportJson<'a> {
    #[serde(flatten)]
    record: record::RowChangeJson<'a>,
    lines_added: u64,
    #[serde(rename = "lines_altered")]
    lines_edited: u64,
    lines_unchanged: u64,
    problem_count: usize,
    /// The first 1000.
    problems: Vec<EntityProblemJson<'a>>,
    notes: &'a [String],
    account: &'a str,
    #[serde(flatten)]
    effect: EffectJson,
}

#[derive(Serialize)]
struct EntityProblemJson<'a> {
    sheet: Option<String>,
    line: u64,
    column: Option<u32>,
    field: &'a str,
    problem: &'a str,
}

/// Runs one of the two and returns the exit status.
pub(super) fn run(args: &EntityImportArgs, axis: Axis) -> anyhow::Result<u8> {
    let mut store = args.change.database.open()?;
    let source = source::open(&args.file, args.encoding)?;
    let name = source::name(&args.file);
    let options = record::options(&args.change, args.create_missing, args.force);
    let mut sheets = Sheets::default();
    let columns = store.picked_columns(axis)?;
    let file = work::with_progress("reading", |progress| {
        let (sheet, hidden) = (args.sheet.clone(), args.hidden);
        let import = Import { format: args.format, sheet, hidden, columns, ..Import::default() };
        exchange::read_entities_noting_sheets(&source, &import, axis, &mut sheets, progress)
    });
    if file.is_err() {
        hints::print_sheet_hint(&name, &sheets, args.hidden);
    }
    let mut file = file?;
    file.note_look_alikes(&store, axis, &mut JobProgress::none())?;
    let report = work::on_store(&mut store, "importing", |store, progress| {
        file.import(store, axis, args.skip_problems, &options, None, progress)
    })?;
    for note in &file.notes {
        print_message(&format!("{name}: {note}"));
    }
    hints::print_sheet_hint(&name, &sheets, args.hidden);
    let refused = !report.problems.is_empty() && !args.skip_problems;
    import_report::report(&listed(&file, &report), &args.change)?;
    if refused && !args.change.dry_run {
        return Err(import_report::refused(report.problems.len() as u64, &name, false));
    }
    let recorded = &report.recorded;
    let status = args.change.status(recorded.change.is_some());
    print_message(&sentence(&name, args, &report));
    record::print_guard(recorded);
    if args.change.dry_run {
        policy::print_policy_note(&store);
    }
    if args.change.format.json {
        Output::new().object(&EntityImportJson {
            record: record::RowChangeJson::of(&store, &args.change, recorded),
            lines_added: report.added,
            lines_edited: report.edited,
            lines_unchanged: report.unchanged,
            problem_count: report.problems.len(),
            problems: problem_records(&file, &report),
            notes: &file.notes,
            account: store.account(),
            effect: EffectJson::of(&recorded.effect),
        })?;
    } else if args.change.dry_run {
        let mut output = Output::new();
        change_rows::planned(&mut output, &recorded.edits)?;
        output.finish()?;
    }
    if refused {
        return Err(import_report::refused(report.problems.len() as u64, &name, true));
    }
    Ok(status)
}

/// The problems, each with its position in the file.
fn listed(file: &EntityFile, report: &ImportReport) -> ListedProblems {
    let one = |problem: &ImportProblem| (file.position(problem), problem.problem.to_string());
    let first = report.problems.iter().take(MAX_PROBLEMS).map(one).collect();
    ListedProblems { first, count: report.problems.len() as u64 }
}

fn problem_records<'a>(file: &EntityFile, report: &'a ImportReport) -> Vec<EntityProblemJson<'a>> {
    let record = |problem: &'a ImportProblem| {
        let Position { sheet, line, column, .. } = file.position(problem);
        let field: Field = problem.problem.field;
        EntityProblemJson {
            sheet,
            line,
            column,
            field: field.word(),
            problem: &problem.problem.why,
        }
    };
    report.problems.iter().take(MAX_PROBLEMS).map(record).collect()
}

fn sentence(name: &str, args: &EntityImportArgs, report: &ImportReport) -> String {
    let skipped = match report.problems.len() as u64 {
        0 => String::new(),
        count => format!(", {} skipped", counted(count, "problem", "problems")),
    };
    let numbers = format!(
        "{} added, {} changed, {} unchanged{skipped}",
        counted(report.added, "line", "lines"),
        report.edited,
        report.unchanged
    ) + &phrases::clause(&effect_in_words(&report.recorded.effect));
    match (&report.recorded.change, args.change.dry_run) {
        (None, _) => format!("no changes in {name}: {numbers}"),
        (Some(_), true) => format!("dry run of {name}: {numbers}; nothing was changed"),
        (Some(_), false) => {
            let undo = args.change.database.command("undo");
            format!("imported {name}: {numbers} · {undo} undoes it")
        }
    }
}
