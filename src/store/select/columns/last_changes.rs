//! When users were last changed, according to grantgrid's history.

/// The last change of each user.
pub(in crate::store::select) struct LastChanges {
    /// The times as numbers that increase with time; 0 if the history has no change of the
    /// user.
    pub(in crate::store::select) of_user: Vec<u64>,
}

impl LastChanges {
    pub(in crate::store::select) const NONE: Self = Self { of_user: Vec::new() };
}
