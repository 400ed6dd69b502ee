//! The problems of an imported file: a table or JSON fields in a dry run, otherwise
//! lines on standard error.

use serde::Serialize;

use super::change_args::ChangeArgs;
use super::exit::print_message;
use super::output::Output;
use super::phrases::counted;
use super::table::{Column, Kind};
use crate::exchange::{Plan, Position, Problem, Problems};

/// The maximum number of problems printed outside a dry run.
const MAX_LINES: usize = 20;

/// The file's problems and notes, as `--json` prints them with the preview.
#[derive(Serialize)]
pub(super) struct ImportJson<'a> {
    problem_count: u64,
    /// The first 1000.
    problems: Vec<ProblemJson<'a>>,
    /// How the file was read.
    notes: &'a [String],
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    kind: &'a str,
    /// The sheet of a workbook.
    sheet: Option<&'a str>,
    line: u64,
    column: Option<u32>,
    problem: &'a str,
}

impl<'a> ImportJson<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        let problems = plan.problems.first.iter().map(ProblemJson::of).collect();
        Self { problem_count: plan.problems.count, problems, notes: &plan.notes }
    }
}

impl<'a> ProblemJson<'a> {
    fn of(problem: &'a Problem) -> Self {
        let Problem { position, kind, sentence } = problem;
        Self {
            kind: kind.as_str(),
            sheet: position.sheet.as_deref(),
            line: position.line,
            column: position.column,
            problem: sentence,
        }
    }
}

/// Why a file with problems is not imported, or would not be.
pub(super) fn refused(count: u64, name: &str, dry_run: bool) -> anyhow::Error {
    let problems = counted(count, "problem", "problems");
    let then = if dry_run {
        "nothing would be changed without --skip-problems"
    } else {
        "nothing was changed; use --skip-problems to import the rest"
    };
    anyhow::anyhow!("{problems} in {name}: {then}")
}

/// The number of problems of a file, and the first of them with their positions.
pub(super) struct ListedProblems {
    pub(super) first: Vec<(Position, String)>,
    pub(super) count: u64,
}

impl ListedProblems {
    pub(super) fn of(problems: &Problems) -> Self {
        let first = problems.first.iter();
        let first = first.map(|problem| (problem.position.clone(), problem.sentence.clone()));
        Self { first: first.collect(), count: problems.count }
    }
}

/// Prints the problems: to standard output in a dry run, otherwise to standard
/// error. With `--json`, a dry run has them as fields instead.
pub(super) fn report(problems: &ListedProblems, args: &ChangeArgs) -> anyhow::Result<()> {
    if !args.dry_run {
        print_problems(problems);
    } else if !args.format.json && problems.count > 0 {
        print(problems)?;
    }
    Ok(())
}

fn print(problems: &ListedProblems) -> anyhow::Result<()> {
    let mut table = Output::new()
        .table(vec![Column::new("PLACE", Kind::Key), Column::new("PROBLEM", Kind::Text(200))])?;
    for (position, sentence) in &problems.first {
        table.row(vec![position.to_string(), sentence.clone()])?;
    }
    table.finish()?;
    print_rest(problems, problems.first.len());
    let mut output = Output::new();
    output.gap()?;
    output.finish()
}

fn print_problems(problems: &ListedProblems) {
    let shown = problems.first.iter().take(MAX_LINES);
    let count = shown.len();
    shown.for_each(|(position, sentence)| print_message(&format!("  {position}: {sentence}")));
    print_rest(problems, count);
}

fn print_rest(problems: &ListedProblems, shown: usize) {
    let more = problems.count.saturating_sub(shown as u64);
    if more > 0 {
        print_message(&format!("  and {more} more; --dry-run --json lists up to 1000"));
    }
}
