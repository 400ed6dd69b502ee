//! Reads role, organization, home company and status of all users.

use std::collections::HashMap;

use super::for_each_user;
use crate::domain::{Cancel, RoleId, UserId};
use crate::store::select::columns::profiles::{Profile, Profiles};
use crate::store::sql_value::{is_active_user, optional_number};
use crate::store::{Store, StoreError};

impl Profiles {
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
}
