//! Reads the edited role rules and access policies.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::own::has_policies;
use crate::domain::{GrantEffect, HomeAccess, Reach, RolePolicy, Scope};
use crate::store::sql_value::text;
use crate::store::sqlite::tables;

/// The edited rules, by role. Words that grantgrid never writes are ignored.
pub(crate) fn rules(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Scope>> {
    let mut rules = BTreeMap::new();
    // Does not exist before form 2.
    if tables::is_table(connection, "grantgrid_rule")? {
        let mut statement = connection.prepare_cached("SELECT role, scope FROM grantgrid_rule")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(scope) = Scope::parse(&text(row, 1)?) {
                rules.insert(text(row, 0)?, scope);
            }
        }
    }
    Ok(rules)
}

/// The edited policies, by role. Words that grantgrid never writes are ignored.
pub(crate) fn policies(connection: &Connection) -> rusqlite::Result<BTreeMap<String, RolePolicy>> {
    let mut policies = BTreeMap::new();
    if has_policies(connection)? {
        let mut statement =
            connection.prepare_cached("SELECT role, reach, grants, home FROM grantgrid_policy")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (reach, grants, home) = (text(row, 1)?, text(row, 2)?, text(row, 3)?);
            let words =
                (Reach::parse(&reach), GrantEffect::parse(&grants), HomeAccess::parse(&home));
            if let (Some(reach), Some(grants), Some(home)) = words {
                policies.insert(text(row, 0)?, RolePolicy { reach, grants, home });
            }
        }
    }
    Ok(policies)
}
