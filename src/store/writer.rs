//! Writes the cells of one change, row by row of the matrix: the grant in the
//! HR system's own form, and beside it what the journal needs to take it back.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::directory::{Directory, IdForm};
use super::home::{self, Homes};
use super::journal;
use super::schema::HrSchema;
use super::value::{optional_number, reads_as_number, text};
use crate::domain::{
    Cell, ChangeId, CompanyId, IdSource, RoleId, Scope, StatisticsDelta, TenantId, UserId,
};

pub(super) const SELECT_ROW: &str = "SELECT company_id, id, created_at, {modified_at} \
     FROM hrm_user_company_access WHERE user_id = ?1";
pub(super) const DELETE: &str =
    "DELETE FROM hrm_user_company_access WHERE user_id = ?1 AND company_id = ?2";

/// A row of `hrm_user_company_access` to the byte, so that it can be put back.
#[derive(Clone, Debug)]
pub(super) struct StoredGrant {
    pub(super) id: Value,
    pub(super) created_at: Value,
    pub(super) modified_at: Value,
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
    ids: &'a mut dyn IdSource,
    row: Option<MatrixRow>,
    company_numbers: HashMap<usize, i64>,
    sql: Statements,
}

struct Statements {
    select_row: String,
    select_user: String,
    insert: String,
}

/// The user whose cells are being written.
struct MatrixRow {
    user: UserId,
    scope: Scope,
    home: Option<CompanyId>,
    tenant: Option<TenantId>,
    /// By the company's place in the directory.
    held: HashMap<usize, Vec<StoredGrant>>,
    held_before: usize,
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
            ids,
            row: None,
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
        let id = self.new_id();
        let grant = StoredGrant {
            id: id.into(),
            created_at: self.at.to_owned().into(),
            modified_at: self.at.to_owned().into(),
        };
        self.add(cell, at, grant)
    }

    /// Puts a grant back as it was; false if the cell is taken, or its id is.
    pub(super) fn restore(&mut self, cell: &Cell, grant: StoredGrant) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        if self.holds(at) { Ok(false) } else { self.add(cell, at, grant) }
    }

    /// Removes the grant of a cell; false if there is none.
    pub(super) fn revoke(&mut self, cell: &Cell) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        let Some(grants) = self.row.as_mut().and_then(|row| row.held.remove(&at)) else {
            return Ok(false);
        };
        self.connection
            .prepare_cached(DELETE)?
            .execute(params![cell.user.0, cell.company.as_str()])?;
        let company = self.company_number(at)?;
        for grant in &grants {
            journal::removed(self.connection, self.change, cell.user, company, grant)?;
        }
        self.done.removed += 1;
        self.count(at, -1);
        Ok(true)
    }

    /// Removes the grant of a cell if it still is the one with this id; false
    /// if it changed since, or its user or company is gone.
    pub(super) fn revoke_if(&mut self, cell: &Cell, id: &Value) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        let held = self.row.as_ref().and_then(|row| row.held.get(&at));
        if held.is_some_and(|grants| grants.iter().any(|grant| grant.id == *id)) {
            self.revoke(cell)
        } else {
            Ok(false)
        }
    }

    /// The sums, with the last user counted.
    pub(super) fn finish(mut self) -> Done {
        self.leave_row();
        self.done
    }

    fn add(&mut self, cell: &Cell, at: usize, grant: StoredGrant) -> Result<bool, StoreError> {
        let mut insert = self.connection.prepare_cached(&self.sql.insert)?;
        let (user, company) = (cell.user.0, cell.company.as_str());
        let inserted = if self.schema.grant_modified_at {
            insert.execute(params![grant.id, user, company, grant.created_at, grant.modified_at])?
        } else {
            insert.execute(params![grant.id, user, company, grant.created_at])?
        };
        if inserted == 0 {
            return Ok(false);
        }
        let number = self.company_number(at)?;
        journal::added(self.connection, self.change, cell.user, number, &grant.id)?;
        if let Some(row) = &mut self.row {
            row.held.insert(at, vec![grant]);
        }
        self.done.added += 1;
        self.count(at, 1);
        Ok(true)
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
            self.row = Some(self.read_row(cell.user)?);
        }
        self.directory
            .position(&cell.company)
            .ok_or_else(|| StoreError::Gone(format!("the company {}", cell.company)))
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
        journal::name_user(self.connection, user, &username)?;

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
        Ok(MatrixRow { user, scope, home, tenant, held, held_before })
    }

    /// The number by which the journal knows a company.
    fn company_number(&mut self, at: usize) -> Result<i64, StoreError> {
        if let Some(number) = self.company_numbers.get(&at) {
            return Ok(*number);
        }
        let number = journal::name_company(self.connection, &self.directory.companies[at])?;
        self.company_numbers.insert(at, number);
        Ok(number)
    }

    /// A new grant id in the form that the database uses, and never one that
    /// a UUID column would keep as a number.
    fn new_id(&mut self) -> String {
        loop {
            let id = self.ids.next_id();
            let spelling = match self.directory.id_form {
                IdForm::Plain => id.simple().to_string(),
                IdForm::Dashed => id.hyphenated().to_string(),
            };
            if !reads_as_number(&spelling) {
                return spelling;
            }
        }
    }
}

impl Statements {
    fn for_schema(schema: &HrSchema) -> Self {
        let insert = if schema.grant_modified_at {
            "INSERT OR IGNORE INTO hrm_user_company_access \
             (id, user_id, company_id, created_at, modified_at) VALUES (?1, ?2, ?3, ?4, ?5)"
        } else {
            "INSERT OR IGNORE INTO hrm_user_company_access \
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
