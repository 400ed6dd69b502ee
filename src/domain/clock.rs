//! The sources of time and new ids, which tests replace.

use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// A source of the current time.
pub trait Clock: Send {
    /// The current time, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The system clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A source of ids for new grants.
pub trait IdSource: Send {
    /// A new unique id.
    fn next_id(&mut self) -> Uuid;
}

/// UUIDs of version 7: the time, then random digits. The ids of one change are next to each
/// other in every index; random ids would each touch another page of a large table.
///
/// The system is asked for randomness only once, for a seed: asking for each id would take a
/// noticeable part of the time to write a grant.
#[derive(Debug, Default)]
pub struct TimeOrderedIds(Option<ChaCha20Rng>);

impl IdSource for TimeOrderedIds {
    fn next_id(&mut self) -> Uuid {
        let chance = self.0.get_or_insert_with(|| {
            let mut seed = [0; 32];
            seed[..16].copy_from_slice(Uuid::new_v4().as_bytes());
            seed[16..].copy_from_slice(Uuid::new_v4().as_bytes());
            ChaCha20Rng::from_seed(seed)
        });
        let mut random = [0; 10];
        chance.fill_bytes(&mut random);
        let millis = u64::try_from(Utc::now().timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// A time as the HR system writes it: `YYYY-MM-DD HH:MM:SS.ffffff`, UTC, without a zone.
#[must_use]
pub fn hr_time(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_begin_with_the_time_and_are_unique() {
        let before = u128::try_from(Utc::now().timestamp_millis()).unwrap();
        let mut sources = [TimeOrderedIds::default(), TimeOrderedIds::default()];
        let ids: Vec<Uuid> =
            sources.iter_mut().flat_map(|ids| (0..1000).map(|_| ids.next_id())).collect();
        let after = u128::try_from(Utc::now().timestamp_millis()).unwrap();
        let is_timely = |id: &Uuid| (before..=after).contains(&(id.as_u128() >> 80));
        assert!(ids.iter().all(|id| id.get_version_num() == 7 && is_timely(id)));
        let different: HashSet<&Uuid> = ids.iter().collect();
        assert_eq!(different.len(), ids.len());
    }

    #[test]
    fn times_are_written_as_the_hr_system_writes_them() {
        let moment = DateTime::from_timestamp(1_738_402_200, 120_456_000).unwrap();
        assert_eq!(hr_time(moment), "2025-02-01 09:30:00.120456");
        let whole = DateTime::from_timestamp(1_738_402_200, 0).unwrap();
        assert_eq!(hr_time(whole), "2025-02-01 09:30:00.000000");
    }
}
