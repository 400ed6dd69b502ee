//! What `granted:` asks for: days of the calendar, or days relative to today.

use std::fmt;

use chrono::{DateTime, Utc};

use super::date::period;
use super::{Date, DateRange, RelativeDay, RelativeTime};
use crate::domain::Zone;

/// A range of days, both ends included; open where `None`. At least one of the two is set.
/// Relative days stay relative, so that a saved filter means the days before it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantedRange {
    /// Where it begins.
    pub first: Option<DayBound>,
    /// Where it ends.
    pub last: Option<DayBound>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayBound {
    /// This day.
    On(Date),
    /// This day relative to today.
    Relative(RelativeDay),
    /// The day after it where a range begins, the day before it where it ends. The other end is
    /// open.
    Exclusive(RelativeDay),
}

impl GrantedRange {
    /// Reads `2025-02-01`, `2025-02`, `2025`, `7d`, `today`, `monday`, each with `> >= < <=`
    /// before it or two with `..` between. A relative day alone means that day and all after it.
    /// The error is a sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let from = |first| Self { first: Some(first), last: None };
        let to = |last| Self { first: None, last: Some(last) };
        if let Some(bound) = text.strip_prefix(">=") {
            return Ok(from(DaysOfText::parse(bound)?.first()));
        }
        if let Some(bound) = text.strip_prefix('>') {
            return match DaysOfText::parse(bound)? {
                DaysOfText::Relative(day) => Ok(from(DayBound::Exclusive(day))),
                DaysOfText::Period(_, last) => {
                    let next = last.next().map(DayBound::On);
                    next.map(from).ok_or_else(|| format!("there is no day after {bound}"))
                }
            };
        }
        if let Some(bound) = text.strip_prefix("<=") {
            return Ok(to(DaysOfText::parse(bound)?.last()));
        }
        if let Some(bound) = text.strip_prefix('<') {
            return match DaysOfText::parse(bound)? {
                DaysOfText::Relative(day) => Ok(to(DayBound::Exclusive(day))),
                DaysOfText::Period(first, _) => {
                    let previous = first.previous().map(DayBound::On);
                    previous.map(to).ok_or_else(|| format!("there is no day before {bound}"))
                }
            };
        }
        match text.split_once("..") {
            None => Ok(match DaysOfText::parse(text)? {
                DaysOfText::Relative(day) => from(DayBound::Relative(day)),
                DaysOfText::Period(first, last) => {
                    Self { first: Some(DayBound::On(first)), last: Some(DayBound::On(last)) }
                }
            }),
            Some(("", "")) => Err(expected(text)),
            Some((begin, "")) => Ok(from(DaysOfText::parse(begin)?.first())),
            Some(("", end)) => Ok(to(DaysOfText::parse(end)?.last())),
            Some((begin, end)) => {
                let (first, last) =
                    (DaysOfText::parse(begin)?.first(), DaysOfText::parse(end)?.last());
                if first.is_always_after(last) {
                    return Err(format!("{begin}..{end} ends before it starts"));
                }
                Ok(Self { first: Some(first), last: Some(last) })
            }
        }
    }

    /// The days of the calendar that it means now, in the calendar of `zone`; `None` if there is
    /// no such day.
    #[must_use]
    pub fn on(self, now: DateTime<Utc>, zone: Zone) -> Option<DateRange> {
        let day = |bound: DayBound, next: fn(Date) -> Option<Date>| match bound {
            DayBound::On(day) => Some(day),
            DayBound::Relative(day) => day.date(now, zone),
            DayBound::Exclusive(day) => day.date(now, zone).and_then(next),
        };
        let first = match self.first {
            None => None,
            Some(bound) => Some(day(bound, Date::next)?),
        };
        let last = match self.last {
            None => None,
            Some(bound) => Some(day(bound, Date::previous)?),
        };
        Some(DateRange { first, last })
    }
}

impl DayBound {
    /// Whether it is after another on every day.
    fn is_always_after(self, other: Self) -> bool {
        match (self, other) {
            (Self::On(day), Self::On(other)) => day > other,
            (Self::Relative(RelativeDay::Ago(days)), Self::Relative(RelativeDay::Ago(other))) => {
                days < other
            }
            _ => false,
        }
    }
}

/// What one text means.
enum DaysOfText {
    Period(Date, Date),
    Relative(RelativeDay),
}

impl DaysOfText {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some((first, last)) = period(text) {
            return Ok(Self::Period(first, last));
        }
        match RelativeTime::parse(text) {
            Some(RelativeTime::Day(day)) => Ok(Self::Relative(day)),
            Some(RelativeTime::Hours(_)) => {
                Err("granted: counts whole days; use 1d or today".into())
            }
            None => Err(expected(text)),
        }
    }

    fn first(self) -> DayBound {
        match self {
            Self::Period(first, _) => DayBound::On(first),
            Self::Relative(day) => DayBound::Relative(day),
        }
    }

    fn last(self) -> DayBound {
        match self {
            Self::Period(_, last) => DayBound::On(last),
            Self::Relative(day) => DayBound::Relative(day),
        }
    }
}

fn expected(text: &str) -> String {
    format!(
        "“{text}” is not a date; granted: takes YYYY-MM-DD, YYYY-MM, YYYY, 7d, today or monday, also >2025, <=2025-06 or 2024..2025"
    )
}

impl fmt::Display for DayBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::Relative(day) | Self::Exclusive(day) => day.fmt(f),
        }
    }
}

impl fmt::Display for GrantedRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(DayBound::On(first)), Some(DayBound::On(last))) if first == last => {
                write!(f, "{first}")
            }
            (Some(first), Some(last)) => write!(f, "{first}..{last}"),
            (Some(DayBound::Exclusive(day)), None) => write!(f, ">{day}"),
            (None, Some(DayBound::Exclusive(day))) => write!(f, "<{day}"),
            (Some(DayBound::Relative(day)), None) => write!(f, "{day}"),
            (Some(first), None) => write!(f, ">={first}"),
            (None, Some(last)) => write!(f, "<={last}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_days_become_days_of_the_calendar_when_asked() {
        // A Friday.
        let now = DateTime::from_timestamp(1_795_780_800, 0).expect("2026-11-27 12:00");
        for (text, first, last) in [
            ("7d", "2026-11-20", ""),
            (">=7d", "2026-11-20", ""),
            ("7d..", "2026-11-20", ""),
            (">7d", "2026-11-21", ""),
            (">today", "2026-11-28", ""),
            ("<7d", "", "2026-11-19"),
            ("<=7d", "", "2026-11-20"),
            ("..7d", "", "2026-11-20"),
            ("4w..1w", "2026-10-30", "2026-11-20"),
            ("2025-02..monday", "2025-02-01", "2026-11-23"),
            ("today..today", "2026-11-27", "2026-11-27"),
            ("monday", "2026-11-23", ""),
            ("2025-02", "2025-02-01", "2025-02-28"),
        ] {
            let range = GrantedRange::parse(text).expect(text).on(now, Zone::Utc).expect(text);
            let shown = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            assert_eq!((&*shown(range.first), &*shown(range.last)), (first, last), "{text}");
        }
        let error = GrantedRange::parse("today..7d").expect_err("the wrong way round");
        assert_eq!(error, "today..7d ends before it starts");
        let error = GrantedRange::parse(">=24h").expect_err("no days");
        assert_eq!(error, "granted: counts whole days; use 1d or today");
    }
}
