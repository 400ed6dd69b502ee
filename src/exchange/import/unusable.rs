//! Companies with a damaged id: no grant can be added there, so each cell that
//! asks for one is a problem, and those that stand are left in peace.

use std::collections::{BTreeSet, HashSet};

use super::parsed_file::ParsedFile;
use super::problem::{self, Problem, ProblemKind};
use crate::domain::{JobProgress, UserId};
use crate::store::{Store, StoreError};

/// Leaves the cells as they are that would get a grant that cannot be given.
/// `users` are those of the names.
pub(super) fn leave(
    store: &Store,
    parsed_file: &mut ParsedFile,
    users: &[Option<UserId>],
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let all = store.companies();
    let is_damaged = |place: &usize| !all[*place].id.is_usable();
    if !parsed_file.places.iter().any(is_damaged) {
        return Ok(());
    }
    let ParsedFile { places, in_file, references, marks, problems, sheet, unit, .. } = parsed_file;
    let user_of = |name: u32| users.get(name as usize).copied().flatten();
    let mut asked = BTreeSet::new();
    for mark in marks.iter().filter(|mark| mark.grants) {
        if is_damaged(&places[mark.column as usize]) {
            asked.extend(user_of(mark.name));
        }
    }
    let asked: Vec<UserId> = asked.into_iter().collect();
    let mut held: HashSet<(UserId, usize)> = HashSet::new();
    store.for_each_of(&asked, progress, |user, places| {
        held.extend(places.iter().filter(|at| is_damaged(at)).map(|at| (user.id, *at)));
        Ok::<(), StoreError>(())
    })?;
    for mark in marks.iter_mut().filter(|mark| mark.grants) {
        let column = mark.column as usize;
        let Some(user) = user_of(mark.name).filter(|_| is_damaged(&places[column])) else {
            continue;
        };
        if !held.contains(&(user, places[column])) {
            mark.grants = false;
            let sentence = format!(
                "{} cannot be granted: its id is stored as a number or is not a UUID; cell \
                 unchanged",
                references[column]
            );
            let place = problem::place(sheet.as_ref(), unit, mark.line.into(), in_file[column]);
            problems.push(Problem { place, kind: ProblemKind::UnusableCompany, sentence });
        }
    }
    Ok(())
}
