//! What decided a user's access at some time, and the edits of it that the journal recorded.

use std::rc::Rc;

use super::world::PastWorld;
use crate::domain::{Reach, RoleId};

/// What decided the access of a user, besides the [`PastWorld`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PastUser {
    pub(super) exists: bool,
    pub(super) active: bool,
    pub(super) role: Option<RoleId>,
    pub(super) organization: Option<i64>,
    /// The index of the home company.
    pub(super) home: Option<usize>,
    /// The indexes of the granted companies, ascending.
    pub(super) grants: Vec<usize>,
    /// Whether there is a grant whose company is gone.
    pub(super) has_absent: bool,
}

impl PastUser {
    /// Somebody of whom only the recorded grants are known.
    pub(super) fn unknown() -> Self {
        Self {
            exists: true,
            active: true,
            role: None,
            organization: None,
            home: None,
            grants: Vec::new(),
            has_absent: false,
        }
    }
}

/// A recorded edit; pairs are the values before and after.
#[derive(Clone, Debug)]
pub(super) enum PastEdit {
    /// A grant for the company with this index.
    Grant { company: usize, added: bool },
    /// The user's own row.
    Account(AccountEdit),
    /// The home company.
    Home(Option<usize>, Option<usize>),
    /// Whether there is a grant whose company is gone.
    Absent(bool, bool),
}

/// An edit of a user's own row; `None` for what did not change.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountEdit {
    pub(super) exists: Option<(bool, bool)>,
    pub(super) active: Option<(bool, bool)>,
    pub(super) role: Option<(Option<RoleId>, Option<RoleId>)>,
    pub(super) organization: Option<(Option<i64>, Option<i64>)>,
}

/// Which of a pair is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Before,
    After,
}

impl PastEdit {
    /// Sets what the edit changed to what it was at that moment.
    pub(super) fn set(&self, user: &mut PastUser, moment: Moment) {
        let is_after = moment == Moment::After;
        match self {
            Self::Grant { company, added } => match user.grants.binary_search(company) {
                Ok(at) if *added != is_after => drop(user.grants.remove(at)),
                Err(at) if *added == is_after => user.grants.insert(at, *company),
                _ => {}
            },
            Self::Account(edit) => {
                set(&mut user.exists, edit.exists, is_after);
                set(&mut user.active, edit.active, is_after);
                set(&mut user.role, edit.role, is_after);
                set(&mut user.organization, edit.organization, is_after);
            }
            Self::Home(before, after) => user.home = if is_after { *after } else { *before },
            Self::Absent(before, after) => {
                user.has_absent = if is_after { *after } else { *before }
            }
        }
    }
}

fn set<T>(value: &mut T, pair: Option<(T, T)>, is_after: bool) {
    if let Some((before, after)) = pair {
        *value = if is_after { after } else { before };
    }
}

/// The companies that a user could work in.
pub(super) struct PastAccess {
    world: Rc<PastWorld>,
    reach: PastReach,
    /// Those by home company or grant, ascending; the role may reach them too.
    alone: Vec<usize>,
}

/// The companies that the role reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PastReach {
    Nothing,
    Tenant(u32),
    All,
}

impl PastAccess {
    pub(super) fn of(user: &PastUser, world: &Rc<PastWorld>) -> Self {
        let policy = world.policy(user.role);
        let can_log_in = user.exists && user.active;
        let reach = match policy.reach {
            _ if !can_log_in => PastReach::Nothing,
            Reach::All => PastReach::All,
            Reach::Tenant => {
                let own = world.tenant(user.home, user.organization);
                own.map_or(PastReach::Nothing, PastReach::Tenant)
            }
            Reach::Home => PastReach::Nothing,
        };
        let mut alone = Vec::new();
        if can_log_in {
            if policy.counts_grants() {
                alone.extend_from_slice(&user.grants);
            }
            let has_grants = user.has_absent || !user.grants.is_empty();
            if let Some(home) = user.home.filter(|_| policy.gives_home(has_grants))
                && let Err(at) = alone.binary_search(&home)
            {
                alone.insert(at, home);
            }
        }
        Self { world: Rc::clone(world), reach, alone }
    }

    fn has(&self, at: usize) -> bool {
        let company = self.world.companies.get(at).copied().unwrap_or_default();
        let is_reached = match self.reach {
            PastReach::Nothing => false,
            PastReach::Tenant(number) => company.exists && company.tenant == Some(number),
            PastReach::All => company.exists,
        };
        is_reached || self.alone.binary_search(&at).is_ok()
    }

    /// Calls `visit` with each company that was gained (true) or lost between this and `after`.
    pub(super) fn compare(&self, after: &Self, mut visit: impl FnMut(usize, bool)) {
        let mut one = |at: usize| {
            let (was, is) = (self.has(at), after.has(at));
            if was != is {
                visit(at, is);
            }
        };
        let reaches_same = self.reach == after.reach
            && (self.reach == PastReach::Nothing || Rc::ptr_eq(&self.world, &after.world));
        if reaches_same {
            self.alone.iter().copied().for_each(&mut one);
            let new = after.alone.iter().copied();
            new.filter(|at| self.alone.binary_search(at).is_err()).for_each(&mut one);
        } else {
            (0..self.world.companies.len()).for_each(one);
        }
    }
}
