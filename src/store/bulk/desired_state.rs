//! What a bulk change asks for, user by user. The preview counts and the
//! commit writes what this module says, and nothing else.

use std::borrow::Cow;
use std::rc::Rc;

use rusqlite::Connection;

use super::cell_target::CellTarget;
use super::expected_access::{ExpectedAccess, ExpectedCache};
use super::matrix_targets::MatrixTargets;
use crate::domain::{Bulk, CompanyId, Operation, UserId};
use crate::store::StoreError;
use crate::store::reading::catalog::Catalog;
use crate::store::schema::HrSchema;

/// Users that are asked about at once.
pub(crate) const CHUNK: usize = 4_000;

/// A bulk change against the companies as they stand.
pub(crate) struct DesiredState {
    /// Ascending, each once; the source of a copy is not among them.
    pub(crate) users: Rc<[UserId]>,
    asked: TargetSource,
    /// Whether users lose the companies that are not asked about.
    others_go: bool,
}

/// What is asked, of whom.
enum TargetSource {
    /// The same of every user.
    Same(Vec<CellTarget>),
    /// What the rules call for, of the users that were read last.
    Rules(ExpectedCache),
    /// What a file says.
    ImportMatrix(MatrixTargets),
}

/// What becomes of one user: positions in the catalog, ascending.
#[derive(Debug, Default)]
pub(super) struct RowDiff {
    pub(crate) add: Vec<usize>,
    pub(crate) remove: Vec<usize>,
    /// Cells of the selection that stand as asked for.
    pub(crate) unchanged: u64,
}

impl DesiredState {
    /// `companies_of` answers the positions of the companies of the user that is
    /// copied from.
    ///
    /// Errors: [`StoreError::Gone`] if a company is gone,
    /// [`StoreError::OutOfReach`] if the operator may not touch it.
    pub(crate) fn of(
        bulk: &Bulk,
        catalog: &Catalog,
        companies_of: impl FnOnce(UserId) -> Result<Vec<usize>, StoreError>,
    ) -> Result<Self, StoreError> {
        let position = |id: &CompanyId| catalog.position(id).ok_or_else(|| catalog.absent(id));
        let source = bulk.operation.source();
        let mut companies = match source {
            Some(from) => companies_of(from)?,
            None => bulk.companies.iter().map(position).collect::<Result<_, _>>()?,
        };
        companies.sort_unstable();
        companies.dedup();
        let mut users = bulk.users.clone();
        users.sort_unstable();
        users.dedup();
        users.retain(|user| Some(*user) != source);
        let granted = bulk.operation != Operation::Revoke;
        Ok(Self {
            users: users.into(),
            asked: match &bulk.operation {
                Operation::Populate => TargetSource::Rules(ExpectedCache::default()),
                Operation::Import(sheet) => {
                    TargetSource::ImportMatrix(MatrixTargets::of(sheet, position)?)
                }
                _ => TargetSource::Same(companies.into_iter().map(|at| (at, granted)).collect()),
            },
            others_go: matches!(bulk.operation, Operation::Set | Operation::Replace { .. }),
        })
    }

    /// Finds out what is asked of the next users, at most [`CHUNK`], where it
    /// is not known yet.
    pub(crate) fn read(
        &mut self,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        match &mut self.asked {
            TargetSource::Same(_) | TargetSource::ImportMatrix(_) => Ok(()),
            TargetSource::Rules(calls) => calls.read(connection, schema, catalog, users),
        }
    }

    /// What the rules call for, if that is what is asked.
    pub(crate) fn expected(&self, user: UserId) -> Option<&ExpectedAccess> {
        match &self.asked {
            TargetSource::Same(_) | TargetSource::ImportMatrix(_) => None,
            TargetSource::Rules(calls) => calls.of(user),
        }
    }

    /// Whether a user, who is there, stays as is in any case.
    pub(super) fn is_nothing_for(&self, user: UserId) -> bool {
        self.expected(user).is_some_and(|expected| expected.companies.is_empty())
    }

    /// Cells that are looked at in all, for progress.
    pub(crate) fn cells(&self) -> u64 {
        match &self.asked {
            TargetSource::Same(asked) => self.users.len() as u64 * steps(asked),
            // How many cells there are is not known beforehand.
            TargetSource::Rules(_) => self.users.len() as u64,
            TargetSource::ImportMatrix(asks) => self.users.len() as u64 * asks.columns(),
        }
    }

    /// And those of one user.
    pub(crate) fn cells_of(&self, _user: UserId) -> u64 {
        match &self.asked {
            TargetSource::Same(asked) => steps(asked),
            TargetSource::Rules(_) => 1,
            TargetSource::ImportMatrix(asks) => asks.columns(),
        }
    }

    /// What becomes of a user who is in the companies `held`, ascending, each
    /// once. `row` is filled again.
    pub(super) fn for_row(&self, user: UserId, held: &[usize], row: &mut RowDiff) {
        row.add.clear();
        row.remove.clear();
        row.unchanged = 0;
        let mut held = held.iter().copied().peekable();
        for &(at, granted) in self.asked_of(user).iter() {
            while let Some(other) = held.next_if(|held| *held < at) {
                self.other(other, row);
            }
            match (held.next_if_eq(&at).is_some(), granted) {
                (true, false) => row.remove.push(at),
                (false, true) => row.add.push(at),
                _ => row.unchanged += 1,
            }
        }
        for other in held {
            self.other(other, row);
        }
    }

    fn asked_of(&self, user: UserId) -> Cow<'_, [CellTarget]> {
        match &self.asked {
            TargetSource::Same(asked) => Cow::Borrowed(asked),
            TargetSource::Rules(calls) => {
                Cow::Borrowed(calls.of(user).map_or(&[], |expected| &expected.companies))
            }
            TargetSource::ImportMatrix(asks) => Cow::Owned(asks.of_user(user)),
        }
    }

    /// A company that the user has and that is not asked about.
    fn other(&self, at: usize, row: &mut RowDiff) {
        if self.others_go {
            row.remove.push(at);
        }
    }
}

/// A user of whom nothing is asked is a step too.
fn steps(asked: &[CellTarget]) -> u64 {
    (asked.len() as u64).max(1)
}
