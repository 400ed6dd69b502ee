//! Reads role, organization, home company and status of all users.

use std::collections::HashMap;

use super::parts::{for_each_user, in_parts};
use crate::domain::{Cancel, RoleId, UserId};
use crate::store::reading::by_id::select_references;
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
        let (schema, catalog) = (&store.schema, &store.catalog);
        let sql = select_references(&schema.user_references);
        let parts = in_parts(store, ids, |connection, ids| {
            let mut part = Self { kinds: Vec::new(), of: Vec::with_capacity(ids.len()) };
            let mut numbers = HashMap::new();
            let mut homes = homes.in_order(catalog, ids.first().copied().unwrap_or(UserId(0)));
            for_each_user(connection, &sql, ids, cancel, |id, row| {
                let home = homes.of(id);
                let profile = match row {
                    Some(row) => Profile {
                        role: optional_number(row, 1)?.map(RoleId),
                        organization: optional_number(row, 2)?,
                        home,
                        active: is_active_user(row, 3)?,
                    },
                    None => Profile { role: None, organization: None, home: None, active: false },
                };
                let number = part.number(&mut numbers, profile);
                part.of.push(number);
                Ok(())
            })?;
            Ok(part)
        })?;
        Ok(Self::joined(parts, ids.len()))
    }

    /// The number of a profile, which is added if it is new; `numbers` has those of all.
    fn number(&mut self, numbers: &mut HashMap<Profile, u32>, profile: Profile) -> u32 {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(profile).or_insert_with(|| {
            self.kinds.push(profile);
            next
        })
    }

    /// The parts one after the other.
    fn joined(parts: Vec<Self>, users: usize) -> Self {
        let mut all = Self { kinds: Vec::new(), of: Vec::with_capacity(users) };
        let mut numbers = HashMap::new();
        for part in parts {
            let kinds = part.kinds.iter();
            let new: Vec<u32> = kinds.map(|profile| all.number(&mut numbers, *profile)).collect();
            all.of.extend(part.of.iter().map(|number| new[*number as usize]));
        }
        all
    }
}
