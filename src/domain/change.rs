//! Changes: what was edited, when, by whom and why.

use std::fmt;

use super::{ChangeId, CompanyId, RowCount, UserId};

/// The message about an edit or an import that would change nothing.
pub(crate) const NO_CHANGES: &str = "no changes: everything already matches";

/// One (user, company) pair of the access matrix.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The row.
    pub user: UserId,
    /// The column.
    pub company: CompanyId,
}

/// The desired state of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The cell.
    pub cell: Cell,
    /// Whether the cell should be granted.
    pub granted: bool,
}

/// A cell with the names of its user and company; from the journal if they no longer exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCell {
    /// The cell.
    pub cell: Cell,
    /// The user's name.
    pub username: String,
    /// The company's code.
    pub company_code: String,
    /// The company's full name.
    pub company_name: String,
}

impl fmt::Display for NamedCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {}", self.username, self.company_code)
    }
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Grants were added.
    Grant,
    /// Grants were removed.
    Revoke,
    /// Users were set to exactly these companies.
    Set,
    /// Users got the companies of another user.
    Copy,
    /// Users got what the role rules require.
    Populate,
    /// Grants were imported from a file.
    Import,
    /// Role rules were changed.
    Rules,
    /// The access policy of a role was edited.
    Policy,
    /// Users were added, changed or deleted.
    Users,
    /// Companies were added, changed or deleted.
    Companies,
    /// Orphan and duplicate grants were deleted.
    Repair,
    /// An earlier change was undone.
    Undo,
    /// An undone change was redone.
    Redo,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Grant,
        Self::Revoke,
        Self::Set,
        Self::Copy,
        Self::Populate,
        Self::Import,
        Self::Rules,
        Self::Policy,
        Self::Users,
        Self::Companies,
        Self::Repair,
        Self::Undo,
        Self::Redo,
    ];

    /// The word in the journal, on the screen and in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Set => "set",
            Self::Copy => "copy",
            Self::Populate => "populate",
            Self::Import => "import",
            Self::Rules => "rules",
            Self::Policy => "policy",
            Self::Users => "users",
            Self::Companies => "companies",
            Self::Repair => "repair",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// Whether it undoes or redoes another change.
    #[must_use]
    pub fn reverts(self) -> bool {
        matches!(self, Self::Undo | Self::Redo)
    }

    /// The kind that a word of the journal stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One committed edit of any number of cells, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its number in the journal.
    pub id: ChangeId,
    /// When, as the HR system writes times (UTC).
    pub at: String,
    /// The operator: a username, or the name of the system account.
    pub operator: String,
    /// The kind of edit.
    pub kind: ChangeKind,
    /// The reason, if the operator gave one.
    pub reason: Option<String>,
    /// How many grants it added.
    pub added: u64,
    /// How many grants it removed.
    pub removed: u64,
    /// The other rows that it added, changed or deleted: users, companies,
    /// rules and what belongs to them.
    pub rows: Vec<RowCount>,
    /// The change that this one undoes or redoes.
    pub reverts: Option<ChangeId>,
    /// The change by which this one was undone.
    pub undone_by: Option<ChangeId>,
    /// The operating system account that made it; `None` if unknown, as for changes
    /// made before the journal recorded it.
    pub account: Option<String>,
}

impl Change {
    /// Who made it: the operator, with the account if its name differs:
    /// `sarah (account: root)`.
    #[must_use]
    pub fn who(&self) -> String {
        match &self.account {
            Some(account) if *account != self.operator => {
                format!("{} (account: {account})", self.operator)
            }
            _ => self.operator.clone(),
        }
    }

    /// The number of cells and rows that it changed.
    #[must_use]
    pub fn affected(&self) -> u64 {
        self.added + self.removed + self.rows.iter().map(|rows| rows.count).sum::<u64>()
    }

    /// What it did to rows: `2 users added, 2 employees added`; empty if it
    /// changed only cells.
    #[must_use]
    pub fn rows_in_words(&self) -> String {
        rows_in_words(&self.rows)
    }
}

/// Counts of rows, joined: `2 users added, 2 employees added`.
#[must_use]
pub fn rows_in_words(rows: &[RowCount]) -> String {
    rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
