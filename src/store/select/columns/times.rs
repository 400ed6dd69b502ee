//! The times when grants were made.

use super::days::Days;

/// When the newest grant of each user and each company was made.
pub(in crate::store::select) struct Times {
    /// The times as numbers that increase with time; 0 if there is no grant.
    pub(in crate::store::select) newest_of_user: Vec<u64>,
    pub(in crate::store::select) newest_of_company: Vec<u64>,
    pub(in crate::store::select) days: Days,
}

impl Times {
    pub(in crate::store::select) const NONE: Self =
        Self { newest_of_user: Vec::new(), newest_of_company: Vec::new(), days: Days::NONE };
}
