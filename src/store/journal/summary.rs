//! Sums up what changes did: to which users, in which companies. Of a very large change, only
//! the first cells are read.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{OptionalExtension, params};

use super::cells::{SELECT_FORMER_USERNAME, SELECT_USERNAME};
use super::{Visibility, history_rows};
use crate::domain::{CellSummary, Change, ChangeId, ChangeSummary, UserId};
use crate::store::schema::own;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// The number of cells read for a list of changes, but at least [`LEAST`] for each.
const MOST: u64 = 30_000;
const LEAST: u64 = 300;

/// The maximum number of rows of a change that are named.
const ROWS: u64 = 40;

/// The maximum number of users that a summary names.
const USERS: usize = 3;

/// The maximum number of users whose roles are looked up to find a common one.
const WITH_ROLE: usize = 200;

const SELECT_COMPANY: &str = "SELECT code FROM grantgrid_company WHERE number = ?1";
const SELECT_FORMER_COMPANY: &str = "SELECT code FROM grantgrid_former \
     WHERE kind = 'company' AND id = ?1 AND until > ?2 ORDER BY until LIMIT 1";

impl Store {
    /// One summary for each of these changes, in the same order.
    pub fn change_summaries(&self, changes: &[Change]) -> Result<Vec<ChangeSummary>, StoreError> {
        let mut reader = SummaryReader {
            store: self,
            visibility: self.visibility(),
            has_former_names: own::has_former_names(&self.connection)?,
            has_rows: own::has_rows(&self.connection)?,
            left: MOST,
            companies: HashMap::new(),
        };
        changes.iter().map(|change| reader.read(change)).collect()
    }
}

struct SummaryReader<'a> {
    store: &'a Store,
    visibility: Visibility,
    has_former_names: bool,
    has_rows: bool,
    /// How many cells may be read.
    left: u64,
    companies: HashMap<i64, String>,
}

/// The cells that gained a grant, or those that lost one.
#[derive(Default)]
struct Side {
    cells: u64,
    users: Vec<UserId>,
    companies: HashSet<i64>,
}

impl Side {
    fn add(&mut self, user: UserId, company: i64) {
        self.cells += 1;
        // Cells are sorted by user.
        if self.users.last() != Some(&user) {
            self.users.push(user);
        }
        self.companies.insert(company);
    }
}

impl SummaryReader<'_> {
    fn read(&mut self, change: &Change) -> Result<ChangeSummary, StoreError> {
        let total = change.added + change.removed;
        let most = if total <= self.left.max(LEAST) { total } else { LEAST };
        self.left = self.left.saturating_sub(most);
        let (added, removed) = self.cells(change.id, most)?;
        let is_whole = most == total;
        let rows = change.rows.iter().map(|rows| rows.count).sum::<u64>();
        let rows = if self.has_rows && (1..=ROWS).contains(&rows) {
            let most = usize::try_from(ROWS).unwrap_or(usize::MAX);
            history_rows::read(&self.store.connection, change.id, (0, most), self.visibility)?
        } else {
            Vec::new()
        };
        let mut sum = |side: Side, of: u64| -> Result<CellSummary, StoreError> {
            let cells = if is_whole { side.cells } else { of };
            self.side(change.id, side, (cells, is_whole))
        };
        let granted = sum(added, change.added)?;
        Ok(ChangeSummary { granted, revoked: sum(removed, change.removed)?, rows })
    }

    /// The first cells of a change: those that gained a grant, and those that lost one.
    fn cells(&self, change: ChangeId, most: u64) -> Result<(Side, Side), StoreError> {
        let (mut added, mut removed) = (Side::default(), Side::default());
        let mut statement =
            self.store.connection.prepare_cached(&select_first_cells(self.visibility))?;
        // A cell that had several grants has a row for each, so more rows are read.
        let mut rows = statement.query(params![change.0, most.saturating_mul(2)])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let cell = (row.get(0)?, row.get(1)?, row.get(2)?);
            // Several grants of one cell count once.
            if last.replace(cell) == Some(cell) {
                continue;
            }
            let (user, company, is_added) = cell;
            if is_added { &mut added } else { &mut removed }.add(UserId(user), company);
        }
        Ok((added, removed))
    }

    fn side(
        &mut self,
        change: ChangeId,
        side: Side,
        (cells, is_whole): (u64, bool),
    ) -> Result<CellSummary, StoreError> {
        let first = side.users.iter().take(USERS);
        let users = first.map(|user| self.username(change, *user)).collect::<Result<_, _>>()?;
        let mut companies = BTreeSet::new();
        for number in side.companies {
            companies.insert(self.code(change, number)?);
        }
        Ok(CellSummary {
            cells,
            users,
            user_count: side.users.len() as u64,
            role: if is_whole { self.role(&side.users)? } else { None },
            companies: companies.into_iter().collect(),
            is_whole,
        })
    }

    /// The role that all of these users have now, if they have one in common.
    fn role(&self, users: &[UserId]) -> Result<Option<String>, StoreError> {
        let mut common: Option<String> = None;
        if !(2..=WITH_ROLE).contains(&users.len()) {
            return Ok(None);
        }
        for user in users {
            let Some(user) = self.store.user(*user)? else {
                return Ok(None);
            };
            if user.role.is_empty() || common.as_ref().is_some_and(|role| *role != user.role) {
                return Ok(None);
            }
            common = Some(user.role);
        }
        Ok(common)
    }

    fn username(&self, change: ChangeId, user: UserId) -> Result<String, StoreError> {
        let connection = &self.store.connection;
        if self.has_former_names {
            let former: Option<String> = connection
                .prepare_cached(SELECT_FORMER_USERNAME)?
                .query_row([user.0, change.0], |row| text(row, 0))
                .optional()?;
            if let Some(name) = former {
                // The operator of one tenant may not see who had the id before.
                let is_hidden = self.visibility == Visibility::Within;
                return Ok(if is_hidden { user.to_string() } else { name });
            }
        }
        let name = connection
            .prepare_cached(SELECT_USERNAME)?
            .query_row([user.0], |row| text(row, 0))
            .optional()?;
        Ok(name.unwrap_or_else(|| user.to_string()))
    }

    fn code(&mut self, change: ChangeId, number: i64) -> Result<String, StoreError> {
        let connection = &self.store.connection;
        if self.has_former_names {
            let former: Option<String> = connection
                .prepare_cached(SELECT_FORMER_COMPANY)?
                .query_row([number, change.0], |row| text(row, 0))
                .optional()?;
            if let Some(code) = former {
                return Ok(code);
            }
        }
        if let Some(code) = self.companies.get(&number) {
            return Ok(code.clone());
        }
        let code: Option<String> = connection
            .prepare_cached(SELECT_COMPANY)?
            .query_row([number], |row| text(row, 0))
            .optional()?;
        let code = code.unwrap_or_else(|| format!("company {number}"));
        self.companies.insert(number, code.clone());
        Ok(code)
    }
}

/// The first cells of a change.
fn select_first_cells(visibility: Visibility) -> String {
    format!(
        "SELECT x.user_id, x.company, x.added FROM grantgrid_cell x \
         WHERE x.change_id = ?1{} ORDER BY x.user_id, x.company, x.added DESC LIMIT ?2",
        visibility.of_cells()
    )
}
