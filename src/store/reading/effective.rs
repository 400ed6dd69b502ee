//! Effective access: the companies that the HR system really lets a user into, computed from
//! the access policy with positions in the catalog. Lists, filters, statistics and edits all
//! use this.

use rusqlite::Connection;

use super::by_id::for_each_reference;
use super::catalog::Catalog;
use super::home_companies::{self, Employment, HomeCompanies};
use super::home_use::HomeUse;
use crate::domain::{
    AccessEffect, AccessReason, Cancel, HomeAccess, HomeEffect, Reach, RoleId, RolePolicy, User,
    UserId,
};
use crate::store::StoreError;
use crate::store::schema::HrSchema;

/// What decides a user's access, apart from the set of granted companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AccessBasis {
    /// Whether the user may log in.
    pub(crate) active: bool,
    /// The policy of the role.
    pub(crate) policy: RolePolicy,
    /// The position of the home company.
    pub(crate) home: Option<usize>,
    /// The number of the own tenant; `None` also if that tenant has no companies.
    pub(crate) tenant: Option<u32>,
    /// Whether the user has any grant, even one whose company is gone.
    pub(crate) has_grants: bool,
}

/// The numbers of cells in each state, for one user or many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EffectiveTally {
    /// Cells with access.
    pub(crate) effective: u64,
    /// Cells with access and no grant.
    pub(crate) implied: u64,
    /// Cells with a grant and no access.
    pub(crate) ineffective: u64,
}

impl AccessBasis {
    /// Why the user can work in the company without a grant; `None` if not.
    pub(crate) fn implied(&self, catalog: &Catalog, at: usize) -> Option<AccessReason> {
        if !self.active {
            return None;
        }
        let is_own_tenant = self.tenant.is_some() && catalog.tenant_numbers[at] == self.tenant;
        self.policy.implied(self.has_grants, is_own_tenant, self.home == Some(at))
    }

    /// Why the user can work in the company; `None` if not.
    pub(crate) fn reason(
        &self,
        catalog: &Catalog,
        at: usize,
        granted: bool,
    ) -> Option<AccessReason> {
        let by_grant = granted && self.counts_grants();
        self.implied(catalog, at).or(by_grant.then_some(AccessReason::Grant))
    }

    /// Whether a grant for the company only repeats what the role already reaches.
    pub(crate) fn repeats_role(&self, catalog: &Catalog, at: usize) -> bool {
        self.implied(catalog, at) == Some(AccessReason::Role)
    }

    /// Whether a grant gives this user access.
    pub(crate) fn counts_grants(&self) -> bool {
        self.active && self.policy.counts_grants()
    }

    /// The position of the home company, if the user reaches it because it is the home company
    /// and not by role.
    pub(crate) fn implied_home(&self, catalog: &Catalog) -> Option<usize> {
        self.home.filter(|at| self.implied(catalog, *at) == Some(AccessReason::Home))
    }

    /// How the grants affect the home company; `home_is_granted` tells whether it is itself
    /// granted, which may keep it.
    pub(crate) fn home_use(&self, catalog: &Catalog, home_is_granted: bool) -> HomeUse {
        let is_decided = self.active && self.policy.home == HomeAccess::WithoutGrants;
        let Some(home) = self.home.filter(|_| is_decided) else {
            return HomeUse::Unaffected;
        };
        if self.repeats_role(catalog, home) || home_is_granted && self.counts_grants() {
            HomeUse::Unaffected
        } else if self.has_grants {
            HomeUse::Replaced
        } else {
            HomeUse::InUse
        }
    }

    /// What the role reaches without grants.
    pub(crate) fn reach(&self) -> RoleReach {
        match self.policy.reach {
            _ if !self.active => RoleReach::Nothing,
            Reach::All => RoleReach::All,
            Reach::Tenant => self.tenant.map_or(RoleReach::Nothing, RoleReach::Tenant),
            _ => RoleReach::Nothing,
        }
    }

    /// Counts the cells of a user who has grants for the companies `held`, each once.
    pub(crate) fn tally(
        &self,
        catalog: &Catalog,
        held: impl Iterator<Item = usize>,
    ) -> EffectiveTally {
        let reached = self.reach().size(catalog) + u64::from(self.implied_home(catalog).is_some());
        let (mut redundant, mut alone) = (0, 0);
        for at in held {
            if self.implied(catalog, at).is_some() { redundant += 1 } else { alone += 1 }
        }
        let (granted, ineffective) = if self.counts_grants() { (alone, 0) } else { (0, alone) };
        EffectiveTally { effective: reached + granted, implied: reached - redundant, ineffective }
    }
}

