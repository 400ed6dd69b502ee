//! Which change of the journal made a grant. The journal has no index by grant: for a range of
//! users, only the changes that affect the range are searched, each only in this range.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, params};

use crate::store::StoreError;
use crate::store::schema::own;
use crate::store::sql_value::{optional_text, text, text_of};

/// Undo and redo are left out: they only restore what another change made.
pub(super) const SELECT_MAKING: &str = "SELECT id FROM grantgrid_change \
     WHERE added > 0 AND kind NOT IN ('undo', 'redo') ORDER BY id";
pub(crate) const SELECT_FIRST_USER: &str =
    "SELECT user_id FROM grantgrid_cell WHERE change_id = ?1 ORDER BY user_id LIMIT 1";
pub(crate) const SELECT_LAST_USER: &str =
    "SELECT user_id FROM grantgrid_cell WHERE change_id = ?1 ORDER BY user_id DESC LIMIT 1";
pub(crate) const SELECT_ADDED_BETWEEN: &str = "SELECT grant_id FROM grantgrid_cell \
     WHERE change_id = ?1 AND user_id >= ?2 AND user_id <= ?3 AND added = 1";
pub(crate) const SELECT_MAKER: &str = "SELECT operator, reason FROM grantgrid_change WHERE id = ?1";

/// Who made a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The operator of the change.
    pub by: String,
    /// The reason, if the operator gave one.
    pub reason: Option<String>,
}

/// The changes that made grants, oldest first.
pub(super) struct Makers(Vec<ReasonSource>);

/// The first and last user that a change affects.
struct ReasonSource {
    change: i64,
    first: i64,
    last: i64,
}

/// Who made the grants of a range of users.
pub(super) struct MadeThere<'a> {
    connection: &'a Connection,
    /// The change of each grant, by the grant's id.
    changes: HashMap<Box<str>, i64>,
    makers: HashMap<i64, Provenance>,
}

impl Makers {
    pub(crate) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut found = Vec::new();
        if !own::exists(connection)? {
            return Ok(Self(found));
        }
        let user = |sql: &str, change: i64| {
            connection.prepare_cached(sql)?.query_row([change], |row| row.get(0))
        };
        let mut statement = connection.prepare_cached(SELECT_MAKING)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let change = row.get(0)?;
            match user(SELECT_FIRST_USER, change) {
                Err(rusqlite::Error::QueryReturnedNoRows) => {}
                first => {
                    let last = user(SELECT_LAST_USER, change)?;
                    found.push(ReasonSource { change, first: first?, last });
                }
            }
        }
        Ok(Self(found))
    }

    /// The grants of the users between two ids that a change has made.
    pub(crate) fn between<'a>(
        &self,
        connection: &'a Connection,
        from: i64,
        end: i64,
    ) -> Result<MadeThere<'a>, StoreError> {
        let mut changes = HashMap::new();
        for reach in self.0.iter().filter(|reach| reach.first <= end && reach.last >= from) {
            let mut statement = connection.prepare_cached(SELECT_ADDED_BETWEEN)?;
            let mut rows = statement.query(params![reach.change, from, end])?;
            while let Some(row) = rows.next()? {
                // The oldest change made it, later ones restored it.
                changes.entry(text_of(row.get_ref(0)?).into()).or_insert(reach.change);
            }
        }
        Ok(MadeThere { connection, changes, makers: HashMap::new() })
    }
}

impl MadeThere<'_> {
    /// Who made a grant; `None` if the journal does not know.
    pub(super) fn maker(&mut self, grant: &str) -> Result<Option<Provenance>, StoreError> {
        let Some(change) = self.changes.get(grant) else {
            return Ok(None);
        };
        Ok(Some(match self.makers.entry(*change) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(unknown) => {
                let mut statement = self.connection.prepare_cached(SELECT_MAKER)?;
                let read = statement.query_row([*change], |row| {
                    Ok(Provenance { by: text(row, 0)?, reason: optional_text(row, 1)? })
                })?;
                unknown.insert(read).clone()
            }
        }))
    }
}
