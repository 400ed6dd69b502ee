//! What an import asks of each user, against the companies as they stand.

use std::sync::Arc;

use super::cell_target::CellTarget;
use crate::domain::{CompanyId, ImportMatrix, UserId, UserTargets};
use crate::store::StoreError;

/// A sheet whose columns were found in the directory.
pub(super) struct MatrixTargets {
    sheet: Arc<ImportMatrix>,
    /// Where each column stands among `places`.
    ranks: Vec<usize>,
    /// The places of the companies in the directory, ascending.
    places: Vec<usize>,
}

impl MatrixTargets {
    /// `place` answers where a company is in the directory.
    pub(crate) fn of(
        sheet: &Arc<ImportMatrix>,
        place: impl Fn(&CompanyId) -> Result<usize, StoreError>,
    ) -> Result<Self, StoreError> {
        let columns: Vec<usize> = sheet.companies().iter().map(place).collect::<Result<_, _>>()?;
        let mut places = columns.clone();
        places.sort_unstable();
        let rank = |at: &usize| places.partition_point(|place| place < at);
        Ok(Self { sheet: Arc::clone(sheet), ranks: columns.iter().map(rank).collect(), places })
    }

    /// How many cells of a user are looked at.
    pub(crate) fn columns(&self) -> u64 {
        (self.places.len() as u64).max(1)
    }

    /// What a user's cells should be, ascending.
    pub(crate) fn of_user(&self, user: UserId) -> Vec<CellTarget> {
        let UserTargets { granted, left_alone, protected } = self.sheet.marks_of(user);
        let rank = |column: &u32| self.ranks[*column as usize];
        if protected || !self.sheet.mirrors() {
            let mut asks: Vec<CellTarget> =
                granted.iter().map(|column| (self.places[rank(column)], true)).collect();
            asks.sort_unstable();
            return asks;
        }
        let mut asked = vec![Some(false); self.places.len()];
        for column in self.sheet.protected() {
            asked[rank(column)] = None;
        }
        for column in granted {
            asked[rank(column)] = Some(true);
        }
        for column in left_alone {
            asked[rank(column)] = None;
        }
        let asked = self.places.iter().zip(asked);
        asked.filter_map(|(place, asked)| Some((*place, asked?))).collect()
    }
}