/// The companies that a role reaches without a grant, apart from the home company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RoleReach {
    /// All.
    All,
    /// Those of the tenant with this number.
    Tenant(u32),
    /// None.
    Nothing,
}

impl RoleReach {
    /// The number of these companies.
    fn size(self, catalog: &Catalog) -> u64 {
        match self {
            Self::All => catalog.companies.len() as u64,
            Self::Tenant(number) => catalog.tenant_sizes[number as usize],
            Self::Nothing => 0,
        }
    }

    /// The companies that both reach.
    fn shared(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, reach) | (reach, Self::All) => reach,
            (reach, other) if reach == other => reach,
            _ => Self::Nothing,
        }
    }
}

/// The states of all cells by company, collected user by user. Users who reach the same
/// companies by role are counted together.
#[derive(Debug)]
pub(crate) struct EffectiveByCompany {
    all: u64,
    tenants: Vec<u64>,
    homes: Vec<u64>,
    granted: Vec<u64>,
    redundant: Vec<u64>,
    ineffective: Vec<u64>,
}

impl EffectiveByCompany {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        let zeros = || vec![0; catalog.companies.len()];
        Self {
            all: 0,
            tenants: vec![0; catalog.tenant_sizes.len()],
            homes: zeros(),
            granted: zeros(),
            redundant: zeros(),
            ineffective: zeros(),
        }
    }

    /// Adds a user who has grants for the companies `held`, each once.
    pub(crate) fn add(
        &mut self,
        catalog: &Catalog,
        basis: &AccessBasis,
        held: impl Iterator<Item = usize>,
    ) {
        match basis.reach() {
            RoleReach::All => self.all += 1,
            RoleReach::Tenant(number) => self.tenants[number as usize] += 1,
            RoleReach::Nothing => {}
        }
        if let Some(home) = basis.implied_home(catalog) {
            self.homes[home] += 1;
        }
        let alone = if basis.counts_grants() { &mut self.granted } else { &mut self.ineffective };
        for at in held {
            if basis.implied(catalog, at).is_some() {
                self.redundant[at] += 1;
            } else {
                alone[at] += 1;
            }
        }
    }

    /// The numbers of cells of one company.
    pub(crate) fn of(&self, catalog: &Catalog, at: usize) -> EffectiveTally {
        let by_tenant = catalog.tenant_numbers[at].map_or(0, |of| self.tenants[of as usize]);
        let reached = self.all + by_tenant + self.homes[at];
        EffectiveTally {
            effective: reached + self.granted[at],
            implied: reached - self.redundant[at],
            ineffective: self.ineffective[at],
        }
    }
}

impl Catalog {
    /// What would decide a user's access under another policy.
    pub(crate) fn basis_under(
        &self,
        policy: RolePolicy,
        basis: &AccessBasis,
        organization: Option<i64>,
    ) -> AccessBasis {
        let tenant = match policy.reach {
            Reach::Tenant => self.tenant_number_of(basis.home, organization),
            _ => None,
        };
        AccessBasis { policy, tenant, ..*basis }
    }

    /// What decides the access of this user.
    pub(crate) fn basis_of(&self, user: &User, has_grants: bool) -> AccessBasis {
        let policy = self.policy(user.role_id);
        let home = user.home_company.as_ref().and_then(|home| self.position(home));
        let tenant = match policy.reach {
            Reach::Tenant => user.tenant.as_ref().and_then(|tenant| self.number_of(tenant)),
            _ => None,
        };
        AccessBasis { active: user.active, policy, home, tenant, has_grants }
    }

    /// What decides the access of a user with this role, organization, status and home.
    pub(crate) fn basis(
        &self,
        role: Option<RoleId>,
        organization: Option<i64>,
        active: bool,
        home: Option<usize>,
        has_grants: bool,
    ) -> AccessBasis {
        let policy = self.policy(role);
        let basis = AccessBasis { active, policy, home, tenant: None, has_grants };
        self.basis_under(policy, &basis, organization)
    }
}

/// Without an index on employee records, up to this many users are looked up one by one.
const FEW_USERS: usize = 8;

/// Reads what decides the access of users.
pub(crate) struct BasisReader {
    /// The home companies, if they cannot be looked up one by one.
    homes: Option<HomeCompanies>,
}

impl BasisReader {
    /// A reader for `users` users in total. `known` are the home companies, if they were read
    /// and are current.
    pub(crate) fn new(
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        known: Option<&HomeCompanies>,
        users: usize,
    ) -> Result<Self, StoreError> {
        let homes = match known {
            Some(homes) => Some(homes.clone()),
            None if users > FEW_USERS && home_companies::must_be_read(schema) => {
                Some(home_companies::read(connection, schema, catalog, &Cancel::default())?)
            }
            None => None,
        };
        Ok(Self { homes })
    }

