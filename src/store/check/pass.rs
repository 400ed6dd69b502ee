//! One quick pass over all grants in file order, by several threads. It tells whether the HR
//! system can read every id, and which users may have grants older than the account. Only if
//! it finds something suspicious is everything checked in detail.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use crate::domain::Cancel;
use crate::filter::Date;
use crate::store::reading::by_id::for_each_row;
use crate::store::sqlite::grants_by_row::{self, SELECT_CHECKED_BETWEEN};
use crate::store::{Store, StoreError};

/// The number of rows read under one lock.
const CHUNK: i64 = 20_000;

/// From this number of grants, they are read by several threads.
const LARGE: u64 = 100_000;

/// No grant, or an account whose creation time is unknown.
const NO_DAY: u32 = u32::MAX;

/// A time in an unusual format, which only the database engine can parse.
const UNUSUAL: u32 = 0;

pub(crate) const SELECT_ACCOUNTS: &str =
    "SELECT id, created_at FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2";
/// What the pass finds.
pub(super) struct GrantPass {
    /// Whether every id of a grant is a UUID.
    pub(super) ids_are_usable: bool,
    /// The users who may have a grant older than the account, ascending; `None` if only the
    /// database engine can tell.
    pub(super) suspects: Option<Vec<i64>>,
}

/// The days on which users were created.
#[derive(Default)]
struct Accounts {
    /// Ascending.
    ids: Vec<i64>,
    days: Vec<u32>,
}

/// What one thread finds.
struct PassPart {
    ids_are_usable: bool,
    has_odd_users: bool,
    /// The day of the first grant of each account.
    earliest: Vec<u32>,
}

impl Store {
    /// Makes the pass; `None` if the table has no row ids.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub(super) fn pass_over_grants(
        &self,
        cancel: &Cancel,
    ) -> Result<Option<GrantPass>, StoreError> {
        if !self.schema.numbers_grants() {
            return Ok(None);
        }
        let has_times = self.schema.user_person.contains("created_at");
        let accounts =
            if has_times { Accounts::read(&self.connection, cancel)? } else { Accounts::default() };
        let Some(ends) = self.grant_ends()? else {
            return Ok(Some(GrantPass { ids_are_usable: true, suspects: Some(Vec::new()) }));
        };
        let parts = self.in_ranges(ends, LARGE, |connection, range| {
            PassPart::read(connection, &accounts, range, cancel)
        })?;
        let has_odd_users = parts.iter().any(|part| part.has_odd_users);
        let earliest = |at: usize| parts.iter().map(|part| part.earliest[at]).min();
        let suspects = accounts.ids.iter().zip(&accounts.days).enumerate();
        let suspects = suspects
            .filter(|(at, (_, day))| **day != NO_DAY && earliest(*at).is_some_and(|it| it < **day))
            .map(|(_, (id, _))| *id);
        Ok(Some(GrantPass {
            ids_are_usable: parts.iter().all(|part| part.ids_are_usable),
            suspects: (!has_odd_users).then(|| suspects.collect()),
        }))
    }
}

impl Accounts {
    fn read(connection: &Connection, cancel: &Cancel) -> Result<Self, StoreError> {
        let mut accounts = Self::default();
        let all_ids = (i64::MIN, i64::MAX);
        for_each_row(connection, (SELECT_ACCOUNTS, CHUNK), all_ids, cancel, |id, row| {
            accounts.ids.push(id);
            accounts.days.push(match row.get_ref(1)? {
                ValueRef::Null => NO_DAY,
                // A day after any grant, so that all of this user's grants are checked in
                // detail.
                time => Some(day_of(time)).filter(|day| *day != UNUSUAL).unwrap_or(NO_DAY - 1),
            });
            Ok(())
        })?;
        Ok(accounts)
    }

