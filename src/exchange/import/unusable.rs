//! Companies with a damaged id: no grant can be added there, so each cell that asks
//! for one is a problem. Existing grants there are not changed.

use std::collections::{BTreeSet, HashSet};

use super::parsed_file::ParsedFile;
use super::problem::{self, Problem, ProblemKind};
use crate::domain::{JobProgress, UserId};
use crate::store::{Store, StoreError};

/// Excludes the cells whose grant cannot be added. `users` are the users of the names.
pub(super) fn exclude(
    store: &Store,
    parsed_file: &mut ParsedFile,
    users: &[Option<UserId>],
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let all = store.companies();
    let is_damaged = |index: &usize| !all[*index].id.is_usable();
    if !parsed_file.indexes.iter().any(is_damaged) {
        return Ok(());
    }
    let ParsedFile { indexes, in_file, references, marks, problems, sheet, unit, .. } = parsed_file;
    let user_of = |name: u32| users.get(name as usize).copied().flatten();
    let mut users = BTreeSet::new();
    for mark in marks.iter().filter(|mark| mark.grants) {
        if is_damaged(&indexes[mark.column as usize]) {
            users.extend(user_of(mark.name));
        }
    }
    let users: Vec<UserId> = users.into_iter().collect();
    let mut held: HashSet<(UserId, usize)> = HashSet::new();
    store.for_each_of(&users, progress, |user, positions| {
        held.extend(positions.iter().filter(|at| is_damaged(at)).map(|at| (user.id, *at)));
        Ok::<(), StoreError>(())
    })?;
    for mark in marks.iter_mut().filter(|mark| mark.grants) {
        let column = mark.column as usize;
        let Some(user) = user_of(mark.name).filter(|_| is_damaged(&indexes[column])) else {
            continue;
        };
        if !held.contains(&(user, indexes[column])) {
            mark.grants = false;
            let sentence = format!(
                "{} cannot be granted: its id is stored as a number or is not a UUID; cell \
                 unchanged",
                references[column]
            );
            let position =
                problem::position(sheet.as_ref(), unit, mark.line.into(), in_file[column]);
            problems.push(Problem { position, kind: ProblemKind::UnusableCompany, sentence });
        }
    }
    Ok(())
}
