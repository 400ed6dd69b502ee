//! Reads what decides the access of users now, and what the journal has about their rows.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::companies::PastCompanies;
use super::rows::{self, PastRow};
use super::user::{AccountEdit, PastEdit, PastUser};
use crate::domain::{RoleId, UserId};
use crate::store::reading::access;
use crate::store::reading::by_id::for_each_reference;
use crate::store::reading::home_companies::{Employment, HomeCompanies, employment_of};
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, is_on, optional_number};
use crate::store::{Store, StoreError};

/// The most users whose home companies are looked up without an index.
pub(super) const FEW: usize = 8;

/// The state of each of these users, ascending; `None` for those who do not exist, or whose
/// grants in the journal belonged to somebody else with the same id.
pub(super) fn read_now(
    store: &Store,
    companies: &PastCompanies,
    homes: Option<&HomeCompanies>,
    users: &[UserId],
) -> Result<Vec<Option<PastUser>>, StoreError> {
    let (connection, schema, catalog) = (&store.connection, &store.schema, &store.catalog);
    let mut found: HashMap<UserId, PastUser> = HashMap::with_capacity(users.len());
    for_each_reference(connection, schema, users, |of| {
        let employment = match homes {
            Some(homes) => homes.of(of.id).and_then(|home| companies.of_id(home)),
            None if schema.employees => match employment_of(connection, catalog, of.id)? {
                Employment::At(at) => Some(at),
                Employment::None | Employment::Nowhere => None,
            },
            None => None,
        };
        let user = PastUser {
            exists: true,
            active: of.active,
            role: of.role,
            organization: of.organization,
            home: employment,
            grants: Vec::new(),
            has_absent: false,
        };
        found.insert(of.id, user);
        Ok(())
    })?;
    let grants = access::grants_of(connection, catalog, users)?;
    let mut pairs = grants.pairs.as_slice();
    let others = anothers(connection, schema, users)?;
    Ok(users
        .iter()
        .map(|user| {
            let held = grants.take(&mut pairs, user.0);
            let now = found.remove(user).filter(|_| others.binary_search(&user.0).is_err())?;
            Some(PastUser { grants: held.positions, has_absent: held.has_absent, ..now })
        })
        .collect())
}

/// Those of these users who are other persons than those in the journal, ascending.
fn anothers(
    connection: &Connection,
    schema: &HrSchema,
    users: &[UserId],
) -> Result<Vec<i64>, StoreError> {
    let (Some(first), Some(last)) = (users.first(), users.last()) else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(&select_anothers(schema))?;
    let found = statement.query_map([first.0, last.0], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(crate) fn select_anothers(schema: &HrSchema) -> String {
    format!(
        "SELECT g.id FROM grantgrid_user g WHERE g.id BETWEEN ?1 AND ?2 \
         AND g.person IS NOT NULL AND EXISTS (SELECT 1 FROM main.hrm_users u \
           WHERE u.id = g.id AND ({}) IS NOT g.person) ORDER BY g.id",
        schema.user_person
    )
}

/// Collects the edits of users' rows since a change, oldest first.
pub(super) fn read_edits(
    store: &Store,
    companies: &PastCompanies,
    (from, only): (i64, Option<&[i64]>),
    found: &mut BTreeMap<i64, Vec<(i64, PastEdit)>>,
) -> Result<(), StoreError> {
    let connection = &store.connection;
    let mut homes: HashMap<i64, i64> = HashMap::new();
    rows::for_each(connection, rows::OF_USERS, from, |row| {
        let user = match (row.table.as_str(), &row.key) {
            ("hrm_users", SqlValue::Integer(user)) => Some(*user),
            ("hrm_employee", _) => employee(store, &row, &mut homes)?,
            _ => row.own("user_id").and_then(number),
        };
        let Some(user) = user.filter(|user| only.is_none_or(|only| only.contains(user))) else {
            return Ok(());
        };
        if let Some(edit) = edit_of_row(companies, &row) {
            found.entry(user).or_default().push((row.change, edit));
        }
        Ok(())
    })
}

/// What a row says about the access of its user.
fn edit_of_row(companies: &PastCompanies, row: &PastRow) -> Option<PastEdit> {
    use crate::domain::RowEdit::{Delete, Insert, Update};
    match row.table.as_str() {
        "hrm_users" => {
            let edit = account(row);
            let decides = edit.exists.is_some()
                || edit.active.is_some()
                || edit.role.is_some()
                || edit.organization.is_some();
            decides.then_some(PastEdit::Account(edit))
        }
        "hrm_employee" => {
            let (before, after) = row.value("company_id")?;
            Some(PastEdit::Home(companies.of_value(before), companies.of_value(after)))
        }
        _ => {
            let company = companies.of_value(row.own("company_id")?);
            match (company, row.edit) {
                (None, Insert) => Some(PastEdit::Absent(false, true)),
                (None, Delete) => Some(PastEdit::Absent(true, false)),
                // Another grant for the same company remains.
                (Some(_), _) | (None, Update) => None,
            }
        }
    }
}

fn account(row: &PastRow) -> AccountEdit {
    use crate::domain::RowEdit::{Delete, Insert, Update};
    let exists = match row.edit {
        Insert => Some((false, true)),
        Delete => Some((true, false)),
        Update => None,
    };
    let pair = |column| row.value(column);
    let is_active = |value: &SqlValue| is_on(value.as_ref(), false);
    AccountEdit {
        exists,
        active: pair("is_active").map(|(before, after)| (is_active(before), is_active(after))),
        role: pair("role_id")
            .map(|(before, after)| (number(before).map(RoleId), number(after).map(RoleId))),
        organization: pair("organization_id")
            .map(|(before, after)| (number(before), number(after))),
    }
}

/// The user whom an employee record belongs to.
fn employee(
    store: &Store,
    row: &PastRow,
    known: &mut HashMap<i64, i64>,
) -> Result<Option<i64>, StoreError> {
    let SqlValue::Integer(record) = row.key else {
        return Ok(None);
    };
    if let Some(user) = row.own("user_id").and_then(number) {
        known.insert(record, user);
        return Ok(Some(user));
    }
    if let Some(user) = known.get(&record) {
        return Ok(Some(*user));
    }
    if !store.schema.employees {
        return Ok(None);
    }
    let mut statement =
        store.connection.prepare_cached("SELECT user_id FROM hrm_employee WHERE id = ?1")?;
    let found = statement.query_row(params![record], |row| optional_number(row, 0)).optional()?;
    let user = found.flatten();
    known.extend(user.map(|user| (record, user)));
    Ok(user)
}

fn number(value: &SqlValue) -> Option<i64> {
    match value {
        SqlValue::Integer(number) => Some(*number),
        _ => None,
    }
}
