//! The problems of a file: in a plan, for people as a table and for programs as
//! fields; otherwise as lines on standard error.

use serde::Serialize;

use super::change_args::ChangeArgs;
use super::exit::say;
use super::output::Output;
use super::table::{Column, Kind};
use crate::exchange::{Plan, Position, Problem, Problems};

/// Problems that are told where no plan was asked for.
const TOLD: usize = 20;

/// What a plan has beside its preview, as `--json` prints it.
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
        let Problem { place, kind, sentence } = problem;
        Self {
            kind: kind.as_str(),
            sheet: place.sheet.as_deref(),
            line: place.line,
            column: place.column,
            problem: sentence,
        }
    }
}

/// The problems of a file, the first of them with their places.
pub(super) struct Told {
    pub(super) first: Vec<(Position, String)>,
    pub(super) count: u64,
}

impl Told {
    pub(super) fn of(problems: &Problems) -> Self {
        let first = problems.first.iter();
        let first = first.map(|problem| (problem.place.clone(), problem.sentence.clone()));
        Self { first: first.collect(), count: problems.count }
    }
}

/// Tells them where they belong: in a plan to its data, else beside the data.
/// In JSON they are fields of the plan.
pub(super) fn report(problems: &Told, args: &ChangeArgs) -> anyhow::Result<()> {
    if !args.dry_run {
        tell(problems);
    } else if !args.format.json && problems.count > 0 {
        print(problems)?;
    }
    Ok(())
}

fn print(problems: &Told) -> anyhow::Result<()> {
    let mut table = Output::new()
        .table(vec![Column::new("PLACE", Kind::Key), Column::new("PROBLEM", Kind::Text(200))])?;
    for (place, sentence) in &problems.first {
        table.row(vec![place.to_string(), sentence.clone()])?;
    }
    table.finish()?;
    say_more(problems, problems.first.len());
    let mut output = Output::new();
    output.gap()?;
    output.finish()
}

fn tell(problems: &Told) {
    let told = problems.first.iter().take(TOLD);
    let count = told.len();
    told.for_each(|(place, sentence)| say(&format!("  {place}: {sentence}")));
    say_more(problems, count);
}

fn say_more(problems: &Told, told: usize) {
    let more = problems.count.saturating_sub(told as u64);
    if more > 0 {
        say(&format!("  and {more} more; --dry-run --json names up to 1000"));
    }
}
