//! When users were last changed, as far as grantgrid's history knows.

/// The last change of each user.
pub(in crate::store::select) struct LastChanges {
    /// As a number that grows with time; 0 where the history knows of none.
    pub(in crate::store::select) of_user: Vec<u64>,
}

impl LastChanges {
    pub(in crate::store::select) const NONE: Self = Self { of_user: Vec::new() };
}
