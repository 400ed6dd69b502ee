//! A user or company that a jump found: plain data between the worker and the console.

use crate::domain::{CompanyId, UserId};
use crate::filter::Axis;

/// Where a jump may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum JumpTarget {
    User(UserId),
    Company(CompanyId),
}

impl JumpTarget {
    pub(crate) fn user(&self) -> Option<UserId> {
        match self {
            Self::User(id) => Some(*id),
            Self::Company(_) => None,
        }
    }

    pub(crate) fn axis(&self) -> Axis {
        match self {
            Self::User(_) => Axis::Users,
            Self::Company(_) => Axis::Companies,
        }
    }
}

/// A user or company whose name is like what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundName {
    pub(crate) target: JumpTarget,
    /// The full name; the code of a company.
    pub(crate) first: String,
    /// The username; the name of a company.
    pub(crate) second: String,
}
