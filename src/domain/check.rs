//! What a check of a database finds.

use super::{AccessFinding, Change};

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// The file itself is damaged, or an index or a constraint disagrees with
    /// its table.
    Damage,
    /// Grants whose user or company no longer exists. They give nobody access and
    /// are not counted.
    OrphanGrants,
    /// More than one grant of the same user in the same company.
    DuplicateGrants,
    /// Grants whose id is not a UUID, or is stored as a number.
    UnusableGrantIds,
    /// Companies whose id is not a UUID, or is stored as a number.
    UnusableCompanyIds,
    /// Rows of other tables that refer to missing rows.
    BrokenReferences,
    /// Rows that refer to ids which no row has and which the HR system will assign
    /// next: the next user would inherit grants and records.
    InheritableReferences,
    /// Orphan grants of ids that the HR system will assign next. They also count as
    /// [`FindingKind::OrphanGrants`].
    InheritableGrants,
    /// Users who may have been given the id of a deleted user, and with it that user's
    /// remaining records; a person has to decide.
    ReusedIds,
    /// The journal contradicts itself.
    Journal,
    /// A trigger could change the journal without being noticed.
    HistoryTriggers,
    /// grantgrid's own tables are incomplete; the next edit would complete them.
    OwnTables,
    /// Users or companies without a status: such a user is inactive, such a company
    /// active. Not a problem.
    MissingStatus,
    /// Tables in which a row has the largest possible id, so that no row can be added.
    NoFreeIds,
}

impl FindingKind {
    /// The word in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Damage => "damage",
            Self::OrphanGrants => "orphan_grants",
            Self::DuplicateGrants => "duplicate_grants",
            Self::UnusableGrantIds => "unusable_grant_ids",
            Self::UnusableCompanyIds => "unusable_company_ids",
            Self::BrokenReferences => "broken_references",
            Self::InheritableReferences => "waiting_references",
            Self::InheritableGrants => "waiting_grants",
            Self::ReusedIds => "reused_ids",
            Self::Journal => "journal",
            Self::HistoryTriggers => "history_triggers",
            Self::OwnTables => "own_tables",
            Self::MissingStatus => "active_unsaid",
            Self::NoFreeIds => "no_free_ids",
        }
    }

    /// Whether it is a problem; otherwise it is only worth knowing.
    #[must_use]
    pub fn is_problem(self) -> bool {
        !matches!(self, Self::InheritableGrants | Self::ReusedIds | Self::MissingStatus)
    }

    /// Whether [`crate::store::Store::repair`] fixes it.
    #[must_use]
    pub fn can_be_repaired(self) -> bool {
        matches!(self, Self::OrphanGrants | Self::DuplicateGrants | Self::Journal | Self::OwnTables)
    }

    /// The description.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Damage => "the file is damaged",
            Self::OrphanGrants => "grants whose user or company no longer exists",
            Self::DuplicateGrants => "duplicate grants (an older grant of the same cell exists)",
            Self::UnusableGrantIds => "grants whose id is not a UUID or is stored as a number",
            Self::UnusableCompanyIds => "companies whose id is not a UUID or is stored as a number",
            Self::BrokenReferences => "rows of other tables that refer to missing rows",
            Self::InheritableReferences => "rows that the next new users or records would inherit",
            Self::InheritableGrants => "orphan grants that the next new users would inherit",
            Self::ReusedIds => "users who may have another person's id and grants",
            Self::Journal => "inconsistent history",
            Self::HistoryTriggers => "triggers that could change grantgrid's history",
            Self::OwnTables => "grantgrid's own tables are incomplete",
            Self::MissingStatus => {
                "users without a status (inactive) or companies without one (active)"
            }
            Self::NoFreeIds => "tables to which no row can be added: no id is free",
        }
    }
}

/// All findings of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The kind.
    pub kind: FindingKind,
    /// How many.
    pub count: u64,
    /// The first of them in words; at most [`Finding::MOST_NAMED`].
    pub samples: Vec<String>,
}

impl Finding {
    /// The maximum number of samples.
    pub const MOST_NAMED: usize = 20;

    pub(crate) fn new(kind: FindingKind) -> Self {
        Self { kind, count: 0, samples: Vec::new() }
    }

    /// Adds one to the count, and keeps it as a sample if there is room.
    pub(crate) fn add(&mut self, name: impl FnOnce() -> String) {
        self.add_many(1, name);
    }

    pub(crate) fn add_many(&mut self, count: u64, name: impl FnOnce() -> String) {
        self.count += count;
        if self.samples.len() < Self::MOST_NAMED {
            self.samples.push(name());
        }
    }
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckReport {
    /// The findings, worst first; kinds without a finding are left out.
    pub findings: Vec<Finding>,
    /// Whether the contents of indexes were checked too.
    pub whole: bool,
    /// The table of the roles: `role` in the HR system of 2025, `hrm_roles` in
    /// that of 2026.
    pub role_table: Option<String>,
    /// Whether ids are written with dashes.
    pub dashed_ids: bool,
    /// The version of grantgrid's own tables; 0 if there are none.
    pub own_format: i64,
    /// The number of users.
    pub users: u64,
    /// The number of companies.
    pub companies: u64,
    /// The number of rows in the table of grants, including orphans and duplicates.
    pub grant_rows: u64,
    /// The findings about access; `None` if they could not be read.
    pub access: Option<Vec<AccessFinding>>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        !self.findings.iter().any(|finding| finding.kind.is_problem())
    }

    /// Whether the file itself is damaged.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::Damage)
    }

    /// The number of problems that a repair would fix.
    #[must_use]
    pub fn repairable(&self) -> u64 {
        let of = self.findings.iter().filter(|finding| finding.kind.can_be_repaired());
        of.map(|finding| finding.count).sum()
    }

    /// Whether grantgrid's history contradicts itself.
    #[must_use]
    pub fn has_inconsistent_history(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::Journal)
    }

    /// Whether grantgrid's own tables are incomplete.
    #[must_use]
    pub fn lacks_own_tables(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::OwnTables)
    }
}

/// The result of a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repaired {
    /// The change as the journal has it; `None` if there was nothing to repair.
    pub change: Option<Change>,
    /// Orphan grants that were deleted.
    pub orphans: u64,
    /// Duplicate grants that were deleted.
    pub duplicates: u64,
    /// Whether grantgrid's own tables were completed.
    pub own_tables: bool,
    /// Entries of grantgrid's history that were corrected.
    pub history: u64,
}
