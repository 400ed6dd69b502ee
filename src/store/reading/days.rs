//! The day of a time, in the time zone that is shown. Converting is slow, and grants were made in
//! far fewer minutes than there are grants, so that each minute is converted only once.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::quick_hash::QuickHasher;
use crate::domain::Zone;
use crate::filter::Date;
use crate::store::Store;

/// The number of characters of a time up to the minute.
const MINUTE: usize = 16;

/// The number of minutes that are remembered at once.
const MOST: usize = 200_000;

/// Finds the day of each time in one zone.
pub(in crate::store) struct DayReader {
    zone: Zone,
    known: HashMap<[u8; MINUTE], Option<Date>, BuildHasherDefault<QuickHasher>>,
}

impl DayReader {
    pub(in crate::store) fn new(zone: Zone) -> Self {
        Self { zone, known: HashMap::default() }
    }

    /// The day; `None` for a text that is not a time.
    pub(in crate::store) fn day(&mut self, time: &str) -> Option<Date> {
        let minute = time.as_bytes().first_chunk::<MINUTE>();
        let Some(minute) = minute.filter(|_| self.zone != Zone::Utc) else {
            return Date::of_time(time);
        };
        if let Some(day) = self.known.get(minute) {
            return *day;
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let text = String::from_utf8_lossy(minute);
        let day = Date::of_time(&self.zone.day(&format!("{text}:00")));
        self.known.insert(*minute, day);
        day
    }
}

impl Store {
    /// Sets the time zone of the days and months in filters and statistics.
    pub fn set_zone(&mut self, zone: Zone) {
        self.zone = zone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_a_time_has_no_day() {
        for zone in [Zone::Utc, Zone::Local] {
            let mut days = DayReader::new(zone);
            for text in ["", "soon", "not a time of any kind", "2026-02-30 10:00:00.000000"] {
                assert_eq!(days.day(text), None, "{text}");
            }
            // Noon is the same day nearly everywhere.
            for _ in 0..2 {
                let day = days.day("2026-02-28 11:30:00.000000");
                assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2026-02-28"));
            }
        }
    }
}
