//! The days on which the grants of each user and each company were made. There are few
//! different days, so each grant stores only the number of its day, in three bytes: ten
//! million grants take 30 MB.

use std::collections::HashMap;

use crate::filter::{Date, DateRange};
use crate::store::select::query::Mask;

/// The number of a day, with the lowest byte first. The calendar has fewer days than the four
/// million that fit.
type Number = [u8; 3];

/// Memory grows by this many numbers at a time, because doubling would briefly take twice as
/// much.
const MORE: usize = 1 << 20;

/// The days of all grants.
pub(in crate::store::select) struct Days {
    /// Each day that occurs; the index is its number.
    calendar: Vec<Date>,
    /// The numbers of the days of each user, one user after the other.
    numbers: Vec<Number>,
    /// Where the numbers of each user begin.
    starts: Vec<u32>,
    /// For each company, one bit for each number.
    of_company: Vec<Vec<u64>>,
}

impl Days {
    pub(in crate::store::select) const NONE: Self = Self {
        calendar: Vec::new(),
        numbers: Vec::new(),
        starts: Vec::new(),
        of_company: Vec::new(),
    };

    /// The users with a grant made in any of the ranges.
    pub(in crate::store::select) fn users(&self, ranges: &[DateRange]) -> Mask {
        let wanted = self.wanted(ranges);
        let start = |row: usize| self.starts.get(row).map_or(self.numbers.len(), |at| *at as usize);
        (0..self.starts.len())
            .map(|row| self.numbers[start(row)..start(row + 1)].iter().any(|it| wanted[index(*it)]))
            .collect()
    }

    /// The companies with a grant made in any of the ranges.
    pub(in crate::store::select) fn companies(&self, ranges: &[DateRange]) -> Mask {
        let wanted = self.wanted(ranges);
        let has =
            |bits: &[u64], at: usize| bits.get(at / 64).is_some_and(|it| it >> (at % 64) & 1 == 1);
        let any = |bits: &Vec<u64>| (0..wanted.len()).any(|at| wanted[at] && has(bits, at));
        self.of_company.iter().map(any).collect()
    }

    fn wanted(&self, ranges: &[DateRange]) -> Mask {
        self.calendar.iter().map(|day| ranges.iter().any(|range| range.contains(*day))).collect()
    }
}

/// Collects the days; those of one user must be adjacent.
pub(in crate::store::select) struct DayCollector {
    found: Days,
    number_of: HashMap<Date, u32>,
    users: usize,
}

impl DayCollector {
    pub(in crate::store::select) fn new(users: usize, companies: usize) -> Self {
        let starts = Vec::with_capacity(users);
        let found = Days { starts, of_company: vec![Vec::new(); companies], ..Days::NONE };
        Self { found, number_of: HashMap::new(), users }
    }

    /// Adds a grant of this user for this company. Users must be added in ascending order.
    pub(in crate::store::select) fn add(&mut self, user: usize, company: usize, day: Date) {
        self.begin(user + 1);
        let calendar = &mut self.found.calendar;
        let number = *self.number_of.entry(day).or_insert_with(|| {
            calendar.push(day);
            u32::try_from(calendar.len() - 1).unwrap_or(u32::MAX)
        });
        let [low, middle, high, _] = number.to_le_bytes();
        let numbers = &mut self.found.numbers;
        if numbers.len() == numbers.capacity() {
            numbers.reserve_exact(MORE);
        }
        numbers.push([low, middle, high]);
        let bits = &mut self.found.of_company[company];
        let at = number as usize;
        if bits.len() <= at / 64 {
            bits.resize(at / 64 + 1, 0);
        }
        bits[at / 64] |= 1 << (at % 64);
    }

    pub(in crate::store::select) fn finish(mut self) -> Days {
        self.begin(self.users);
        self.found.numbers.shrink_to_fit();
        self.found
    }

    /// The numbers that follow belong to the last of `users` users.
    fn begin(&mut self, users: usize) {
        let start = u32::try_from(self.found.numbers.len()).unwrap_or(u32::MAX);
        if self.found.starts.len() < users {
            self.found.starts.resize(users, start);
        }
    }
}

fn index([low, middle, high]: Number) -> usize {
    u32::from_le_bytes([low, middle, high, 0]) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_and_company_has_its_own_days() {
        let day = |day| Date::new(2026, 3, day).expect("a day");
        let mut days = DayCollector::new(5, 3);
        days.add(1, 0, day(1));
        days.add(1, 2, day(9));
        days.add(3, 2, day(1));
        let days = days.finish();
        let on = |first, last| [DateRange { first: Some(day(first)), last: Some(day(last)) }];
        assert_eq!(days.users(&on(1, 1)), [false, true, false, true, false]);
        assert_eq!(days.users(&on(2, 9)), [false, true, false, false, false]);
        assert_eq!(days.companies(&on(1, 1)), [true, false, true]);
        assert_eq!(days.companies(&on(2, 31)), [false, false, true]);
        assert_eq!(days.companies(&on(2, 8)), [false; 3]);
    }

    #[test]
    fn more_than_256_days_are_stored() {
        let mut days = DayCollector::new(700, 1);
        let day = |at: usize| {
            let at = u16::try_from(at).expect("a small number");
            Date::new(1900 + at / 12, u8::try_from(at % 12).expect("a month") + 1, 1)
                .expect("a day")
        };
        for at in 0..700 {
            days.add(at, 0, day(at));
        }
        let days = days.finish();
        for at in [0, 255, 256, 699] {
            let only = [DateRange { first: Some(day(at)), last: Some(day(at)) }];
            let users = days.users(&only);
            assert!(users[at] && users.iter().filter(|it| **it).count() == 1, "{at}");
        }
    }
}
