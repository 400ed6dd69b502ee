//! The effect of a change on effective access, as counts.

/// The effect of a change on who can really get in, counted over all its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessEffect {
    /// User–company pairs that gain access.
    pub gained: u64,
    /// User–company pairs that lose access.
    pub lost: u64,
    /// Users who lose the last company that they could work in.
    pub users_losing_last: u64,
    /// Added grants that give no access or add nothing to it.
    pub without_effect: u64,
}

/// The effect of grants on the home companies of users who work there only while they have no
/// grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HomeEffect {
    /// Users whose first grant replaces their home company.
    pub replaced: u64,
    /// Users who regain their home company because their last grant is revoked.
    pub restored: u64,
}

impl HomeEffect {
    /// Whether nobody gains or loses a home company.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.replaced + self.restored == 0
    }

    /// Adds the effect on one user.
    pub fn add(&mut self, other: Self) {
        self.replaced += other.replaced;
        self.restored += other.restored;
    }
}

impl AccessEffect {
    /// Whether nobody gains or loses anything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.gained + self.lost == 0
    }

    /// Adds the effect on one user.
    pub fn add(&mut self, other: Self) {
        self.gained += other.gained;
        self.lost += other.lost;
        self.users_losing_last += other.users_losing_last;
        self.without_effect += other.without_effect;
    }
}
