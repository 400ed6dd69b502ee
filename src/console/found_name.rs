//! A user or company that a jump found, passed from the worker to the console.

use crate::domain::{CompanyId, UserId};
use crate::filter::Axis;

/// Where a jump can lead.
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

/// A user or company with a name similar to what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundName {
    pub(crate) target: JumpTarget,
    /// The full name of a user, or the code of a company.
    pub(crate) first: String,
    /// The username, or the name of a company.
    pub(crate) second: String,
}
