//! What a check of a database finds.

use super::Change;

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// The file itself is damaged, or an index or a constraint disagrees with
    /// its table.
    Damage,
    /// Grants whose user or company is gone. They give nobody anything and
    /// count nowhere.
    OrphanGrants,
    /// More than one grant of the same user in the same company.
    DuplicateGrants,
    /// Grants whose id is no UUID, or was kept as a number.
    UnusableGrantIds,
    /// Companies whose id is no UUID, or was kept as a number.
    UnusableCompanyIds,
    /// Rows of other tables that refer to rows that are gone.
    BrokenReferences,
    /// Rows that refer to ids which nobody has, and which the HR system gives
    /// out next: the next user would inherit grants and records.
    WaitingReferences,
    /// Orphan grants of ids that the HR system gives out next. They are a problem
    /// as [`FindingKind::OrphanGrants`] already.
    WaitingGrants,
    /// Users who may have the id, and what is left, of somebody else. That is
    /// for a person to judge.
    ReusedIds,
    /// The journal contradicts itself.
    Journal,
    /// grantgrid's own tables lack something that the next edit would add.
    OwnTables,
    /// Users or companies that nobody said are active: they read as active.
    /// That is no problem.
    ActiveUnsaid,
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
            Self::WaitingReferences => "waiting_references",
            Self::WaitingGrants => "waiting_grants",
            Self::ReusedIds => "reused_ids",
            Self::Journal => "journal",
            Self::OwnTables => "own_tables",
            Self::ActiveUnsaid => "active_unsaid",
        }
    }

    /// Whether something is wrong; otherwise it is only worth knowing.
    #[must_use]
    pub fn is_problem(self) -> bool {
        !matches!(self, Self::WaitingGrants | Self::ReusedIds | Self::ActiveUnsaid)
    }

    /// Whether [`crate::store::Store::repair`] mends it.
    #[must_use]
    pub fn can_be_repaired(self) -> bool {
        matches!(self, Self::OrphanGrants | Self::DuplicateGrants | Self::OwnTables)
    }

    /// What it is.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Self::Damage => "the file is damaged",
            Self::OrphanGrants => "grants whose user or company is gone",
            Self::DuplicateGrants => "grants beside an older one of the same cell",
            Self::UnusableGrantIds => "grants whose id is no UUID or is kept as a number",
            Self::UnusableCompanyIds => "companies whose id is no UUID or is kept as a number",
            Self::BrokenReferences => "rows of other tables that refer to rows that are gone",
            Self::WaitingReferences => "rows that the next new users or records would inherit",
            Self::WaitingGrants => "orphan grants that the next new users would inherit",
            Self::ReusedIds => "users who may have another person's id and grants",
            Self::Journal => "contradictions in the journal",
            Self::OwnTables => "grantgrid's own tables are incomplete",
            Self::ActiveUnsaid => "users or companies without a status: they read as active",
        }
    }

    /// What a person can do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Damage => {
                "go back to a backup; or save what can be read: \
                 sqlite3 OLD.db .recover | sqlite3 NEW.db"
            }
            Self::OrphanGrants => "--repair deletes them, and undo brings them back",
            Self::DuplicateGrants => "--repair keeps the oldest of each, and undo brings them back",
            Self::UnusableGrantIds => {
                "the HR system cannot read them: revoke and grant these cells, and they get new ids"
            }
            Self::UnusableCompanyIds => {
                "the HR system cannot read them, and they cannot be granted: give these companies \
                 new ids there"
            }
            Self::BrokenReferences => "the HR system is to mend them; grantgrid leaves them alone",
            Self::WaitingReferences => {
                "the HR system gives these ids out next (grantgrid never does): delete these rows \
                 first"
            }
            Self::WaitingGrants => {
                "the HR system gives these ids out next (grantgrid never does): delete them with \
                 --repair"
            }
            Self::ReusedIds => {
                "review what these users can access: the HR system may have given them the id of \
                 somebody who was deleted"
            }
            Self::Journal => {
                "the grants themselves are not touched by it; undo of the changes named may leave \
                 cells as they are"
            }
            Self::OwnTables => {
                "--repair adds what is missing; if the table of changes or cells was missing, \
                 earlier changes cannot be undone"
            }
            Self::ActiveUnsaid => "nothing has to be done",
        }
    }
}

/// One sort of thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// How many.
    pub count: u64,
    /// The first of them in words; at most [`Finding::MOST_NAMED`].
    pub samples: Vec<String>,
}

impl Finding {
    /// So many are named.
    pub const MOST_NAMED: usize = 20;

    pub(crate) fn new(kind: FindingKind) -> Self {
        Self { kind, count: 0, samples: Vec::new() }
    }

    /// Counts one more, and names it if it is one of the first.
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

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckReport {
    /// What was found, the worst first; nothing stands in it that was not
    /// found.
    pub findings: Vec<Finding>,
    /// Whether the contents of indexes were looked at too.
    pub whole: bool,
    /// The table of the roles: `role` in the HR system of 2025, `hrm_roles` in
    /// that of 2026.
    pub role_table: Option<String>,
    /// Whether ids are written with dashes.
    pub dashed_ids: bool,
    /// The form of grantgrid's own tables; 0 where there are none.
    pub own_format: i64,
    /// Rows of the table of users.
    pub users: u64,
    /// Companies.
    pub companies: u64,
    /// Rows of the table of grants, whatever they are.
    pub grant_rows: u64,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        !self.findings.iter().any(|finding| finding.kind.is_problem())
    }

    /// How many things a repair would fix.
    #[must_use]
    pub fn repairable(&self) -> u64 {
        let of = self.findings.iter().filter(|finding| finding.kind.can_be_repaired());
        of.map(|finding| finding.count).sum()
    }

    /// Whether grantgrid's own tables are incomplete.
    #[must_use]
    pub fn lacks_own_tables(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::OwnTables)
    }
}

/// What a repair came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repaired {
    /// The change as the journal has it; `None` if there was nothing to mend.
    pub change: Option<Change>,
    /// Orphan grants that were deleted.
    pub orphans: u64,
    /// Further grants of cells that have one, deleted.
    pub duplicates: u64,
    /// Whether grantgrid's own tables were completed.
    pub own_tables: bool,
}
