//! The figures of the status bar, and how an edit changes them.

/// Totals over the whole access matrix. Orphan grants are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Users, active or not.
    pub users: u64,
    /// Companies, active or not.
    pub companies: u64,
    /// Cells with a grant.
    pub grants: u64,
    /// Users with a grant in no company.
    pub users_without_company: u64,
    /// Users with grants in two or more companies.
    pub users_with_multiple: u64,
    /// Cells that a rule requires and that have no grant.
    pub drift: u64,
    /// Users who may log in.
    pub active_users: u64,
    /// Cells in which the HR system lets the user work: by role, home company or grant.
    pub effective_pairs: u64,
    /// How many of these pairs have no grant.
    pub implied_pairs: u64,
    /// Cells with a grant that gives no access.
    pub ineffective_grants: u64,
    /// Active users who can work in no company.
    pub users_without_effective_access: u64,
}

impl Statistics {
    /// Grants ÷ (users × companies), in percent with one decimal; 0 if there are no cells.
    #[must_use]
    pub fn coverage_percent(&self) -> f64 {
        percent(self.grants, u128::from(self.users) * u128::from(self.companies))
    }

    /// Effective pairs ÷ (users × companies), in percent with one decimal; 0 if there are no
    /// cells.
    #[must_use]
    pub fn effective_percent(&self) -> f64 {
        percent(self.effective_pairs, u128::from(self.users) * u128::from(self.companies))
    }

    /// Adds the difference that an edit makes.
    pub fn apply(&mut self, delta: StatisticsDelta) {
        let add = |figure: &mut u64, by: i64| *figure = figure.saturating_add_signed(by);
        add(&mut self.grants, delta.grants);
        add(&mut self.users_without_company, delta.users_without_company);
        add(&mut self.users_with_multiple, delta.users_with_multiple);
        add(&mut self.drift, delta.drift);
        add(&mut self.effective_pairs, delta.effective_pairs);
        add(&mut self.implied_pairs, delta.implied_pairs);
        add(&mut self.ineffective_grants, delta.ineffective_grants);
        add(&mut self.users_without_effective_access, delta.users_without_effective_access);
    }
}

/// Grants as a share of the cells, in percent with one decimal; 0 if there are no cells.
pub(super) fn percent(grants: u64, cells: u128) -> f64 {
    if cells == 0 {
        return 0.0;
    }
    // Computed with integers and rounded half up, so that it is the same on every machine.
    let tenths = (u128::from(grants) * 2000 + cells) / (cells * 2);
    // At most 1000, so the conversion is exact.
    f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0
}

/// The difference that one edit makes to the [`Statistics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatisticsDelta {
    /// Grants added minus grants removed.
    pub grants: i64,
    /// The change in users without a company.
    pub users_without_company: i64,
    /// The change in users with several companies.
    pub users_with_multiple: i64,
    /// The change in required cells without a grant.
    pub drift: i64,
    /// The change in cells with access.
    pub effective_pairs: i64,
    /// The change in cells with access and no grant.
    pub implied_pairs: i64,
    /// The change in cells with a grant and no access.
    pub ineffective_grants: i64,
    /// The change in active users who can work in no company.
    pub users_without_effective_access: i64,
}

impl StatisticsDelta {
    /// Counts a user who had `before` companies and now has `after`.
    pub fn count_user(&mut self, before: u64, after: u64) {
        let step = |of: fn(u64) -> bool| i64::from(of(after)) - i64::from(of(before));
        self.users_without_company += step(|count| count == 0);
        self.users_with_multiple += step(|count| count >= 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(users: u64, companies: u64, grants: u64) -> f64 {
        let statistics = Statistics { users, companies, grants, ..Statistics::default() };
        statistics.coverage_percent()
    }

    #[test]
    #[allow(clippy::float_cmp)] // one decimal, made from a whole number
    fn coverage_has_one_decimal() {
        assert_eq!(coverage(72, 10, 8), 1.1);
        assert_eq!(coverage(3, 1, 2), 66.7);
        assert_eq!(coverage(2, 2, 4), 100.0);
        assert_eq!(coverage(0, 10, 0), 0.0);
        assert_eq!(coverage(8, 1, 1), 12.5);
        assert_eq!(coverage(1_000_000, 1000, 500_000), 0.1);
    }

    #[test]
    fn a_user_is_counted_on_both_sides_of_an_edit() {
        let mut delta = StatisticsDelta::default();
        delta.count_user(0, 1);
        assert_eq!((delta.users_without_company, delta.users_with_multiple), (-1, 0));
        delta.count_user(1, 2);
        assert_eq!((delta.users_without_company, delta.users_with_multiple), (-1, 1));
        delta.count_user(2, 0);
        assert_eq!((delta.users_without_company, delta.users_with_multiple), (0, 0));
    }
}
