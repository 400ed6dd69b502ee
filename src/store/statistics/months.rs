//! In which months the grants were made. The walk goes through the table as it
//! lies in the file: in the order of users, each time would be another seek.

use std::collections::BTreeMap;

use rusqlite::params;
use rusqlite::types::ValueRef;

use crate::domain::{Cancel, Month};
use crate::filter::Date;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::{Store, StoreError};

/// Grants read under one lock.
const CHUNK: i64 = 20_000;

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
        let mut months = Self::default();
        let sql = select_times(&store.schema);
        // Less than every key, whatever it is.
        let mut last = SqlValue::Real(f64::NEG_INFINITY);
        // The grants of one user mostly lie together.
        let mut known = (None, false);
        loop {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let mut count = 0;
            let mut statement = store.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![last, CHUNK])?;
            while let Some(row) = rows.next()? {
                count += 1;
                if count == CHUNK {
                    last = row.get(0)?;
                }
                let ValueRef::Integer(user) = row.get_ref(1)? else {
                    continue;
                };
                if known.0 != Some(user) {
                    known = (Some(user), users.binary_search(&user).is_ok());
                }
                if known.1 && store.catalog.position_of(row.get_ref(2)?).is_some() {
                    months.add(&text_of(row.get_ref(3)?));
                }
            }
            if count < CHUNK {
                return Ok(months);
            }
        }
    }

    fn add(&mut self, time: &str) {
        let day = Date::of_time(time);
        match day.and_then(|day| Month::new(day.year(), day.month())) {
            Some(month) => *self.grants.entry(month).or_default() += 1,
            None => self.undated += 1,
        }
    }
}

pub(in crate::store) fn select_times(schema: &HrSchema) -> String {
    let key = schema.grant_key;
    format!(
        "SELECT {key}, user_id, company_id, created_at FROM hrm_user_company_access \
         WHERE {key} > ?1 ORDER BY {key} LIMIT ?2"
    )
}
