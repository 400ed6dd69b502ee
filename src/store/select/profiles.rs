//! Role, organization, home company and status of all users. Few combinations
//! of them exist, so each user has only the number of one: a question about
//! them is answered for the combinations and then looked up.

use std::collections::HashMap;

use super::Mask;
use super::column_cache::for_each_user;
use crate::domain::{Cancel, RoleId, UserId};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::AccessBasis;
use crate::store::sql_value::{is_active_user, optional_number};
use crate::store::{Store, StoreError};

/// What many users have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Profile {
    pub(super) role: Option<RoleId>,
    pub(super) organization: Option<i64>,
    /// The home company's place.
    pub(super) home: Option<usize>,
    pub(super) active: bool,
}

impl Profile {
    /// What decides the access of a user with this profile, who has grants or none.
    pub(super) fn basis(&self, catalog: &Catalog, has_grants: bool) -> AccessBasis {
        catalog.basis(self.role, self.organization, self.active, self.home, has_grants)
    }
}

/// The profile of each user.
pub(super) struct Profiles {
    pub(super) kinds: Vec<Profile>,
    /// The place of each user's profile in `kinds`.
    of: Vec<u32>,
}

impl Profiles {
    pub(super) const NONE: Self = Self { kinds: Vec::new(), of: Vec::new() };

    pub(super) fn read(store: &Store, ids: &[UserId], cancel: &Cancel) -> Result<Self, StoreError> {
        let read;
        let homes = if let Some(homes) = &store.homes {
            homes
        } else {
            read = store.load_home_companies(cancel)?;
            &read
        };
        let mut profiles = Self { kinds: Vec::new(), of: Vec::with_capacity(ids.len()) };
        let mut numbers: HashMap<Profile, u32> = HashMap::new();
        for_each_user(store, ids, cancel, |id, row| {
            let home = homes.of(id).and_then(|home| store.catalog.position(home));
            let profile = match row {
                Some(row) => Profile {
                    role: optional_number(row, 6)?.map(RoleId),
                    organization: optional_number(row, 7)?,
                    home,
                    active: is_active_user(row, 5)?,
                },
                None => Profile { role: None, organization: None, home: None, active: false },
            };
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(profile).or_insert_with(|| {
                profiles.kinds.push(profile);
                next
            });
            profiles.of.push(number);
            Ok(())
        })?;
        Ok(profiles)
    }

    /// The profile of one user, by the place of the user.
    pub(super) fn of(&self, row: usize) -> &Profile {
        &self.kinds[self.of[row] as usize]
    }

    /// The users with a profile that is `wanted`.
    pub(super) fn having(&self, wanted: impl Fn(&Profile) -> bool) -> Mask {
        self.each(&self.kinds.iter().map(wanted).collect::<Vec<bool>>())
    }

    /// For each user what is at the place of the profile.
    pub(super) fn each<T: Copy>(&self, of_kinds: &[T]) -> Vec<T> {
        self.of.iter().map(|number| of_kinds[*number as usize]).collect()
    }
}
