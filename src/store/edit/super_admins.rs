//! The guard for Super Admins: whether a change removes the grants of the last active Super
//! Admin who has any, and whether an edit of users leaves no active Super Admin.

use rusqlite::{Connection, params};

use super::writer::Writer;
use crate::domain::role::SUPER_ADMIN;
use crate::domain::{AccessLoss, Affected, Extremes, Guard, Preview, RoleId, UserId};
use crate::store::StoreError;
use crate::store::reading::access;
use crate::store::reading::by_id::{CHUNK, following};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::BasisReader;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{is_active_user, optional_number, text};

/// Up to this number of users, each is looked up; for more, all users are read.
const FEW: usize = 100;

/// The guard for a change in which `losers`, ascending, lose all their grants.
pub(crate) fn guard(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    losers: &[UserId],
    preview: &Preview,
) -> Result<Option<Guard>, StoreError> {
    let mut roles = catalog.roles.iter();
    if losers.is_empty() || !roles.any(|(_, role)| role.name == SUPER_ADMIN) {
        return Ok(None);
    }
    let reader = AdminReader::new(connection, schema, catalog);
    if losers.len() <= FEW {
        let mut any = false;
        for user in losers {
            any = any || reader.super_admins(user.0, 1)?.1.iter().any(|(id, _)| id == user);
        }
        if !any {
            return Ok(None);
        }
    }
    let losing = reader.last_losing(|user, _| losers.binary_search(&user).is_ok())?;
    Ok(losing.map(|username| Guard::LastSuperAdmin { count: preview.removed, username }))
}

/// The first active Super Admin among these users, who are ascending by id, each with the
/// number of grants they lose.
pub(crate) fn first_of(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    losing: &[(UserId, u64)],
) -> Result<Option<Affected>, StoreError> {
    let users: Vec<UserId> = losing.iter().map(|(user, _)| *user).collect();
    first_that(connection, schema, catalog, &users, |_, user| {
        let at = losing.binary_search_by_key(&user, |(id, _)| *id).ok();
        Ok(at.map(|at| losing[at].1))
    })
}

/// The first active Super Admin among these users, ascending, who can work in several
/// companies, with the number of these.
pub(crate) fn first_with_access(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    users: &[UserId],
) -> Result<Option<Affected>, StoreError> {
    first_that(connection, schema, catalog, users, |reader, user| {
        let companies = reader.companies_of(user)?;
        Ok(Extremes::is_several(companies).then_some(companies))
    })
}

