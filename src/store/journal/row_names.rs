//! The names of the roles, organizations, tenants and companies that changed rows refer to by
//! id.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::Visibility;
use crate::domain::NOTHING;
use crate::store::StoreError;
use crate::store::sql_value::optional_text;

/// A cache of names that were looked up.
pub(super) struct RowNames<'a> {
    pub(super) connection: &'a Connection,
    visibility: Visibility,
    known: HashMap<(&'static str, String), Option<String>>,
}

impl<'a> RowNames<'a> {
    pub(super) fn new(connection: &'a Connection, visibility: Visibility) -> Self {
        Self { connection, visibility, known: HashMap::new() }
    }

    /// The names for both values of a column; `None` if the column has no ids, or if a name is
    /// unknown.
    pub(super) fn of(
        &mut self,
        column: &str,
        (before, after): (Option<&str>, Option<&str>),
    ) -> Result<Option<(String, String)>, StoreError> {
        let selects: &[&str] = match column {
            "role_id" => {
                &["SELECT name FROM role WHERE id = ?1", "SELECT name FROM hrm_roles WHERE id = ?1"]
            }
            "company_id" => &["SELECT code FROM hrm_company WHERE id = ?1"],
            // An operator of one tenant must not see other tenants.
            _ if self.visibility != Visibility::Whole => &[],
            "organization_id" => &["SELECT name FROM organization WHERE id = ?1"],
            "tenant_id" => &["SELECT name FROM hrm_tenant WHERE id = ?1"],
            _ => &[],
        };
        for select in selects {
            if let (Some(before), Some(after)) =
                (self.name(select, before)?, self.name(select, after)?)
            {
                return Ok(Some((before, after)));
            }
        }
        Ok(None)
    }

    fn name(
        &mut self,
        select: &'static str,
        id: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        let Some(id) = id else {
            return Ok(Some(NOTHING.into()));
        };
        if let Some(known) = self.known.get(&(select, id.to_owned())) {
            return Ok(known.clone());
        }
        // A database without such a table, or without such a column, has no names.
        let name = match self.connection.prepare_cached(select) {
            Ok(mut statement) => {
                statement.query_row([id], |row| optional_text(row, 0)).optional()?
            }
            Err(_) => None,
        };
        let name = name.flatten().filter(|name| !name.is_empty());
        self.known.insert((select, id.to_owned()), name.clone());
        Ok(name)
    }
}
