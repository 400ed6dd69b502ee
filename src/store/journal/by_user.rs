//! The changes of a period by user: to which companies each user has gained and lost access
//! overall, which were granted and revoked, and how the user was edited.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params_from_iter;

use super::access_filter::ChosenChanges;
use super::cells::username;
use super::history::of_query;
use super::history_rows;
use super::replay::{PastCompanies, UserTurns};
use crate::domain::{Cancel, ChangeId, ChangeRow, HistoryQuery, RowEdit, UserHistory, UserId};
use crate::store::schema::own::{self, JournalForm};
use crate::store::sql_value::optional_number;
use crate::store::{Store, StoreError};

/// The maximum number of edits of a user's row that are named.
const EDITS: usize = 3;

/// The maximum number of edits of rows that are read.
const MOST_EDITS: usize = 20_000;

/// What the changes did to one cell: its state before the first and after the last of them.
#[derive(Clone, Copy)]
struct CellTrace {
    before: bool,
    after: bool,
}

/// What they did to one user, by the index of the company.
#[derive(Default)]
struct UserTrace {
    access: BTreeMap<usize, CellTrace>,
    grants: BTreeMap<usize, CellTrace>,
    changes: BTreeSet<i64>,
    edits: Vec<(ChangeId, u64)>,
}

impl UserTrace {
    fn of(changes: &ChosenChanges<'_>, user: i64, turns: &UserTurns) -> Self {
        let chosen = &changes.chosen;
        let is_asked = |company: usize| {
            let holders = [&chosen.lost, &chosen.gained].into_iter().flatten();
            chosen.names(user, company) && holders.into_iter().all(|it| it.have(user, company))
        };
        let is_shown = |change, company| changes.has(change, company) && is_asked(company);
        let mut trace = Self::default();
        for turn in turns.access.iter().filter(|it| is_shown(it.change, it.company)) {
            trace.changes.insert(turn.change);
            note(&mut trace.access, turn.company, turn.gained);
        }
        for turn in turns.grants.iter().filter(|it| is_shown(it.change, it.company)) {
            trace.changes.insert(turn.change);
            note(&mut trace.grants, turn.company, turn.added);
        }
        trace
    }
}

fn note(cells: &mut BTreeMap<usize, CellTrace>, company: usize, after: bool) {
    cells.entry(company).or_insert(CellTrace { before: !after, after }).after = after;
}

/// The codes of the cells that are on at the end and were not before, and the reverse.
fn net(
    cells: &BTreeMap<usize, CellTrace>,
    companies: &PastCompanies,
) -> (Vec<String>, Vec<String>) {
    let of = |before, after| {
        let found = cells.iter().filter(|(_, it)| (it.before, it.after) == (before, after));
        let mut codes: Vec<String> =
            found.map(|(company, _)| companies.code(*company).to_owned()).collect();
        codes.sort_unstable();
        codes
    };
    (of(false, true), of(true, false))
}