/// The first active Super Admin among these users, ascending, for whom `loses` returns a
/// number.
fn first_that(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    users: &[UserId],
    loses: impl Fn(&AdminReader<'_>, UserId) -> Result<Option<u64>, StoreError>,
) -> Result<Option<Affected>, StoreError> {
    if users.is_empty() || !catalog.roles.iter().any(|(_, role)| role.name == SUPER_ADMIN) {
        return Ok(None);
    }
    let reader = AdminReader::new(connection, schema, catalog);
    let first = |admins: Vec<(UserId, String)>| {
        for (user, name) in admins {
            if users.binary_search(&user).is_ok()
                && let Some(removed) = loses(&reader, user)?
            {
                return Ok(Some(Affected { name, removed, ..Affected::default() }));
            }
        }
        Ok::<_, StoreError>(None)
    };
    if users.len() <= FEW {
        for user in users {
            let (_, admins) = reader.super_admins(user.0, 1)?;
            if let Some(admin) = first(admins)? {
                return Ok(Some(admin));
            }
        }
        return Ok(None);
    }
    reader.find(first)
}

/// The guard for deleting the companies at these positions, with this many grants.
pub(crate) fn guard_of_companies(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    gone: &[usize],
    grants: u64,
) -> Result<Option<Guard>, StoreError> {
    if !catalog.roles.iter().any(|(_, role)| role.name == SUPER_ADMIN) {
        return Ok(None);
    }
    let reader = AdminReader::new(connection, schema, catalog);
    let losing = reader.last_losing(|_, held| held.iter().all(|at| gone.contains(at)))?;
    Ok(losing.map(|username| Guard::LastSuperAdmin { count: grants, username }))
}

/// The best active Super Admin before users are edited, to check afterwards that an equally
/// good one is left.
pub(crate) struct AdminCensus {
    /// `None` if the edit cannot remove the last one.
    before: Option<Best>,
}

/// The best active Super Admin: one who can work in some company is better than one who
/// cannot.
struct Best {
    has_access: bool,
    username: String,
}

impl Best {
    /// Whether the best one afterwards is at least as good.
    fn is_matched_by(&self, after: Option<&Self>) -> bool {
        after.is_some_and(|after| after.has_access >= self.has_access)
    }
}

/// Whether the best Super Admin without this user would be worse than the best one now.
pub(crate) fn is_last(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    user: UserId,
) -> Result<bool, StoreError> {
    let reader = AdminReader::new(connection, schema, catalog);
    let (_, admins) = reader.super_admins(user.0, 1)?;
    if !admins.iter().any(|(id, _)| *id == user) {
        return Ok(false);
    }
    let before = reader.best(None)?;
    let after = reader.best(Some(user))?;
    Ok(before.is_some_and(|before| !before.is_matched_by(after.as_ref())))
}

impl AdminCensus {
    /// Finds the best one before these users (`None` for any users) are edited or deleted.
    pub(crate) fn before(
        writer: &Writer<'_>,
        users: Option<&[UserId]>,
    ) -> Result<Self, StoreError> {
        let reader = AdminReader::of(writer);
        let mut any = users.is_none();
        for user in users.unwrap_or_default() {
            any = any || reader.super_admins(user.0, 1)?.1.iter().any(|(id, _)| id == user);
        }
        Ok(Self { before: if any { reader.best(None)? } else { None } })
    }

    /// # Errors
    /// [`StoreError::LastSuperAdmin`] if no equally good one is left.
    pub(crate) fn after(self, writer: &Writer<'_>) -> Result<(), StoreError> {
        let Some(before) = self.before else {
            return Ok(());
        };
        let reader = AdminReader::of(writer);
        match reader.best(None)? {
            after if before.is_matched_by(after.as_ref()) => Ok(()),
            _ => Err(StoreError::LastSuperAdmin(before.username)),
        }
    }
}

/// The active Super Admins who are edited, each with the companies that the HR system let them
/// into before; only those who could get into several.
#[derive(Default)]
pub(crate) struct AdminsWithAccess(Vec<(UserId, String, u64)>);

impl AdminsWithAccess {
    /// Adds a user who is about to be edited, if it is such a Super Admin.
    pub(crate) fn note(&mut self, writer: &Writer<'_>, user: UserId) -> Result<(), StoreError> {
        let reader = AdminReader::of(writer);
        let (_, found) = reader.super_admins(user.0, 1)?;
        if let Some((_, username)) = found.into_iter().find(|(id, _)| *id == user) {
            let companies = reader.companies_of(user)?;
            if Extremes::is_several(companies) {
                self.0.push((user, username, companies));
            }
        }
        Ok(())
    }

    /// After the edit: the loss of the first one who loses most access.
    pub(crate) fn first_loss(self, writer: &Writer<'_>) -> Result<Option<AccessLoss>, StoreError> {
        let reader = AdminReader::of(writer);
        for (user, username, before) in self.0 {
            let loss = AccessLoss::of_admin(username, before, reader.companies_of(user)?);
            if loss.is_some() {
                return Ok(loss);
            }
        }
        Ok(None)
    }
}

struct AdminReader<'a> {
    connection: &'a Connection,
    schema: &'a HrSchema,
    catalog: &'a Catalog,
    sql: String,
}

