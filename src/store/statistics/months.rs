//! Counts grants by the month in which they were made. Rows are read in the order of the file,
//! because reading them by user would need a seek for each.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use crate::domain::{Cancel, Month, Zone};
use crate::filter::Date;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::days::DayReader;
use crate::store::reading::quick_hash::QuickHasher;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::sqlite::grants_by_row::{self, SELECT_ENDS, SELECT_TIMES_BETWEEN};
use crate::store::{Store, StoreError};

/// The number of grants read under one lock.
const CHUNK: i64 = 20_000;

/// From this number of grants, they are read by several threads.
const LARGE: u64 = 100_000;

/// The most different days that are counted before they are parsed as dates.
const MOST_DAYS: usize = 10_000;

/// The number of grants by month.
#[derive(Default)]
pub(super) struct Months {
    pub(super) grants: BTreeMap<Month, u64>,
    /// Grants whose time is missing or cannot be read.
    pub(super) undated: u64,
}

impl Months {
    /// Reads the grants of these users, ascending by id; the grants of all others are orphans.
    /// `pairs` is the number of cells with a grant: if there are no more rows than that, each
    /// row is one of them, so no user or company has to be looked up.
    pub(super) fn read(
        store: &Store,
        users: &[i64],
        pairs: u64,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let (schema, catalog) = (&store.schema, &store.catalog);
        let ends = if schema.numbers_grants() { store.grant_ends()? } else { None };
        let zone = store.zone;
        let read = |connection: &Connection, range| {
            Self::read_part(connection, (schema, zone), (catalog, users), range, cancel)
        };
        let Some(ends) = ends else {
            return read(&store.connection, None);
        };
        let all = store.in_ranges(ends, LARGE, |connection, range| {
            Self::read_all(connection, zone, range, cancel)
        })?;
        let all = Self::sum(all);
        if all.rows() == pairs {
            return Ok(all);
        }
        store
            .in_ranges(ends, LARGE, |connection, range| read(connection, Some(range)))
            .map(Self::sum)
    }

    fn sum(parts: Vec<Self>) -> Self {
        let mut months = Self::default();
        for part in parts {
            months.undated += part.undated;
            for (month, grants) in part.grants {
                *months.grants.entry(month).or_default() += grants;
            }
        }
        months
    }

    fn rows(&self) -> u64 {
        self.undated + self.grants.values().sum::<u64>()
    }

    /// Reads every row in a range of row ids, both ends included.
    fn read_all(
        connection: &Connection,
        zone: Zone,
        range: (i64, i64),
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let mut days = DayCounts::new(zone);
        grants_by_row::visit(connection, SELECT_TIMES_BETWEEN, range, cancel, |row| {
            days.add(row.get_ref(0)?);
            Ok(())
        })?;
        Ok(days.months())
    }

    /// Reads the grants of these users in a range of keys, both ends included.
    fn read_part(
        connection: &Connection,
        (schema, zone): (&HrSchema, Zone),
        (catalog, users): (&Catalog, &[i64]),
        range: Option<(i64, i64)>,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let mut days = DayCounts::new(zone);
        let sql = select_times(schema);
        // Sorts before every key of any type.
        let mut last = SqlValue::Real(f64::NEG_INFINITY);
        if let Some(before) = range.and_then(|(first, _)| first.checked_sub(1)) {
            last = SqlValue::Integer(before);
        }
        // The grants of one user are mostly adjacent, so the last lookup is kept.
        let mut known = (None, false);
        loop {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let mut count = 0;
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![last, CHUNK])?;
            while let Some(row) = rows.next()? {
                count += 1;
                if let (ValueRef::Integer(key), Some((_, end))) = (row.get_ref(0)?, range)
                    && key > end
                {
                    return Ok(days.months());
                }
                if count == CHUNK {
                    last = row.get(0)?;
                }
                let ValueRef::Integer(user) = row.get_ref(1)? else {
                    continue;
                };
                if known.0 != Some(user) {
                    known = (Some(user), users.binary_search(&user).is_ok());
                }
                if known.1 && catalog.position_of(row.get_ref(2)?).is_some() {
                    days.add(row.get_ref(3)?);
                }
            }
            if count < CHUNK {
                return Ok(days.months());
            }
        }
    }

    fn add(&mut self, day: Option<Date>, grants: u64) {
        match day.and_then(|day| Month::new(day.year(), day.month())) {
            Some(month) => *self.grants.entry(month).or_default() += grants,
            None => self.undated += grants,
        }
    }
}

/// The number of grants by the first ten characters of their times, so that each day is parsed
/// only once.
struct DayCounts {
    by_day: HashMap<[u8; 10], u64, BuildHasherDefault<QuickHasher>>,
    done: Months,
    /// Of days whose times may be in another month in the zone, unless that is UTC.
    at_edges: Option<DayReader>,
}

impl DayCounts {
    fn new(zone: Zone) -> Self {
        let at_edges = (zone != Zone::Utc).then(|| DayReader::new(zone));
        Self { by_day: HashMap::default(), done: Months::default(), at_edges }
    }

    fn add(&mut self, time: ValueRef<'_>) {
        let text;
        let time = match time {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
            other => {
                text = text_of(other);
                text.as_bytes()
            }
        };
        let Some(day) = time.first_chunk::<10>().copied() else {
            self.done.undated += 1;
            return;
        };
        if let Some(reader) = &mut self.at_edges
            && (day.ends_with(b"01") || day[8..] >= b"28"[..])
        {
            self.done.add(reader.day(&String::from_utf8_lossy(time)), 1);
            return;
        }
        if self.by_day.len() >= MOST_DAYS {
            self.settle();
        }
        *self.by_day.entry(day).or_default() += 1;
    }

    fn settle(&mut self) {
        for (day, grants) in self.by_day.drain() {
            // A character that was cut in the middle is not a digit.
            self.done.add(Date::of_time(&String::from_utf8_lossy(&day)), grants);
        }
    }

    fn months(mut self) -> Months {
        self.settle();
        self.done
    }
}

impl Store {
    /// The first and the last row id of the grants; `None` if there are none.
    pub(in crate::store) fn grant_ends(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let (first, last): (Option<i64>, Option<i64>) =
            self.connection.query_row(SELECT_ENDS, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.zip(last))
    }
}

pub(in crate::store) fn select_times(schema: &HrSchema) -> String {
    let key = schema.grant_key;
    format!(
        "SELECT {key}, user_id, company_id, created_at FROM hrm_user_company_access \
         WHERE {key} > ?1 ORDER BY {key} LIMIT ?2"
    )
}
