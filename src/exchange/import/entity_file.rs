//! Users and companies themselves from a file: a line for each, a column for
//! each field, in any order. What they come to is the store's to say.

use std::collections::HashMap;

use super::Position;
use crate::domain::{Field, JobProgress};
use crate::filter::Axis;
use crate::store::{
    EditOptions, ImportLine, ImportProblem, ImportReport, Store, StoreError, TWICE,
};

/// What a file says of users or companies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityFile {
    /// A draft for each line.
    pub lines: Vec<ImportLine>,
    /// Lines that are left out: they say again what another line says, or more
    /// than there are headings.
    pub problems: Vec<ImportProblem>,
    /// What a person should know of how the file was read.
    pub notes: Vec<String>,
    pub(super) sheet: Option<String>,
    /// What a line is: `line`, or `entry` in JSON.
    pub(super) unit: &'static str,
    /// The column of each field, from 0 on.
    pub(super) columns: HashMap<Field, u32>,
}

impl EntityFile {
    /// Where a problem is in the file.
    #[must_use]
    pub fn position(&self, problem: &ImportProblem) -> Position {
        Position {
            sheet: self.sheet.clone(),
            unit: self.unit,
            line: problem.line,
            column: self.columns.get(&problem.problem.field).map(|column| column + 1),
        }
    }

    /// Takes the lines over as one change; the report has the problems of the
    /// file beside those of the store, in the order of the lines. With any of
    /// them nothing is written, unless `skip_problems` leaves them out.
    ///
    /// Errors: as [`Store::import_as_planned`].
    pub fn take_over(
        &self,
        store: &mut Store,
        axis: Axis,
        skip_problems: bool,
        how: &EditOptions,
        planned: Option<&ImportReport>,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        let mut how = how.clone();
        // What the file says twice forbids the rest as any other problem does.
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
