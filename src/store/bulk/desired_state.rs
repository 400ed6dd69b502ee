//! The desired state of a bulk change, user by user. The preview counts and the
//! commit writes exactly what this module computes.

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

/// The number of users for which the desired state is computed at once.
pub(crate) const CHUNK: usize = 4_000;

/// A bulk change applied to the current companies.
pub(crate) struct DesiredState {
    /// Ascending, each once; the source of a copy is not among them.
    pub(crate) users: Rc<[UserId]>,
    targets: TargetSource,
    /// Whether companies that have no desired state are revoked.
    revokes_others: bool,
}

/// Where the desired state comes from.
enum TargetSource {
    /// The same cells for every user.
    Same(Vec<CellTarget>),
    /// What the rules require of the users read last.
    Rules(ExpectedCache),
    /// A file.
    ImportMatrix(MatrixTargets),
}

/// The difference for one user, as ascending positions in the catalog.
#[derive(Debug, Default)]
pub(super) struct RowDiff {
    pub(crate) add: Vec<usize>,
    pub(crate) remove: Vec<usize>,
    /// The number of selected cells that already match.
    pub(crate) unchanged: u64,
}

impl DesiredState {
    /// Resolves a bulk change. `companies_of` returns the positions of the companies of a
    /// user, for the source of a copy.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if a company is gone, [`StoreError::OutOfReach`] if the operator
    /// may not change it.
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
        Ok(Self {
            users: users.into(),
            targets: match &bulk.operation {
                Operation::Populate => TargetSource::Rules(ExpectedCache::default()),
                Operation::Import(sheet) => {
                    TargetSource::ImportMatrix(MatrixTargets::of(sheet, position)?)
                }
                operation => {
                    let wanted = operation.wants(true, false);
                    let target = |at| wanted.map(|granted| (at, granted));
                    TargetSource::Same(companies.into_iter().filter_map(target).collect())
                }
            },
            revokes_others: bulk.operation.is_exact(),
        })
    }

    /// Computes the desired state of the next users, at most [`CHUNK`], if it is not
    /// known yet.
    pub(crate) fn read(
        &mut self,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        match &mut self.targets {
            TargetSource::Same(_) | TargetSource::ImportMatrix(_) => Ok(()),
            TargetSource::Rules(calls) => calls.read(connection, schema, catalog, users),
        }
    }

    /// What the rules require, if the change populates.
    pub(crate) fn expected(&self, user: UserId) -> Option<&ExpectedAccess> {
        match &self.targets {
            TargetSource::Same(_) | TargetSource::ImportMatrix(_) => None,
            TargetSource::Rules(calls) => calls.of(user),
        }
    }

    /// Whether the change cannot affect this user, whatever grants the user has.
    pub(super) fn is_nothing_for(&self, user: UserId) -> bool {
        self.expected(user).is_some_and(|expected| expected.companies.is_empty())
    }

    /// The total number of cells, for progress.
    pub(crate) fn cells(&self) -> u64 {
        match &self.targets {
            TargetSource::Same(targets) => self.users.len() as u64 * steps(targets),
            // The number of cells is not known beforehand, so users are counted.
            TargetSource::Rules(_) => self.users.len() as u64,
            TargetSource::ImportMatrix(matrix) => self.users.len() as u64 * matrix.columns(),
        }
    }

    /// The number of cells of one user, for progress.
    pub(crate) fn cells_of(&self, _user: UserId) -> u64 {
        match &self.targets {
            TargetSource::Same(targets) => steps(targets),
            TargetSource::Rules(_) => 1,
            TargetSource::ImportMatrix(matrix) => matrix.columns(),
        }
    }

    /// Computes into `row` the difference for a user with grants for the companies `held`,
    /// ascending, each once.
    pub(super) fn for_row(&self, user: UserId, held: &[usize], row: &mut RowDiff) {
        row.add.clear();
        row.remove.clear();
        row.unchanged = 0;
        let mut held = held.iter().copied().peekable();
        for &(at, granted) in self.targets_of(user).iter() {
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

    fn targets_of(&self, user: UserId) -> Cow<'_, [CellTarget]> {
        match &self.targets {
            TargetSource::Same(targets) => Cow::Borrowed(targets),
            TargetSource::Rules(calls) => {
                Cow::Borrowed(calls.of(user).map_or(&[], |expected| &expected.companies))
            }
            TargetSource::ImportMatrix(matrix) => Cow::Owned(matrix.of_user(user)),
        }
    }

    /// Handles a company that the user has and that has no desired state.
    fn other(&self, at: usize, row: &mut RowDiff) {
        if self.revokes_others {
            row.remove.push(at);
        }
    }
}

/// A user without a desired state counts as one step of progress.
fn steps(targets: &[CellTarget]) -> u64 {
    (targets.len() as u64).max(1)
}
