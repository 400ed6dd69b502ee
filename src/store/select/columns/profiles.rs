//! Role, organization, home company and status of all users. There are few different
//! combinations, so each user stores only the number of one: a question is evaluated for the
//! combinations, and then looked up for each user.

use crate::domain::RoleId;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::AccessBasis;
use crate::store::select::query::Mask;

/// A combination that many users share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store::select) struct Profile {
    pub(in crate::store::select) role: Option<RoleId>,
    pub(in crate::store::select) organization: Option<i64>,
    /// The position of the home company.
    pub(in crate::store::select) home: Option<usize>,
    pub(in crate::store::select) active: bool,
}

impl Profile {
    /// What decides the access of users with this profile, with or without grants.
    pub(in crate::store::select) fn basis(
        &self,
        catalog: &Catalog,
        has_grants: bool,
    ) -> AccessBasis {
        catalog.basis(self.role, self.organization, self.active, self.home, has_grants)
    }
}

/// The profile of each user.
pub(in crate::store::select) struct Profiles {
    pub(in crate::store::select) kinds: Vec<Profile>,
    /// The index of each user's profile in `kinds`.
    pub(in crate::store::select) of: Vec<u32>,
}

impl Profiles {
    pub(in crate::store::select) const NONE: Self = Self { kinds: Vec::new(), of: Vec::new() };

    /// The profile of one user, by the user's position.
    pub(in crate::store::select) fn of(&self, row: usize) -> &Profile {
        &self.kinds[self.of[row] as usize]
    }

    /// The users whose profile is `wanted`.
    pub(in crate::store::select) fn having(&self, wanted: impl Fn(&Profile) -> bool) -> Mask {
        self.each(&self.kinds.iter().map(wanted).collect::<Vec<bool>>())
    }

    /// For each user, the item at the index of the user's profile.
    pub(in crate::store::select) fn each<T: Copy>(&self, of_kinds: &[T]) -> Vec<T> {
        self.of.iter().map(|number| of_kinds[*number as usize]).collect()
    }
}
