//! Explains cells: the existing grants, what the rules require, and the changes in the
//! journal. Everything is found with an index, so the time depends on the number of changes,
//! not on their size.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{OptionalExtension, params};

use crate::domain::{
    Cancel, CellChange, ChangeId, Company, CompanyId, Grant, GrantEntry, GrantId, HeldGrant,
    KnownHistory, UserId, Why, WhyCell, Zone, hr_time,
};
use crate::store::journal::{Visibility, person, read_change};
use crate::store::reading::access;
use crate::store::reading::matrix_row::select_user;
use crate::store::schema::own::{self, JournalForm};
use crate::store::sql_value::{SqlValue, text};
use crate::store::{Store, StoreError};

/// The number of changes searched between two checks for cancellation.
const CHUNK: i64 = 10_000;

/// The newest change up to a number.
pub(super) const SELECT_UP_TO: &str =
    "SELECT id FROM grantgrid_change WHERE id <= ?1 ORDER BY id DESC LIMIT 1";
/// The oldest of this many changes, counted from the newest.
const SELECT_NTH: &str = "SELECT id FROM grantgrid_change ORDER BY id DESC LIMIT 1 OFFSET ?1";
pub(super) const SELECT_OLDEST: &str = "SELECT id FROM grantgrid_change ORDER BY id LIMIT 1";
pub(super) const SELECT_NEWEST: &str = "SELECT id FROM grantgrid_change ORDER BY id DESC LIMIT 1";

impl Store {
    /// Explains a user's cells: that of `company`, or those of all companies that are granted
    /// to the user, required, or reached without a grant. Only the newest `most_changes`
    /// changes of the journal are searched.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the user or the company is gone, [`StoreError::Cancelled`] once
    /// `cancel` is set.
    pub fn why(
        &self,
        user: UserId,
        company: Option<&CompanyId>,
        most_changes: u64,
        cancel: &Cancel,
    ) -> Result<Why, StoreError> {
        let gone = || StoreError::Gone(format!("the user {user}"));
        let user = self.user_with_home(user)?.ok_or_else(gone)?;
        let only = company.map(|id| self.company(id)).transpose()?;
        let scope = self.catalog.scope(user.role_id);
        let is_required = |company: &Company| {
            scope.requires(user.home_company.as_ref(), user.tenant.as_ref(), company)
        };
        let mut grants = self.grants_by_company(user.id)?;
        let held = access::held_by(&self.connection, &self.catalog, user.id)?;
        let access = self.access_of_user(&user, held.has_grants());
        let policy = access.policy;
        let mut journal = self.journal_of(user.id, company, most_changes, cancel)?;
        let mut cells = Vec::new();
        for company in only.map_or(self.companies(), std::slice::from_ref) {
            let required = is_required(company);
            let grants = grants.remove(&company.id).unwrap_or_default();
            let reason = access.reason(company, !grants.is_empty());
            if only.is_some() || required || !grants.is_empty() || reason.is_some() {
                let is_home = user.home_company.as_ref() == Some(&company.id);
                let (grants, history) = journal.explain(&company.id, grants);
                let company = company.clone();
                cells.push(WhyCell { company, is_home, required, reason, grants, history });
            }
        }
        let home = user.home_company.as_ref().map(|id| self.company(id)).transpose()?.cloned();
        let mut tenants = self.tenant_names()?;
        Ok(Why {
            tenant: user.tenant.as_ref().and_then(|id| tenants.remove(id)),
            home,
            is_employed: self.is_employed(user.id)?,
            scope,
            policy,
            cells,
            searched: journal.searched,
            may_be_another: journal.may_be_another,
            zone: Zone::Utc,
            user,
        })
    }

    /// The user's grant for each company (if there are several, the oldest), and where it
    /// comes from.
    pub(super) fn grants_with_origins(
        &self,
        user: UserId,
    ) -> Result<HashMap<CompanyId, HeldGrant>, StoreError> {
        let mut journal = self.journal_of(user, None, u64::MAX, &Cancel::default())?;
        let grants = self.grants_by_company(user)?.into_iter();
        let oldest = grants.filter_map(|(company, grants)| {
            let (grants, _) = journal.explain(&company, grants);
            Some((company, grants.into_iter().next()?))
        });
        Ok(oldest.collect())
    }

    fn grants_by_company(
        &self,
        user: UserId,
    ) -> Result<HashMap<CompanyId, Vec<Grant>>, StoreError> {
        let mut grants: HashMap<CompanyId, Vec<Grant>> = HashMap::new();
        for grant in self.grants_of(user)? {
            grants.entry(grant.company.clone()).or_default().push(grant);
        }
        Ok(grants)
    }

    fn company(&self, id: &CompanyId) -> Result<&Company, StoreError> {
        let at = self.catalog.position(id);
        at.map(|at| &self.companies()[at])
            .ok_or_else(|| StoreError::Gone(format!("the company {id}")))
    }

    /// How much of the history the whole journal has.
    pub(super) fn known_history(&self) -> Result<KnownHistory, StoreError> {
        if !own::exists(&self.connection)? {
            return Ok(KnownHistory::None);
        }
        Ok(match self.change_at(SELECT_OLDEST)? {
            Some(1) => KnownHistory::FromFirst(ChangeId(1)),
            // Older entries are lost, or all are.
            _ => KnownHistory::Partial,
        })
    }

