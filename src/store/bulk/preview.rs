//! Counts what a bulk change would do. Nothing is written, and no lock is held for
//! long: if the data changes before the commit, the commit notices.

use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, params};

use super::desired_state::{CHUNK, DesiredState, RowDiff};
use super::populate::PopulateCount;
use crate::domain::{
    Affected, Bulk, Extremes, JobProgress, LastLoss, Operation, Preview, Statistics, UserId,
};
use crate::store::edit::{FreshTables, super_admins};
use crate::store::reading::access;
use crate::store::reading::by_id::{dense_alone, split_user};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::{AccessBasis, BasisReader};
use crate::store::reading::lost_companies;
use crate::store::reading::parallel::hold;
use crate::store::reading::tenant_scope;
use crate::store::reading::users::SELECT_IDS_BETWEEN;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

pub(crate) const SELECT_USERNAME: &str = "SELECT username FROM hrm_users WHERE id = ?1";

impl Store {
    /// Counts exactly what [`Store::commit`] would do. `totals` are the figures of the whole
    /// matrix, for coverage and the guard.
    ///
    /// # Errors
    /// [`StoreError::Gone`], [`StoreError::OutOfReach`] and [`StoreError::UnusableCompany`] if
    /// the commit would fail with them, [`StoreError::Cancelled`] once `progress` is cancelled.
    pub fn preview(
        &mut self,
        bulk: &Bulk,
        totals: &Statistics,
        progress: &mut JobProgress<'_>,
    ) -> Result<Preview, StoreError> {
        self.require_people(&self.connection)?;
        let fresh = FreshTables::if_changed(self, &self.connection)?;
        let catalog = fresh.as_ref().map_or(&self.catalog, |fresh| &fresh.catalog);
        let homes = match &fresh {
            None => self.homes.as_ref().filter(|_| !self.needs_home_companies()),
            Some(fresh) => fresh.homes.as_ref(),
        };
        let users = bulk.users.len();
        let reader = BasisReader::new(&self.connection, &self.schema, catalog, homes, users)?;
        let mut count = Count::new(&self.connection, catalog);
        let mut desired = DesiredState::of(bulk, catalog, |from| {
            authorize(&self.connection, &[from])?;
            access::positions_of(&self.connection, catalog, from)
        })?;
        progress.begin(desired.cells());
        let users = Rc::clone(&desired.users);
        let mut chunks = users.chunks(CHUNK);
        let next_part = || Ok(chunks.next().map(|users| (users, users)));
        let schema = &self.schema;
        let read = |connection: &Connection, users: &[UserId]| {
            let _hold = hold(connection)?;
            authorize(connection, users)?;
            let decided = reader.read(connection, schema, catalog, users)?;
            Ok((decided, access::grants_of(connection, catalog, users)?))
        };
        self.read_ahead(next_part, read, |users, (decided, grants)| {
            {
                let _hold = hold(&self.connection)?;
                desired.read(&self.connection, schema, catalog, users)?;
            }
            let mut decided = decided.into_iter().peekable();
            let mut access = grants.pairs.as_slice();
            for &user in users {
                let held = split_user(&mut access, user.0);
                let basis = decided.next_if(|(of, _)| *of == user).map(|(_, basis)| basis);
                count.user(user, held, (basis, grants.has_absent(user.0)), &desired)?;
                if progress.advance(desired.cells_of(user)) {
                    return Err(StoreError::Cancelled);
                }
            }
            Ok(())
        })?;
        let (losers, most_losing) = (count.losers, count.most_losing);
        let affected = count.affected;
        let mut preview = count.preview;
        if bulk.operation == Operation::Populate {
            preview.populate = Some(Box::new(count.populate.finish(catalog)));
        }
        let companies = catalog.companies.iter().zip(count.companies);
        let companies = companies.filter(|(_, (added, removed))| added + removed > 0);
        preview.companies = companies
            .map(|(company, (added, removed))| {
                let name = format!("{} {}", company.code, company.name);
                Affected { name, added, removed, ..Affected::default() }
            })
            .collect();
        preview.users = self.named(&affected)?;
        preview.extremes.is_picked =
            !matches!(bulk.operation, Operation::Populate | Operation::Import(_));
        preview.extremes.admin =
            super_admins::first_of(&self.connection, &self.schema, catalog, &most_losing)?;
        preview.guard =
            super_admins::guard(&self.connection, &self.schema, catalog, &losers, &preview)?;
        preview.set_totals(totals);
        Ok(preview)
    }

