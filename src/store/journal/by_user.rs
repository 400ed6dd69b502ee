//! The changes of a period by user: which companies each user has gained and lost overall, and
//! how the user was edited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{OptionalExtension, params_from_iter};

use super::cells::SELECT_USERNAME;
use super::conditions::Conditions;
use super::history::of_query;
use super::history_filter::NO_COMPANY;
use super::{history_rows, history_words};
use crate::domain::{
    Cancel, ChangeId, ChangeRow, HistoryQuery, Holder, RowEdit, UserHistory, UserId,
};
use crate::store::schema::own::{self, JournalForm};
use crate::store::sql_value::{optional_number, text};
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
    last: i64,
}

/// What they did to one user.
#[derive(Default)]
struct UserTrace {
    cells: BTreeMap<i64, CellTrace>,
    changes: BTreeSet<i64>,
    edits: Vec<(ChangeId, u64)>,
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
        let mut codes = HashMap::new();
        let mut total = 0;
        let mut edits = self.edits_of_users(query)?;
        let mut take = |user: i64, trace: &UserTrace| -> Result<(), StoreError> {
            if let Some(history) = self.user_history(UserId(user), trace, &mut codes)?
                && is_requested(query, &history)
            {
                total += 1;
                if found.len() < most {
                    found.insert(format!("{}\0{user}", history.username), history);
                }
            }
            Ok(())
        };
        self.for_each_trace(query, cancel, &mut |user, mut trace| {
            trace.edits = edits.remove(&user).unwrap_or_default();
            take(user, &trace)
        })?;
        for (user, edits) in edits {
            take(user, &UserTrace { edits, ..UserTrace::default() })?;
        }
        Ok((found.into_values().collect(), total))
    }

    /// Visits what the changes did to the cells of each user, by ascending id.
    fn for_each_trace(
        &self,
        query: &HistoryQuery,
        cancel: &Cancel,
        visit: &mut dyn FnMut(i64, UserTrace) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let form = JournalForm::of(&self.connection)?;
        let visibility = self.visibility();
        // What somebody has gained or lost overall depends on all changes together.
        let all = HistoryQuery { lost: None, gained: None, ..query.clone() };
        let mut conditions = self.conditions(&all, form)?;
        self.narrow_to_holders(&mut conditions, query)?;
        let sql = format!(
            "SELECT x.user_id, x.company, x.added, c.id FROM grantgrid_change c \
             CROSS JOIN grantgrid_cell x ON x.change_id = c.id \
             WHERE {}{}{} ORDER BY x.user_id, x.company, c.id, x.added",
            of_query(visibility, form),
            conditions.sql,
            visibility.of_cells()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values))?;
        let mut now: Option<(i64, UserTrace)> = None;
        while let Some(row) = rows.next()? {
            let (user, company, added, change): (i64, i64, bool, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if now.as_ref().is_none_or(|(known, _)| *known != user) {
                if cancel.is_cancelled() {
                    return Err(StoreError::Cancelled);
                }
                if let Some((user, trace)) = now.replace((user, UserTrace::default())) {
                    visit(user, trace)?;
                }
            }
            if let Some((_, trace)) = &mut now {
                trace.changes.insert(change);
                let first = CellTrace { before: !added, after: added, last: change };
                let cell = trace.cells.entry(company).or_insert(first);
                // Within a change, added grants count after removed ones.
                cell.after = added || cell.last == change && cell.after;
                cell.last = change;
            }
        }
        now.map_or(Ok(()), |(user, trace)| visit(user, trace))
    }

    /// Only the cells of the user and company that the query is about.
    fn narrow_to_holders(
        &self,
        conditions: &mut Conditions,
        query: &HistoryQuery,
    ) -> Result<(), StoreError> {
        let named = history_words::cells_of_named(conditions, query);
        conditions.sql += &named;
        for holder in [&query.lost, &query.gained].into_iter().flatten() {
            let (column, value) = match holder {
                Holder::User(user) => ("user_id", user.0),
                Holder::Company(company) => {
                    ("company", self.journal_number_of(company)?.unwrap_or(NO_COMPANY))
                }
                Holder::Named(word) => {
                    let matches = history_words::cells_that_match(conditions, word);
                    conditions.push(&format!(" AND {matches}"));
                    continue;
                }
            };
            let parameter = conditions.add(value);
            conditions.push(&format!(" AND x.{column} = {parameter}"));
        }
        Ok(())
    }

    /// The edits of users' rows, by user; none if the query is about companies.
    fn edits_of_users(
        &self,
        query: &HistoryQuery,
    ) -> Result<BTreeMap<i64, Vec<(ChangeId, u64)>>, StoreError> {
        let mut found: BTreeMap<i64, Vec<(ChangeId, u64)>> = BTreeMap::new();
        let form = JournalForm::of(&self.connection)?;
        let is_of_company = query.company.is_some() || query.companies.is_some();
        let is_of_cells = is_of_company || query.lost.is_some() || query.gained.is_some();
        if !form.rows || is_of_cells {
            return Ok(found);
        }
        let visibility = self.visibility();
        let mut conditions = self.conditions(query, form)?;
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
        codes: &mut HashMap<i64, String>,
    ) -> Result<Option<UserHistory>, StoreError> {
        let (mut gained, mut lost) = (Vec::new(), Vec::new());
        for (company, cell) in &trace.cells {
            let side = match (cell.before, cell.after) {
                (false, true) => &mut gained,
                (true, false) => &mut lost,
                _ => continue,
            };
            side.push(self.code_of(*company, codes)?);
        }
        gained.sort_unstable();
        lost.sort_unstable();
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
        if gained.is_empty() && lost.is_empty() && edits.is_empty() {
            return Ok(None);
        }
        let known = self.user(user)?;
        let of_label = label.and_then(|label| label.strip_prefix("user ").map(str::to_owned));
        let (username, full_name) = match (known, of_label) {
            (Some(known), _) => (known.username, known.full_name),
            (None, Some(name)) => (name, String::new()),
            (None, None) => (self.username_of_journal(user)?, String::new()),
        };
        let changes = changes.len() as u64;
        Ok(Some(UserHistory { user, username, full_name, gained, lost, edits, changes }))
    }

    fn username_of_journal(&self, user: UserId) -> Result<String, StoreError> {
        let name = self
            .connection
            .prepare_cached(SELECT_USERNAME)?
            .query_row([user.0], |row| text(row, 0))
            .optional()?;
        Ok(name.unwrap_or_else(|| user.to_string()))
    }

    fn code_of(
        &self,
        company: i64,
        codes: &mut HashMap<i64, String>,
    ) -> Result<String, StoreError> {
        if let Some(code) = codes.get(&company) {
            return Ok(code.clone());
        }
        let code: Option<String> = self
            .connection
            .prepare_cached("SELECT code FROM grantgrid_company WHERE number = ?1")?
            .query_row([company], |row| text(row, 0))
            .optional()?;
        let code = code.unwrap_or_else(|| format!("company {company}"));
        codes.insert(company, code.clone());
        Ok(code)
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
