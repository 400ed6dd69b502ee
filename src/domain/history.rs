//! Queries of the journal.

use std::collections::BTreeSet;

use super::{ChangeId, CompanyId, NamedCell, UserId};

/// Which changes to list; every field that is set must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only changes before this one: the last of the page before.
    pub before: Option<ChangeId>,
    /// The maximum number.
    pub limit: usize,
    /// Only changes of this user or its cells; with `company`, of this one cell.
    pub user: Option<UserId>,
    /// Only changes of this company or its cells.
    pub company: Option<CompanyId>,
    /// Only changes by this operator.
    pub operator: Option<String>,
    /// Only changes at this time or later, as the HR system writes times (UTC)
    /// or the beginning of it: `2026`, `2026-03-01`, `2026-03-01 09:30`.
    pub since: Option<String>,
    /// Only changes at this time or earlier, or within what its beginning
    /// names: `2026-03-01` is that whole day.
    pub until: Option<String>,
    /// Only changes that this account of the operating system made.
    pub account: Option<String>,
    /// Of the changes of `user`, only those in which the id was this person's.
    pub person: Option<PersonChanges>,
}

/// The changes in which the id of a user belonged to one person, where others had it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonChanges {
    pub(crate) from: ChangeId,
    /// The first change that is another's again.
    pub(crate) until: ChangeId,
    /// The names of those who had the id before or after; empty where they are kept from the
    /// operator.
    pub others: Vec<String>,
}

/// Who made the changes of the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryNames {
    /// The operators.
    pub operators: BTreeSet<String>,
    /// The accounts of the operating system, as far as they are known.
    pub accounts: BTreeSet<String>,
}

/// A cell that a change granted or revoked, with the names that the journal stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCell {
    /// The cell.
    pub named: NamedCell,
    /// Whether it was granted; otherwise it was revoked.
    pub added: bool,
    /// Where the next page begins, if this is the last cell of one.
    pub cursor: CellCursor,
}

/// A position in the list of a change's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellCursor {
    pub(crate) user: UserId,
    /// The journal's number of the company.
    pub(crate) company: i64,
    pub(crate) added: bool,
}
