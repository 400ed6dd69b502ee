//! Why a cell of the access matrix is as it is: what was granted by whom, what
//! the rules say, and every change that there was. [`words`] says it in
//! sentences.

pub mod words;

use super::{Change, Company, GrantId, Scope, User};

/// Why a user may work in some companies and not in others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Who.
    pub user: User,
    /// The name of the user's tenant.
    pub tenant: Option<String>,
    /// The company of the user's employee record.
    pub home: Option<Company>,
    /// Whether there is an employee record, which may name no home company.
    pub is_employed: bool,
    /// What the rules give to the user's role.
    pub scope: Scope,
    /// The cells that were asked for, in the order of the companies.
    pub cells: Vec<WhyCell>,
    /// How many changes were looked through, if there are older ones.
    pub looked_through: Option<u64>,
    /// Whether the journal may speak of another person, who had the same id.
    pub may_be_another: bool,
}

/// Why one cell is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyCell {
    /// Where.
    pub company: Company,
    /// Whether it is the user's home company.
    pub is_home: bool,
    /// Whether the rules give it to the user.
    pub called_for: bool,
    /// The grants that stand, oldest first; more than one where the database
    /// lets a cell have several.
    pub grants: Vec<HeldGrant>,
    /// What changes did to the cell, newest first.
    pub history: Vec<CellChange>,
}

/// A grant that stands, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    /// Its id.
    pub id: GrantId,
    /// When it was granted, as the database writes it (UTC).
    pub granted_at: String,
    /// The change that made it; `None` if another program did.
    pub made_by: Option<Change>,
    /// The undo or redo that put it back, where it was gone for a while.
    pub put_back_by: Option<Change>,
    /// Whether it is older than the journal.
    pub before_journal: bool,
}

/// What one change did to a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The change.
    pub change: Change,
    /// Whether the cell got a grant; otherwise it lost one.
    pub added: bool,
}

/// How a cell and the rules agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Called for and granted.
    AsRuled,
    /// Called for and missing.
    Drift,
    /// Granted, and not called for.
    Beyond,
    /// Neither.
    Neither,
}

impl WhyCell {
    /// Whether the user may work in the company.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        !self.grants.is_empty()
    }

    /// How the cell and the rules agree.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        match (self.called_for, self.is_granted()) {
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
    /// Where a grant comes from, told by what changes did to its cell: each
    /// with the id of the grant that it added, newest first. `first` is when
    /// the journal begins.
    #[must_use]
    pub fn new(
        id: GrantId,
        granted_at: String,
        added: &[(&Change, &GrantId)],
        first: Option<&str>,
    ) -> Self {
        let mut of_this =
            added.iter().filter(|(_, grant)| **grant == id).map(|(change, _)| *change);
        let newest = of_this.next();
        let oldest = of_this.next_back().or(newest);
        let made_by = oldest.filter(|change| !change.kind.reverts()).cloned();
        let put_back_by = newest.filter(|change| change.kind.reverts()).cloned();
        let before_journal = made_by.is_none()
            && !granted_at.is_empty()
            && first.is_none_or(|first| *granted_at < *first);
        Self { id, granted_at, made_by, put_back_by, before_journal }
    }
}