    fn position(&self, id: i64) -> Option<usize> {
        // Ids mostly have no gaps, so this index is tried first.
        let guess = id.checked_sub(*self.ids.first()?).and_then(|at| usize::try_from(at).ok());
        let guess = guess.filter(|at| self.ids.get(*at) == Some(&id));
        guess.or_else(|| self.ids.binary_search(&id).ok())
    }
}

impl PassPart {
    /// Reads the rows in a range, both ends included.
    fn read(
        connection: &Connection,
        accounts: &Accounts,
        range: (i64, i64),
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let mut part = Self {
            ids_are_usable: true,
            has_odd_users: false,
            earliest: vec![NO_DAY; accounts.ids.len()],
        };
        grants_by_row::visit(connection, SELECT_CHECKED_BETWEEN, range, cancel, |row| {
            part.ids_are_usable &= is_usable(row.get_ref(0)?);
            match row.get_ref(1)? {
                ValueRef::Integer(user) => {
                    if let Some(at) = accounts.position(user) {
                        let earliest = &mut part.earliest[at];
                        *earliest = day_of(row.get_ref(2)?).min(*earliest);
                    }
                }
                _ => part.has_odd_users = true,
            }
            Ok(())
        })?;
        Ok(part)
    }
}

/// Whether the HR system can read the id of a grant.
pub(super) fn is_usable(id: ValueRef<'_>) -> bool {
    let ValueRef::Text(id) = id else {
        return false;
    };
    // Without a branch for each character, because ten million ids are checked.
    let is_plain = id.len() == 32 && id.iter().fold(true, |is, it| is & it.is_ascii_hexdigit());
    is_plain || Uuid::try_parse_ascii(id).is_ok()
}

/// The day of a time as a sortable number; [`UNUSUAL`] if the text is not `YYYY-MM-DD` in UTC,
/// alone or followed by a time of that day.
fn day_of(time: ValueRef<'_>) -> u32 {
    let ValueRef::Text(text) = time else {
        return UNUSUAL;
    };
    let Some(day) = text.first_chunk::<10>() else {
        return UNUSUAL;
    };
    let is_alone = text.len() == 10;
    let has_time = || {
        // Without a time zone, and not at 24:00.
        text.len() >= 16
            && matches!(text[10], b' ' | b'T')
            && text[11..13] != *b"24"
            && text.last().is_some_and(u8::is_ascii_digit)
            && !matches!(text[text.len() - 6], b'+' | b'-')
    };
    if day[4] != b'-' || day[7] != b'-' || !(is_alone || has_time()) {
        return UNUSUAL;
    }
    let mut number = 0;
    for letter in day.iter().filter(|letter| **letter != b'-') {
        if !letter.is_ascii_digit() {
            return UNUSUAL;
        }
        number = number * 10 + u32::from(letter - b'0');
    }
    // The database engine takes the 31st of a shorter month as a day of the next month.
    let is_day = number % 100 <= 28
        || std::str::from_utf8(day).is_ok_and(|day| Date::of_time(day).is_some());
    if is_day { number } else { UNUSUAL }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_as_the_hr_system_writes_them_are_compared_here() {
        let day = |text: &str| day_of(ValueRef::Text(text.as_bytes()));
        assert_eq!(day("2026-02-01"), 20_260_201);
        assert_eq!(day("2026-02-01 09:30:00.123456"), 20_260_201);
        assert_eq!(day("2024-02-29T23:59"), 20_240_229);
        for unusual in [
            "",
            "now",
            "2460000.5",
            "2026-02-01 09:30:00+05:00",
            "2026-02-01 09:30:00Z",
            "2026-02-01 24:00:00",
            "2026-02-30",
            "2026-2-1",
            "2026-02-01 9:30",
            "2026-02-01x",
        ] {
            assert_eq!(day(unusual), UNUSUAL, "{unusual}");
        }
        assert_eq!(day_of(ValueRef::Integer(20_260_201)), UNUSUAL);
    }
}
