//! The time zone of the times on the screen. The database and all files use UTC.

use chrono::{DateTime, Datelike, Duration, Local, Months, NaiveDateTime, TimeZone, Utc};

use super::hr_time;

/// The zone of the times on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// The time zone of the machine.
    Local,
}

impl Zone {
    /// A time of the database in this zone, `2026-03-01 17:30:00`; the text itself if it is
    /// not a time.
    #[must_use]
    pub fn show(self, at: &str) -> String {
        match (self, moment(at)) {
            (_, None) => at.to_owned(),
            (Self::Utc, Some(at)) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            (Self::Local, Some(at)) => {
                at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S").to_string()
            }
        }
    }

    /// A time of the database without seconds, with its zone, for people: `2026-03-01 17:30
    /// UTC`; the text itself if it is not a time.
    #[must_use]
    pub fn show_to_the_minute(self, at: &str) -> String {
        let text = at.replacen('T', " ", 1);
        let to_the_minute = || moment(&format!("{}:00", text.get(..16)?));
        match moment(&text).or_else(to_the_minute) {
            _ if at.is_empty() => "at an unknown time".to_owned(),
            None => at.to_owned(),
            Some(moment) => {
                let shown = self.show(&hr_time(moment));
                format!("{} {}", shown.get(..16).unwrap_or(&shown), self.name(moment))
            }
        }
    }

    /// The day of a time of the database; the beginning of the text if it is not a time.
    #[must_use]
    pub fn day(self, at: &str) -> String {
        let shown = self.show(&at.replacen('T', " ", 1));
        shown.get(..10).unwrap_or(&shown).to_owned()
    }

    /// The name of the zone at this time: `UTC`, `+08:00`.
    #[must_use]
    pub fn name(self, now: DateTime<Utc>) -> String {
        match self {
            Self::Utc => "UTC".to_owned(),
            Self::Local => {
                let name = now.with_timezone(&Local).format("%:z").to_string();
                if name == "+00:00" { "UTC".to_owned() } else { name }
            }
        }
    }

    /// The beginning of the day `days_ago` days before today, as the database writes times.
    #[must_use]
    pub fn start_of_day(self, now: DateTime<Utc>, days_ago: u32) -> String {
        fn start<Z: TimeZone>(now: &DateTime<Z>, days_ago: u32) -> Option<DateTime<Utc>> {
            let day = now.date_naive() - Duration::days(i64::from(days_ago));
            let midnight = day.and_hms_opt(0, 0, 0)?;
            // If daylight saving time skips midnight on that day, the day begins an hour
            // later.
            let start = now.timezone().from_local_datetime(&midnight).earliest();
            start.map(|start| start.with_timezone(&Utc))
        }
        let found = match self {
            Self::Utc => start(&now, days_ago),
            Self::Local => start(&now.with_timezone(&Local), days_ago),
        };
        hr_time(found.unwrap_or_else(|| now - Duration::days(i64::from(days_ago))))
    }

    /// The first and the last moment of a year, month, day, hour, minute or second of this zone,
    /// written as the database writes times: `2026-03`, `2026-03-01 09:30`. Both as the database
    /// writes them; `None` if it is not a time.
    #[must_use]
    pub fn bounds(self, text: &str) -> Option<(String, String)> {
        let (first, next) = period(text)?;
        let begin = |at: NaiveDateTime| match self {
            Self::Utc => Some(at.and_utc()),
            // If the clock skips this time, it begins with the first one after it.
            Self::Local => (0..4).find_map(|hours| {
                let found = Local.from_local_datetime(&(at + Duration::hours(hours))).earliest()?;
                Some(found.with_timezone(&Utc))
            }),
        };
        let last = begin(next)? - Duration::microseconds(1);
        Some((hr_time(begin(first)?), hr_time(last)))
    }

    /// How many days ago the last such weekday was. 0 is Monday; today counts.
    #[must_use]
    pub fn days_since(self, now: DateTime<Utc>, weekday: u32) -> u32 {
        let today = match self {
            Self::Utc => now.weekday(),
            Self::Local => now.with_timezone(&Local).weekday(),
        };
        (7 + today.num_days_from_monday() - weekday % 7) % 7
    }
}

