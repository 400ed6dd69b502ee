//! Days and times relative to now, as `granted:`, `since:` and `until:` take them: `7d`, `today`,
//! `monday`. They stay relative until a clock is given.

use std::fmt;

use chrono::{DateTime, Utc};

use super::Date;
use crate::domain::Zone;

/// The days of the week, as they are typed, each with what it means.
const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "from last Monday on"),
    ("tuesday", "from last Tuesday on"),
    ("wednesday", "from last Wednesday on"),
    ("thursday", "from last Thursday on"),
    ("friday", "from last Friday on"),
    ("saturday", "from last Saturday on"),
    ("sunday", "from last Sunday on"),
];

/// A century, the most days that a relative day is back.
const MOST_DAYS: u32 = 36_500;

/// A day relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeDay {
    /// The day that many days ago: `7d`, `2w`, `today`.
    Ago(u32),
    /// The last such day of the week, which may be today; 0 is Monday.
    Weekday(u32),
}

/// A time relative to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeTime {
    /// That many hours ago.
    Hours(u32),
    /// The beginning of a day.
    Day(RelativeDay),
}

impl RelativeDay {
    /// Reads `7d`, `2w`, `today` or the name of a weekday.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match RelativeTime::parse(text)? {
            RelativeTime::Day(day) => Some(day),
            RelativeTime::Hours(_) => None,
        }
    }

    /// The day as `YYYY-MM-DD`, in the calendar of `zone`.
    #[must_use]
    pub fn text(self, now: DateTime<Utc>, zone: Zone) -> String {
        let days_ago = match self {
            Self::Ago(days) => days,
            Self::Weekday(weekday) => zone.days_since(now, weekday),
        };
        zone.day(&zone.start_of_day(now, days_ago))
    }

    /// The day, in the calendar of `zone`.
    #[must_use]
    pub fn date(self, now: DateTime<Utc>, zone: Zone) -> Option<Date> {
        Date::of_time(&self.text(now, zone))
    }
}

impl RelativeTime {
    /// Reads `7d`, `24h`, `2w`, `today` or the name of a weekday.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        if text == "today" {
            return Some(Self::Day(RelativeDay::Ago(0)));
        }
        if let Some(at) = WEEKDAYS.iter().position(|(day, _)| *day == text) {
            return u32::try_from(at).ok().map(|at| Self::Day(RelativeDay::Weekday(at)));
        }
        let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count: u32 = digits.parse().ok().filter(|count| is_number && *count <= MOST_DAYS)?;
        match unit {
            "h" => Some(Self::Hours(count)),
            "d" => Some(Self::Day(RelativeDay::Ago(count))),
            "w" => Some(Self::Day(RelativeDay::Ago(count.saturating_mul(7)))),
            _ => None,
        }
    }
}

/// The relative days that begin with what was typed, each with its meaning.
pub(super) fn suggestions(typed: &str) -> Vec<(&'static str, &'static str)> {
    let typed = typed.to_lowercase();
    let common = [
        ("today", "since midnight"),
        ("7d", "the last 7 days"),
        ("4w", "the last 4 weeks"),
        ("monday", "from last Monday on; so are the other days"),
    ];
    let other_days = WEEKDAYS.into_iter().skip(1).filter(|_| !typed.is_empty());
    common.into_iter().chain(other_days).filter(|(text, _)| text.starts_with(&typed)).collect()
}

/// What a relative day that [`suggestions`] lists means.
pub(super) fn meaning(text: &str) -> &'static str {
    suggestions(text).into_iter().find(|(known, _)| *known == text).map_or("", |found| found.1)
}

impl fmt::Display for RelativeDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ago(0) => f.write_str("today"),
            Self::Ago(days) => write!(f, "{days}d"),
            Self::Weekday(at) => f.write_str(WEEKDAYS[*at as usize % WEEKDAYS.len()].0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_are_read() {
        let ago = |days| RelativeTime::Day(RelativeDay::Ago(days));
        let weekday = |at| RelativeTime::Day(RelativeDay::Weekday(at));
        for (text, time) in [
            ("7d", ago(7)),
            ("2w", ago(14)),
            ("24h", RelativeTime::Hours(24)),
            ("today", ago(0)),
            ("Monday", weekday(0)),
            ("tuesday", weekday(1)),
            ("wednesday", weekday(2)),
            ("thursday", weekday(3)),
            ("FRIDAY", weekday(4)),
            ("saturday", weekday(5)),
            ("sunday", weekday(6)),
        ] {
            assert_eq!(RelativeTime::parse(text), Some(time), "{text}");
        }
        for text in ["", "d", "-7d", "7", "7x", "mon", "99999999999d", "７d", "yesterday"] {
            assert_eq!(RelativeTime::parse(text), None, "{text}");
        }
        assert_eq!(RelativeDay::parse("24h"), None);
    }

    #[test]
    fn a_day_counts_back_from_today() {
        // A Friday.
        let now = DateTime::from_timestamp(1_795_780_800, 0).expect("2026-11-27 12:00");
        for (text, day) in [
            ("today", "2026-11-27"),
            ("0d", "2026-11-27"),
            ("7d", "2026-11-20"),
            ("1w", "2026-11-20"),
            ("friday", "2026-11-27"),
            ("monday", "2026-11-23"),
            ("saturday", "2026-11-21"),
        ] {
            let relative = RelativeDay::parse(text).expect("a day");
            assert_eq!(relative.text(now, Zone::Utc), day, "{text}");
            assert_eq!(relative.date(now, Zone::Utc).map(|it| it.to_string()), Some(day.into()));
        }
    }

    #[test]
    fn every_day_of_the_week_is_offered_once_a_letter_is_typed() {
        let offered =
            |typed| -> Vec<&str> { suggestions(typed).into_iter().map(|(text, _)| text).collect() };
        assert_eq!(offered(""), ["today", "7d", "4w", "monday"]);
        assert_eq!(offered("T"), ["today", "tuesday", "thursday"]);
        assert_eq!(offered("s"), ["saturday", "sunday"]);
        for (text, explained) in WEEKDAYS.into_iter().chain(suggestions("")) {
            assert!(RelativeDay::parse(text).is_some() && !explained.is_empty(), "{text}");
            assert!(!meaning(text).is_empty(), "{text}");
        }
        assert_eq!(meaning("2025"), "");
    }
}
