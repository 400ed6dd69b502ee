//! The problems of a file: for people as a table or as lines, for programs as
//! fields of the plan.

use serde::Serialize;

use super::failure::say;
use super::output::Output;
use super::table::{Column, Kind};
use crate::exchange::{Plan, Problem, Problems};

/// Problems that are told where no plan was asked for.
const TOLD: usize = 20;

/// What a plan has beside its preview, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    problem_count: u64,
    /// The first 1000.
    problems: Vec<ProblemRecord<'a>>,
    /// How the file was read.
    notes: &'a [String],
}

#[derive(Serialize)]
struct ProblemRecord<'a> {
    kind: &'a str,
    /// The sheet of a workbook.
    sheet: Option<&'a str>,
    line: u64,
    column: Option<u32>,
    problem: &'a str,
}

impl<'a> Record<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        let problems = plan.problems.first.iter().map(ProblemRecord::of).collect();
        Self { problem_count: plan.problems.count, problems, notes: &plan.notes }
    }
}

impl<'a> ProblemRecord<'a> {
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

/// Prints them as a table, if there are any.
pub(super) fn print(problems: &Problems) -> anyhow::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let mut table = Output::new()
        .table(vec![Column::new("PLACE", Kind::Key), Column::new("PROBLEM", Kind::Text(200))])?;
    for problem in &problems.first {
        table.row(vec![problem.place.to_string(), problem.sentence.clone()])?;
    }
    table.finish()?;
    say_more(problems, problems.first.len());
    let mut output = Output::new();
    output.gap()?;
    output.finish()
}

/// Tells the first of them.
pub(super) fn tell(problems: &Problems) {
    let told = problems.first.iter().take(TOLD);
    let count = told.len();
    told.for_each(|problem| say(&format!("  {problem}")));
    say_more(problems, count);
}

fn say_more(problems: &Problems, told: usize) {
    let more = problems.count.saturating_sub(told as u64);
    if more > 0 {
        say(&format!("  and {more} more; --dry-run --json names up to 1000"));
    }
}
