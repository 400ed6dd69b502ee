//! Which access users gained and lost by the changes of the journal: effective access, not
//! grants. The journal has what each change edited, not what else decided access then. So the
//! current state is read, and the changes are reverted one by one, newest first. What other
//! programs changed meanwhile is not in the journal, and counts as if it had always been so.

mod companies;
mod former;
mod rows;
mod user;
mod users;
mod world;

use std::collections::BTreeMap;

use rusqlite::params_from_iter;

pub(super) use companies::PastCompanies;
use former::FormerOwners;
use user::{Moment, PastAccess, PastEdit, PastUser};
use world::WorldHistory;

use super::Visibility;
use super::conditions::Conditions;
use crate::domain::{Cancel, Reach, UserId};
use crate::store::reading::affected_users::{every_user, users_by_reach};
use crate::store::reading::home_companies::{self, HomeCompanies};
use crate::store::schema::own;
use crate::store::{Store, StoreError};

#[cfg(test)]
pub(crate) use rows::OF_USERS;
#[cfg(test)]
pub(crate) use users::select_anothers;

/// The number of users, and of their cells, that are read at once.
const USERS: usize = 4_000;
const CELLS: usize = 200_000;

/// Access to a company that a user gained or lost by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AccessTurn {
    pub(super) change: i64,
    /// The index in [`PastCompanies`].
    pub(super) company: usize,
    pub(super) gained: bool,
}

/// A grant that a change added or removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct GrantTurn {
    pub(super) change: i64,
    pub(super) company: usize,
    pub(super) added: bool,
}

/// What the changes did to one user, oldest first.
#[derive(Default)]
pub(super) struct UserTurns {
    pub(super) access: Vec<AccessTurn>,
    pub(super) grants: Vec<GrantTurn>,
}

/// Reverts the changes since one, user by user.
pub(super) struct AccessReplay<'s> {
    store: &'s Store,
    from: i64,
    pub(super) companies: PastCompanies,
    world: WorldHistory,
    former: FormerOwners,
    homes: Option<HomeCompanies>,
    /// The edits of users' rows, oldest first, by user.
    edits: BTreeMap<i64, Vec<(i64, PastEdit)>>,
    /// Users besides those in cells and rows whose access may have changed, ascending.
    others: Vec<i64>,
}

impl<'s> AccessReplay<'s> {
    /// Reads what is needed to revert the change `from` and all later ones, for everybody or
    /// `only` these users, ascending.
    pub(super) fn new(
        store: &'s Store,
        from: i64,
        only: Option<&[i64]>,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let connection = &store.connection;
        let has_rows = own::has_rows(connection)?;
        let mut companies = PastCompanies::read(connection, &store.catalog)?;
        let world = WorldHistory::read(store, &mut companies, (from, has_rows))?;
        let mut edits = BTreeMap::new();
        if has_rows {
            users::read_edits(store, &companies, (from, only), &mut edits)?;
        }
        let mut others = match only {
            Some(only) => only.iter().copied().map(UserId).collect(),
            None if world.has_policies => every_user(connection)?,
            None if world.has_companies => {
                let reaches = [Reach::All, Reach::Tenant];
                users_by_reach(connection, &store.schema, &store.catalog, &reaches)?
            }
            None => Vec::new(),
        };
        others.extend(edits.keys().copied().map(UserId));
        others.sort_unstable();
        others.dedup();
        Ok(Self {
            store,
            from,
            homes: homes(store, only.map_or(usize::MAX, <[i64]>::len), cancel)?,
            former: FormerOwners::read(connection)?,
            companies,
            world,
            edits,
            others: others.into_iter().map(|user| user.0).collect(),
        })
    }

