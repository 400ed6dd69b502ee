//! The newest changes of one user: added and removed grants, and edits of the user's own row.

use rusqlite::params;

use super::{Visibility, change, history_rows};
use crate::domain::{ChangeId, CompanyId, UserChange, UserId};
use crate::store::schema::own;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// The newest changes to a user's cells, among the changes from ?2 to ?3.
pub(in crate::store) fn select_changes_of_cells(visibility: Visibility) -> String {
    format!(
        "SELECT DISTINCT c.id FROM grantgrid_change c \
         CROSS JOIN grantgrid_cell x ON x.change_id = c.id AND x.user_id = ?1 \
         WHERE c.id >= ?2 AND c.id <= ?3{} ORDER BY c.id DESC LIMIT ?4",
        visibility.of_cells()
    )
}

/// The newest changes to a user's row, among the changes from ?2 to ?3, each with the row's
/// first number in the change.
pub(in crate::store) fn select_changes_of_row(visibility: Visibility) -> String {
    format!(
        "SELECT r.change_id, min(r.number) FROM grantgrid_row r \
         WHERE r.table_name = 'hrm_users' AND r.row_key = ?1 \
         AND r.change_id >= ?2 AND r.change_id <= ?3{} \
         GROUP BY r.change_id ORDER BY r.change_id DESC LIMIT ?4",
        visibility.of_rows()
    )
}

/// What a change did to a user's cells.
pub(in crate::store) fn select_cells_of_user(visibility: Visibility) -> String {
    format!(
        "SELECT k.id, k.code, x.added FROM grantgrid_cell x \
         CROSS JOIN grantgrid_company k ON k.number = x.company \
         WHERE x.change_id = ?1 AND x.user_id = ?2{}",
        visibility.of_cells()
    )
}

impl Store {
    /// The newest changes that granted or revoked a company of a user, or edited the user's
    /// row: at most `most`, newest first. For grants, only the newest `searched` changes are
    /// searched. Changes of earlier owners of the id are left out.
    pub fn latest_changes(
        &self,
        user: UserId,
        most: usize,
        searched: u64,
    ) -> Result<Vec<UserChange>, StoreError> {
        if most == 0 || !own::exists(&self.connection)? {
            return Ok(Vec::new());
        }
        let Some(username) = self.user(user)?.map(|user| user.username) else {
            return Ok(Vec::new());
        };
        let (from, last) = match self.changes_of_person(user, &username)? {
            Some(person) => (person.from.0, person.until.0.saturating_sub(1)),
            None => (i64::MIN, i64::MAX),
        };
        let visibility = self.visibility();
        let mut found: Vec<(ChangeId, Option<u64>)> = Vec::new();
        if own::has_rows(&self.connection)? {
            let mut statement =
                self.connection.prepare_cached(&select_changes_of_row(visibility))?;
            let mut rows = statement.query(params![user.0, from, last, most])?;
            while let Some(row) = rows.next()? {
                found.push((ChangeId(row.get(0)?), Some(row.get(1)?)));
            }
        }
        let newest: Option<i64> =
            self.connection
                .query_row("SELECT max(id) FROM grantgrid_change", [], |row| row.get(0))?;
        let searched = i64::try_from(searched).unwrap_or(i64::MAX);
        let floor = newest.unwrap_or(0).saturating_sub(searched).saturating_add(1);
        let mut statement = self.connection.prepare_cached(&select_changes_of_cells(visibility))?;
        let mut rows = statement.query(params![user.0, floor.max(from), last, most])?;
        while let Some(row) = rows.next()? {
            let id = ChangeId(row.get(0)?);
            if !found.iter().any(|(known, _)| *known == id) {
                found.push((id, None));
            }
        }
        found.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
        found.truncate(most);
        found
            .into_iter()
            .filter_map(|(id, row)| self.user_change(user, id, row).transpose())
            .collect()
    }

    /// What one change did to a user; `row` is the number of the user's row in the change.
    /// `None` if the change does not exist.
    fn user_change(
        &self,
        user: UserId,
        id: ChangeId,
        row: Option<u64>,
    ) -> Result<Option<UserChange>, StoreError> {
        let visibility = self.visibility();
        let Some(change) = change(&self.connection, id, visibility)? else {
            return Ok(None);
        };
        let (mut granted, mut revoked) = (Vec::new(), Vec::new());
        let mut statement = self.connection.prepare_cached(&select_cells_of_user(visibility))?;
        let mut cells = statement.query(params![id.0, user.0])?;
        while let Some(cell) = cells.next()? {
            let company = CompanyId::new(&text(cell, 0)?);
            let known = self.catalog.position(&company);
            let code = match known {
                Some(at) => self.companies()[at].code.clone(),
                None => text(cell, 1)?,
            };
            if cell.get(2)? { &mut granted } else { &mut revoked }.push(code);
        }
        for codes in [&mut granted, &mut revoked] {
            codes.sort_unstable();
            codes.dedup();
        }
        let row = match row {
            Some(number) => {
                let at = (number.saturating_sub(1), 1);
                history_rows::read(&self.connection, id, at, visibility)?.pop()
            }
            None => None,
        };
        Ok(Some(UserChange { change, granted, revoked, row }))
    }
}