    /// The number of the change at one end of the journal.
    fn change_at(&self, select_end: &str) -> rusqlite::Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached(select_end)?;
        statement.query_row([], |row| row.get(0)).optional()
    }

    /// The journal's entries for a user's cells, or for one cell.
    fn journal_of(
        &self,
        user: UserId,
        company: Option<&CompanyId>,
        most_changes: u64,
        cancel: &Cancel,
    ) -> Result<Journal, StoreError> {
        let now = hr_time(self.environment.clock.now());
        let mut journal = Journal {
            known: KnownHistory::None,
            entries: HashMap::new(),
            searched: None,
            may_be_another: false,
            now,
        };
        if !own::exists(&self.connection)? {
            return Ok(journal);
        }
        journal.known = self.known_history()?;
        let (oldest, newest) = (self.change_at(SELECT_OLDEST)?, self.change_at(SELECT_NEWEST)?);
        let Some((oldest, newest)) = oldest.zip(newest) else {
            return Ok(journal);
        };
        let number = match company {
            Some(id) => match self.journal_number_of(id)? {
                None => return Ok(journal),
                number => number,
            },
            None => None,
        };
        let most = i64::try_from(most_changes).unwrap_or(i64::MAX);
        // Numbers may have gaps.
        let floor = if newest.saturating_sub(oldest) < most {
            oldest
        } else {
            let last = most.saturating_sub(1);
            let mut nth = self.connection.prepare_cached(SELECT_NTH)?;
            nth.query_row([last], |row| row.get(0)).optional()?.unwrap_or(oldest)
        };
        journal.searched = (floor > oldest).then_some(most_changes);
        if floor > oldest {
            journal.known = KnownHistory::Partial;
        }
        let form = JournalForm::of(&self.connection)?;
        let mut statement = self.connection.prepare_cached(&select_entries(
            self.visibility(),
            form,
            number.is_some(),
        ))?;
        let mut newest_below = self.connection.prepare_cached(SELECT_UP_TO)?;
        let mut next = Some(newest);
        while let Some(to) = next.filter(|to| *to >= floor) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let from = floor.max(to.saturating_sub(CHUNK - 1));
            let mut parameters: Vec<i64> = vec![from, to, user.0];
            parameters.extend(number);
            let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
            while let Some(row) = rows.next()? {
                let entry = GrantEntry {
                    change: Rc::new(read_change(row)??),
                    grant: GrantId::new(&text(row, 12)?),
                    added: row.get(11)?,
                };
                journal.entries.entry(CompanyId::new(&text(row, 10)?)).or_default().push(entry);
            }
            next = match from.checked_sub(1) {
                Some(below) => newest_below.query_row([below], |row| row.get(0)).optional()?,
                None => None,
            };
        }
        if !journal.entries.is_empty() {
            let now: Option<SqlValue> = self
                .connection
                .prepare_cached(&select_user(&self.schema))?
                .query_row(params![user.0], |row| row.get(4))
                .optional()?;
            let is_same = |now| person::is_same(&self.connection, user, &now);
            journal.may_be_another = !now.map(is_same).transpose()?.unwrap_or(false);
        }
        Ok(journal)
    }
}

/// The changes to the cells of one user.
struct Journal {
    known: KnownHistory,
    /// By company, newest first.
    entries: HashMap<CompanyId, Vec<GrantEntry>>,
    searched: Option<u64>,
    may_be_another: bool,
    /// The current time, as the database writes times.
    now: String,
}

impl Journal {
    /// Where the grants of a cell come from, and the changes to it.
    fn explain(
        &mut self,
        company: &CompanyId,
        grants: Vec<Grant>,
    ) -> (Vec<HeldGrant>, Vec<CellChange>) {
        let entries = self.entries.remove(company).unwrap_or_default();
        let known = self.known;
        let mut grants: Vec<HeldGrant> = grants
            .into_iter()
            .map(|it| HeldGrant::new(it.id, it.granted_at, &entries, known, &self.now))
            .collect();
        grants.sort_by(|a, b| a.granted_at.cmp(&b.granted_at));
        let mut history: Vec<CellChange> = entries
            .into_iter()
            .map(|GrantEntry { change, added, .. }| CellChange {
                change: Rc::unwrap_or_clone(change),
                added,
            })
            .collect();
        // Several grants of one cell count as one.
        history.dedup();
        (grants, history)
    }
}

/// The entries for one user, or for one cell, in the changes from ?1 to ?2, newest first;
/// within a change, the added grant comes first.
pub(crate) fn select_entries(visibility: Visibility, form: JournalForm, one_cell: bool) -> String {
    let company = if one_cell { " AND x.company = ?4" } else { "" };
    format!(
        "SELECT {}, k.id, x.added, x.grant_id FROM grantgrid_change c \
         CROSS JOIN grantgrid_cell x ON x.change_id = c.id AND x.user_id = ?3{company} \
         CROSS JOIN grantgrid_company k ON k.number = x.company \
         WHERE c.id >= ?1 AND c.id <= ?2 ORDER BY c.id DESC",
        visibility.columns(form)
    )
}
