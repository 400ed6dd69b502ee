//! The ranks of accounts: the operator of one tenant cannot change or delete an account with a
//! role above their own, or assign such a role. So operators can always undo their own
//! changes.

use rusqlite::Connection;

use crate::domain::{Rank, RoleId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::sqlite::tenant_views;

impl Writer<'_> {
    /// Checks that a row (a user or an employee record) does not belong to an account above
    /// the operator's.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`].
    pub(crate) fn require_row_rank(
        &mut self,
        table: &str,
        row: &[SqlValue],
    ) -> Result<(), StoreError> {
        if self.catalog.within.is_none() {
            return Ok(());
        }
        let shape = self.shape(table)?;
        match (table, shape.value(row, "user_id")) {
            ("hrm_users", _) => self.require_account(&shape, row),
            ("hrm_employee", Some(user)) => self.require_account_of(user),
            _ => Ok(()),
        }
    }

    /// Checks that a row may get these values: no role above the operator's, and no employee
    /// record for an account above the operator's. `role` is the user's current role.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`].
    pub(crate) fn require_values_rank(
        &mut self,
        table: &str,
        values: &[(&str, SqlValue)],
        role: Option<&SqlValue>,
    ) -> Result<(), StoreError> {
        if self.catalog.within.is_none() {
            return Ok(());
        }
        for (column, value) in values {
            let is = |name: &str| column.eq_ignore_ascii_case(name);
            if table == "hrm_employee" && is("user_id") {
                self.require_account_of(value)?;
            }
            if table == "hrm_users" && is("role_id") && role != Some(value) {
                let name = self.role_name(Some(value));
                if Rank::of_role(&name) > own(self.connection)? {
                    let why = format!("the role {name} is higher than the operator's own");
                    return Err(StoreError::NotAllowed(why));
                }
            }
        }
        Ok(())
    }

    fn require_account_of(&mut self, user: &SqlValue) -> Result<(), StoreError> {
        let shape = self.shape("hrm_users")?;
        match shape.read(self.connection, user)? {
            Some(row) => self.require_account(&shape, &row),
            None => Ok(()),
        }
    }

    fn require_account(&self, shape: &TableShape, row: &[SqlValue]) -> Result<(), StoreError> {
        let role = self.role_name(shape.value(row, "role_id"));
        if Rank::of_role(&role) <= own(self.connection)? {
            return Ok(());
        }
        let name = shape.value(row, "username").map(|name| text_of(name.as_ref()));
        Err(StoreError::NotAllowed(above(&name.unwrap_or_default(), &role)))
    }

    fn role_name(&self, id: Option<&SqlValue>) -> String {
        let Some(SqlValue::Integer(id)) = id else {
            return String::new();
        };
        let role = self.catalog.roles.get(&RoleId(*id));
        role.map(|role| role.name.clone()).unwrap_or_default()
    }
}

/// Why an account of higher rank cannot be changed.
pub(crate) fn above(username: &str, role: &str) -> String {
    format!("the user {username} is {role}, a higher role than the operator's own")
}

/// The operator's own rank. Only for a restricted connection.
pub(crate) fn own(connection: &Connection) -> rusqlite::Result<Rank> {
    Ok(Rank::of_role(&tenant_views::operator_role(connection)?))
}
