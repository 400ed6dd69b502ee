//! Writes the cells of one change, row by row of the matrix: the grant in the
//! HR system's own form, and beside it what the journal needs to take it back.

use std::collections::HashMap;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::StoreError;
use super::directory::Directory;
use super::home::{self, Homes};
use super::journal;
use super::new_ids::NewIds;
use super::open;
use super::schema::HrSchema;
use super::value::{Kept, optional_number, text};
use crate::domain::{
    Cell, ChangeId, CompanyId, IdSource, RoleId, Scope, StatisticsDelta, TenantId, UserId,
};

const SELECT_ROW: &str = "SELECT company_id, id, created_at, {modified_at} \
     FROM hrm_user_company_access WHERE user_id = ?1";
pub(super) const DELETE: &str =
    "DELETE FROM hrm_user_company_access WHERE user_id = ?1 AND company_id = ?2";

/// From so many cells on a change is given a larger cache.
const LARGE: u64 = 10_000;

/// A row of `hrm_user_company_access` to the byte, so that it can be put back.
#[derive(Clone, Debug)]
pub(super) struct StoredGrant {
    pub(super) id: Kept,
    pub(super) created_at: Kept,
    pub(super) modified_at: Kept,
}

/// What a writer did in all.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) added: u64,
    pub(super) removed: u64,
    /// The change that this one takes back or makes again.
    pub(super) reverts: Option<ChangeId>,
    pub(super) delta: StatisticsDelta,
}

pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    pub(super) change: ChangeId,
    pub(super) done: Done,
    at: &'a str,
    schema: &'a HrSchema,
    directory: &'a Directory,
    homes: Option<&'a Homes>,
    ids: NewIds<'a>,
    row: Option<MatrixRow>,
    has_room: bool,
    company_numbers: HashMap<usize, i64>,
    sql: Statements,
}

pub(super) struct Statements {
    pub(super) select_row: String,
    pub(super) select_user: String,
    insert: String,
}

/// The user whose cells are being written.
struct MatrixRow {
    user: UserId,
    username: String,
    /// Whether the journal has the name.
    named: bool,
    scope: Scope,
    home: Option<CompanyId>,
    tenant: Option<TenantId>,
    /// By the company's place in the directory.
    held: HashMap<usize, Vec<StoredGrant>>,
    held_before: usize,
    /// Where the unique constraint is missing, a cell may hold several grants.
    /// They come and go together: the cell that was restored last ...
    restored: Option<usize>,
    /// ... and the ids of grants that were removed from such a cell.
    removed_with_others: Vec<(usize, Kept)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        schema: &'a HrSchema,
        directory: &'a Directory,
        homes: Option<&'a Homes>,
        ids: &'a mut dyn IdSource,
        (change, at): (ChangeId, &'a str),
    ) -> Self {
        Self {
            connection,
            change,
            done: Done::default(),
            at,
            schema,
            directory,
            homes,
            ids: NewIds::new(ids, directory.id_form),
            row: None,
            has_room: false,
            company_numbers: HashMap::new(),
            sql: Statements::for_schema(schema),
        }
    }

