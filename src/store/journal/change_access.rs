//! Which access one change cost or gave besides its grants: shown with its cells. Only for
//! changes of few users that can be reverted quickly.

use std::collections::{BTreeSet, HashSet};

use super::Visibility;
use super::cells::username;
use super::replay::AccessReplay;
use crate::domain::{Cancel, ChangeAccess, ChangeId, UserId};
use crate::store::schema::own;
use crate::store::sql_value::optional_number;
use crate::store::{Store, StoreError};

/// The most users, the most later changes and the most rows of these.
const MOST_USERS: usize = 8;
const MOST_CHANGES: i64 = 5_000;
const MOST_ROWS: i64 = 2_000;

impl Store {
    /// The access that a change cost or gave; `None` if it takes long to find out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn change_access(&self, id: ChangeId) -> Result<Option<ChangeAccess>, StoreError> {
        if !own::exists(&self.connection)? || self.needs_home_companies() || !self.is_recent(id)? {
            return Ok(None);
        }
        let Some(users) = self.few_users_of(id)? else {
            return Ok(None);
        };
        let never = Cancel::default();
        let replay = AccessReplay::new(self, id.0, Some(&users), &never)?;
        let is_within = self.visibility() == Visibility::Within;
        let mut access = ChangeAccess::default();
        replay.for_each_user(Some(&users), &never, &mut |user, turns| {
            let granted = turns.grants.iter().filter(|turn| turn.change == id.0);
            let granted: HashSet<(usize, bool)> =
                granted.map(|turn| (turn.company, turn.added)).collect();
            access.has_grants |= !granted.is_empty();
            let of_change = turns.access.iter().filter(|turn| turn.change == id.0);
            for turn in of_change {
                if is_within && !replay.companies.is_listed(turn.company) {
                    continue;
                }
                access.has_effect = true;
                if !granted.contains(&(turn.company, turn.gained)) {
                    let code = replay.companies.code(turn.company).to_owned();
                    let side = if turn.gained { &mut access.gained } else { &mut access.lost };
                    side.push((self.name_of(UserId(user))?, code));
                }
            }
            Ok(())
        })?;
        Ok(Some(access))
    }

    /// Whether few changes have to be reverted.
    fn is_recent(&self, id: ChangeId) -> Result<bool, StoreError> {
        let newest: Option<i64> = self
            .connection
            .prepare_cached("SELECT max(id) FROM grantgrid_change")?
            .query_row([], |row| row.get(0))?;
        if newest.is_none_or(|newest| newest.saturating_sub(id.0) > MOST_CHANGES) {
            return Ok(false);
        }
        if !own::has_rows(&self.connection)? {
            return Ok(true);
        }
        let rows: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM \
                 (SELECT 1 FROM grantgrid_row WHERE change_id >= ?1 LIMIT ?2)",
            )?
            .query_row([id.0, MOST_ROWS + 1], |row| row.get(0))?;
        Ok(rows <= MOST_ROWS)
    }

    /// The users of a change, ascending; `None` if they are many or none.
    fn few_users_of(&self, id: ChangeId) -> Result<Option<Vec<i64>>, StoreError> {
        let mut users = BTreeSet::new();
        let mut sources = vec![SELECT_USERS_OF_CELLS];
        if own::has_rows(&self.connection)? {
            sources.push(SELECT_USERS_OF_ROWS);
            if self.schema.employees {
                sources.push(SELECT_USERS_OF_EMPLOYEES);
            }
        }
        for sql in sources {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([id.0])?;
            while let Some(row) = rows.next()? {
                users.extend(optional_number(row, 0)?);
                if users.len() > MOST_USERS {
                    return Ok(None);
                }
            }
        }
        Ok((!users.is_empty()).then(|| users.into_iter().collect()))
    }

    fn name_of(&self, user: UserId) -> Result<String, StoreError> {
        match self.user(user)? {
            Some(user) => Ok(user.username),
            None => Ok(username(&self.connection, user)?),
        }
    }
}

const SELECT_USERS_OF_CELLS: &str = "SELECT user_id FROM grantgrid_cell WHERE change_id = ?1";
const SELECT_USERS_OF_ROWS: &str = "SELECT row_key FROM grantgrid_row \
     WHERE change_id = ?1 AND +table_name = 'hrm_users'";
const SELECT_USERS_OF_EMPLOYEES: &str = "SELECT e.user_id FROM grantgrid_row r \
     JOIN hrm_employee e ON e.id = r.row_key \
     WHERE r.change_id = ?1 AND +r.table_name = 'hrm_employee'";
