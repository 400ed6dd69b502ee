//! Bulk changes: one operation on many users and companies at once.

use std::sync::Arc;

use super::{ChangeKind, CompanyId, ImportMatrix, UserId};

/// What a bulk change does to its users.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// They get the companies.
    Grant,
    /// They lose the companies.
    Revoke,
    /// They end up with exactly these companies.
    Set,
    /// They get the companies of this user.
    Copy {
        /// The source user, who is never changed.
        from: UserId,
    },
    /// They end up with exactly the companies of this user.
    Replace {
        /// The source user, who is never changed.
        from: UserId,
    },
    /// They get what the rules of their roles require.
    Populate,
    /// Their cells are set to match a file.
    Import(Arc<ImportMatrix>),
}

impl Operation {
    /// The kind in the journal.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Grant => ChangeKind::Grant,
            Self::Revoke => ChangeKind::Revoke,
            Self::Set => ChangeKind::Set,
            Self::Copy { .. } | Self::Replace { .. } => ChangeKind::Copy,
            Self::Populate => ChangeKind::Populate,
            Self::Import(_) => ChangeKind::Import,
        }
    }

    /// The title of the preview. `source` is the name of the user whose companies are copied,
    /// if any.
    #[must_use]
    pub fn title(&self, source: &str) -> String {
        match self {
            Self::Grant => "Grant".into(),
            Self::Revoke => "Revoke".into(),
            Self::Set => "Set exactly these companies".into(),
            Self::Copy { .. } => format!("Add the companies of {source}"),
            Self::Replace { .. } => format!("Replace with the companies of {source}"),
            Self::Populate => "Populate: grant what the rules require".into(),
            Self::Import(matrix) if matrix.mirrors() => "Import: mirror the file".into(),
            Self::Import(_) => "Import grants".into(),
        }
    }

    /// The user whose companies are copied, if any.
    #[must_use]
    pub fn source(&self) -> Option<UserId> {
        match self {
            Self::Copy { from } | Self::Replace { from } => Some(*from),
            _ => None,
        }
    }

    /// Whether it wants a cell of its users granted (true) or not (false), given whether the
    /// company is one of its companies, and whether a required grant is missing there; `None` if
    /// it leaves the cell as it is. Of an import, only the file tells.
    pub(crate) fn wants(&self, is_selected: bool, is_drift: bool) -> Option<bool> {
        match self {
            Self::Grant | Self::Copy { .. } => is_selected.then_some(true),
            Self::Revoke => is_selected.then_some(false),
            Self::Set | Self::Replace { .. } => Some(is_selected),
            Self::Populate => is_drift.then_some(true),
            Self::Import(_) => None,
        }
    }

    /// Whether users end up with exactly the companies, and lose all others.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.wants(false, false) == Some(false)
    }

    /// Whether it applies to the chosen companies rather than to those of another
    /// user or a rule.
    #[must_use]
    pub fn needs_companies(&self) -> bool {
        matches!(self, Self::Grant | Self::Revoke | Self::Set | Self::Import(_))
    }
}

/// An operation on every pair of users and companies. Order and duplicates do not
/// matter.
///
/// ```
/// use grantgrid::domain::{Bulk, CompanyId, Operation, UserId};
///
/// let company = CompanyId::new("9531985d5d9d49f89818e811892f902b");
/// let bulk = Bulk::grant([UserId(7), UserId(8)], [company]);
/// assert_eq!(bulk.operation, Operation::Grant);
/// assert_eq!((bulk.users.len(), bulk.companies.len()), (2, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// The operation.
    pub operation: Operation,
    /// The users.
    pub users: Vec<UserId>,
    /// The companies; ignored by operations that find their own
    /// ([`Operation::needs_companies`]).
    pub companies: Vec<CompanyId>,
}

impl Bulk {
    /// These users get these companies.
    #[must_use]
    pub fn grant(
        users: impl IntoIterator<Item = UserId>,
        companies: impl IntoIterator<Item = CompanyId>,
    ) -> Self {
        Self::of(Operation::Grant, users, companies)
    }

    /// These users lose these companies.
    #[must_use]
    pub fn revoke(
        users: impl IntoIterator<Item = UserId>,
        companies: impl IntoIterator<Item = CompanyId>,
    ) -> Self {
        Self::of(Operation::Revoke, users, companies)
    }

    /// These users end up with exactly these companies.
    #[must_use]
    pub fn set(
        users: impl IntoIterator<Item = UserId>,
        companies: impl IntoIterator<Item = CompanyId>,
    ) -> Self {
        Self::of(Operation::Set, users, companies)
    }

    /// Every user involved: those who are changed, and the one whose companies are copied.
    #[must_use]
    pub fn everybody(&self) -> Vec<UserId> {
        self.users.iter().copied().chain(self.operation.source()).collect()
    }

    fn of(
        operation: Operation,
        users: impl IntoIterator<Item = UserId>,
        companies: impl IntoIterator<Item = CompanyId>,
    ) -> Self {
        let (users, companies) = (users.into_iter().collect(), companies.into_iter().collect());
        Self { operation, users, companies }
    }
}