    /// The first affected users with their names.
    fn named(&self, affected: &FirstAffected) -> Result<Vec<Affected>, StoreError> {
        let first = affected.in_order().take(Preview::MOST_USERS);
        let named = first.map(|(last, noted)| {
            let (name, full_name) = match self.user(noted.user)? {
                Some(user) => (user.username, user.full_name),
                None => (noted.user.to_string(), String::new()),
            };
            Ok(Affected {
                name,
                full_name,
                added: noted.added,
                removed: noted.removed,
                last,
                lost: noted.lost.clone(),
                lost_count: noted.lost_count,
            })
        });
        named.collect()
    }
}

/// An affected user.
struct NotedUser {
    user: UserId,
    added: u64,
    removed: u64,
    /// The first companies that the user can no longer work in.
    lost: Vec<String>,
    lost_count: u64,
}

/// The first affected users by id, in groups by what they lose.
#[derive(Default)]
struct FirstAffected {
    losing_all: Vec<NotedUser>,
    losing_grants: Vec<NotedUser>,
    losing_access: Vec<NotedUser>,
    others: Vec<NotedUser>,
}

impl FirstAffected {
    fn note(&mut self, last: Option<LastLoss>, user: NotedUser) {
        let users = match last {
            Some(LastLoss::Access) => &mut self.losing_all,
            Some(LastLoss::Grant) => &mut self.losing_grants,
            None if user.lost_count > 0 => &mut self.losing_access,
            None => &mut self.others,
        };
        if users.len() < Preview::MOST_USERS {
            users.push(user);
        }
    }

    /// Whether nobody else who loses this will be listed.
    fn is_full(&self, last: Option<LastLoss>) -> bool {
        let listed = match last {
            Some(LastLoss::Access) => &self.losing_all,
            Some(LastLoss::Grant) => &self.losing_grants,
            None => &self.losing_access,
        };
        listed.len() >= Preview::MOST_USERS
    }

    /// In the order of the preview: those who lose all access come first.
    fn in_order(&self) -> impl Iterator<Item = (Option<LastLoss>, &NotedUser)> {
        let all = self.losing_all.iter().map(|it| (Some(LastLoss::Access), it));
        let grants = self.losing_grants.iter().map(|it| (Some(LastLoss::Grant), it));
        let access = self.losing_access.iter().chain(&self.others).map(|it| (None, it));
        all.chain(grants).chain(access)
    }
}

/// The figures counted so far.
struct Count<'a> {
    connection: &'a Connection,
    catalog: &'a Catalog,
    preview: Preview,
    affected: FirstAffected,
    /// The numbers of added and removed grants, by the position of the company.
    companies: Vec<(u64, u64)>,
    /// The users that keep none of their grants, ascending.
    losers: Vec<UserId>,
    /// Users who lose most of several grants, ascending, with the number lost.
    most_losing: Vec<(UserId, u64)>,
    held: Vec<usize>,
    row: RowDiff,
    populate: PopulateCount,
}

impl<'a> Count<'a> {
    fn new(connection: &'a Connection, catalog: &'a Catalog) -> Self {
        Self {
            connection,
            catalog,
            preview: Preview::default(),
            affected: FirstAffected::default(),
            companies: vec![(0, 0); catalog.companies.len()],
            losers: Vec::new(),
            most_losing: Vec::new(),
            held: Vec::new(),
            row: RowDiff::default(),
            populate: PopulateCount::default(),
        }
    }

