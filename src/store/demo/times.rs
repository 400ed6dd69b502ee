//! The demo database's calendar: three years from a fixed day, so that no clock is needed.
//! Companies are created in the first year, people and grants in the two years after it,
//! mostly on working days and during working hours.

use chrono::{Days, NaiveDate};

use super::dice::Dice;

/// The first day on which people are created, counted from the first day of the calendar.
pub(super) const OPENING: u32 = 366;
/// The last day.
pub(super) const LAST: u32 = 365 + 366 + 365 - 1;
/// The last day on which people are created; after it, only grants are.
const LAST_ARRIVAL: u32 = LAST - 60;

const HOUR: u32 = 3600;

/// A time as the HR system writes it: `YYYY-MM-DD HH:MM:SS.ffffff`.
#[derive(Clone, Copy)]
pub(super) struct Stamp([u8; 26]);

impl Stamp {
    pub(super) fn as_str(&self) -> &str {
        // Digits and punctuation are always ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The date alone.
    pub(super) fn date(&self) -> &str {
        &self.as_str()[..10]
    }
}

/// Each day of the calendar, as text.
pub(super) struct Calendar(Vec<[u8; 10]>);

impl Calendar {
    pub(super) fn new() -> Self {
        let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or_default();
        let spelled = (0..=u64::from(LAST)).map(|day| {
            let date = first.checked_add_days(Days::new(day)).unwrap_or_default();
            let mut bytes = [b' '; 10];
            bytes.copy_from_slice(date.format("%Y-%m-%d").to_string().as_bytes());
            bytes
        });
        Self(spelled.collect())
    }

    /// The start of a day.
    pub(super) fn midnight(&self, day: u32) -> Stamp {
        self.stamp(day, 0, 0)
    }

    /// A time on about this day; weekends mostly become Mondays.
    pub(super) fn moment(&self, day: u32, dice: &mut Dice) -> Stamp {
        let second = match dice.below(100) {
            0..4 => dice.below(24 * HOUR),
            4..58 => 8 * HOUR + dice.below(9 * HOUR / 4) + dice.below(9 * HOUR / 4),
            _ => 13 * HOUR + dice.below(11 * HOUR / 4) + dice.below(11 * HOUR / 4),
        };
        // The first day is a Sunday.
        let day = match day % 7 {
            0 if dice.percent(90) => day + 1,
            6 if dice.percent(90) => day + 2,
            _ => day,
        };
        self.stamp(day, second, dice.below(1_000_000))
    }

    fn stamp(&self, day: u32, second: u32, micro: u32) -> Stamp {
        let mut bytes = *b"YYYY-MM-DD HH:MM:SS.ffffff";
        bytes[..10].copy_from_slice(&self.0[day.min(LAST) as usize]);
        write(&mut bytes[11..13], second / HOUR);
        write(&mut bytes[14..16], second / 60 % 60);
        write(&mut bytes[17..19], second % 60);
        write(&mut bytes[20..26], micro);
        Stamp(bytes)
    }
}

/// The day on which user number `at` of `users` was created.
pub(super) fn arrival(at: u32, users: u32) -> u32 {
    let days = u64::from(LAST_ARRIVAL - OPENING) * u64::from(at) / u64::from(users.max(1));
    OPENING + u32::try_from(days).unwrap_or(0)
}

/// Writes the last digits of a number into a field.
fn write(field: &mut [u8], mut number: u32) {
    for digit in field.iter_mut().rev() {
        *digit = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDateTime, Timelike, Weekday};

    use super::super::dice::DiceSubject;
    use super::*;

    #[test]
    fn moments_are_mostly_in_working_hours() {
        let calendar = Calendar::new();
        let mut dice = Dice::new(7, DiceSubject::Grants);
        let moments: Vec<NaiveDateTime> = (0..4000)
            .map(|at| {
                let stamp = calendar.moment(arrival(at, 4000), &mut dice);
                NaiveDateTime::parse_from_str(stamp.as_str(), "%Y-%m-%d %H:%M:%S%.6f").unwrap()
            })
            .collect();
        let weekend = moments.iter().filter(|m| matches!(m.weekday(), Weekday::Sat | Weekday::Sun));
        assert_eq!(weekend.count(), 103);
        let night = moments.iter().filter(|m| m.hour() < 7);
        assert_eq!(night.count(), 49);
        assert!(moments.iter().all(|moment| (2024..=2025).contains(&moment.year())));
    }

    #[test]
    fn the_calendar_ends_with_2025() {
        assert_eq!(Calendar::new().midnight(u32::MAX).as_str(), "2025-12-31 00:00:00.000000");
        assert_eq!(Calendar::new().midnight(OPENING).date(), "2024-01-02");
    }
}
