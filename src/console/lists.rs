//! The lists of the panes, read from the store.

use super::message::Lists;
use crate::store::{Store, StoreError};

/// Up to this many users are read directly; the worker reads a longer list.
pub(crate) const READ_AT_ONCE: usize = 2000;

/// Reads companies, rules and policies, and the first users.
pub(super) fn read(store: &Store) -> Result<Lists, StoreError> {
    let users = store.user_ids_after(None, READ_AT_ONCE)?;
    Ok(Lists {
        companies: store.companies().to_vec(),
        rules: store.rules(),
        policies: store.policies(),
        complete: users.len() < READ_AT_ONCE,
        users,
        needs_home_companies: store.needs_home_companies(),
    })
}
