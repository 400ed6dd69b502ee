//! Usernames that consist of spaces only. In most files such a cell is meant to be empty.

use std::collections::HashSet;

use crate::domain::JobProgress;
use crate::store::{Store, StoreError};

/// All such usernames, read when the first such cell is found.
pub(super) struct BlankUsers<'a> {
    store: &'a Store,
    names: Option<HashSet<String>>,
}

impl<'a> BlankUsers<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self { store, names: None }
    }

    /// Whether a cell names a user: it holds more than spaces, or exactly the spaces of
    /// a username.
    pub(super) fn is_name(&mut self, cell: &str) -> Result<bool, StoreError> {
        if cell.is_empty() || !cell.trim().is_empty() {
            return Ok(!cell.is_empty());
        }
        if self.names.is_none() {
            let mut names = HashSet::new();
            self.store.for_each_username(&mut JobProgress::none(), |_, name| {
                if name.trim().is_empty() {
                    names.insert(name.to_owned());
                }
            })?;
            self.names = Some(names);
        }
        Ok(self.names.as_ref().is_some_and(|names| names.contains(cell)))
    }
}
