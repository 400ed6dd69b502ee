//! Reads every grant, for the check and the repair: finds orphans, duplicates of an older
//! grant of the same cell, and ids that the HR system cannot read.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::pass;
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::reading::catalog::Catalog;
use crate::store::schema::GRANTS;
use crate::store::schema::own;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::{SqlValue, text, text_of};

/// A row of the table of grants, and what is wrong with it.
pub(super) struct CheckedGrant {
    /// The key of the row, as in the journal.
    pub(crate) key: SqlValue,
    /// The user's id as the database stores it.
    user: SqlValue,
    /// The company's id, as text.
    company: String,
    /// The grant's id, as text; distinguishes several rows of one cell.
    id: String,
    created_at: String,
    position: Option<usize>,
    pub(super) is_orphan: bool,
    pub(super) is_duplicate: bool,
    pub(super) is_unusable: bool,
}

/// Calls `visit` for every grant; the grants of one user are adjacent.
///
/// # Errors
/// [`StoreError::Cancelled`] once `progress` is cancelled.
pub(crate) fn walk(
    connection: &Connection,
    catalog: &Catalog,
    progress: &mut JobProgress<'_>,
    mut visit: impl FnMut(&CheckedGrant) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let key = TableShape::of(connection, GRANTS)?.key_column();
    let mut statement = connection.prepare(&format!(
        "SELECT {key}, id, user_id, company_id, created_at, \
         EXISTS (SELECT 1 FROM hrm_users u WHERE u.id = user_id) FROM {GRANTS} ORDER BY user_id"
    ))?;
    let mut rows = statement.query([])?;
    let mut of_user: Vec<CheckedGrant> = Vec::new();
    while let Some(row) = rows.next()? {
        let user: SqlValue = row.get(2)?;
        if of_user.last().is_some_and(|last| last.user != user) {
            visit_user(&mut of_user, &mut visit)?;
        }
        let position = catalog.position_of(row.get_ref(3)?);
        let there: bool = row.get(5)?;
        let is_unusable = !pass::is_usable(row.get_ref(1)?);
        let is_orphan = position.is_none() || !there || !matches!(user, SqlValue::Integer(_));
        of_user.push(CheckedGrant {
            key: row.get(0)?,
            company: text(row, 3)?,
            id: text_of(row.get_ref(1)?).into_owned(),
            created_at: text(row, 4)?,
            is_orphan,
            user,
            position,
            is_duplicate: false,
            is_unusable: is_unusable && !is_orphan,
        });
        if progress.advance(1) {
            return Err(StoreError::Cancelled);
        }
    }
    visit_user(&mut of_user, &mut visit)
}

/// Visits the grants of one user. In each cell, all but the oldest are duplicates.
fn visit_user(
    grants: &mut Vec<CheckedGrant>,
    visit: &mut impl FnMut(&CheckedGrant) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    grants.sort_by(|a, b| {
        (a.position, &a.created_at, &a.id).cmp(&(b.position, &b.created_at, &b.id))
    });
    let mut before = None;
    for grant in grants.iter_mut() {
        grant.is_duplicate = !grant.is_orphan && before == Some(grant.position);
        before = Some(grant.position);
        visit(grant)?;
    }
    grants.clear();
    Ok(())
}

/// The names of the users and companies in grants: from the database, or from the journal if
/// they are gone.
pub(crate) struct IdNames<'a> {
    connection: &'a Connection,
    catalog: &'a Catalog,
    has_journal: bool,
    /// The companies in the journal, by id.
    companies: HashMap<String, String>,
}

impl<'a> IdNames<'a> {
    pub(crate) fn of(connection: &'a Connection, catalog: &'a Catalog) -> Result<Self, StoreError> {
        let has_journal = own::exists(connection)?;
        let mut companies = HashMap::new();
        if has_journal {
            let mut statement =
                connection.prepare("SELECT id, code, name FROM grantgrid_company")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                companies.insert(text(row, 0)?, format!("{} {}", text(row, 1)?, text(row, 2)?));
            }
        }
        Ok(Self { connection, catalog, has_journal, companies })
    }

    /// The grant in words: `sarah × NYC New York`.
    pub(crate) fn name(&self, grant: &CheckedGrant) -> String {
        let user = self.user(&grant.user);
        let company = match (grant.position, self.companies.get(&grant.company)) {
            (Some(at), _) => {
                let company = &self.catalog.companies[at];
                format!("{} {}", company.code, company.name)
            }
            (None, Some(name)) => format!("{name} (gone)"),
            (None, None) => format!("company {} (gone)", grant.company),
        };
        format!("{user} × {company}")
    }

    fn user(&self, id: &SqlValue) -> String {
        let called = |table: &str| -> Option<String> {
            // It is only a name, so errors are ignored.
            self.connection
                .prepare_cached(&format!("SELECT username FROM {table} WHERE id = ?1"))
                .ok()?
                .query_row([id], |row| text(row, 0))
                .optional()
                .ok()?
        };
        if let Some(name) = called("hrm_users") {
            return name;
        }
        match self.has_journal.then(|| called("grantgrid_user")).flatten() {
            Some(name) => format!("{name} (gone)"),
            None => format!("user {} (gone)", words(id)),
        }
    }
}

fn words(id: &SqlValue) -> String {
    if *id == SqlValue::Null { "NULL".into() } else { id.to_text() }
}
