//! The number of grants of each user and each company, and drift, from one pass over all
//! grants.

use crate::store::reading::effective::EffectiveTally;
use crate::store::select::query::Mask;

/// What the pass counts, by the position of the user or the company.
pub(in crate::store::select) struct CountedFigures {
    pub(in crate::store::select) companies_of_user: Vec<u32>,
    /// How many grants that the rules require each user lacks.
    pub(in crate::store::select) drift_of_user: Vec<u32>,
    /// The users with a home company but no grant for it.
    pub(in crate::store::select) homeless: Mask,
    pub(in crate::store::select) users_of_company: Vec<u64>,
    pub(in crate::store::select) company_drifts: Mask,
    /// The number of companies that each user can really work in.
    pub(in crate::store::select) effective_of_user: Vec<u32>,
    /// The users who can work somewhere without a grant.
    pub(in crate::store::select) implied: Mask,
    /// The users with a grant that gives no access.
    pub(in crate::store::select) ineffective: Mask,
    /// The users with a grant in a tenant other than their own.
    pub(in crate::store::select) cross_tenant: Mask,
    /// The users with a grant that the role does not need.
    pub(in crate::store::select) repeats_role: Mask,
    /// The users with any grant, even one whose company is gone.
    pub(in crate::store::select) has_grants: Mask,
    /// The numbers of cells of each company.
    pub(in crate::store::select) tally_of_company: Vec<EffectiveTally>,
}

impl CountedFigures {
    pub(in crate::store::select) const NONE: Self = Self {
        companies_of_user: Vec::new(),
        drift_of_user: Vec::new(),
        homeless: Vec::new(),
        users_of_company: Vec::new(),
        company_drifts: Vec::new(),
        effective_of_user: Vec::new(),
        implied: Vec::new(),
        ineffective: Vec::new(),
        cross_tenant: Vec::new(),
        repeats_role: Vec::new(),
        has_grants: Vec::new(),
        tally_of_company: Vec::new(),
    };
}