    /// Visits what the changes did to each user, by ascending id. Users whom they did not
    /// affect may be visited too.
    pub(super) fn for_each_user(
        &self,
        only: Option<&[i64]>,
        cancel: &Cancel,
        visit: &mut dyn FnMut(i64, &UserTurns) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut conditions = Conditions { sql: String::new(), values: Vec::new() };
        conditions.add(self.from);
        if let Some(only) = only {
            let ids = conditions.add_ids(only);
            conditions.push(&format!(" AND x.user_id IN (SELECT value FROM {ids})"));
        }
        let sql = select_cells(&conditions.sql);
        let mut statement = self.store.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values))?;
        let mut others = self.others.iter().copied().peekable();
        let mut part = Part::default();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let (user, change, company): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let Some(company) = self.companies.of_number(company) else { continue };
            if last != Some(user) {
                while let Some(other) = others.next_if(|other| *other <= user) {
                    part.users.entry(other).or_default();
                    if part.users.len() >= USERS {
                        self.replay(std::mem::take(&mut part), cancel, visit)?;
                    }
                }
                if part.users.len() >= USERS || part.cells >= CELLS {
                    self.replay(std::mem::take(&mut part), cancel, visit)?;
                }
                last = Some(user);
            }
            part.cells += 1;
            let turn = GrantTurn { change, company, added: row.get(3)? };
            part.users.entry(user).or_default().push(turn);
        }
        for other in others {
            part.users.entry(other).or_default();
            if part.users.len() >= USERS {
                self.replay(std::mem::take(&mut part), cancel, visit)?;
            }
        }
        self.replay(part, cancel, visit)
    }

    fn replay(
        &self,
        part: Part,
        cancel: &Cancel,
        visit: &mut dyn FnMut(i64, &UserTurns) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let ids: Vec<UserId> = part.users.keys().copied().map(UserId).collect();
        let now = users::read_now(self.store, &self.companies, self.homes.as_ref(), &ids)?;
        for ((user, grants), now) in part.users.into_iter().zip(now) {
            // The operator of one tenant sees none but its users.
            if now.is_none() && self.store.visibility() == Visibility::Within {
                continue;
            }
            let turns = self.user(user, now, grants);
            visit(user, &turns)?;
        }
        Ok(())
    }

    /// Reverts the changes of one user.
    fn user(&self, user: i64, now: Option<PastUser>, grants: Vec<GrantTurn>) -> UserTurns {
        let mut edits: Vec<(i64, Option<PastEdit>)> =
            self.world.changes().map(|change| (change, None)).collect();
        edits.extend(grants.iter().map(|turn| {
            let edit = PastEdit::Grant { company: turn.company, added: turn.added };
            (turn.change, Some(edit))
        }));
        let of_rows = self.edits.get(&user).into_iter().flatten();
        edits.extend(of_rows.map(|(change, edit)| (*change, Some(edit.clone()))));
        // A stable sort: edits of one kind stay in their order.
        edits.sort_by_key(|(change, _)| *change);
        let mut state = now.unwrap_or_else(PastUser::unknown);
        let mut turns = UserTurns { access: Vec::new(), grants };
        let until = self.former.until(user);
        let mut is_another = false;
        for of_change in edits.chunk_by(|(one, _), (other, _)| one == other).rev() {
            let change = of_change[0].0;
            // Somebody else had the id then.
            if change < until && !std::mem::replace(&mut is_another, true) {
                state = PastUser::unknown();
            }
            for edit in of_change.iter().filter_map(|(_, edit)| edit.as_ref()) {
                edit.set(&mut state, Moment::After);
            }
            let after = PastAccess::of(&state, self.world.after(change));
            for edit in of_change.iter().rev().filter_map(|(_, edit)| edit.as_ref()) {
                edit.set(&mut state, Moment::Before);
            }
            let before = PastAccess::of(&state, self.world.before(change));
            before.compare(&after, |company, gained| {
                turns.access.push(AccessTurn { change, company, gained });
            });
        }
        turns.access.reverse();
        turns
    }
}

/// Users with their grants in the changes, whose state is read at once.
#[derive(Default)]
struct Part {
    users: BTreeMap<i64, Vec<GrantTurn>>,
    cells: usize,
}

/// The home companies, if they cannot be looked up one by one.
fn homes(
    store: &Store,
    users: usize,
    cancel: &Cancel,
) -> Result<Option<HomeCompanies>, StoreError> {
    if !home_companies::must_be_read(&store.schema) {
        return Ok(None);
    }
    match &store.homes {
        Some(homes) if !store.needs_home_companies() => Ok(Some(homes.clone())),
        _ if users <= users::FEW => Ok(None),
        _ => store.load_home_companies(cancel).map(Some),
    }
}

/// The cells of a change and all later ones, by user, oldest first. Within a change, a removed
/// grant comes before an added one.
pub(super) fn select_cells(narrowed: &str) -> String {
    format!(
        "SELECT x.user_id, x.change_id, x.company, x.added FROM grantgrid_change c \
         CROSS JOIN grantgrid_cell x ON x.change_id = c.id WHERE c.id >= ?1{narrowed} \
         ORDER BY x.user_id, x.change_id, x.added"
    )
}
