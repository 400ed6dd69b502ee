//! The cells that a previewed change would grant or revoke, which the matrix behind the
//! preview shows.

use std::collections::HashSet;

use crate::domain::{CompanyId, Operation, UserId};

/// The cells of a previewed change.
#[derive(Debug)]
pub(crate) struct PlannedCells {
    /// The number of the preview.
    pub(crate) opened: u64,
    pub(crate) users: HashSet<UserId>,
    pub(crate) companies: HashSet<CompanyId>,
    pub(crate) operation: Operation,
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
        let wanted = self.operation.wants(self.companies.contains(company), is_drift);
        wanted.filter(|wanted| *wanted != is_granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cells_that_change_are_planned() {
        let of = |operation| PlannedCells {
            opened: 1,
            users: [UserId(1)].into(),
            companies: [CompanyId::new("a")].into(),
            operation,
        };
        let (inside, outside) = (CompanyId::new("a"), CompanyId::new("b"));
        for (operation, company, cell, becomes) in [
            (Operation::Grant, &inside, (false, false), Some(true)),
            (Operation::Grant, &inside, (true, false), None),
            (Operation::Grant, &outside, (false, false), None),
            (Operation::Revoke, &inside, (true, false), Some(false)),
            (Operation::Revoke, &inside, (false, false), None),
            (Operation::Set, &outside, (true, false), Some(false)),
            (Operation::Set, &inside, (false, true), Some(true)),
            (Operation::Populate, &outside, (false, true), Some(true)),
            (Operation::Populate, &inside, (false, false), None),
        ] {
            let planned = of(operation);
            assert_eq!(planned.becomes_granted(UserId(1), company, cell), becomes, "{planned:?}");
            assert_eq!(planned.becomes_granted(UserId(2), company, cell), None);
        }
    }
}
