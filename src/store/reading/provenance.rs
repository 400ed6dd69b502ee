//! Which change of the journal made a grant. The journal has no index by grant: for a range of
//! users, only the changes that affect the range are searched, each only in this range.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, params};

use super::change_span::ChangeSpan;
use crate::store::StoreError;
use crate::store::schema::own;
use crate::store::sql_value::{optional_text, text, text_of};

/// Undo and redo are left out: they only restore what another change made.
pub(super) const SELECT_GRANTING_CHANGES: &str = "SELECT id FROM grantgrid_change \
     WHERE added > 0 AND kind NOT IN ('undo', 'redo') ORDER BY id";
pub(crate) const SELECT_ADDED_BETWEEN: &str = "SELECT grant_id FROM grantgrid_cell \
     WHERE change_id = ?1 AND user_id >= ?2 AND user_id <= ?3 AND added = 1";
pub(crate) const SELECT_OPERATOR_AND_REASON: &str =
    "SELECT operator, reason FROM grantgrid_change WHERE id = ?1";

/// Who made a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The operator of the change.
    pub by: String,
    /// The reason, if the operator gave one.
    pub reason: Option<String>,
}

/// The changes that made grants, oldest first.
pub(super) struct GrantingChanges(Vec<ChangeSpan>);

/// Who made the grants of a range of users.
pub(super) struct RangeProvenance<'a> {
    connection: &'a Connection,
    /// The change of each grant, by the grant's id.
    changes: HashMap<Box<str>, i64>,
    known: HashMap<i64, Provenance>,
}

impl GrantingChanges {
    pub(crate) fn read(connection: &Connection) -> Result<Self, StoreError> {
        if !own::exists(connection)? {
            return Ok(Self(Vec::new()));
        }
        Ok(Self(ChangeSpan::read(connection, SELECT_GRANTING_CHANGES)?))
    }

    /// The grants of the users between two ids that a change has made.
    pub(crate) fn between<'a>(
        &self,
        connection: &'a Connection,
        from: i64,
        end: i64,
    ) -> Result<RangeProvenance<'a>, StoreError> {
        let mut changes = HashMap::new();
        for span in self.0.iter().filter(|span| span.overlaps(from, end)) {
            let mut statement = connection.prepare_cached(SELECT_ADDED_BETWEEN)?;
            let mut rows = statement.query(params![span.change, from, end])?;
            while let Some(row) = rows.next()? {
                // The oldest change made it, later ones restored it.
                changes.entry(text_of(row.get_ref(0)?).into()).or_insert(span.change);
            }
        }
        Ok(RangeProvenance { connection, changes, known: HashMap::new() })
    }
}

impl RangeProvenance<'_> {
    /// Who made a grant; `None` if the journal does not know.
    pub(super) fn of_grant(&mut self, grant: &str) -> Result<Option<Provenance>, StoreError> {
        let Some(change) = self.changes.get(grant) else {
            return Ok(None);
        };
        Ok(Some(match self.known.entry(*change) {
            Entry::Occupied(entry) => entry.get().clone(),
            Entry::Vacant(entry) => {
                let mut statement = self.connection.prepare_cached(SELECT_OPERATOR_AND_REASON)?;
                let read = statement.query_row([*change], |row| {
                    Ok(Provenance { by: text(row, 0)?, reason: optional_text(row, 1)? })
                })?;
                entry.insert(read).clone()
            }
        }))
    }
}
