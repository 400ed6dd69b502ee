//! The effect of an edit of users, companies, roles or home companies on effective access,
//! found by comparing access before and after. For each user, only what the role reaches and
//! the companies beyond that are stored, so that many users need little memory.

use std::collections::HashMap;

use rusqlite::Connection;

use super::access;
use super::by_id::split_user;
use super::catalog::Catalog;
use super::effective::{BasisReader, RoleReach};
use super::home_use::HomeUse;
use crate::domain::{AccessEffect, AccessReason, CompanyId, HomeEffect, Reach, TenantId, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::sql_value::is_active_user;

/// The number of users read at once.
const CHUNK: usize = 4_000;

/// The companies that some users could work in before the edit.
#[derive(Debug)]
pub(crate) struct AccessBefore {
    companies: Vec<CompanyId>,
    /// The number of each company's tenant.
    tenants: Vec<Option<u32>>,
    users: Vec<UserEntry>,
    /// The positions of companies that users could work in beyond those that the role reaches.
    alone: Vec<u32>,
    /// How many users outside the operator's tenant reach every company.
    others: u64,
}

/// What one user could work in.
#[derive(Clone, Copy, Debug)]
struct UserEntry {
    user: UserId,
    reach: RoleReach,
    home: HomeUse,
    /// Where the user's companies begin in [`AccessBefore::alone`].
    from: usize,
    count: usize,
}

impl AccessBefore {
    /// An empty record.
    pub(crate) fn new(catalog: &Catalog) -> Self {
        Self {
            companies: catalog.companies.iter().map(|company| company.id.clone()).collect(),
            tenants: catalog.tenant_numbers.clone(),
            users: Vec::new(),
            alone: Vec::new(),
            others: 0,
        }
    }

    /// Counts users outside the operator's tenant whose role reaches every company: an added or
    /// deleted company affects them, although the operator cannot see them.
    pub(crate) fn count_others(
        &mut self,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
    ) -> Result<(), StoreError> {
        if catalog.within.is_none() || schema.select_roles.is_none() {
            return Ok(());
        }
        let mut statement = connection.prepare_cached(&select_others_of_role(schema))?;
        for (role, _) in catalog.roles.iter().filter(|(_, it)| it.policy.reach == Reach::All) {
            let mut rows = statement.query([role.0])?;
            while let Some(row) = rows.next()? {
                self.others += u64::from(is_active_user(row, 2)?);
            }
        }
        Ok(())
    }

    /// Reads the access of these users; one who does not exist has none.
    pub(crate) fn read(
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: impl IntoIterator<Item = UserId>,
    ) -> Result<Self, StoreError> {
        let mut ids: Vec<UserId> = users.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut before = Self::new(catalog);
        let reader = BasisReader::new(connection, schema, catalog, None, ids.len())?;
        for chunk in ids.chunks(CHUNK) {
            before.add(&reader, connection, schema, catalog, chunk)?;
        }
        Ok(before)
    }

    /// Adds users, ascending, none of whom was added before.
    pub(crate) fn add(
        &mut self,
        reader: &BasisReader,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        let Self { users: entries, alone, .. } = self;
        for_each_access(
            reader,
            connection,
            schema,
            catalog,
            users,
            |user, (reach, home), companies| {
                let (from, count) = (alone.len(), companies.len());
                alone.extend(companies.iter().filter_map(|at| u32::try_from(*at).ok()));
                entries.push(UserEntry { user, reach, home, from, count });
            },
        )
    }

    /// The effect of the edit on these users and on `added` users, who are new.
    pub(crate) fn effect(
        self,
        connection: &Connection,
        schema: &HrSchema,
        within: Option<&TenantId>,
        added: &[UserId],
    ) -> Result<AccessEffect, StoreError> {
        Ok(self.effects(connection, schema, within, added)?.0)
    }

    /// The same, and the effect on home companies.
    pub(crate) fn effects(
        mut self,
        connection: &Connection,
        schema: &HrSchema,
        within: Option<&TenantId>,
        added: &[UserId],
    ) -> Result<(AccessEffect, HomeEffect), StoreError> {
        let (reach, home) = NOWHERE;
        let new = |user: &UserId| UserEntry { user: *user, reach, home, from: 0, count: 0 };
        self.users.extend(added.iter().map(new));
        self.users.sort_unstable_by_key(|entry| entry.user);
        let (mut effect, mut homes) = <(AccessEffect, HomeEffect)>::default();
        if self.users.is_empty() && self.others == 0 {
            return Ok((effect, homes));
        }
        let catalog = Catalog::read(connection, schema, within)?;
        let mut compared = Comparison::new(&self, &catalog);
        let reached = compared.count((RoleReach::All, RoleReach::All));
        effect.gained += self.others * (reached.after - reached.both);
        effect.lost += self.others * (reached.before - reached.both);
        let reader = BasisReader::new(connection, schema, &catalog, None, self.users.len())?;
        for entries in self.users.chunks(CHUNK) {
            let users: Vec<UserId> = entries.iter().map(|entry| entry.user).collect();
            let mut entries = entries.iter();
            for_each_access(&reader, connection, schema, &catalog, &users, |_, now, alone| {
                if let Some(entry) = entries.next() {
                    let before = &self.alone[entry.from..entry.from + entry.count];
                    effect.add(compared.effect((entry.reach, before), (now.0, alone)));
                    homes.add(entry.home.effect_of_becoming(now.1));
                }
            })?;
        }
        Ok((effect, homes))
    }
}

/// The entry of a user who does not exist.
const NOWHERE: (RoleReach, HomeUse) = (RoleReach::Nothing, HomeUse::Unaffected);

/// Calls `visit` for each of these users, ascending, with what the role reaches, what grants
/// do to the home company, and the positions of the companies beyond what the role reaches.
fn for_each_access(
    reader: &BasisReader,
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    users: &[UserId],
    mut visit: impl FnMut(UserId, (RoleReach, HomeUse), &[usize]),
) -> Result<(), StoreError> {
    let mut decided = reader.read(connection, schema, catalog, users)?.into_iter().peekable();
    let grants = access::grants_of(connection, catalog, users)?;
    let mut pairs = grants.pairs.as_slice();
    let mut alone = Vec::new();
    for user in users {
        let held = split_user(&mut pairs, user.0);
        let Some((_, basis)) = decided.next_if(|(of, _)| of == user) else {
            visit(*user, NOWHERE, &[]);
            continue;
        };
        let basis = basis.with_grants(grants.has_grants(user.0, held));
        let is_alone = |at: usize, granted| {
            let reason = basis.reason(catalog, at, granted);
            matches!(reason, Some(AccessReason::Home | AccessReason::Grant))
        };
        alone.clear();
        alone.extend(held.iter().map(|(_, at)| *at).filter(|at| is_alone(*at, true)));
        let home = basis.home.filter(|home| is_alone(*home, false) && !alone.contains(home));
        alone.extend(home);
        let is_granted = |home| held.iter().any(|(_, at)| *at == home);
        let home = basis.home_use(catalog, basis.home.is_some_and(is_granted));
        visit(*user, (basis.reach(), home), &alone);
    }
    Ok(())
}

/// The companies before and after an edit, side by side.
struct Comparison {
    /// By position before the edit; new companies follow.
    companies: Vec<BeforeAndAfter>,
    /// The index in `companies`, by position after the edit.
    positions: Vec<usize>,
    /// For each pair of what roles reach before and after: the numbers of companies, computed
    /// when needed.
    by_roles: HashMap<(RoleReach, RoleReach), ReachCount>,
}

/// A company before and after the edit.
#[derive(Clone, Copy)]
struct BeforeAndAfter {
    before: TenantOf,
    after: TenantOf,
}

/// Which tenant a company belongs to, if the company exists.
#[derive(Clone, Copy)]
enum TenantOf {
    /// There is no such company.
    Nothing,
    Company(Option<u32>),
}

impl BeforeAndAfter {
    /// Whether the role reaches the company, before and after.
    fn reached(self, (before, after): (RoleReach, RoleReach)) -> (bool, bool) {
        (reaches(before, self.before), reaches(after, self.after))
    }
}

fn reaches(reach: RoleReach, company: TenantOf) -> bool {
    match (reach, company) {
        (RoleReach::Nothing, _) | (_, TenantOf::Nothing) => false,
        (RoleReach::All, TenantOf::Company(_)) => true,
        (RoleReach::Tenant(number), TenantOf::Company(tenant)) => tenant == Some(number),
    }
}

/// How many companies are reached before, after, and both.
#[derive(Clone, Copy, Default)]
struct ReachCount {
    before: u64,
    after: u64,
    both: u64,
}

impl Comparison {
    fn new(before: &AccessBefore, after: &Catalog) -> Self {
        let was = |tenant: &Option<u32>| BeforeAndAfter {
            before: TenantOf::Company(*tenant),
            after: TenantOf::Nothing,
        };
        let mut companies: Vec<BeforeAndAfter> = before.tenants.iter().map(was).collect();
        let known: HashMap<&CompanyId, usize> =
            before.companies.iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut positions = Vec::with_capacity(after.companies.len());
        for (company, tenant) in after.companies.iter().zip(&after.tenant_numbers) {
            let at = known.get(&company.id).copied().unwrap_or(companies.len());
            let is = TenantOf::Company(*tenant);
            match companies.get_mut(at) {
                Some(company) => company.after = is,
                None => companies.push(BeforeAndAfter { before: TenantOf::Nothing, after: is }),
            }
            positions.push(at);
        }
        Self { companies, positions, by_roles: HashMap::new() }
    }

    /// The effect on a user.
    fn effect(
        &mut self,
        before: (RoleReach, &[u32]),
        after: (RoleReach, &[usize]),
    ) -> AccessEffect {
        let roles = (before.0, after.0);
        let by_roles = self.count(roles);
        let mut old: Vec<usize> = before.1.iter().map(|at| *at as usize).collect();
        let mut new: Vec<usize> = after.1.iter().map(|at| self.positions[*at]).collect();
        old.sort_unstable();
        new.sort_unstable();
        let (mut had, mut has, mut remaining) = (by_roles.before, by_roles.after, by_roles.both);
        had += old.len() as u64;
        has += new.len() as u64;
        let added = new.iter().filter(|at| old.binary_search(at).is_err());
        for at in old.iter().chain(added) {
            let (was_reached, is_reached) = self.companies[*at].reached(roles);
            let was_in = was_reached || old.binary_search(at).is_ok();
            let is_in = is_reached || new.binary_search(at).is_ok();
            remaining += u64::from(was_in && is_in && !(was_reached && is_reached));
        }
        AccessEffect {
            gained: has - remaining,
            lost: had - remaining,
            users_losing_last: u64::from(had > 0 && has == 0),
            ..AccessEffect::default()
        }
    }

    /// How many companies these two reach.
    fn count(&mut self, roles: (RoleReach, RoleReach)) -> ReachCount {
        *self.by_roles.entry(roles).or_insert_with(|| {
            let mut count = ReachCount::default();
            for company in &self.companies {
                let (before, after) = company.reached(roles);
                count.before += u64::from(before);
                count.after += u64::from(after);
                count.both += u64::from(before && after);
            }
            count
        })
    }
}

/// The rows of a role's users outside the operator's tenant: what each refers to, and whether
/// the user is active.
pub(crate) fn select_others_of_role(schema: &HrSchema) -> String {
    format!(
        "SELECT {} FROM main.hrm_users WHERE role_id = ?1 \
         AND id NOT IN (SELECT u.id FROM hrm_users u)",
        schema.user_references
    )
}
