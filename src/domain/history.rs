//! Queries of the journal.

use std::collections::BTreeSet;

use super::{ChangeId, ChangeKind, CompanyId, NamedCell, UserId};

/// Which changes to list; every field that is set must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only changes older than this one; for paging, the last change of the previous page.
    pub before: Option<ChangeId>,
    /// The maximum number.
    pub limit: usize,
    /// Only changes to this user or to its cells; with `company`, to this one cell.
    pub user: Option<UserId>,
    /// Only changes to this company or to its cells.
    pub company: Option<CompanyId>,
    /// Only changes by this operator.
    pub operator: Option<String>,
    /// Only changes at this time or later, as the HR system writes times (UTC), or a prefix of
    /// such a time: `2026`, `2026-03-01`, `2026-03-01 09:30`.
    pub since: Option<String>,
    /// Only changes at this time or earlier. A partial time includes its whole
    /// period: `2026-03-01` is that whole day.
    pub until: Option<String>,
    /// Only changes made with this operating system account.
    pub account: Option<String>,
    /// Only the changes to `user` that were made while the id belonged to this person.
    pub person: Option<PersonChanges>,
    /// Only changes in which this user lost access to a company, or in which a user lost
    /// access to this company: effective access, which may be lost or kept otherwise than the
    /// grant. With users or companies, only those may lose or be lost.
    pub lost: Option<Holder>,
    /// Only changes in which this user gained access to a company, or in which a user gained
    /// access to this company.
    pub gained: Option<Holder>,
    /// Only changes of these kinds; empty for all.
    pub kinds: Vec<ChangeKind>,
    /// Only changes that match all these words.
    pub words: Vec<HistoryWord>,
    /// Only changes of the users who have this in their names, or of their cells.
    pub users: Option<Box<HistoryWord>>,
    /// Only changes of the companies that have this in their names, or of their cells; with a
    /// user or `users`, of cells of both.
    pub companies: Option<Box<HistoryWord>>,
    /// The changes that match `lost` and `gained`, if they were found already; `None` to find
    /// them each time.
    pub changes: Option<Vec<ChangeId>>,
}

/// Whose gains or losses are searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Whoever it is.
    Anyone,
    /// A user.
    User(UserId),
    /// A company.
    Company(CompanyId),
    /// Every user or company whose names contain this word.
    Named(Box<HistoryWord>),
}

/// A word without a field in the history's filter, and the users, companies and changes that
/// it matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryWord {
    pub(crate) text: String,
    /// The ids of the users.
    pub(crate) users: Vec<i64>,
    /// The numbers of the companies in the journal.
    pub(crate) companies: Vec<i64>,
    /// The ids of changes that have it in a text beyond ASCII, which SQL cannot compare.
    pub(crate) changes: Vec<i64>,
    /// Whether it matches so many users that only the first cells of a change are searched.
    pub(crate) has_many: bool,
}

/// The changes made while a user id belonged to one person, if others had the id too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonChanges {
    pub(crate) from: ChangeId,
    /// The first later change that belongs to somebody else.
    pub(crate) until: ChangeId,
    /// The names of those who had the id before or after; empty if the operator may not see
    /// them.
    pub others: Vec<String>,
}

/// What the changes of a period did to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserHistory {
    /// The user.
    pub user: UserId,
    /// The username, also of a deleted user.
    pub username: String,
    /// The full name; empty if the user was deleted.
    pub full_name: String,
    /// The codes of the companies that the user can work in at the end but could not before.
    pub gained: Vec<String>,
    /// The codes of the companies that the user could work in before but cannot at the end.
    pub lost: Vec<String>,
    /// The last edits of the user: `deactivated`, `role A → B`.
    pub edits: Vec<String>,
    /// How many changes affected the user.
    pub changes: u64,
    /// The codes of the companies that are granted at the end but were not before.
    pub granted: Vec<String>,
    /// The codes of the companies that were granted before but are not at the end.
    pub revoked: Vec<String>,
}

/// The access that a change cost or gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeAccess {
    /// Users with the codes of companies that they could no longer work in, though no grant
    /// for them was removed.
    pub lost: Vec<(String, String)>,
    /// Users with the codes of companies that they could work in, though no grant was added.
    pub gained: Vec<(String, String)>,
    /// Whether the change added or removed grants.
    pub has_grants: bool,
    /// Whether anybody gained or lost access.
    pub has_effect: bool,
}

impl ChangeAccess {
    /// The maximum number of lines.
    const LINES: usize = 20;

    /// What the grants of the change do not tell, in words, a line for each user and company.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        if self.has_grants && !self.has_effect {
            return vec!["access unchanged".to_owned()];
        }
        let line = |sign: char, (user, code): &(String, String)| {
            format!("{sign} {user} × {code} (no grant changed)")
        };
        let lost = self.lost.iter().map(|it| line('−', it));
        let all: Vec<String> = lost.chain(self.gained.iter().map(|it| line('+', it))).collect();
        let more = all.len().saturating_sub(Self::LINES);
        let more = (more > 0).then(|| format!("… and {more} more"));
        all.into_iter().take(Self::LINES).chain(more).collect()
    }
}

impl UserHistory {
    /// The grants that were added and removed without an effect on access, in words.
    #[must_use]
    pub fn without_effect(&self) -> Option<String> {
        let idle = |codes: &[String], with_effect: &[String], what: &str| {
            let idle = codes.iter().filter(|code| !with_effect.contains(code));
            let idle: Vec<&str> = idle.map(String::as_str).collect();
            (!idle.is_empty()).then(|| format!("{} {what}", idle.join(", ")))
        };
        let granted = idle(&self.granted, &self.gained, "granted");
        let revoked = idle(&self.revoked, &self.lost, "revoked");
        let parts: Vec<String> = granted.into_iter().chain(revoked).collect();
        (!parts.is_empty()).then(|| format!("{}: access unchanged", parts.join(" and ")))
    }
}

/// The names of everyone who made a change in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryNames {
    /// The operators.
    pub operators: BTreeSet<String>,
    /// The operating system accounts, as far as they were recorded.
    pub accounts: BTreeSet<String>,
}

/// A cell that a change granted or revoked, with the names stored in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCell {
    /// The cell.
    pub named: NamedCell,
    /// Whether it was granted; otherwise it was revoked.
    pub added: bool,
    /// The position from which a page that follows this cell continues.
    pub cursor: CellCursor,
}

/// A position in the list of a change's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellCursor {
    pub(crate) user: UserId,
    /// The number of the company in the journal.
    pub(crate) company: i64,
    pub(crate) added: bool,
}
