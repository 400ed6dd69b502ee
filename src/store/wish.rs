//! What a bulk change asks for, user by user. The preview counts and the
//! commit writes what this module says, and nothing else.

use super::StoreError;
use super::directory::Directory;
use crate::domain::{Bulk, CompanyId, Operation, UserId};

/// A bulk change against the companies as they stand.
pub(super) struct Wish {
    /// Ascending, each once; the source of a copy is not among them.
    pub(super) users: Vec<UserId>,
    /// The places of the companies in the directory, ascending, each once.
    pub(super) companies: Vec<usize>,
    gives: bool,
    takes: Takes,
}

/// Which companies a user loses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    None,
    These,
    Others,
}

/// What becomes of one user: places in the directory, ascending.
#[derive(Debug, Default)]
pub(super) struct RowWish {
    pub(super) add: Vec<usize>,
    pub(super) remove: Vec<usize>,
    /// Cells of the selection that stand as asked for.
    pub(super) unchanged: u64,
}

impl Wish {
    /// `companies_of` answers the places of the companies of the user that is
    /// copied from.
    ///
    /// Errors: [`StoreError::Gone`] if a company is gone.
    pub(super) fn of(
        bulk: &Bulk,
        directory: &Directory,
        companies_of: impl FnOnce(UserId) -> Result<Vec<usize>, StoreError>,
    ) -> Result<Self, StoreError> {
        let place = |id: &CompanyId| {
            directory.position(id).ok_or_else(|| StoreError::Gone(format!("the company {id}")))
        };
        let source = bulk.operation.source();
        let mut companies = match source {
            Some(from) => companies_of(from)?,
            None => bulk.companies.iter().map(place).collect::<Result<_, _>>()?,
        };
        companies.sort_unstable();
        companies.dedup();
        let mut users = bulk.users.clone();
        users.sort_unstable();
        users.dedup();
        users.retain(|user| Some(*user) != source);
        let (gives, takes) = match bulk.operation {
            Operation::Grant | Operation::Copy { .. } => (true, Takes::None),
            Operation::Revoke => (false, Takes::These),
            Operation::Set | Operation::Replace { .. } => (true, Takes::Others),
        };
        Ok(Self { users, companies, gives, takes })
    }

    /// Cells that are looked at in all, and of each user.
    pub(super) fn cells(&self) -> u64 {
        self.users.len() as u64 * self.cells_of_user()
    }

    pub(super) fn cells_of_user(&self) -> u64 {
        (self.companies.len() as u64).max(1)
    }

    /// What becomes of a user who is in the companies `held`, ascending, each
    /// once. `row` is filled anew.
    pub(super) fn for_row(&self, held: &[usize], row: &mut RowWish) {
        row.add.clear();
        row.remove.clear();
        row.unchanged = 0;
        let mut held = held.iter().copied().peekable();
        for &asked in &self.companies {
            while let Some(other) = held.next_if(|at| *at < asked) {
                self.other(other, row);
            }
            match (held.next_if_eq(&asked).is_some(), self.takes == Takes::These) {
                (true, true) => row.remove.push(asked),
                (false, false) if self.gives => row.add.push(asked),
                _ => row.unchanged += 1,
            }
        }
        for other in held {
            self.other(other, row);
        }
    }

    /// A company that the user has and that is not among those asked for.
    fn other(&self, at: usize, row: &mut RowWish) {
        if self.takes == Takes::Others {
            row.remove.push(at);
        }
    }
}
