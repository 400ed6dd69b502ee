//! Why a cell of the access matrix is granted or empty: who granted it, what
//! the rules say, and every change to it. [`words`] puts it into
//! sentences.

mod user_change;
pub mod words;

pub use user_change::UserChange;

use super::{
    AccessReason, AccessState, Change, ChangeId, Company, GrantId, RolePolicy, Scope, User,
};

/// Why a user may work in some companies and not in others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The user.
    pub user: User,
    /// The name of the user's tenant.
    pub tenant: Option<String>,
    /// The company of the user's employee record.
    pub home: Option<Company>,
    /// Whether there is an employee record, which may name no home company.
    pub is_employed: bool,
    /// What the rules give to the user's role.
    pub scope: Scope,
    /// What the HR system does for it.
    pub policy: RolePolicy,
    /// The requested cells, in the order of the companies.
    pub cells: Vec<WhyCell>,
    /// How many changes were searched, if there are older ones.
    pub searched: Option<u64>,
    /// Whether the journal may be about another person who had the same id.
    pub may_be_another: bool,
}

/// The explanation of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyCell {
    /// The company.
    pub company: Company,
    /// Whether it is the user's home company.
    pub is_home: bool,
    /// Whether the user's rule requires it.
    pub required: bool,
    /// Why the user can really work in it, if so.
    pub reason: Option<AccessReason>,
    /// The existing grants, oldest first; more than one where the database
    /// lets a cell have several.
    pub grants: Vec<HeldGrant>,
    /// What changes did to the cell, newest first.
    pub history: Vec<CellChange>,
}

/// An existing grant, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    /// Its id.
    pub id: GrantId,
    /// When it was granted, as the database writes it (UTC).
    pub granted_at: String,
    /// The change that made it; `None` if another program did.
    pub made_by: Option<Change>,
    /// The undo or redo that restored it, if it was removed for a while.
    pub put_back_by: Option<Change>,
    /// Whether it is known to be older than the journal.
    pub before_journal: bool,
    /// What is known about where it comes from.
    pub origin: Origin,
}

/// What is known about where a grant comes from. Its row has a time, but any
/// program can write any time there: that alone proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A change of the journal made it: [`HeldGrant::made_by`].
    Change,
    /// It existed before the journal began.
    BeforeHistory,
    /// No change made it, and it existed when this change removed it; an undo
    /// restored it.
    Before(Change),
    /// It did not exist after this change, the last one of the cell: another
    /// program has made it since.
    After(CellChange),
    /// No change of the journal is about it.
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

    /// The change before or after which another program made the grant.
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
    pub change: Change,
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
    /// All of it, from the first change of the journal, which has this id.
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

/// Whether a cell agrees with the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Required and granted.
    AsRuled,
    /// Required and missing.
    Drift,
    /// Granted, but not required.
    Beyond,
    /// Neither.
    Neither,
}

impl WhyCell {
    /// The state of the cell in the access matrix.
    #[must_use]
    pub fn state(&self) -> AccessState {
        AccessState::of(self.is_granted(), self.reason)
    }

    /// Whether there is a grant.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        !self.grants.is_empty()
    }

    /// Whether the cell agrees with the rules.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        match (self.required, self.is_granted()) {
            (true, true) => Agreement::AsRuled,
            (true, false) => Agreement::Drift,
            (false, true) => Agreement::Beyond,
            (false, false) => Agreement::Neither,
        }
    }
}

impl Agreement {
    /// The word in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AsRuled => "as_ruled",
            Self::Drift => "drift",
            Self::Beyond => "beyond",
            Self::Neither => "neither",
        }
    }
}

impl HeldGrant {
    /// The origin of an existing grant, derived from what changes did to its cell,
    /// newest first.
    #[must_use]
    pub fn new(id: GrantId, granted_at: String, cell: &[GrantEntry], known: KnownHistory) -> Self {
        let (origin, made_by, put_back_by) = match cell.first() {
            None if known == KnownHistory::None => (Origin::BeforeHistory, None, None),
            None => (Origin::Unrecorded, None, None),
            Some(last) if !has_after(cell, last, &id) => {
                let after = CellChange { change: last.change.clone(), added: last.added };
                (Origin::After(after), None, None)
            }
            Some(_) => recorded(cell, &id, known),
        };
        let before_journal = origin == Origin::BeforeHistory;
        Self { id, granted_at, made_by, put_back_by, before_journal, origin }
    }
}

/// Whether the cell has the grant after its last change: a change adds to an empty
/// cell, and removes every grant of a cell that it revokes.
fn has_after(cell: &[GrantEntry], last: &GrantEntry, id: &GrantId) -> bool {
    let of_last = cell.iter().take_while(|entry| entry.change.id == last.change.id);
    of_last.into_iter().any(|entry| entry.added && entry.grant == *id)
}

/// What the changes of this very grant tell: its origin, the change that made it,
/// and the one that restored it.
fn recorded(
    cell: &[GrantEntry],
    id: &GrantId,
    known: KnownHistory,
) -> (Origin, Option<Change>, Option<Change>) {
    let of_this = || cell.iter().filter(|entry| entry.grant == *id);
    let put_back_by = of_this().find(|entry| entry.added).map(|entry| &entry.change);
    let put_back_by = put_back_by.filter(|change| change.kind.reverts()).cloned();
    let (origin, made_by) = match (of_this().next_back(), known) {
        (Some(GrantEntry { change, added: true, .. }), _) if !change.kind.reverts() => {
            (Origin::Change, Some(change.clone()))
        }
        (Some(GrantEntry { change, added: false, .. }), KnownHistory::FromFirst(first)) => {
            let is_first = first == change.id;
            let before = || Origin::Before(change.clone());
            (if is_first { Origin::BeforeHistory } else { before() }, None)
        }
        // An older change may have made it.
        _ => (Origin::Unrecorded, None),
    };
    (origin, made_by, put_back_by)
}

#[cfg(test)]
mod tests;
