//! In which months the grants were made. The walk goes through the table as it
//! lies in the file: in the order of users, each time would be another seek.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use crate::domain::{Cancel, Month};
use crate::filter::Date;
use crate::store::reading::catalog::Catalog;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::{Store, StoreError};

/// Grants read under one lock.
const CHUNK: i64 = 20_000;

/// From so many grants on they are read by several threads.
const LARGE: u64 = 100_000;

/// Days that are counted before they are read as dates.
const MOST_DAYS: usize = 10_000;

/// The grants by month.
#[derive(Default)]
pub(super) struct Months {
    pub(super) grants: BTreeMap<Month, u64>,
    /// Grants whose time is missing or cannot be read.
    pub(super) undated: u64,
}

impl Months {
    /// Reads the grants of these users, ascending; all others are orphans.
    pub(super) fn read(store: &Store, users: &[i64], cancel: &Cancel) -> Result<Self, StoreError> {
        let (schema, catalog) = (&store.schema, &store.catalog);
        let ends = if schema.grant_key == "rowid" { ends(&store.connection)? } else { None };
        let read = |connection: &Connection, range| {
            Self::read_part(connection, schema, (catalog, users), range, cancel)
        };
        let Some(ends) = ends else {
            return read(&store.connection, None);
        };
        let mut months = Self::default();
        let parts =
            store.in_ranges(ends, LARGE, |connection, range| read(connection, Some(range)))?;
        for part in parts {
            months.undated += part.undated;
            for (month, grants) in part.grants {
                *months.grants.entry(month).or_default() += grants;
            }
        }
        Ok(months)
    }

    /// Reads the grants of these users whose keys are in a range, both ends included.
    fn read_part(
        connection: &Connection,
        schema: &HrSchema,
        (catalog, users): (&Catalog, &[i64]),
        range: Option<(i64, i64)>,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let mut days = DayCounts::default();
        let sql = select_times(schema);
        // Less than every key, whatever it is.
        let mut last = SqlValue::Real(f64::NEG_INFINITY);
        if let Some(before) = range.and_then(|(first, _)| first.checked_sub(1)) {
            last = SqlValue::Integer(before);
        }
        // The grants of one user mostly lie together.
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
                    days.add(&text_of(row.get_ref(3)?));
                }
            }
            if count < CHUNK {
                return Ok(days.months());
            }
        }
    }

    fn add(&mut self, day: &str, grants: u64) {
        let day = Date::of_time(day);
        match day.and_then(|day| Month::new(day.year(), day.month())) {
            Some(month) => *self.grants.entry(month).or_default() += grants,
            None => self.undated += grants,
        }
    }
}

/// The grants by the first ten letters of their times, which are read as dates only once.
#[derive(Default)]
struct DayCounts {
    by_day: HashMap<[u8; 10], u64>,
    done: Months,
}

impl DayCounts {
    fn add(&mut self, time: &str) {
        let Some(day) = time.as_bytes().first_chunk::<10>() else {
            self.done.undated += 1;
            return;
        };
        if self.by_day.len() >= MOST_DAYS {
            self.settle();
        }
        *self.by_day.entry(*day).or_default() += 1;
    }

    fn settle(&mut self) {
        for (day, grants) in self.by_day.drain() {
            // A letter that was cut is no digit.
            self.done.add(&String::from_utf8_lossy(&day), grants);
        }
    }

    fn months(mut self) -> Months {
        self.settle();
        self.done
    }
}

/// The first and the last rowid; `None` without grants.
fn ends(connection: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    let (first, last): (Option<i64>, Option<i64>) =
        connection.query_row(SELECT_ENDS, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// Two searches: `min` and `max` side by side would walk over the table.
const SELECT_ENDS: &str = "SELECT (SELECT min(rowid) FROM hrm_user_company_access), \
     (SELECT max(rowid) FROM hrm_user_company_access)";

pub(in crate::store) fn select_times(schema: &HrSchema) -> String {
    let key = schema.grant_key;
    format!(
        "SELECT {key}, user_id, company_id, created_at FROM hrm_user_company_access \
         WHERE {key} > ?1 ORDER BY {key} LIMIT ?2"
    )
}
