//! Days of the calendar and ranges of them.

use std::fmt;

/// A day of the calendar, from 0000-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// From `first` to `last`, both included; open where `None`. Empty if `last` is before `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl Date {
    /// The day, if it exists.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = year <= 9999 && (1..=days_of(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Reads a text that begins with `YYYY-MM-DD`, as every time of the HR
    /// system does; `None` for anything else.
    #[must_use]
    pub fn of_time(time: &str) -> Option<Self> {
        let days = period(time.get(..10)?)?;
        (time.as_bytes()[7] == b'-').then_some(days.0)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 for January.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    pub(super) fn next(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day + 1)
            .or_else(|| Self::new(self.year, self.month + 1, 1))
            .or_else(|| Self::new(self.year + 1, 1, 1))
    }

    pub(super) fn previous(self) -> Option<Self> {
        let month = |year, month| Self::new(year, month, days_of(year, month));
        Self::new(self.year, self.month, self.day - 1)
            .or_else(|| month(self.year, self.month - 1))
            .or_else(|| month(self.year.checked_sub(1)?, 12))
    }
}

/// 0 if there is no such month.
fn days_of(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

impl DateRange {
    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// The first and the last day of a day, a month or a year.
pub(super) fn period(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let mut digits = |count: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<u16>().ok().map(Some)
        }
        Some(_) => None,
    };
    let (year, month, day) = (digits(4)??, digits(2)?, digits(2)?);
    if parts.next().is_some() {
        return None;
    }
    let small = |number: u16| u8::try_from(number).ok();
    let (first_month, last_month) = match month {
        Some(month) => (small(month)?, small(month)?),
        None => (1, 12),
    };
    let (first_day, last_day) = match day {
        Some(day) => (small(day)?, small(day)?),
        None => (1, days_of(year, last_month)),
    };
    Some((Date::new(year, first_month, first_day)?, Date::new(year, last_month, last_day)?))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
