//! Reads the cells of a change from the journal, in the order in which they are reverted:
//! those of one user together; if one cell lost a grant and gained another, the new one
//! first.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::{Cell, ChangeId, CompanyId, NamedCell, UserId};
use crate::store::StoreError;
use crate::store::reading::matrix_row::StoredGrant;
use crate::store::schema::own;
use crate::store::sql_value::{SqlValue, text};

/// The number of cells read at once, unless one user has more.
const CHUNK: usize = 8_192;

pub(crate) const SELECT_USERNAME: &str = "SELECT username FROM grantgrid_user WHERE id = ?1";

/// The name of a user in a change, if the id now belongs to somebody else.
pub(crate) const SELECT_FORMER_USERNAME: &str = "SELECT name FROM grantgrid_former \
     WHERE kind = 'user' AND id = ?1 AND until > ?2 ORDER BY until LIMIT 1";

/// The same for companies.
const SELECT_FORMER_COMPANIES: &str = "SELECT id, code, name FROM grantgrid_former \
     WHERE kind = 'company' AND until > ?1 ORDER BY until DESC";

/// A cell of a change, with everything that is needed to revert it.
pub(crate) struct JournalCell {
    pub(crate) cell: Cell,
    pub(crate) added: bool,
    pub(crate) grant: StoredGrant,
}

/// Walks over the cells of one change in chunks: between two chunks no cursor is open
/// on the journal, so that writing to it is cheap.
pub(crate) struct Cells<'a> {
    connection: &'a Connection,
    change: ChangeId,
    companies: HashMap<i64, CompanyName>,
    by_id: HashMap<CompanyId, i64>,
    /// Only cells that gained a grant, or only those that lost one; `None` for all.
    added: Option<bool>,
    /// The start of the next chunk; `None` after the last.
    from: Option<i64>,
    select: String,
    has_former_names: bool,
    hides_former_names: bool,
}

struct CompanyName {
    id: CompanyId,
    code: String,
    name: String,
}

impl<'a> Cells<'a> {
    pub(crate) fn of(connection: &'a Connection, change: ChangeId) -> Result<Self, StoreError> {
        let mut companies = HashMap::new();
        let mut by_id = HashMap::new();
        let mut statement =
            connection.prepare_cached("SELECT number, id, code, name FROM grantgrid_company")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, CompanyId::new(&text(row, 1)?));
            by_id.insert(id.clone(), number);
            companies.insert(number, CompanyName { id, code: text(row, 2)?, name: text(row, 3)? });
        }
        let has_former_names = own::has_former_names(connection)?;
        if has_former_names {
            let mut statement = connection.prepare_cached(SELECT_FORMER_COMPANIES)?;
            let mut rows = statement.query([change.0])?;
            while let Some(row) = rows.next()? {
                if let Some(company) = companies.get_mut(&row.get(0)?) {
                    (company.code, company.name) = (text(row, 1)?, text(row, 2)?);
                }
            }
        }
        Ok(Self {
            connection,
            change,
            companies,
            by_id,
            added: None,
            from: Some(i64::MIN),
            select: select_cells(own::has_row_ids(connection)?),
            has_former_names,
            hides_former_names: false,
        })
    }

    /// Hides the names of earlier owners of ids, which the operator of one tenant may not see.
    pub(crate) fn hiding_former_names(self, hides: bool) -> Self {
        Self { hides_former_names: hides, ..self }
    }

    /// The change.
    pub(crate) fn change(&self) -> ChangeId {
        self.change
    }

    /// Restarts at the first cell, and visits only these cells.
    pub(crate) fn rewind(&mut self, added: Option<bool>) {
        (self.added, self.from) = (added, Some(i64::MIN));
    }

    /// The next cells, always all cells of a user together; none after the last.
    pub(crate) fn next_chunk(&mut self) -> Result<Vec<JournalCell>, StoreError> {
        let Some(from) = self.from else {
            return Ok(Vec::new());
        };
        let mut most = CHUNK;
        loop {
            let mut cells = self.read(from, most)?;
            if cells.len() < most {
                self.from = None;
                return Ok(cells);
            }
            // The last user may have more cells, so all cells of that user are left for the
            // next chunk.
            let last = cells[most - 1].cell.user;
            let whole = cells.partition_point(|cell| cell.cell.user < last);
            if whole > 0 {
                cells.truncate(whole);
                self.from = Some(last.0);
                return Ok(cells);
            }
            most *= 2;
        }
    }

    fn read(&self, from: i64, most: usize) -> Result<Vec<JournalCell>, StoreError> {
        let mut cells = Vec::new();
        let mut statement = self.connection.prepare_cached(&self.select)?;
        let mut rows = statement.query(params![self.change.0, from, most, self.added])?;
        while let Some(row) = rows.next()? {
            cells.push(JournalCell {
                cell: self.cell(UserId(row.get(0)?), row.get(1)?)?,
                added: row.get(2)?,
                grant: StoredGrant {
                    id: row.get(3)?,
                    created_at: row.get::<_, SqlValue>(4)?,
                    modified_at: row.get(5)?,
                    rowid: row.get(6)?,
                },
            });
        }
        Ok(cells)
    }

    /// The cell of a user and of the company with this number in the journal.
    pub(crate) fn cell(&self, user: UserId, number: i64) -> Result<Cell, StoreError> {
        let company = self.companies.get(&number).ok_or_else(|| {
            StoreError::DamagedHistory(format!("the name of company number {number} is lost"))
        })?;
        Ok(Cell { user, company: company.id.clone() })
    }

    /// The cell with the names stored in the journal.
    pub(crate) fn named(&self, cell: Cell) -> Result<NamedCell, StoreError> {
        let username = match self.former_username(cell.user)? {
            Some(_) if self.hides_former_names => cell.user.to_string(),
            Some(former) => former,
            None => username(self.connection, cell.user)?,
        };
        let company = self.by_id.get(&cell.company).and_then(|number| self.companies.get(number));
        let (company_code, company_name) =
            company.map(|company| (company.code.clone(), company.name.clone())).unwrap_or_default();
        Ok(NamedCell { cell, username, company_code, company_name })
    }

    fn former_username(&self, user: UserId) -> rusqlite::Result<Option<String>> {
        if !self.has_former_names {
            return Ok(None);
        }
        self.connection
            .prepare_cached(SELECT_FORMER_USERNAME)?
            .query_row([user.0, self.change.0], |row| text(row, 0))
            .optional()
    }
}

/// The name of a user in the journal, for users who may be deleted; otherwise the id.
pub(crate) fn username(connection: &Connection, user: UserId) -> rusqlite::Result<String> {
    let name = connection
        .prepare_cached(SELECT_USERNAME)?
        .query_row([user.0], |row| text(row, 0))
        .optional()?;
    Ok(name.unwrap_or_else(|| user.to_string()))
}

/// `has_row_ids` says whether the journal has the row ids of grants.
pub(crate) fn select_cells(has_row_ids: bool) -> String {
    let row_id = if has_row_ids { "place" } else { "NULL" };
    format!(
        "SELECT user_id, company, added, grant_id, created_at, modified_at, {row_id} \
         FROM grantgrid_cell WHERE change_id = ?1 AND user_id >= ?2 AND (?4 IS NULL OR added = ?4) \
         ORDER BY user_id, company, added DESC LIMIT ?3"
    )
}