impl Store {
    /// What the changes of a query did to each user, sorted by username: at most `most` users,
    /// and their total number. Cells that are the same at the end as at the beginning are left
    /// out.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn history_by_user(
        &self,
        query: &HistoryQuery,
        most: usize,
        cancel: &Cancel,
    ) -> Result<(Vec<UserHistory>, u64), StoreError> {
        if !own::exists(&self.connection)? {
            return Ok((Vec::new(), 0));
        }
        let mut found: BTreeMap<String, UserHistory> = BTreeMap::new();
        let mut total = 0;
        let Some(changes) = self.chosen_changes(query, cancel)? else {
            return Ok((Vec::new(), 0));
        };
        let mut edits = self.edits_of_users(query)?;
        let mut take = |user: i64, trace: &UserTrace| -> Result<(), StoreError> {
            if let Some(history) =
                self.user_history(UserId(user), trace, &changes.replay.companies)?
                && is_requested(query, &history)
            {
                total += 1;
                if found.len() < most {
                    found.insert(format!("{}\0{user}", history.username), history);
                }
            }
            Ok(())
        };
        changes.for_each_user(cancel, &mut |user, turns| {
            let mut trace = UserTrace::of(&changes, user, turns);
            trace.edits = edits.remove(&user).unwrap_or_default();
            take(user, &trace)
        })?;
        for (user, edits) in edits {
            take(user, &UserTrace { edits, ..UserTrace::default() })?;
        }
        Ok((found.into_values().collect(), total))
    }

    /// The edits of users' rows, by user; none if the query is about companies.
    fn edits_of_users(
        &self,
        query: &HistoryQuery,
    ) -> Result<BTreeMap<i64, Vec<(ChangeId, u64)>>, StoreError> {
        let mut found: BTreeMap<i64, Vec<(ChangeId, u64)>> = BTreeMap::new();
        let form = JournalForm::of(&self.connection)?;
        if !form.rows || query.company.is_some() || query.companies.is_some() {
            return Ok(found);
        }
        let visibility = self.visibility();
        let all = HistoryQuery { lost: None, gained: None, changes: None, ..query.clone() };
        let mut conditions = self.conditions(&all, form)?;
        if query.user.is_some() {
            conditions.sql += " AND r.row_key = ?3";
        } else if let Some(word) = &query.users {
            let users = conditions.add_ids(&word.users);
            conditions.push(&format!(" AND r.row_key IN (SELECT value FROM {users})"));
        }
        let sql = format!(
            "SELECT r.row_key, c.id, r.number FROM grantgrid_change c \
             CROSS JOIN grantgrid_row r ON r.change_id = c.id \
             WHERE r.table_name = 'hrm_users' AND {}{}{} ORDER BY c.id, r.number LIMIT {MOST_EDITS}",
            of_query(visibility, form),
            conditions.sql,
            visibility.of_rows()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values))?;
        while let Some(row) = rows.next()? {
            if let Some(user) = optional_number(row, 0)? {
                found.entry(user).or_default().push((ChangeId(row.get(1)?), row.get(2)?));
            }
        }
        Ok(found)
    }

    /// The overall result for one user; `None` if there is none.
    fn user_history(
        &self,
        user: UserId,
        trace: &UserTrace,
        companies: &PastCompanies,
    ) -> Result<Option<UserHistory>, StoreError> {
        let (gained, lost) = net(&trace.access, companies);
        let (granted, revoked) = net(&trace.grants, companies);
        let mut edits: Vec<String> = Vec::new();
        let mut changes = trace.changes.clone();
        let mut label = None;
        let skipped = trace.edits.len().saturating_sub(EDITS);
        changes.extend(trace.edits.iter().map(|(change, _)| change.0));
        for (change, number) in &trace.edits[skipped..] {
            let at = (number.saturating_sub(1), 1);
            if let Some(row) =
                history_rows::read(&self.connection, *change, at, self.visibility())?.pop()
            {
                edits.push(edit_in_words(&row));
                label = Some(row.label);
            }
        }
        let is_same = [&gained, &lost, &granted, &revoked].iter().all(|codes| codes.is_empty());
        if is_same && edits.is_empty() {
            return Ok(None);
        }
        let known = self.user(user)?;
        let of_label = label.and_then(|label| label.strip_prefix("user ").map(str::to_owned));
        let (username, full_name) = match (known, of_label) {
            (Some(known), _) => (known.username, known.full_name),
            (None, Some(name)) => (name, String::new()),
            (None, None) => (username(&self.connection, user)?, String::new()),
        };
        let changes = changes.len() as u64;
        Ok(Some(UserHistory {
            user,
            username,
            full_name,
            gained,
            lost,
            edits,
            changes,
            granted,
            revoked,
        }))
    }
}

/// Whether the query asks for what this user gained or lost.
fn is_requested(query: &HistoryQuery, history: &UserHistory) -> bool {
    (query.lost.is_none() || !history.lost.is_empty())
        && (query.gained.is_none() || !history.gained.is_empty())
}

fn edit_in_words(row: &ChangeRow) -> String {
    match (row.switched(), row.values_in_words()) {
        (Some(on), _) => if on { "activated" } else { "deactivated" }.to_owned(),
        (None, Some(values)) if row.edit == RowEdit::Update => values,
        _ => row.edit.past().to_owned(),
    }
}
