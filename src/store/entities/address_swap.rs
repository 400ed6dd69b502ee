//! Users in a file who swap email addresses: a line whose address another user has
//! waits until that user's line has been imported. If lines wait for each other in a
//! circle, one user gets a temporary address.

use std::collections::{HashMap, HashSet, VecDeque};

use super::edit_context::EditContext;
use super::import_line::{LineOutcome, one_user};
use super::line::ImportLine;
use super::user::{self, TAKEN};
use super::{lookalikes, resolve_line};
use crate::domain::{Field, FieldProblem, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::sql_value::SqlValue;

/// Lines that wait for an address.
#[derive(Default)]
pub(super) struct AddressSwap<'l> {
    all: Vec<Wait<'l>>,
}

struct Wait<'l> {
    line: &'l ImportLine,
    /// The user whom the line changes, if it does not add one.
    user: Option<UserId>,
    /// The problems that the line has at the moment.
    problems: Vec<FieldProblem>,
    done: bool,
}

/// Whether the only problem of a line is that other users have its address.
pub(super) fn may_wait(problems: &[FieldProblem]) -> bool {
    let others = |why: &str| why == TAKEN || why.starts_with(lookalikes::DIFFERS);
    problems.iter().all(|problem| problem.field == Field::Email && others(&problem.why))
}

impl<'l> AddressSwap<'l> {
    /// Postpones a line.
    pub(super) fn postpone(
        &mut self,
        writer: &mut Writer<'_>,
        context: &EditContext,
        line: &'l ImportLine,
        problems: Vec<FieldProblem>,
    ) -> Result<(), StoreError> {
        let user = resolve_line::user_of(writer, context, line)?;
        self.all.push(Wait { line, user, problems, done: false });
        Ok(())
    }

    /// Imports the postponed lines, and reports the result of each to `take`.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if a circle cannot be resolved.
    pub(super) fn finish(
        mut self,
        writer: &mut Writer<'_>,
        context: &mut EditContext,
        mut take: impl FnMut(&ImportLine, LineOutcome),
    ) -> Result<(), StoreError> {
        // The lines that wait for each user who has an address.
        let mut waiting_for: HashMap<i64, Vec<usize>> = HashMap::new();
        let mut next: VecDeque<usize> = (0..self.all.len()).collect();
        while let Some(at) = next.pop_front() {
            let wait = &mut self.all[at];
            if let Some(outcome) = wait.retry(writer, context)? {
                next.extend(
                    wait.user.and_then(|user| waiting_for.remove(&user.0)).unwrap_or_default(),
                );
                take(wait.line, outcome);
            } else if let Some(holder) = wait.holders(writer, context)?.first() {
                waiting_for.entry(*holder).or_default().push(at);
            }
        }
        for circle in self.circles(writer, context)? {
            let Some(user) = self.all[circle[0]].user else {
                continue;
            };
            user::give_temporary_address(writer, context, user)?;
            for at in circle.into_iter().rev() {
                let wait = &mut self.all[at];
                match wait.retry(writer, context)? {
                    Some(outcome) => take(wait.line, outcome),
                    // A user would be left with the temporary address.
                    None => return Err(StoreError::Invalid(wait.problems.clone())),
                }
            }
        }
        for wait in self.all.into_iter().filter(|wait| !wait.done) {
            take(wait.line, LineOutcome::Wrong(wait.problems));
        }
        Ok(())
    }

    /// Circles of waiting lines: the first waits for the second, and so on, and the last for
    /// the first.
    fn circles(
        &self,
        writer: &Writer<'_>,
        context: &EditContext,
    ) -> Result<Vec<Vec<usize>>, StoreError> {
        let undone = || self.all.iter().enumerate().filter(|(_, wait)| !wait.done);
        let line_of: HashMap<i64, usize> =
            undone().filter_map(|(at, wait)| Some((wait.user?.0, at))).collect();
        let mut waits_for: HashMap<usize, usize> = HashMap::new();
        for (at, wait) in undone().filter(|(_, wait)| wait.user.is_some()) {
            if let [holder] = wait.holders(writer, context)?[..] {
                waits_for.extend(line_of.get(&holder).map(|other| (at, *other)));
            }
        }
        let (mut seen, mut circles) = (HashSet::new(), Vec::new());
        for (at, _) in undone() {
            let mut path = Vec::new();
            let mut here = Some(at);
            while let Some(line) = here.filter(|line| seen.insert(*line)) {
                path.push(line);
                here = waits_for.get(&line).copied();
            }
            let closed = path.iter().position(|line| Some(*line) == here);
            circles.extend(closed.map(|start| path.split_off(start)));
        }
        Ok(circles)
    }
}

impl Wait<'_> {
    /// Tries the line again; `None` if it still has to wait.
    fn retry(
        &mut self,
        writer: &mut Writer<'_>,
        context: &mut EditContext,
    ) -> Result<Option<LineOutcome>, StoreError> {
        context.line = self.line.line;
        match one_user(writer, context, self.line)? {
            LineOutcome::Wrong(problems) if may_wait(&problems) => {
                self.problems = problems;
                Ok(None)
            }
            outcome => {
                self.done = true;
                Ok(Some(outcome))
            }
        }
    }

    /// The other users who have the address.
    fn holders(&self, writer: &Writer<'_>, context: &EditContext) -> Result<Vec<i64>, StoreError> {
        let address = self.line.draft.get(Field::Email).unwrap_or_default().trim();
        let own = self.user.map_or(SqlValue::Null, |user| SqlValue::Integer(user.0));
        lookalikes::holders(writer.connection, context, address, &own)
    }
}