    /// Counts one user, who has the grants `held`.
    fn user(
        &mut self,
        user: UserId,
        held: &[(i64, usize)],
        (basis, has_absent): (Option<AccessBasis>, bool),
        desired: &DesiredState,
    ) -> Result<(), StoreError> {
        self.held.clear();
        self.held.extend(held.iter().map(|(_, at)| *at));
        desired.for_row(user, &self.held, &mut self.row);
        let RowDiff { add, remove, unchanged } = &self.row;
        self.preview.unchanged += unchanged;
        if let Some(expected) = desired.expected(user) {
            let held = &self.held;
            self.populate.user(self.catalog, expected, held, &self.row, || {
                username(self.connection, user)
            })?;
        }
        if add.is_empty() && remove.is_empty() {
            return Ok(());
        }
        for &at in add {
            let company = &self.catalog.companies[at];
            if !company.id.is_usable() {
                return Err(StoreError::UnusableCompany(company.code.clone()));
            }
            self.companies[at].0 += 1;
        }
        for &at in remove {
            self.companies[at].1 += 1;
        }
        let (added, removed) = (add.len() as u64, remove.len() as u64);
        let loses_grants = removed > 0 && remove.len() == held.len();
        let mut last = Some(LastLoss::Grant).filter(|_| loses_grants && added == 0);
        let mut noted = NotedUser { user, added, removed, lost: Vec::new(), lost_count: 0 };
        if let Some(basis) = basis {
            let change = (add.as_slice(), remove.as_slice());
            let (effect, homes) = basis.effect(self.catalog, &self.held, change, has_absent);
            self.preview.effect.add(effect);
            self.preview.homes.add(homes);
            if effect.users_losing_last > 0 {
                last = Some(LastLoss::Access);
            }
            if effect.lost > 0 {
                noted.lost_count = effect.lost;
                // Later users are not listed.
                if !self.affected.is_full(last) {
                    noted.lost = self.lost(&basis, change, has_absent);
                }
            }
        }
        self.preview.added += added;
        self.preview.removed += removed;
        self.preview.users_affected += 1;
        if loses_grants {
            self.losers.push(user);
            self.preview.losing_last += u64::from(added == 0);
        }
        self.note_extremes(user, (added, removed), held.len() as u64)?;
        self.affected.note(last, noted);
        Ok(())
    }

    /// The first companies that the user can no longer work in, in words.
    fn lost(
        &self,
        basis: &AccessBasis,
        change: (&[usize], &[usize]),
        has_absent: bool,
    ) -> Vec<String> {
        let lost = lost_companies::of(basis, self.catalog, &self.held, change, has_absent);
        let words = |at: &usize| {
            let code = &self.catalog.companies[*at].code;
            let is_revoked = change.1.binary_search(at).is_ok();
            if is_revoked { code.clone() } else { format!("the home company {code}") }
        };
        lost.iter().take(Affected::MOST_LOST).map(words).collect()
    }

    /// Records a user who gains or loses so much that it may be a mistake.
    fn note_extremes(
        &mut self,
        user: UserId,
        (added, removed): (u64, u64),
        held: u64,
    ) -> Result<(), StoreError> {
        let affected = |connection: &Connection| {
            Ok::<_, StoreError>(Some(Affected {
                name: username(connection, user)?,
                added,
                removed,
                ..Affected::default()
            }))
        };
        let extremes = &mut self.preview.extremes;
        if added > extremes.gainer.as_ref().map_or(0, |it| it.added) {
            extremes.gainer = affected(self.connection)?;
        }
        let net = removed.saturating_sub(added);
        if extremes.loser.is_none() && Extremes::is_nearly_all(net, held) {
            extremes.loser = affected(self.connection)?;
        }
        if Extremes::is_most(net, held) {
            self.most_losing.push((user, removed));
        }
        Ok(())
    }
}

/// # Errors
/// [`StoreError::Gone`] if one of these users, ascending, is gone, [`StoreError::OutOfReach`] if
/// the operator may not change one.
fn authorize(connection: &Connection, users: &[UserId]) -> Result<(), StoreError> {
    let missing = match dense_alone(users) {
        Some(ends) => first_not_between(connection, users, ends)?,
        None => first_not_there(connection, users)?,
    };
    match missing {
        Some(user) => Err(tenant_scope::absent_user(connection, user)?),
        None => Ok(()),
    }
}

fn first_not_between(
    connection: &Connection,
    users: &[UserId],
    (from, end): (i64, i64),
) -> Result<Option<UserId>, StoreError> {
    let mut wanted = users.iter().copied().peekable();
    let mut statement = connection.prepare_cached(SELECT_IDS_BETWEEN)?;
    let mut rows = statement.query(params![from, end])?;
    while let Some(row) = rows.next()? {
        wanted.next_if_eq(&UserId(row.get(0)?));
    }
    Ok(wanted.next())
}

fn first_not_there(
    connection: &Connection,
    users: &[UserId],
) -> Result<Option<UserId>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_USERNAME)?;
    for user in users {
        if !statement.exists([user.0])? {
            return Ok(Some(*user));
        }
    }
    Ok(None)
}

/// The name of a user, or the id if the user is gone.
pub(in crate::store) fn username(
    connection: &Connection,
    user: UserId,
) -> Result<String, StoreError> {
    let name = connection
        .prepare_cached(SELECT_USERNAME)?
        .query_row([user.0], |row| text(row, 0))
        .optional()?;
    Ok(name.unwrap_or_else(|| user.to_string()))
}