/// How long ago a time of the database was: `5 minutes ago`, `3 days ago`; empty if it is not
/// a time, or is in the future.
#[must_use]
pub fn ago(at: &str, now: DateTime<Utc>) -> String {
    let Some(at) = moment(at) else {
        return String::new();
    };
    let minutes = now.signed_duration_since(at).num_minutes();
    let (count, unit) = match minutes {
        ..0 => return String::new(),
        0 => return "just now".to_owned(),
        1..60 => (minutes, "minute"),
        60..1_440 => (minutes / 60, "hour"),
        1_440..44_640 => (minutes / 1_440, "day"),
        44_640..525_600 => (minutes / 43_800, "month"),
        _ => (minutes / 525_600, "year"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// The beginning of a period, and that of the next one.
fn period(text: &str) -> Option<(NaiveDateTime, NaiveDateTime)> {
    const FIRST: &str = "0000-01-01 00:00:00.000000";
    let text = text.replacen('T', " ", 1);
    let rest = FIRST.get(text.len()..)?;
    let first =
        NaiveDateTime::parse_from_str(&format!("{text}{rest}"), "%Y-%m-%d %H:%M:%S%.f").ok()?;
    let after = |time: Duration| first.checked_add_signed(time);
    let next = match text.len() {
        4 => first.checked_add_months(Months::new(12)),
        7 => first.checked_add_months(Months::new(1)),
        10 => after(Duration::days(1)),
        13 => after(Duration::hours(1)),
        16 => after(Duration::minutes(1)),
        19 => after(Duration::seconds(1)),
        21..=26 => {
            let digits = u32::try_from(text.len() - 20).ok()?;
            after(Duration::microseconds(10_i64.pow(6 - digits)))
        }
        _ => None,
    }?;
    Some((first, next))
}

fn moment(at: &str) -> Option<DateTime<Utc>> {
    let parsed = NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    Some(parsed.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        moment(text).expect("a time")
    }

    #[test]
    fn relative_times_are_in_ordinary_words() {
        let now = at("2026-11-27 12:00:00");
        for (time, expected) in [
            ("2026-11-27 11:59:30.5", "just now"),
            ("2026-11-27 11:58:30", "1 minute ago"),
            ("2026-11-27 09:00:00", "3 hours ago"),
            ("2026-11-26 09:00:00", "1 day ago"),
            ("2026-11-01 12:00:00", "26 days ago"),
            ("2026-08-27 12:00:00", "3 months ago"),
            ("2024-11-27 12:00:00", "2 years ago"),
            ("2026-11-27 12:05:00", ""),
            ("soon", ""),
        ] {
            assert_eq!(ago(time, now), expected, "{time}");
        }
    }

    #[test]
    fn a_period_has_its_first_and_its_last_moment() {
        let bounds = |text| Zone::Utc.bounds(text);
        for (text, first, last) in [
            ("2026", "2026-01-01 00:00:00.000000", "2026-12-31 23:59:59.999999"),
            ("2026-02", "2026-02-01 00:00:00.000000", "2026-02-28 23:59:59.999999"),
            ("2026-12-31", "2026-12-31 00:00:00.000000", "2026-12-31 23:59:59.999999"),
            ("2026-03-01 09", "2026-03-01 09:00:00.000000", "2026-03-01 09:59:59.999999"),
            ("2026-03-01T09:30", "2026-03-01 09:30:00.000000", "2026-03-01 09:30:59.999999"),
            ("2026-03-01 09:30:05", "2026-03-01 09:30:05.000000", "2026-03-01 09:30:05.999999"),
            ("2026-03-01 09:30:05.5", "2026-03-01 09:30:05.500000", "2026-03-01 09:30:05.599999"),
        ] {
            assert_eq!(bounds(text), Some((first.to_owned(), last.to_owned())), "{text}");
        }
        for text in ["", "20", "2026-13", "2026-02-30", "soon", "2026-03-01 25", "7d"] {
            assert_eq!(bounds(text), None, "{text}");
        }
    }

    #[test]
    fn days_begin_at_midnight_of_the_zone() {
        // A Friday.
        let now = at("2026-11-27 12:00:00");
        assert_eq!(Zone::Utc.start_of_day(now, 7), "2026-11-20 00:00:00.000000");
        assert_eq!(Zone::Utc.days_since(now, 0), 4, "Monday");
        assert_eq!(Zone::Utc.days_since(now, 4), 0, "today");
        assert_eq!(Zone::Utc.days_since(now, 5), 6, "last Saturday");
        assert_eq!(Zone::Utc.show("2026-11-27 12:00:00.123456"), "2026-11-27 12:00:00");
        assert_eq!(Zone::Utc.show("never"), "never");
        assert_eq!(Zone::Utc.name(now), "UTC");
    }
}
