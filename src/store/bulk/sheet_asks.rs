//! What an import asks of each user, against the companies as they stand.

use std::sync::Arc;

use super::wish::Ask;
use crate::domain::{CompanyId, Marks, Sheet, UserId};
use crate::store::StoreError;

/// A sheet whose columns were found in the directory.
pub(super) struct SheetAsks {
    sheet: Arc<Sheet>,
    /// Where each column stands among `places`.
    ranks: Vec<usize>,
    /// The places of the companies in the directory, ascending.
    places: Vec<usize>,
}

impl SheetAsks {
    /// `place` answers where a company stands in the directory.
    pub(crate) fn of(
        sheet: &Arc<Sheet>,
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

    /// What a user's cells shall be, ascending.
    pub(crate) fn of_user(&self, user: UserId) -> Vec<Ask> {
        let Marks { granted, left_alone, spared } = self.sheet.marks_of(user);
        let rank = |column: &u32| self.ranks[*column as usize];
        if spared || !self.sheet.mirrors() {
            let mut asks: Vec<Ask> =
                granted.iter().map(|column| (self.places[rank(column)], true)).collect();
            asks.sort_unstable();
            return asks;
        }
        let mut asked = vec![Some(false); self.places.len()];
        for column in self.sheet.spared() {
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
