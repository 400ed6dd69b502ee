//! The sources of time and new ids, which tests replace.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send {
    /// The present moment, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Makes ids for new grants.
pub trait IdSource: Send {
    /// A new unique id.
    fn next_id(&mut self) -> Uuid;
}

/// Ids of version 7: the time, then random digits. Those of one change lie together in every
/// index; random ones would each touch another page of a large table.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeOrderedIds;

impl IdSource for TimeOrderedIds {
    fn next_id(&mut self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A moment as the HR system writes it: `YYYY-MM-DD HH:MM:SS.ffffff`, UTC,
/// without a zone.
#[must_use]
pub fn hr_time(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_hr_system_writes_them() {
        let moment = DateTime::from_timestamp(1_738_402_200, 120_456_000).unwrap();
        assert_eq!(hr_time(moment), "2025-02-01 09:30:00.120456");
        let whole = DateTime::from_timestamp(1_738_402_200, 0).unwrap();
        assert_eq!(hr_time(whole), "2025-02-01 09:30:00.000000");
    }
}
