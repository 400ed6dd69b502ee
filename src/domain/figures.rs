//! Full statistics: the totals, and the distribution of grants over users,
//! companies, roles and time.

use std::fmt;

use super::statistics::percent;
use super::{Company, RoleFigures, Rule, RuleReport};

/// Everything that the statistics show. Orphan grants are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The totals, and the figures of each role and its rule.
    pub report: RuleReport,
    /// The number of users by their number of companies: entry `n` counts the users with `n`.
    pub users_by_count: Vec<u64>,
    /// The companies in the order of the database.
    pub companies: Vec<CompanyFigures>,
    /// The months in which grants were made, ascending. If a cell has
    /// several grants, each counts.
    pub months: Vec<(Month, u64)>,
    /// Grants whose time is missing or cannot be read.
    pub undated: u64,
}

/// The figures of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyFigures {
    /// The company.
    pub company: Company,
    /// Users with a grant for it.
    pub users: u64,
    /// Users who can really work in it.
    pub effective_users: u64,
    /// Users who should have it under their rule but do not.
    pub drift: u64,
}

/// A role with its figures.
#[derive(Clone, Copy, Debug)]
pub struct RoleLine<'a> {
    /// Its rule; `None` for the users without a role.
    pub rule: Option<&'a Rule>,
    /// Its figures.
    pub figures: &'a RoleFigures,
}

impl RoleLine<'_> {
    /// The role's name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.rule.map_or("no role", |rule| &rule.role)
    }
}

/// A bucket of the distribution of users by number of companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The least number of companies.
    pub least: u64,
    /// The largest.
    pub most: u64,
    /// The users.
    pub users: u64,
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since the beginning of the year 0.
    number: u32,
}

impl Figures {
    /// The users by their number of companies: 0, 1, 2, 3, 4, 5 to 9, 10 to 19,
    /// 20 to 49, 50 to 99 and so on, up to the largest number that a user has.
    #[must_use]
    pub fn histogram(&self) -> Vec<Bucket> {
        let mut buckets = Vec::new();
        let mut least = 0;
        let mut left = self.users_by_count.as_slice();
        while !left.is_empty() {
            let most = end_of_bucket(least);
            let width = usize::try_from(most - least + 1).unwrap_or(usize::MAX).min(left.len());
            let (here, rest) = left.split_at(width);
            buckets.push(Bucket { least, most, users: here.iter().sum() });
            (least, left) = (most + 1, rest);
        }
        buckets
    }

    /// The existing roles in the order of the role table, then the users without a
    /// role, if there are any.
    pub fn roles(&self) -> impl Iterator<Item = RoleLine<'_>> {
        let report = &self.report;
        let roles = report.roles.iter().filter(|(rule, _)| rule.role_exists);
        let without = Some(&report.without_role).filter(|figures| figures.users > 0);
        roles
            .map(|(rule, figures)| RoleLine { rule: Some(rule), figures })
            .chain(without.map(|figures| RoleLine { rule: None, figures }))
    }

    /// The number of grants made in a month.
    #[must_use]
    pub fn grants_in(&self, month: Month) -> u64 {
        let at = self.months.binary_search_by_key(&month, |(month, _)| *month);
        at.map_or(0, |at| self.months[at].1)
    }

    /// The share of the company's cells that have a grant, in percent with one
    /// decimal.
    #[must_use]
    pub fn coverage_of_company(&self, company: &CompanyFigures) -> f64 {
        percent(company.users, self.report.statistics.users.into())
    }

    /// The share of the cells of this many users that have a grant, in percent with one
    /// decimal.
    #[must_use]
    pub fn coverage_of_users(&self, users: u64, grants: u64) -> f64 {
        percent(grants, u128::from(users) * u128::from(self.report.statistics.companies))
    }
}

/// The largest number of companies in the bucket that begins with `least`.
fn end_of_bucket(least: u64) -> u64 {
    if least < 5 {
        return least;
    }
    // Buckets begin at 5, 10 and 20, and at these times powers of ten.
    let mut power: u64 = 1;
    while least >= power.saturating_mul(50) {
        power = power.saturating_mul(10);
    }
    let next = [10, 20, 50].into_iter().map(|it| power.saturating_mul(it)).find(|it| *it > least);
    next.unwrap_or(u64::MAX) - 1
}

impl Month {
    /// The month with this number, from 1 for January; `None` if there is no such month.
    #[must_use]
    pub fn new(year: u16, month: u8) -> Option<Self> {
        let exists = year <= 9999 && (1..=12).contains(&month);
        exists.then(|| Self { number: u32::from(year) * 12 + u32::from(month) - 1 })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u32 {
        self.number / 12
    }

    /// The month of the year, from 1 for January.
    #[must_use]
    pub fn of_year(self) -> u32 {
        self.number % 12 + 1
    }

    /// This month plus `months`, which may be negative.
    #[must_use]
    pub fn plus(self, months: i64) -> Self {
        let months = i32::try_from(months).unwrap_or(if months < 0 { i32::MIN } else { i32::MAX });
        Self { number: self.number.saturating_add_signed(months).min(9999 * 12 + 11) }
    }

    /// The number of months from `other` to this one; 0 if `other` is later.
    #[must_use]
    pub fn since(self, other: Self) -> usize {
        self.number.saturating_sub(other.number) as usize
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_grow_with_the_numbers() {
        let figures =
            |counts: &[u64]| Figures { users_by_count: counts.into(), ..Figures::default() };
        let of = |counts: &[u64]| -> Vec<(u64, u64, u64)> {
            figures(counts).histogram().iter().map(|it| (it.least, it.most, it.users)).collect()
        };
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[7]), [(0, 0, 7)]);
        assert_eq!(of(&[7, 0, 2]), [(0, 0, 7), (1, 1, 0), (2, 2, 2)]);
        let ones = vec![1; 1234];
        let buckets = of(&ones);
        let least: Vec<u64> = buckets.iter().map(|it| it.0).collect();
        assert_eq!(least, [0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000]);
        assert_eq!(buckets[5], (5, 9, 5));
        assert_eq!(buckets[12], (1000, 1999, 234));
        assert_eq!(buckets.iter().map(|it| it.2).sum::<u64>(), 1234);
        for pair in buckets.windows(2) {
            assert_eq!(pair[0].1 + 1, pair[1].0);
        }
    }

    #[test]
    fn months_are_counted_across_years() {
        let month = |year, month| Month::new(year, month).unwrap();
        assert_eq!(month(2025, 12).plus(1), month(2026, 1));
        assert_eq!(month(2026, 1).plus(-13), month(2024, 12));
        assert_eq!(month(2026, 3).since(month(2025, 12)), 3);
        assert_eq!(month(2026, 3).to_string(), "2026-03");
        assert_eq!(month(9999, 12).plus(5), month(9999, 12));
        assert_eq!(month(0, 1).plus(-5), month(0, 1));
        assert_eq!(
            (Month::new(2026, 0), Month::new(2026, 13), Month::new(10_000, 1)),
            (None, None, None)
        );
    }
}
