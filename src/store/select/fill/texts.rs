//! Reads the names and addresses of all users.

use super::for_each_user;
use crate::domain::{Cancel, UserId};
use crate::store::reading::full_names::AllNames;
use crate::store::select::columns::texts::{END, TextColumns};
use crate::store::select::matcher::has_wide;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

impl TextColumns {
    pub(super) fn read(store: &Store, ids: &[UserId], cancel: &Cancel) -> Result<Self, StoreError> {
        let names = AllNames::read(store, cancel)?;
        let starts = Vec::with_capacity(ids.len());
        let mut texts = Self { bytes: Vec::new(), starts, has_wide: false };
        for_each_user(store, ids, cancel, |id, row| {
            let start = u32::try_from(texts.bytes.len()).map_err(|_| {
                StoreError::Impossible("all names together are too long to be searched".into())
            })?;
            texts.starts.push(start);
            let Some(row) = row else {
                texts.bytes.extend([END; 3]);
                return Ok(());
            };
            // Memory does not double, because that would take twice the size of a million
            // users' names.
            if texts.bytes.capacity() - texts.bytes.len() < 4096 {
                texts.bytes.reserve_exact(texts.bytes.len() / 8 + (1 << 16));
            }
            texts.bytes.extend(text_of(row.get_ref(1)?).as_bytes());
            texts.bytes.push(END);
            let (first, last) = (text_of(row.get_ref(2)?), text_of(row.get_ref(3)?));
            if let Some(name) = names.of(id) {
                texts.bytes.extend(name.as_bytes());
            } else if first.is_empty() || last.is_empty() {
                texts.bytes.extend(first.trim().as_bytes());
                texts.bytes.extend(last.trim().as_bytes());
            } else {
                texts.bytes.extend(format!("{first} {last}").trim().as_bytes());
            }
            texts.bytes.push(END);
            texts.bytes.extend(text_of(row.get_ref(4)?).as_bytes());
            texts.bytes.push(END);
            Ok(())
        })?;
        texts.bytes.shrink_to_fit();
        texts.has_wide = has_wide(&texts.bytes);
        Ok(texts)
    }
}
