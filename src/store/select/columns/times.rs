//! When grants were made.

use super::days::Days;

/// When the grants of each user and each company were made.
pub(in crate::store::select) struct Times {
    /// When the newest grant was made, as a number that grows with time; 0
    /// where there is none.
    pub(in crate::store::select) newest_of_user: Vec<u64>,
    pub(in crate::store::select) newest_of_company: Vec<u64>,
    pub(in crate::store::select) days: Days,
}

impl Times {
    pub(in crate::store::select) const NONE: Self =
        Self { newest_of_user: Vec::new(), newest_of_company: Vec::new(), days: Days::NONE };
}
