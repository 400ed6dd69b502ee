//! Finds out who had an id in which changes. The HR system may give the id of a deleted user
//! to another user, whose history must be kept separate. Edits of the user's own row record
//! who had the id; for cells, the journal only has names, and up to which change each was
//! valid.

use rusqlite::{Connection, OptionalExtension};

use super::person;
use crate::domain::lookalike::WantedName;
use crate::domain::{ChangeId, PersonChanges, UserId};
use crate::store::schema::HrSchema;
use crate::store::schema::own;
use crate::store::sql_value::{SqlValue, optional_text, text};

/// Numbers before and after those of all changes.
const FIRST: ChangeId = ChangeId(i64::MIN);
const NONE: ChangeId = ChangeId(i64::MAX);

/// The edits of a user's own row in order, with the username before and after each.
pub(in crate::store) fn select_own_edits(has_persons: bool) -> String {
    let person = if has_persons { "r.person" } else { "NULL" };
    format!(
        "SELECT r.change_id, r.label, {person}, v.before, v.after FROM grantgrid_row r \
         LEFT JOIN grantgrid_value v ON v.change_id = r.change_id AND v.number = r.number \
             AND v.column_name = 'username' \
         WHERE r.table_name = 'hrm_users' AND r.row_key = ?1 ORDER BY r.change_id"
    )
}

/// The first change of a user's cells.
pub(in crate::store) const SELECT_FIRST_CELL: &str = "SELECT c.id FROM grantgrid_change c \
     CROSS JOIN grantgrid_cell x ON x.change_id = c.id AND x.user_id = ?1 \
     WHERE c.id >= ?2 ORDER BY c.id LIMIT 1";

/// The name of the user in the journal's cells, valid from one change to another.
struct CellName {
    name: String,
    from: ChangeId,
    until: ChangeId,
}

/// A person who had the id in some changes.
struct Owner {
    /// The names, the newest last.
    names: Vec<String>,
    person: Option<SqlValue>,
    /// The range of changes that are known to belong to this owner.
    first: ChangeId,
    last: ChangeId,
}

impl Owner {
    fn at(change: ChangeId, names: Vec<String>, person: Option<SqlValue>) -> Self {
        Self { names, person, first: change, last: change }
    }

    fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }

    /// Whether a later owner is the same person; if one of the two persons is unknown, whether
    /// the names are the same.
    fn is(&self, later: &Self) -> bool {
        match (&self.person, &later.person) {
            (Some(person), Some(later)) => person == later,
            _ => self.names.last() == later.names.first(),
        }
    }

    /// Merges a later owner who is the same.
    fn merge(&mut self, later: Self) {
        self.last = later.last;
        self.person = later.person.or(self.person.take());
        for name in later.names {
            self.names.retain(|known| *known != name);
            self.names.push(name);
        }
    }
}

/// The changes of the owner with this name, among all owners of the id; `None` if all changes
/// belong to one owner.
pub(super) fn changes_of(
    connection: &Connection,
    schema: &HrSchema,
    user: UserId,
    name: &str,
) -> rusqlite::Result<Option<PersonChanges>> {
    let cells = cell_names(connection, user)?;
    let now = owner_now(connection, schema, user, &cells)?;
    let owners = owners(connection, user, &cells, now)?;
    let wanted = WantedName::new(name, false);
    let is_wanted = |name: &String| wanted.fit(name).is_some();
    let Some(at) = owners.iter().rposition(|owner| owner.names.iter().any(is_wanted)) else {
        return Ok(None);
    };
    let from = if at == 0 { FIRST } else { owners[at].first };
    let until = owners.get(at + 1).map_or(NONE, |next| next.first);
    if (from, until) == (FIRST, NONE) {
        return Ok(None);
    }
    let mut others: Vec<String> = Vec::new();
    let others_known =
        owners.iter().enumerate().filter(|(it, owner)| *it != at && owner.first < NONE);
    for name in others_known.filter_map(|(_, owner)| owner.names.last()) {
        if !is_wanted(name) && !others.contains(name) {
            others.push(name.clone());
        }
    }
    Ok(Some(PersonChanges { from, until, others }))
}