    /// Adds the grant of a cell; false if it is there already.
    pub(super) fn grant(&mut self, cell: &Cell) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        if self.holds(at) {
            return Ok(false);
        }
        let company = &self.directory.companies[at];
        if !company.id.is_usable() {
            return Err(StoreError::UnusableCompany(company.code.clone()));
        }
        let now = Kept::from(self.at.to_owned());
        let grant =
            StoredGrant { id: self.ids.next().into(), created_at: now.clone(), modified_at: now };
        self.add(at, grant)?;
        Ok(true)
    }

    /// Puts a grant back as it was; false if the cell is taken, or its id is.
    pub(super) fn restore(&mut self, cell: &Cell, grant: StoredGrant) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        if self.holds(at) && self.row.as_ref().and_then(|row| row.restored) != Some(at) {
            return Ok(false);
        }
        match self.add(at, grant) {
            Err(error) if is_taken(&error) => return Ok(false),
            done => done?,
        }
        if let Some(row) = &mut self.row {
            row.restored = Some(at);
        }
        Ok(true)
    }

    /// Removes the grant of a cell; false if there is none.
    pub(super) fn revoke(&mut self, cell: &Cell) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        let Some(grants) = self.row.as_mut().and_then(|row| row.held.remove(&at)) else {
            return Ok(false);
        };
        self.connection
            .prepare_cached(DELETE)?
            .execute(params![cell.user.0, self.directory.keys[at]])?;
        self.name_user()?;
        let company = self.company_number(at)?;
        let (connection, change, user) = (self.connection, self.change, cell.user);
        let mut of_this_change = false;
        for grant in &grants {
            if self.done.added > 0
                && journal::forget_added(connection, change, user, company, &grant.id)?
            {
                of_this_change = true;
            } else {
                journal::removed(connection, change, user, company, grant)?;
            }
        }
        if let (Some(row), 2..) = (&mut self.row, grants.len()) {
            row.removed_with_others.extend(grants.into_iter().map(|grant| (at, grant.id)));
        }
        if of_this_change {
            self.done.added -= 1;
        } else {
            self.done.removed += 1;
        }
        self.count(at, -1);
        Ok(true)
    }

    /// Removes the grant of a cell if it still is the one with this id; false
    /// if it changed since, or its user or company is gone.
    pub(super) fn revoke_if(&mut self, cell: &Cell, id: &Kept) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        let Some(row) = &self.row else {
            return Ok(false);
        };
        if row.held.get(&at).is_some_and(|grants| grants.iter().any(|grant| grant.id == *id)) {
            return self.revoke(cell);
        }
        Ok(row.removed_with_others.iter().any(|(of, removed)| *of == at && removed == id))
    }

    /// The sums, with the last user counted.
    pub(super) fn finish(mut self) -> Done {
        self.leave_row();
        self.done
    }

    /// Adds a grant to the row that was sought.
    fn add(&mut self, at: usize, grant: StoredGrant) -> rusqlite::Result<()> {
        let Some(user) = self.row.as_ref().map(|row| row.user) else {
            return Ok(());
        };
        let mut insert = self.connection.prepare_cached(&self.sql.insert)?;
        let company = &self.directory.keys[at];
        if self.schema.grant_modified_at {
            insert.execute(params![
                grant.id,
                user.0,
                company,
                grant.created_at,
                grant.modified_at
            ])?;
        } else {
            insert.execute(params![grant.id, user.0, company, grant.created_at])?;
        }
        self.name_user()?;
        let number = self.company_number(at)?;
        journal::added(self.connection, self.change, user, number, &grant.id)?;
        let Some(row) = &mut self.row else {
            return Ok(());
        };
        let held = row.held.entry(at).or_default();
        held.push(grant);
        if held.len() == 1 {
            self.done.added += 1;
            self.count(at, 1);
        }
        Ok(())
    }

    /// Keeps the name of the row's user in the journal.
    fn name_user(&mut self) -> rusqlite::Result<()> {
        match &mut self.row {
            Some(row) if !row.named => {
                row.named = true;
                journal::name_user(self.connection, row.user, &row.username)
            }
            _ => Ok(()),
        }
    }

    fn holds(&self, at: usize) -> bool {
        self.row.as_ref().is_some_and(|row| row.held.contains_key(&at))
    }

    /// Keeps the statistics' difference for one cell that gained or lost a
    /// grant.
    fn count(&mut self, at: usize, by: i64) {
        self.done.delta.grants += by;
        let company = &self.directory.companies[at];
        let called_for = self.row.as_ref().is_some_and(|row| {
            row.scope.calls_for(row.home.as_ref(), row.tenant.as_ref(), company)
        });
        if called_for {
            self.done.delta.drift -= by;
        }
    }

    /// Goes to the cell's row and answers its column.
    fn seek(&mut self, cell: &Cell) -> Result<usize, StoreError> {
        if self.row.as_ref().is_none_or(|row| row.user != cell.user) {
            self.leave_row();
            self.make_room()?;
            self.row = Some(self.read_row(cell.user)?);
        }
        self.directory
            .position(&cell.company)
            .ok_or_else(|| StoreError::Gone(format!("the company {}", cell.company)))
    }

    /// Makes room for a change that grows large.
    fn make_room(&mut self) -> rusqlite::Result<()> {
        let is_large = self.done.added + self.done.removed >= LARGE;
        if is_large && !self.has_room {
            self.has_room = true;
            open::use_large_cache(self.connection, true)?;
        }
        Ok(())
    }

    fn leave_row(&mut self) {
        if let Some(row) = self.row.take() {
            self.done.delta.count_user(row.held_before as u64, row.held.len() as u64);
        }
    }

    fn read_row(&self, user: UserId) -> Result<MatrixRow, StoreError> {
        let (username, role, organization) = self
            .connection
            .prepare_cached(&self.sql.select_user)?
            .query_row([user.0], |row| {
                Ok((text(row, 0)?, optional_number(row, 1)?, optional_number(row, 2)?))
            })
            .optional()?
            .ok_or_else(|| StoreError::Gone(format!("the user {user}")))?;
        let mut held: HashMap<usize, Vec<StoredGrant>> = HashMap::new();
        let mut statement = self.connection.prepare_cached(&self.sql.select_row)?;
        let mut rows = statement.query([user.0])?;
        while let Some(row) = rows.next()? {
            if let Some(at) = self.directory.position_of(row.get_ref(0)?) {
                let grant = StoredGrant {
                    id: row.get(1)?,
                    created_at: row.get(2)?,
                    modified_at: row.get(3)?,
                };
                held.entry(at).or_default().push(grant);
            }
        }
        let home = home::of(self.connection, self.schema, self.directory, self.homes, user)?;
        let tenant = self.directory.tenant_of(home.as_ref(), organization).cloned();
        let scope = self.directory.scope(role.map(RoleId));
        let held_before = held.len();
        Ok(MatrixRow {
            user,
            username,
            named: false,
            scope,
            home,
            tenant,
            held,
            held_before,
            restored: None,
            removed_with_others: Vec::new(),
        })
    }

    /// The number by which the journal knows a company.
    fn company_number(&mut self, at: usize) -> rusqlite::Result<i64> {
        if let Some(number) = self.company_numbers.get(&at) {
            return Ok(*number);
        }
        let number = journal::name_company(self.connection, &self.directory.companies[at])?;
        self.company_numbers.insert(at, number);
        Ok(number)
    }
}

/// Whether a row could not be added because its id or its cell has one.
fn is_taken(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
    error.sqlite_error().is_some_and(|error| {
        error.code == ErrorCode::ConstraintViolation
            && [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE]
                .contains(&error.extended_code)
    })
}

impl Statements {
    pub(super) fn for_schema(schema: &HrSchema) -> Self {
        let insert = if schema.grant_modified_at {
            "INSERT INTO hrm_user_company_access \
             (id, user_id, company_id, created_at, modified_at) VALUES (?1, ?2, ?3, ?4, ?5)"
        } else {
            "INSERT INTO hrm_user_company_access \
             (id, user_id, company_id, created_at) VALUES (?1, ?2, ?3, ?4)"
        };
        let modified_at = if schema.grant_modified_at { "modified_at" } else { "NULL" };
        Self {
            select_row: SELECT_ROW.replace("{modified_at}", modified_at),
            select_user: format!(
                "SELECT username, {} FROM hrm_users WHERE id = ?1",
                schema.user_references
            ),
            insert: insert.into(),
        }
    }
}
