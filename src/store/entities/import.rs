//! Imports users and companies from a file: each line adds one, or edits the one with the same
//! name, all in one change.

use std::collections::BTreeMap;

use super::access_watch::AccessWatch;
use super::address_swap::{self, AddressSwap};
use super::duplicates;
use super::edit_context::EditContext;
use super::import_line::{LineOutcome, one_company, one_user};
use super::line::ImportLine;
use super::spellings::Spellings;
use super::{EditOptions, EditOutcome};
use crate::domain::{AccessEffect, ChangeKind, Field, FieldProblem, JobProgress};
use crate::filter::Axis;
use crate::store::edit::super_admins::{AdminCensus, AdminsWithAccess};
use crate::store::edit::writer::Writer;
use crate::store::{Store, StoreError};

/// A problem of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// The number of the line.
    pub line: u64,
    /// The field and the reason.
    pub problem: FieldProblem,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The change with its rows.
    pub recorded: EditOutcome,
    /// Lines that add a user or company.
    pub added: u64,
    /// Lines that edit one.
    pub edited: u64,
    /// Lines that already match.
    pub unchanged: u64,
    /// All problems, in the order of the lines.
    pub problems: Vec<ImportProblem>,
}

impl ImportReport {
    /// The numbers of lines that add, that edit, and that change nothing.
    fn lines(&self) -> [u64; 3] {
        [self.added, self.edited, self.unchanged]
    }

    /// Counts the result of a line.
    fn record(&mut self, line: &ImportLine, outcome: LineOutcome) {
        match outcome {
            LineOutcome::Added => self.added += 1,
            LineOutcome::Edited => self.edited += 1,
            LineOutcome::Unchanged => self.unchanged += 1,
            LineOutcome::Wrong(problems) => {
                let problems = problems.into_iter();
                let of_line = |problem| ImportProblem { line: line.line, problem };
                self.problems.extend(problems.map(of_line));
            }
        }
    }
}

impl Store {
    /// Adds users, and edits existing ones with the same usernames, as one change. If there
    /// are problems, nothing is written, unless `skip_problems` skips those lines.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `progress` is cancelled, and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn import_users(
        &mut self,
        lines: &[ImportLine],
        skip_problems: bool,
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        self.import_as_planned(Axis::Users, lines, skip_problems, how, None, progress)
    }

    /// The same for companies, which are identified by code, and by tenant if several have the
    /// same code.
    ///
    /// # Errors
    /// As [`Store::import_users`].
    pub fn import_companies(
        &mut self,
        lines: &[ImportLine],
        skip_problems: bool,
        how: &EditOptions,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        self.import_as_planned(Axis::Companies, lines, skip_problems, how, None, progress)
    }

    /// Adds and edits users or companies. With `planned`, the result of a dry run of
    /// the same lines, it is committed only if the same numbers of lines add, edit
    /// and change nothing.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] if the numbers differ, and those of [`Store::import_users`].
    pub fn import_as_planned(
        &mut self,
        axis: Axis,
        lines: &[ImportLine],
        skip_problems: bool,
        how: &EditOptions,
        planned: Option<&ImportReport>,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        let (kind, one): (_, One) = match axis {
            Axis::Users => (ChangeKind::Users, one_user),
            Axis::Companies => (ChangeKind::Companies, one_company),
        };
        let mut report = ImportReport::default();
        progress.begin(lines.len() as u64);
        let mut blocked = false;
        let written = self.record(kind, how, |writer, context| {
            writer.stops_with(progress);
            context.many = true;
            if context.names.organizations.was_empty {
                context.named = commonest_organization(lines);
            }
            if kind == ChangeKind::Users {
                let drafts = lines.iter().map(|line| &line.draft);
                context.spellings =
                    Some(Spellings::read(writer.connection, &context.users, drafts)?);
            }
            let watched = match kind {
                ChangeKind::Users if !how.force => Some(AdminCensus::before(writer, None)?),
                _ => None,
            };
            context.watch = Some(match axis {
                Axis::Users => AccessWatch::of_users(writer, lines.len())?,
                Axis::Companies => AccessWatch::of_companies(writer)?,
            });
            context.admins = Some(AdminsWithAccess::default());
            let mut waiting = AddressSwap::default();
            let mut twice = duplicates::find(kind, writer, context, lines)?;
            for (at, line) in lines.iter().enumerate() {
                context.line = line.line;
                if let Some(problem) = twice.remove(&at) {
                    report.record(line, LineOutcome::Wrong(vec![problem]));
                    continue;
                }
                match allowed(kind, writer, |writer| one(writer, context, line))? {
                    LineOutcome::Wrong(problems)
                        if kind == ChangeKind::Users && address_swap::may_wait(&problems) =>
                    {
                        waiting.postpone(writer, context, line, problems)?;
                    }
                    outcome => report.record(line, outcome),
                }
                if progress.advance(1) {
                    return Err(StoreError::Cancelled);
                }
            }
            waiting.finish(writer, context, |line, outcome| report.record(line, outcome))?;
            report.problems.sort_by_key(|problem| problem.line);
            let watch = context.watch.take();
            let effect = watch.map_or(Ok(AccessEffect::default()), |it| it.finish(writer))?;
            if planned.is_some_and(|planned| planned.lines() != report.lines()) {
                return Err(StoreError::Outdated);
            }
            blocked = !report.problems.is_empty() && !skip_problems && !how.dry_run;
            match watched {
                _ if blocked => Err(StoreError::Invalid(Vec::new())),
                Some(watched) => how.judge(watched, writer, context),
                None => Ok(()),
            }?;
            Ok(effect)
        });
        match written {
            Err(StoreError::Invalid(_)) if blocked => {}
            written => report.recorded = written?,
        }
        Ok(report)
    }
}

/// A function that imports one line.
type One = fn(&mut Writer<'_>, &mut EditContext, &ImportLine) -> Result<LineOutcome, StoreError>;

/// The organization that most lines name; if several do equally, the first by name.
fn commonest_organization(lines: &[ImportLine]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let stated = lines.iter().filter_map(|line| line.draft.get(Field::Organization));
    for name in stated.map(str::trim).filter(|name| !name.is_empty()) {
        *counts.entry(name).or_default() += 1;
    }
    let first = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    first.map(|(name, _)| name.to_owned())
}

/// Turns an error about the operator's rights into a problem of the line, provided that
/// nothing of the line was written.
fn allowed(
    kind: ChangeKind,
    writer: &mut Writer<'_>,
    take: impl FnOnce(&mut Writer<'_>) -> Result<LineOutcome, StoreError>,
) -> Result<LineOutcome, StoreError> {
    let rows = writer.done.rows;
    match take(writer) {
        Err(StoreError::NotAllowed(why)) if writer.done.rows == rows => {
            let key = if kind == ChangeKind::Users { Field::Username } else { Field::Code };
            let why = format!("is not allowed for the operator: {why}");
            Ok(LineOutcome::Wrong(vec![FieldProblem::new(key, why)]))
        }
        done => done,
    }
}
