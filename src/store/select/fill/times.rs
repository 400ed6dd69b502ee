//! Reads when grants were made.

use rusqlite::params;
use rusqlite::types::ValueRef;

use super::parts::parts;
use crate::domain::{Cancel, UserId};
use crate::filter::Date;
use crate::store::reading::days::DayReader;
use crate::store::select::columns::days::{DayCollector, Days};
use crate::store::select::columns::times::Times;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

const SELECT: &str = "SELECT user_id, company_id, created_at FROM hrm_user_company_access \
     WHERE user_id >= ?1 AND user_id <= ?2 ORDER BY user_id";

impl Times {
    pub(super) fn read(store: &Store, ids: &[UserId], cancel: &Cancel) -> Result<Self, StoreError> {
        let companies = store.companies().len();
        let mut times = Self {
            newest_of_user: vec![0; ids.len()],
            newest_of_company: vec![0; companies],
            days: Days::NONE,
        };
        let mut days = DayCollector::new(ids.len(), companies);
        let mut reader = DayReader::new(store.zone);
        for_each_grant(store, ids, cancel, |row, company, time| {
            let moment = moment(time);
            let newest = &mut times.newest_of_user[row];
            *newest = moment.max(*newest);
            let newest = &mut times.newest_of_company[company];
            *newest = moment.max(*newest);
            if let Some(day) = reader.day(time) {
                days.add(row, company, day);
            }
        })?;
        times.days = days.finish();
        Ok(times)
    }
}

/// Calls `visit` for every grant except orphans, with the positions of its user and company,
/// and its time.
fn for_each_grant(
    store: &Store,
    ids: &[UserId],
    cancel: &Cancel,
    mut visit: impl FnMut(usize, usize, &str),
) -> Result<(), StoreError> {
    for (from, part) in parts(ids) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut at = part.start;
        let mut statement = store.connection.prepare_cached(SELECT)?;
        let mut rows = statement.query(params![from, ids[part.end - 1].0])?;
        while let Some(row) = rows.next()? {
            let ValueRef::Integer(user) = row.get_ref(0)? else {
                continue;
            };
            while at < part.end && ids[at].0 < user {
                at += 1;
            }
            if at < part.end
                && ids[at].0 == user
                && let Some(company) = store.catalog.position_of(row.get_ref(1)?)
            {
                visit(at, company, &text_of(row.get_ref(2)?));
            }
        }
    }
    Ok(())
}

/// A time of the HR system as a number: the digits of date, time and fraction, in a mixed
/// radix. The result for a text that is not a time is 1.
pub(in crate::store::select) fn moment(time: &str) -> u64 {
    if Date::of_time(time).is_none() {
        return 1;
    }
    let mut digits = time.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    let mut number =
        |length: usize| (0..length).fold(0, |number, _| number * 10 + digits.next().unwrap_or(0));
    let days = (number(4) * 13 + number(2)) * 32 + number(2);
    let seconds = (number(2) * 100 + number(2)) * 100 + number(2);
    2 + (days * 1_000_000 + seconds) * 1_000_000 + number(6)
}
