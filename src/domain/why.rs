//! Why a cell of the access matrix is granted or empty: who granted it, what the rules say,
//! and every change to it. [`words`] turns this into sentences.

mod origin;
mod user_change;
pub mod words;

pub use origin::{CellChange, GrantEntry, GrantedSince, HeldGrant, KnownHistory, Origin};
pub use user_change::UserChange;

use super::{AccessReason, AccessState, Company, RolePolicy, Scope, User, Zone};

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
    /// The scope of the rule for the user's role.
    pub scope: Scope,
    /// The access policy of the user's role.
    pub policy: RolePolicy,
    /// The requested cells, in the order of the companies.
    pub cells: Vec<WhyCell>,
    /// How many changes were searched; `None` if all were.
    pub searched: Option<u64>,
    /// Whether the journal may be about another person who had the same id.
    pub may_be_another: bool,
    /// The zone in which times are shown.
    pub zone: Zone,
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
    /// Why the user can work in it; `None` if not.
    pub reason: Option<AccessReason>,
    /// The existing grants, oldest first. There can be several if the database allows it.
    pub grants: Vec<HeldGrant>,
    /// The changes to the cell, newest first.
    pub history: Vec<CellChange>,
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

#[cfg(test)]
mod tests;