/// All owners of the id in order; the current one is the last, even without any changes.
fn owners(
    connection: &Connection,
    user: UserId,
    cells: &[CellName],
    now: Option<Owner>,
) -> rusqlite::Result<Vec<Owner>> {
    let mut known = own_edits(connection, user)?;
    for cell in cells {
        let is_known = known.iter().chain(&now).any(|owner| owner.is_called(&cell.name));
        if !is_known {
            // The names in the cells are all that is known about an owner without edits of the
            // own row.
            let first = match cell.from {
                FIRST if !known.is_empty() => first_cell(connection, user)?,
                from => from,
            };
            known.push(Owner::at(first, vec![cell.name.clone()], None));
        }
    }
    known.sort_by_key(|owner| owner.first);
    known.extend(now);
    let mut owners: Vec<Owner> = Vec::new();
    for mut owner in known {
        match owners.last_mut() {
            Some(before) if before.is(&owner) => before.merge(owner),
            Some(before) => {
                owner.first = begin(cells, before.last, &owner);
                owners.push(owner);
            }
            None => owners.push(owner),
        }
    }
    Ok(owners)
}

/// The first change of this owner, if another owner had the id in the change `before`: cells
/// of this owner may be older than anything else known.
fn begin(cells: &[CellName], before: ChangeId, owner: &Owner) -> ChangeId {
    let next = ChangeId(before.0.saturating_add(1));
    let own = cells.iter().filter(|cell| owner.is_called(&cell.name) && cell.until > next);
    let first = own.map(|cell| cell.from.max(next)).min();
    first.map_or(owner.first, |first| first.min(owner.first))
}

/// The names of the user in cells, oldest first.
fn cell_names(connection: &Connection, user: UserId) -> rusqlite::Result<Vec<CellName>> {
    let mut names: Vec<CellName> = Vec::new();
    if own::has_former_names(connection)? {
        let mut statement = connection.prepare_cached(
            "SELECT name, until FROM grantgrid_former WHERE kind = 'user' AND id = ?1 ORDER BY until",
        )?;
        let mut rows = statement.query([user.0])?;
        while let Some(row) = rows.next()? {
            let from = names.last().map_or(FIRST, |before| before.until);
            names.push(CellName { name: text(row, 0)?, from, until: ChangeId(row.get(1)?) });
        }
    }
    if let Some(name) = named(connection, "grantgrid_user", user)? {
        let from = names.last().map_or(FIRST, |before| before.until);
        names.push(CellName { name, from, until: NONE });
    }
    Ok(names)
}

/// The current owner, with the newest name in the cells.
fn owner_now(
    connection: &Connection,
    schema: &HrSchema,
    user: UserId,
    cells: &[CellName],
) -> rusqlite::Result<Option<Owner>> {
    let Some(name) = named(connection, "main.hrm_users", user)? else {
        return Ok(None);
    };
    let is = person::of(connection, schema, &SqlValue::Integer(user.0))?;
    let mut names = vec![name];
    if let Some(last) = cells.last()
        && last.name != names[0]
        && person::is_same(connection, user, &is)?
    {
        names.insert(0, last.name.clone());
    }
    Ok(Some(Owner::at(NONE, names, known_person(is))))
}

/// The owner in each edit of the user's own row.
fn own_edits(connection: &Connection, user: UserId) -> rusqlite::Result<Vec<Owner>> {
    let mut owners: Vec<Owner> = Vec::new();
    if !own::has_rows(connection)? {
        return Ok(owners);
    }
    let mut statement =
        connection.prepare_cached(&select_own_edits(own::has_persons(connection)?))?;
    let mut rows = statement.query([user.0])?;
    while let Some(row) = rows.next()? {
        let label = text(row, 1)?;
        let name = label.strip_prefix("user ").unwrap_or(&label).to_owned();
        let (before, after) = (optional_text(row, 3)?, optional_text(row, 4)?);
        let mut names: Vec<String> = Vec::new();
        for name in before.into_iter().chain([name]).chain(after) {
            names.retain(|known| *known != name);
            names.push(name);
        }
        owners.push(Owner::at(ChangeId(row.get(0)?), names, known_person(row.get(2)?)));
    }
    Ok(owners)
}

fn known_person(person: SqlValue) -> Option<SqlValue> {
    let is_unknown = person == SqlValue::Null || person == person::NOBODY.to_owned().into();
    (!is_unknown).then_some(person)
}

fn first_cell(connection: &Connection, user: UserId) -> rusqlite::Result<ChangeId> {
    let found = connection
        .prepare_cached(SELECT_FIRST_CELL)?
        .query_row([user.0, FIRST.0], |row| row.get(0).map(ChangeId))
        .optional()?;
    Ok(found.unwrap_or(FIRST))
}

fn named(
    connection: &Connection,
    table: &'static str,
    user: UserId,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(&format!("SELECT username FROM {table} WHERE id = ?1"))?
        .query_row([user.0], |row| text(row, 0))
        .optional()
}
