//! The cells that a previewed change would grant or revoke, which the matrix behind the
//! preview shows.

use std::collections::HashSet;

use crate::domain::{CompanyId, UserId};

/// The operation on the cells of some users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlannedWay {
    /// They get the companies.
    Grant,
    /// They lose the companies.
    Revoke,
    /// They end up with exactly the companies.
    Set,
    /// They get what is required and missing.
    Populate,
}

/// The cells of a previewed change.
#[derive(Debug)]
pub(crate) struct PlannedCells {
    /// The number of the preview.
    pub(crate) opened: u64,
    pub(crate) users: HashSet<UserId>,
    pub(crate) companies: HashSet<CompanyId>,
    pub(crate) way: PlannedWay,
}

impl PlannedCells {
    /// Whether a cell, given its state, would be granted (true) or revoked (false); `None` if
    /// it stays as it is.
    pub(crate) fn becomes_granted(
        &self,
        user: UserId,
        company: &CompanyId,
        (is_granted, is_drift): (bool, bool),
    ) -> Option<bool> {
        if !self.users.contains(&user) {
            return None;
        }
        let is_in = self.companies.contains(company);
        let wanted = match self.way {
            PlannedWay::Grant => is_in.then_some(true),
            PlannedWay::Revoke => is_in.then_some(false),
            PlannedWay::Set => Some(is_in),
            PlannedWay::Populate => is_drift.then_some(true),
        };
        wanted.filter(|wanted| *wanted != is_granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cells_that_change_are_planned() {
        let of = |way| PlannedCells {
            opened: 1,
            users: [UserId(1)].into(),
            companies: [CompanyId::new("a")].into(),
            way,
        };
        let (inside, outside) = (CompanyId::new("a"), CompanyId::new("b"));
        for (way, company, cell, becomes) in [
            (PlannedWay::Grant, &inside, (false, false), Some(true)),
            (PlannedWay::Grant, &inside, (true, false), None),
            (PlannedWay::Grant, &outside, (false, false), None),
            (PlannedWay::Revoke, &inside, (true, false), Some(false)),
            (PlannedWay::Revoke, &inside, (false, false), None),
            (PlannedWay::Set, &outside, (true, false), Some(false)),
            (PlannedWay::Set, &inside, (false, true), Some(true)),
            (PlannedWay::Populate, &outside, (false, true), Some(true)),
            (PlannedWay::Populate, &inside, (false, false), None),
        ] {
            assert_eq!(of(way).becomes_granted(UserId(1), company, cell), becomes, "{way:?}");
            assert_eq!(of(way).becomes_granted(UserId(2), company, cell), None);
        }
    }
}