impl<'a> AdminReader<'a> {
    fn new(connection: &'a Connection, schema: &'a HrSchema, catalog: &'a Catalog) -> Self {
        Self { connection, schema, sql: select_people(schema), catalog }
    }

    /// Reads what the transaction of a writer sees.
    fn of(writer: &'a Writer<'_>) -> Self {
        Self::new(writer.connection, writer.schema(), writer.catalog)
    }

    /// Passes all active Super Admins to `visit`, a few users at a time, until it returns
    /// something.
    fn find<T>(
        &self,
        mut visit: impl FnMut(Vec<(UserId, String)>) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut last = None;
        while let Some(from) = following(last) {
            let (end, admins) = self.super_admins(from, CHUNK)?;
            if let Some(found) = visit(admins)? {
                return Ok(Some(found));
            }
            if end.is_none() {
                break;
            }
            last = end;
        }
        Ok(None)
    }

    /// The last active Super Admin with grants, if all of them lose theirs. `loses` tells
    /// whether a user does, given the positions of the companies held.
    fn last_losing(
        &self,
        loses: impl Fn(UserId, &[usize]) -> bool,
    ) -> Result<Option<String>, StoreError> {
        let mut losing = None;
        let keeping = self.find(|admins| {
            for (user, username) in admins {
                let held = access::positions_of(self.connection, self.catalog, user)?;
                if held.is_empty() {
                    continue;
                }
                if !loses(user, &held) {
                    return Ok(Some(user));
                }
                losing = Some(username);
            }
            Ok(None)
        })?;
        Ok(if keeping.is_none() { losing } else { None })
    }

    /// How many companies the HR system lets a user into.
    fn companies_of(&self, user: UserId) -> Result<u64, StoreError> {
        let (connection, schema, catalog) = (self.connection, self.schema, self.catalog);
        let reader = BasisReader::new(connection, schema, catalog, None, 1)?;
        let read = reader.read(connection, schema, catalog, &[user])?;
        let held = access::positions_of(connection, catalog, user)?;
        Ok(read
            .into_iter()
            .map(|(_, basis)| {
                let basis = basis.with_grants(!held.is_empty());
                basis.tally(catalog, held.iter().copied()).effective
            })
            .sum())
    }

    /// The first active Super Admin who can work in a company, otherwise the first one; not
    /// counting `without`.
    fn best(&self, without: Option<UserId>) -> Result<Option<Best>, StoreError> {
        let mut without_access = None;
        let with_access = self.find(|admins| {
            for (user, username) in admins.into_iter().filter(|(id, _)| Some(*id) != without) {
                if self.companies_of(user)? > 0 {
                    return Ok(Some(Best { has_access: true, username }));
                }
                without_access.get_or_insert(Best { has_access: false, username });
            }
            Ok(None)
        })?;
        Ok(with_access.or(without_access))
    }

    /// The active Super Admins among the next `most` users from an id, and the last id of
    /// those users.
    #[allow(clippy::type_complexity)] // used only once
    fn super_admins(
        &self,
        from: i64,
        most: i64,
    ) -> Result<(Option<i64>, Vec<(UserId, String)>), StoreError> {
        let mut end = None;
        let mut admins = Vec::new();
        let mut statement = self.connection.prepare_cached(&self.sql)?;
        let mut rows = statement.query(params![from, most])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            end = Some(id);
            let role = optional_number(row, 2)?.and_then(|id| self.catalog.roles.get(&RoleId(id)));
            if role.is_some_and(|role| role.name == SUPER_ADMIN) && is_active_user(row, 3)? {
                admins.push((UserId(id), text(row, 1)?));
            }
        }
        Ok((end, admins))
    }
}

/// The users from an id on, with the columns that decide whether they are active Super Admins.
pub(crate) fn select_people(schema: &HrSchema) -> String {
    format!(
        "SELECT id, username, {} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2",
        schema.user_role_and_active
    )
}
