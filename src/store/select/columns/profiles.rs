//! Role, organization, home company and status of all users. Few combinations
//! of them exist, so each user has only the number of one: a question about
//! them is answered for the combinations and then looked up.

use crate::domain::RoleId;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::AccessBasis;
use crate::store::select::query::Mask;

/// What many users have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store::select) struct Profile {
    pub(in crate::store::select) role: Option<RoleId>,
    pub(in crate::store::select) organization: Option<i64>,
    /// The home company's position.
    pub(in crate::store::select) home: Option<usize>,
    pub(in crate::store::select) active: bool,
}

impl Profile {
    /// What decides the access of a user with this profile, who has grants or none.
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
    /// The position of each user's profile in `kinds`.
    pub(in crate::store::select) of: Vec<u32>,
}

impl Profiles {
    pub(in crate::store::select) const NONE: Self = Self { kinds: Vec::new(), of: Vec::new() };

    /// The profile of one user, by the position of the user.
    pub(in crate::store::select) fn of(&self, row: usize) -> &Profile {
        &self.kinds[self.of[row] as usize]
    }

    /// The users with a profile that is `wanted`.
    pub(in crate::store::select) fn having(&self, wanted: impl Fn(&Profile) -> bool) -> Mask {
        self.each(&self.kinds.iter().map(wanted).collect::<Vec<bool>>())
    }

    /// For each user what is at the position of the profile.
    pub(in crate::store::select) fn each<T: Copy>(&self, of_kinds: &[T]) -> Vec<T> {
        self.of.iter().map(|number| of_kinds[*number as usize]).collect()
    }
}
