//! Users and companies read from a file: one line for each, one column per field, in
//! any order. The store decides what is added or edited.

use std::collections::HashMap;

use super::Position;
use crate::domain::{Field, JobProgress};
use crate::filter::Axis;
use crate::store::{
    EditOptions, ImportLine, ImportProblem, ImportReport, Store, StoreError, TWICE,
};

/// The users or companies in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityFile {
    /// A draft for each line.
    pub lines: Vec<ImportLine>,
    /// Lines that are skipped: they repeat another line, or have more values than
    /// there are headings.
    pub problems: Vec<ImportProblem>,
    /// Notes on how the file was read.
    pub notes: Vec<String>,
    pub(super) sheet: Option<String>,
    /// `line`, or `entry` in JSON.
    pub(super) unit: &'static str,
    /// The column of each field, counted from 0.
    pub(super) columns: HashMap<Field, u32>,
}

impl EntityFile {
    /// The position of a problem in the file.
    #[must_use]
    pub fn position(&self, problem: &ImportProblem) -> Position {
        Position {
            sheet: self.sheet.clone(),
            unit: self.unit,
            line: problem.line,
            column: self.columns.get(&problem.problem.field).map(|column| column + 1),
        }
    }

    /// Imports the lines as one change. The report has the problems of the file and
    /// of the store, in the order of the lines. If there is a problem, nothing is
    /// written, unless `skip_problems` skips it.
    ///
    /// # Errors
    /// As [`Store::import_as_planned`].
    pub fn import(
        &self,
        store: &mut Store,
        axis: Axis,
        skip_problems: bool,
        how: &EditOptions,
        planned: Option<&ImportReport>,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        let mut how = how.clone();
        // A duplicate keeps the rest from being imported, like any other problem.
        how.dry_run |= !self.problems.is_empty() && !skip_problems;
        let lines = &self.lines;
        let mut report =
            store.import_as_planned(axis, lines, skip_problems, &how, planned, progress)?;
        let problems = report.problems.iter_mut().filter(|_| self.unit != "line");
        for ImportProblem { problem, .. } in problems {
            if let Some(first) = problem.why.strip_prefix(TWICE) {
                problem.why = format!("is also in {} {first}", self.unit);
            }
        }
        report.problems.extend(self.problems.iter().cloned());
        report.problems.sort_by_key(|problem| problem.line);
        Ok(report)
    }
}
