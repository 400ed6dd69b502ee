//! Removes the marks of lines that do not clearly say yes in the columns that
//! decide whether a line grants.

use std::collections::BTreeSet;

use super::grant_columns::{GrantColumn, GrantColumns};
use super::grant_line::{GrantTarget, Verdict};
use super::parsed_file::Mark;
use super::problem::Spot;
use super::wording::{named, units};
use crate::text::number;

/// The result, apart from the marks.
#[derive(Default)]
pub(super) struct Decision {
    pub(super) notes: Vec<String>,
    /// The headings of columns that do not decide.
    pub(super) not_read: Vec<String>,
    /// Users with an unclear entry, by index among the names.
    pub(super) unclear_users: Vec<u32>,
}

/// The indexes of marks that do not grant.
#[derive(Default)]
struct UngrantedMarks {
    unclear: BTreeSet<usize>,
    /// The unclear ones, with the names of their columns.
    denied: Vec<(String, Vec<usize>)>,
}

/// Decides all marks. `unit` is the word for a line of the file; `mirrors` is whether the import
/// revokes what the file does not grant.
pub(super) fn decide(
    mut columns: GrantColumns,
    marks: &mut [Mark],
    (unit, mirrors): (&'static str, bool),
    problem: &mut dyn FnMut(Spot, String),
) -> Decision {
    let (deciding, not_read) = columns.take(marks.len());
    let hidden = deciding.iter().filter_map(GrantColumn::hidden_heading);
    let hidden: Vec<String> = hidden.map(|heading| format!("“{heading}”")).collect();
    let mut decision = Decision { not_read, ..Decision::default() };
    if !hidden.is_empty() {
        let what = if hidden.len() == 1 { "hidden column" } else { "hidden columns" };
        let hidden = named(&hidden);
        decision
            .notes
            .push(format!("read the {what} {hidden}: it says which {} are grants", units(unit)));
    }
    let mut without = UngrantedMarks::default();
    for column in deciding {
        decision.notes.extend(column.guess(unit));
        decision.notes.extend(column.reading());
        without.record(column, marks, unit, &mut decision, problem);
    }
    for (name, denied) in &without.denied {
        let count = denied.iter().filter(|at| !without.unclear.contains(at)).count() as u64;
        if count > 0 {
            decision.notes.push(denials(name, count, (unit, mirrors)));
        }
    }
    for at in without.denied.iter().flat_map(|(_, denied)| denied) {
        marks[*at] = Mark { grants: false, denies: true, ..marks[*at] };
    }
    for at in without.unclear {
        marks[at] = Mark { grants: false, denies: false, sign: None, ..marks[at] };
    }
    decision
}

impl UngrantedMarks {
    /// Records what a column says about the marks.
    fn record(
        &mut self,
        mut column: GrantColumn,
        marks: &[Mark],
        unit: &'static str,
        decision: &mut Decision,
        problem: &mut dyn FnMut(Spot, String),
    ) {
        let line_of = |at: usize| u64::from(marks[at].line);
        let mut denied = Vec::new();
        for line in column.take_lines() {
            let sentence = match column.verdict(&line, unit) {
                Verdict::Grants => continue,
                Verdict::Denies => None,
                Verdict::Unclear(sentence) => Some(sentence),
            };
            match (line.of, sentence) {
                (GrantTarget::Pair(at), None) => denied.push(at),
                (GrantTarget::Pair(at), Some(sentence)) => {
                    self.unclear.insert(at);
                    problem((line_of(at), column.column), sentence);
                }
                (GrantTarget::List { marks, name, line }, sentence) => {
                    self.unclear.extend(marks);
                    decision.unclear_users.push(name);
                    problem((line, column.column), sentence.unwrap_or_default());
                }
            }
        }
        for at in column.blank() {
            self.unclear.insert(at);
            problem((line_of(at), column.column), column.emptiness(unit));
        }
        if !denied.is_empty() {
            self.denied.push((column.name(), denied));
        }
    }
}

/// The note on lines that say no.
fn denials(name: &str, count: u64, (unit, mirrors): (&'static str, bool)) -> String {
    let who = match count {
        1 => format!("1 {unit} says"),
        _ => format!("{} {} say", number(count), units(unit)),
    };
    let then = if mirrors {
        "an existing grant is revoked, unless there is a problem with it"
    } else {
        "nothing is granted, and nothing is revoked (only a mirror revokes)"
    };
    format!("{who} no in {name}: {then}")
}
