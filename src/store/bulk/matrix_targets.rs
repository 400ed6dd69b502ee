//! The desired state of an import, with the columns of its matrix resolved to companies of the
//! catalog.

use std::sync::Arc;

use super::cell_target::CellTarget;
use crate::domain::{CompanyId, ImportMatrix, UserId, UserTargets};
use crate::store::StoreError;

/// An import's matrix whose columns are resolved to positions in the catalog.
pub(super) struct MatrixTargets {
    sheet: Arc<ImportMatrix>,
    /// The index of each column in `positions`.
    ranks: Vec<usize>,
    /// The positions of the companies in the catalog, ascending.
    positions: Vec<usize>,
}

impl MatrixTargets {
    /// Resolves the columns; `position` returns the position of a company in the catalog.
    pub(crate) fn of(
        sheet: &Arc<ImportMatrix>,
        position: impl Fn(&CompanyId) -> Result<usize, StoreError>,
    ) -> Result<Self, StoreError> {
        let columns: Vec<usize> =
            sheet.companies().iter().map(position).collect::<Result<_, _>>()?;
        let mut positions = columns.clone();
        positions.sort_unstable();
        let rank = |at: &usize| positions.partition_point(|position| position < at);
        Ok(Self { sheet: Arc::clone(sheet), ranks: columns.iter().map(rank).collect(), positions })
    }

    /// The number of cells of a user, for progress.
    pub(crate) fn columns(&self) -> u64 {
        (self.positions.len() as u64).max(1)
    }

    /// The desired state of a user's cells, ascending.
    pub(crate) fn of_user(&self, user: UserId) -> Vec<CellTarget> {
        let UserTargets { granted, unchanged, protected } = self.sheet.marks_of(user);
        let rank = |column: &u32| self.ranks[*column as usize];
        if protected || !self.sheet.mirrors() {
            let mut targets: Vec<CellTarget> =
                granted.iter().map(|column| (self.positions[rank(column)], true)).collect();
            targets.sort_unstable();
            return targets;
        }
        let mut desired = vec![Some(false); self.positions.len()];
        for column in self.sheet.protected() {
            desired[rank(column)] = None;
        }
        for column in granted {
            desired[rank(column)] = Some(true);
        }
        for column in unchanged {
            desired[rank(column)] = None;
        }
        let desired = self.positions.iter().zip(desired);
        desired.filter_map(|(position, desired)| Some((*position, desired?))).collect()
    }
}