    /// Reads what decides the access of these users, ascending, as if they had no grants.
    pub(crate) fn read(
        &self,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: &[UserId],
    ) -> Result<Vec<(UserId, AccessBasis)>, StoreError> {
        let mut found = Vec::with_capacity(users.len());
        for_each_reference(connection, schema, users, |of| {
            let home = match &self.homes {
                _ if !catalog.policy(of.role).depends_on_home() => Employment::None,
                Some(homes) => homes.employment(of.id),
                None if schema.employees => {
                    home_companies::employment_of(connection, catalog, of.id)?
                }
                None => Employment::None,
            };
            let home = match home {
                Employment::At(at) => Some(at),
                Employment::None | Employment::Nowhere => None,
            };
            found.push((of.id, catalog.basis(of.role, of.organization, of.active, home, false)));
            Ok(())
        })?;
        Ok(found)
    }
}

impl AccessBasis {
    /// The same, with or without grants.
    pub(crate) fn with_grants(self, has_grants: bool) -> Self {
        Self { has_grants, ..self }
    }

    /// The effect on a user whose granted companies change from `held` to others, both
    /// ascending: `add` are added, `remove` are removed. `has_absent` tells whether there is a
    /// grant whose company is gone.
    pub(crate) fn effect(
        &self,
        catalog: &Catalog,
        held: &[usize],
        (add, remove): (&[usize], &[usize]),
        has_absent: bool,
    ) -> (AccessEffect, HomeEffect) {
        let after_count = held.len() + add.len() - remove.len();
        let before = self.with_grants(has_absent || !held.is_empty());
        let after = self.with_grants(has_absent || after_count > 0);
        let is_held = |at: usize| held.binary_search(&at).is_ok();
        let mut effect = AccessEffect::default();
        let mut cell = |at: usize, granted: bool| {
            let was = before.reason(catalog, at, is_held(at));
            let is = after.reason(catalog, at, granted);
            effect.gained += u64::from(was.is_none() && is.is_some());
            effect.lost += u64::from(was.is_some() && is.is_none());
            // A first grant for the home company changes nothing, unless other grants replace
            // it.
            is != Some(AccessReason::Grant) || was.is_some() && after_count == 1 && !has_absent
        };
        let mut idle = 0;
        for &at in add {
            idle += u64::from(cell(at, true));
        }
        for &at in remove {
            cell(at, false);
        }
        let is_kept = |at: usize| is_held(at) && remove.binary_search(&at).is_err();
        let will_be_held = |at: usize| is_kept(at) || add.binary_search(&at).is_ok();
        let home_before = before.home_use(catalog, self.home.is_some_and(is_held));
        let home_after = after.home_use(catalog, self.home.is_some_and(will_be_held));
        // Access to the home company may change although its own cell does not.
        let home = self
            .home
            .filter(|at| add.binary_search(at).is_err() && remove.binary_search(at).is_err());
        if let Some(home) = home {
            cell(home, is_held(home));
        }
        effect.without_effect = idle;
        if effect.lost > effect.gained {
            let left = before.tally(catalog, held.iter().copied()).effective + effect.gained;
            effect.users_losing_last = u64::from(left == effect.lost);
        }
        (effect, home_before.effect_of_becoming(home_after))
    }

    /// The effect on a user with grants for the companies `held`, ascending, when `after`
    /// decides the access from now on.
    pub(crate) fn effect_of_becoming(
        &self,
        after: &AccessBasis,
        catalog: &Catalog,
        held: &[usize],
    ) -> AccessEffect {
        let homes = [self.home, after.home.filter(|home| self.home != Some(*home))];
        let ungranted = homes.into_iter().flatten().filter(|at| held.binary_search(at).is_err());
        let granted = held.iter().map(|at| (*at, true));
        // The companies that are not reached by role both before and after.
        let stays = |(at, granted): &(usize, bool)| {
            let repeats = [self, after].map(|basis| basis.repeats_role(catalog, *at));
            let is_in = |basis: &AccessBasis| basis.reason(catalog, *at, *granted).is_some();
            repeats != [true, true] && is_in(self) && is_in(after)
        };
        let stayed = granted.chain(ungranted.map(|at| (at, false))).filter(stays).count() as u64;
        let remaining = self.reach().shared(after.reach()).size(catalog) + stayed;
        let [before, after] =
            [self, after].map(|basis| basis.tally(catalog, held.iter().copied()).effective);
        AccessEffect {
            gained: after - remaining,
            lost: before - remaining,
            users_losing_last: u64::from(before > 0 && after == 0),
            ..AccessEffect::default()
        }
    }
}
