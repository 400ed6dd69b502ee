//! The columns of all users and grants that the store has read, each when it was first needed
//! (by `fill`). All of them were read for the same users, by ascending id.

pub(in crate::store::select) mod days;
pub(in crate::store::select) mod figures;
pub(in crate::store::select) mod last_changes;
pub(in crate::store::select) mod profiles;
pub(in crate::store::select) mod texts;
pub(in crate::store::select) mod times;

use std::sync::Arc;

use crate::domain::UserId;
use crate::store::reading::all_names::AllNames;
use crate::store::reading::by_id::position_from;
use crate::store::select::query::Mask;
use figures::CountedFigures;
use last_changes::LastChanges;
use profiles::Profiles;
use texts::TextColumns;
use times::Times;

// A column that was not read yet.
static NO_TEXTS: TextColumns = TextColumns::NONE;
static NO_PROFILES: Profiles = Profiles::NONE;
static NO_FIGURES: CountedFigures = CountedFigures::NONE;
static NO_TIMES: Times = Times::NONE;
static NO_LAST_CHANGES: LastChanges = LastChanges::NONE;

/// The columns read so far.
#[derive(Default)]
pub(in crate::store) struct ColumnCache {
    /// The state of the database that they were read from.
    pub(in crate::store::select) version: Option<i64>,
    pub(in crate::store::select) ids: Option<Vec<UserId>>,
    /// The names of all employee records, until the texts are read from them.
    pub(in crate::store::select) employee_names: Option<Arc<AllNames>>,
    pub(in crate::store::select) texts: Option<TextColumns>,
    pub(in crate::store::select) profiles: Option<Profiles>,
    pub(in crate::store::select) figures: Option<CountedFigures>,
    /// The number of grants of each user, if it was counted without the figures.
    pub(in crate::store::select) grant_counts: Option<Vec<u32>>,
    /// The users who lack a grant that the rules require.
    pub(in crate::store::select) drifting: Option<Mask>,
    /// The users with a grant that gives no access.
    pub(in crate::store::select) ineffective: Option<Mask>,
    pub(in crate::store::select) times: Option<Times>,
    pub(in crate::store::select) last_changes: Option<LastChanges>,
}

/// The numbers of companies of all users: granted, and effective if they were counted as well.
pub(in crate::store) struct UserCounts<'a> {
    ids: &'a [UserId],
    granted: &'a [u32],
    effective: Option<&'a [u32]>,
}

impl UserCounts<'_> {
    /// Whether effective companies were counted.
    pub(in crate::store) fn has_effective(&self) -> bool {
        self.effective.is_some()
    }

    /// The numbers of these users, ascending: granted, and effective. For a user who was added
    /// after the numbers were counted, they are 0.
    pub(in crate::store) fn of_each(&self, users: &[UserId]) -> (Vec<u32>, Option<Vec<u32>>) {
        let mut next = users.first().map_or(0, |first| self.ids.partition_point(|id| id < first));
        let at: Vec<Option<usize>> =
            users.iter().map(|user| position_from(self.ids, &mut next, *user, |id| *id)).collect();
        let of = |counts: &[u32]| at.iter().map(|at| at.map_or(0, |at| counts[at])).collect();
        (of(self.granted), self.effective.map(of))
    }
}

impl ColumnCache {
    /// Drops everything, because anything may have changed.
    pub(in crate::store) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Drops what was read from the grants, because only grants have changed.
    pub(in crate::store) fn forget_grants(&mut self) {
        self.figures = None;
        self.grant_counts = None;
        self.drifting = None;
        self.ineffective = None;
        self.times = None;
        self.last_changes = None;
    }

    /// Drops everything that was read from another state of the database.
    pub(in crate::store::select) fn keep_if(&mut self, version: i64) {
        if self.version != Some(version) {
            self.forget();
            self.version = Some(version);
        }
    }

    /// Whether the figures were read.
    pub(in crate::store::select) fn has_figures(&self) -> bool {
        self.figures.is_some()
    }

    /// The counts of the users, if they were read.
    pub(in crate::store::select) fn counts(&self) -> Option<UserCounts<'_>> {
        let ids = self.ids.as_deref()?;
        if let Some(figures) = &self.figures {
            let effective = Some(figures.effective_of_user.as_slice());
            return Some(UserCounts { ids, granted: &figures.companies_of_user, effective });
        }
        let granted = self.grant_counts.as_deref()?;
        Some(UserCounts { ids, granted, effective: None })
    }

    // The columns that a `need_…` function has read; empty before that.

    pub(in crate::store::select) fn ids(&self) -> &[UserId] {
        self.ids.as_deref().unwrap_or_default()
    }

    pub(in crate::store::select) fn texts(&self) -> &TextColumns {
        self.texts.as_ref().unwrap_or(&NO_TEXTS)
    }

    pub(in crate::store::select) fn profiles(&self) -> &Profiles {
        self.profiles.as_ref().unwrap_or(&NO_PROFILES)
    }

    pub(in crate::store::select) fn figures(&self) -> &CountedFigures {
        self.figures.as_ref().unwrap_or(&NO_FIGURES)
    }

    /// The number of grants of each user.
    pub(in crate::store::select) fn grant_counts(&self) -> &[u32] {
        let counted = self.figures.as_ref().map(|figures| figures.companies_of_user.as_slice());
        counted.or(self.grant_counts.as_deref()).unwrap_or_default()
    }

    pub(in crate::store::select) fn drifting(&self) -> &[bool] {
        self.drifting.as_deref().unwrap_or_default()
    }

    pub(in crate::store::select) fn ineffective(&self) -> &[bool] {
        self.ineffective.as_deref().unwrap_or_default()
    }

    pub(in crate::store::select) fn times(&self) -> &Times {
        self.times.as_ref().unwrap_or(&NO_TIMES)
    }

    pub(in crate::store::select) fn last_changes(&self) -> &LastChanges {
        self.last_changes.as_ref().unwrap_or(&NO_LAST_CHANGES)
    }
}
