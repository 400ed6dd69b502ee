//! Where an existing grant comes from, and since when it is known to exist. Everything that
//! grantgrid says about when access was granted is based on this. It is derived from the
//! journal, because any program can write any date into the grant's row.

use std::rc::Rc;

use crate::domain::{Change, ChangeId, GrantId};

/// An existing grant, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    /// Its id.
    pub id: GrantId,
    /// The date in the row, as the database writes it (UTC). Any program can write it.
    pub granted_at: String,
    /// Since when it is known to exist.
    pub since: GrantedSince,
    /// The change that granted it; `None` if another program did.
    pub made_by: Option<Change>,
    /// The undo or redo that restored it, if it was removed for a while.
    pub put_back_by: Option<Change>,
    /// Whether it is known to be older than the journal.
    pub before_journal: bool,
    /// What is known about where it comes from.
    pub origin: Origin,
}

/// What is known about the origin of a grant. Its row has a time, but that proves
/// nothing, because any program can write any time there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A change in the journal granted it: [`HeldGrant::made_by`].
    Change,
    /// It existed before the journal began.
    BeforeHistory,
    /// No change granted it, but it existed when this change removed it; an undo restored it.
    Before(Change),
    /// It did not exist after this change, the last one to the cell; another program has added
    /// it since.
    After(CellChange),
    /// No change in the journal mentions it.
    Unrecorded,
}

impl Origin {
    /// The word in scripts.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::BeforeHistory => "before_history",
            Self::Before(_) => "before_change",
            Self::After(_) => "outside_after_change",
            Self::Unrecorded => "unrecorded",
        }
    }

    /// The change before or after which another program added the grant.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        match self {
            Self::Before(change) | Self::After(CellChange { change, .. }) => Some(change),
            Self::Change | Self::BeforeHistory | Self::Unrecorded => None,
        }
    }
}

/// A grant that a change added to a cell or removed from it.
#[derive(Clone, Debug)]
pub struct GrantEntry {
    /// The change.
    pub change: Rc<Change>,
    /// Whether it added the grant; otherwise it removed it.
    pub added: bool,
    /// The grant.
    pub grant: GrantId,
}

/// How much of a cell's history is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownHistory {
    /// There is no journal: grantgrid has never written to this database.
    None,
    /// All of it, from the first change in the journal, which has this id.
    FromFirst(ChangeId),
    /// Older changes were not searched, or are lost.
    Partial,
}

/// What one change did to a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The change.
    pub change: Change,
    /// Whether the cell was granted; otherwise it was revoked.
    pub added: bool,
}

impl HeldGrant {
    /// The origin of an existing grant, derived from the changes to its cell, newest first.
    /// `now` is the current time, as the database writes times.
    #[must_use]
    pub fn new(
        id: GrantId,
        granted_at: String,
        cell: &[GrantEntry],
        known: KnownHistory,
        now: &str,
    ) -> Self {
        let (origin, made_by, put_back_by) = match cell.first() {
            // A date in the future does not prove that the grant is older than the journal.
            None if known == KnownHistory::None && !is_later(&granted_at, now) => {
                (Origin::BeforeHistory, None, None)
            }
            None => (Origin::Unrecorded, None, None),
            Some(last) if !has_after(cell, last, &id) => {
                let change = Change::clone(&last.change);
                (Origin::After(CellChange { change, added: last.added }), None, None)
            }
            Some(_) => recorded(cell, &id, &granted_at, known),
        };
        let before_journal = origin == Origin::BeforeHistory;
        let since = GrantedSince::of(&granted_at, &origin, made_by.as_ref(), now);
        Self { id, granted_at, since, made_by, put_back_by, before_journal, origin }
    }
}

/// Whether the cell had the grant after its last change: a change adds a grant only to an
/// empty cell, and when it revokes a cell, it removes every grant there.
fn has_after(cell: &[GrantEntry], last: &GrantEntry, id: &GrantId) -> bool {
    let of_last = cell.iter().take_while(|entry| entry.change.id == last.change.id);
    of_last.into_iter().any(|entry| entry.added && entry.grant == *id)
}

/// What the changes to this grant prove: its origin, the change that granted it, and the
/// change that restored it.
fn recorded(
    cell: &[GrantEntry],
    id: &GrantId,
    granted_at: &str,
    known: KnownHistory,
) -> (Origin, Option<Change>, Option<Change>) {
    let of_this = || cell.iter().filter(|entry| entry.grant == *id);
    let put_back_by = of_this().find(|entry| entry.added).map(|entry| &entry.change);
    let put_back_by = put_back_by.filter(|change| change.kind.reverts());
    let put_back_by = put_back_by.map(|change| Change::clone(change));
    let (origin, made_by) = match (of_this().next_back(), known) {
        (Some(GrantEntry { change, added: true, .. }), _) if !change.kind.reverts() => {
            (Origin::Change, Some(Change::clone(change)))
        }
        (Some(GrantEntry { change, added: false, .. }), KnownHistory::FromFirst(first)) => {
            let is_older = first == change.id && !is_later(granted_at, &change.at);
            let before = || Origin::Before(Change::clone(change));
            (if is_older { Origin::BeforeHistory } else { before() }, None)
        }
        // An older change may have granted it.
        _ => (Origin::Unrecorded, None),
    };
    (origin, made_by, put_back_by)
}

/// What is known about the time when access was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantedSince {
    /// At this time, as the database writes it (UTC).
    Known(String),
    /// At the time in the grant's row, which nothing confirms or contradicts.
    Dated(String),
    /// The row has no date, or one that is in the future or contradicts grantgrid's history.
    Unknown,
}

impl GrantedSince {
    /// What is known about a grant with this origin and with the date `dated` in its row.
    /// `made_by` is the change that granted it, if one did; `now` is the current time, as the
    /// database writes times.
    #[must_use]
    pub fn of(dated: &str, origin: &Origin, made_by: Option<&Change>, now: &str) -> Self {
        let row = || dated.to_owned();
        if let Some(change) = made_by {
            // The time in the row is more precise, unless somebody has changed it.
            let is_same = minute(dated) == minute(&change.at);
            return Self::Known(if is_same { row() } else { change.at.clone() });
        }
        let is_possible = match origin {
            Origin::Before(change) => !is_later(dated, &change.at),
            Origin::After(last) => !is_later(&last.change.at, dated),
            Origin::Change | Origin::BeforeHistory | Origin::Unrecorded => true,
        };
        match origin {
            _ if dated.is_empty() || !is_possible || is_later(dated, now) => Self::Unknown,
            Origin::BeforeHistory => Self::Known(row()),
            _ => Self::Dated(row()),
        }
    }

    /// The time, unless something contradicts it.
    #[must_use]
    pub fn time(&self) -> Option<&str> {
        match self {
            Self::Known(at) | Self::Dated(at) => Some(at),
            Self::Unknown => None,
        }
    }
}

/// Whether a time is later than another, compared to the precision that both have.
fn is_later(time: &str, other: &str) -> bool {
    let exact = time.len().min(other.len());
    let [time, other] = [time, other].map(|it| it.replacen('T', " ", 1));
    time.as_bytes()[..exact] > other.as_bytes()[..exact]
}

/// A time without seconds.
fn minute(at: &str) -> String {
    at.replacen('T', " ", 1).chars().take(16).collect()
}
