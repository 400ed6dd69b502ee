//! The grants of many users for one company, and where each comes from. The journal has no
//! index by company: for a range of users, only the changes that affect the range are
//! searched, each only in this range.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::params;
use rusqlite::types::ValueRef;

use super::journal::change;
use super::reading::change_span::ChangeSpan;
use super::reading::full_names::EmployeeNames;
use super::reading::parallel::hold;
use super::reading::walk::{
    CHUNK_OF_GRANTS, SELECT_GRANTS_BETWEEN, ends, split_into_ranges, users_between,
};
use super::sql_value::text;
use super::{Store, StoreError};
use crate::domain::{
    Change, ChangeId, GrantEntry, GrantId, HeldGrant, KnownHistory, User, UserId, hr_time,
};

/// The changes of grants, newest first.
pub(super) const SELECT_CHANGES: &str =
    "SELECT id FROM grantgrid_change WHERE added > 0 OR removed > 0 ORDER BY id DESC";
/// What a change did to the cells of a company; within a cell, the added grant comes first.
pub(super) const SELECT_CELLS_BETWEEN: &str = "SELECT user_id, added, grant_id \
     FROM grantgrid_cell \
     WHERE change_id = ?1 AND user_id >= ?2 AND user_id <= ?3 AND company = ?4";

/// A user, with the user's grant for the company.
#[derive(Debug)]
pub(super) struct UserAtCompany {
    pub(super) user: User,
    /// Whether the user has any grant, including one for a deleted company.
    pub(super) has_grants: bool,
    /// The grant for the company; if there are several, the oldest.
    pub(super) grant: Option<HeldGrant>,
}

/// What the journal knows about one company.
struct CompanyHistory {
    /// The journal's number for the company.
    number: Option<i64>,
    known: KnownHistory,
    /// Newest first.
    changes: Vec<ChangeSpan>,
    read: HashMap<i64, Rc<Change>>,
    /// The current time, as the database writes times.
    now: String,
}

/// The grants of a range of users.
#[derive(Default)]
struct RangeGrants {
    /// The users with any grant, ascending.
    users: Vec<i64>,
    /// The grants for the company, with their dates, by user.
    of_company: HashMap<i64, Vec<(GrantId, String)>>,
}

impl Store {
    /// Visits these users by id, each with the grant for the company at this position. Users
    /// who no longer exist are left out.
    pub(super) fn for_each_at_company<E: From<StoreError>>(
        &self,
        mut users: Vec<UserId>,
        company: usize,
        mut visit: impl FnMut(UserAtCompany) -> Result<(), E>,
    ) -> Result<(), E> {
        users.sort_unstable();
        let mut history = self.history_of_company(company)?;
        let names = self.employee_names(users.len())?;
        for users in users.chunks(CHUNK_OF_GRANTS) {
            // Read before the visits, because `visit` may wait for a reader of the output, and
            // no lock must be held then.
            let found = self.users_at_company(users, company, &mut history, &names)?;
            found.into_iter().try_for_each(&mut visit)?;
        }
        Ok(())
    }

    /// The existing users among these, ascending, with their grants.
    fn users_at_company(
        &self,
        users: &[UserId],
        company: usize,
        history: &mut CompanyHistory,
        names: &EmployeeNames,
    ) -> Result<Vec<UserAtCompany>, StoreError> {
        let mut found = Vec::with_capacity(users.len());
        let _hold = hold(&self.connection)?;
        for users in split_into_ranges(users, CHUNK_OF_GRANTS) {
            let Some(span) = ends(users) else {
                continue;
            };
            let mut grants = self.range_grants(span, company)?;
            let mut entries = self.entries_between(span, history)?;
            for raw in users_between(&self.connection, &self.schema, users)? {
                let has_grants = grants.users.binary_search(&raw.id).is_ok();
                let held = grants.of_company.remove(&raw.id).unwrap_or_default();
                let entries = entries.remove(&raw.id).unwrap_or_default();
                let oldest = held.into_iter().min_by(|(_, one), (_, other)| one.cmp(other));
                let grant = oldest.map(|(id, dated)| {
                    HeldGrant::new(id, dated, &entries, history.known, &history.now)
                });
                found.push(UserAtCompany { user: self.complete(raw, names)?, has_grants, grant });
            }
        }
        Ok(found)
    }

    fn range_grants(
        &self,
        (from, end): (i64, i64),
        company: usize,
    ) -> Result<RangeGrants, StoreError> {
        let mut grants = RangeGrants::default();
        let mut statement = self.connection.prepare_cached(SELECT_GRANTS_BETWEEN)?;
        let mut rows = statement.query(params![from, end])?;
        while let Some(row) = rows.next()? {
            let ValueRef::Integer(user) = row.get_ref(0)? else {
                continue;
            };
            if grants.users.last() != Some(&user) {
                grants.users.push(user);
            }
            if self.catalog.position_of(row.get_ref(1)?) == Some(company) {
                let grant = (GrantId::new(&text(row, 2)?), text(row, 3)?);
                grants.of_company.entry(user).or_default().push(grant);
            }
        }
        Ok(grants)
    }

    fn history_of_company(&self, company: usize) -> Result<CompanyHistory, StoreError> {
        let mut history = CompanyHistory {
            number: None,
            known: self.known_history()?,
            changes: Vec::new(),
            read: HashMap::new(),
            now: hr_time(self.environment.clock.now()),
        };
        if history.known == KnownHistory::None {
            return Ok(history);
        }
        history.number = self.journal_number_of(&self.companies()[company].id)?;
        if history.number.is_none() {
            return Ok(history);
        }
        history.changes = ChangeSpan::read(&self.connection, SELECT_CHANGES)?;
        Ok(history)
    }

    /// The changes to the cells of the users between two ids, newest first for each user.
    fn entries_between(
        &self,
        (from, end): (i64, i64),
        history: &mut CompanyHistory,
    ) -> Result<HashMap<i64, Vec<GrantEntry>>, StoreError> {
        let mut entries: HashMap<i64, Vec<GrantEntry>> = HashMap::new();
        if history.changes.is_empty() {
            return Ok(entries);
        }
        let mut statement = self.connection.prepare_cached(SELECT_CELLS_BETWEEN)?;
        for span in history.changes.iter().filter(|it| it.overlaps(from, end)) {
            let mut rows = statement.query(params![span.change, from, end, history.number])?;
            while let Some(row) = rows.next()? {
                let Some(change) = self.change_of(span.change, &mut history.read)? else {
                    break;
                };
                let grant = GrantId::new(&text(row, 2)?);
                let entry = GrantEntry { change, added: row.get(1)?, grant };
                entries.entry(row.get(0)?).or_default().push(entry);
            }
        }
        Ok(entries)
    }

    /// A change, cached; `None` if it is gone.
    fn change_of(
        &self,
        number: i64,
        read: &mut HashMap<i64, Rc<Change>>,
    ) -> Result<Option<Rc<Change>>, StoreError> {
        if let Some(known) = read.get(&number) {
            return Ok(Some(Rc::clone(known)));
        }
        let found = change(&self.connection, ChangeId(number), self.visibility())?.map(Rc::new);
        if let Some(found) = &found {
            read.insert(number, Rc::clone(found));
        }
        Ok(found)
    }
}
