//! What decided access besides the users themselves at each change: the companies with their
//! tenants, and the policy of each role. The current state is read, and the changes are
//! reverted, newest first.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::companies::PastCompanies;
use super::rows::{self, PastRow};
use crate::domain::{
    CompanyId, GrantEffect, HomeAccess, Reach, RoleId, RolePolicy, RowEdit, TenantId,
};
use crate::store::reading::catalog::Catalog;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::{Store, StoreError};

/// The companies and policies at some time.
#[derive(Clone, Debug)]
pub(super) struct PastWorld {
    /// By the index of the company.
    pub(super) companies: Vec<PastCompany>,
    /// The number of the tenant of each organization.
    organizations: Rc<HashMap<i64, u32>>,
    policies: HashMap<RoleId, RolePolicy>,
    /// The policy for users without a role.
    other: RolePolicy,
}

/// A company at that time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PastCompany {
    pub(super) exists: bool,
    pub(super) tenant: Option<u32>,
}

impl PastWorld {
    pub(super) fn policy(&self, role: Option<RoleId>) -> RolePolicy {
        role.and_then(|role| self.policies.get(&role)).copied().unwrap_or(self.other)
    }

    /// The own tenant of a user with this home company and organization.
    pub(super) fn tenant(&self, home: Option<usize>, organization: Option<i64>) -> Option<u32> {
        home.and_then(|at| self.companies.get(at)?.tenant)
            .or_else(|| self.organizations.get(&organization?).copied())
    }
}

/// The companies and policies now, and before each change that edited them.
pub(super) struct WorldHistory {
    now: Rc<PastWorld>,
    before: BTreeMap<i64, Rc<PastWorld>>,
    /// Whether a policy was edited, which may affect everybody.
    pub(super) has_policies: bool,
    /// Whether companies were added, deleted or moved to another tenant.
    pub(super) has_companies: bool,
}

impl WorldHistory {
    /// The state since the change `from`, before and after each change.
    pub(super) fn read(
        store: &Store,
        companies: &mut PastCompanies,
        (from, has_rows): (i64, bool),
    ) -> Result<Self, StoreError> {
        let (connection, catalog) = (&store.connection, &store.catalog);
        let mut edits: Vec<(usize, PastRow)> = Vec::new();
        if has_rows {
            rows::for_each(connection, rows::SURROUNDINGS, from, |row| {
                let mut at = usize::MAX;
                if row.table == "hrm_company" {
                    let id = CompanyId::new(&text_of(row.key.as_ref()));
                    let code = row.label.strip_prefix("company ").unwrap_or(&row.label);
                    at = companies.add(id, || Ok::<_, StoreError>(code.to_owned()))?;
                }
                edits.push((at, row));
                Ok(())
            })?;
        }
        let mut tenants = TenantNumbers::default();
        let mut world = now(catalog, companies, &mut tenants);
        let mut found = Self {
            now: Rc::new(world.clone()),
            before: BTreeMap::new(),
            has_policies: false,
            has_companies: false,
        };
        let mut edits = edits.into_iter().rev().peekable();
        let (mut moves_companies, mut sets_policies) = (false, false);
        while let Some((at, row)) = edits.next() {
            if row.table == "hrm_company" {
                moves_companies |= revert_company(&mut world, at, &row, &mut tenants);
            } else {
                sets_policies |= revert_policy(&mut world, catalog, &row);
            }
            let is_last = edits.peek().is_none_or(|(_, next)| next.change != row.change);
            if is_last && (moves_companies || sets_policies) {
                found.before.insert(row.change, Rc::new(world.clone()));
                found.has_companies |= std::mem::take(&mut moves_companies);
                found.has_policies |= std::mem::take(&mut sets_policies);
            }
        }
        Ok(found)
    }

    /// The state before a change.
    pub(super) fn before(&self, change: i64) -> &Rc<PastWorld> {
        self.before.range(change..).next().map_or(&self.now, |(_, world)| world)
    }

    /// The state after a change.
    pub(super) fn after(&self, change: i64) -> &Rc<PastWorld> {
        self.before(change.saturating_add(1))
    }

    /// The changes that edited companies or policies, ascending.
    pub(super) fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.before.keys().copied()
    }
}

/// Numbers for tenants, so that they are quick to compare.
#[derive(Default)]
struct TenantNumbers(HashMap<TenantId, u32>);

impl TenantNumbers {
    fn of(&mut self, tenant: &TenantId) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(tenant.clone()).or_insert(next)
    }

    fn of_value(&mut self, value: &SqlValue) -> Option<u32> {
        (*value != SqlValue::Null).then(|| self.of(&TenantId::new(&text_of(value.as_ref()))))
    }
}

fn now(catalog: &Catalog, companies: &PastCompanies, tenants: &mut TenantNumbers) -> PastWorld {
    let mut all = vec![PastCompany::default(); companies.len()];
    for (company, slot) in catalog.companies.iter().zip(&mut all) {
        let tenant = company.tenant.as_ref().map(|tenant| tenants.of(tenant));
        *slot = PastCompany { exists: true, tenant };
    }
    let organizations = catalog.organizations().map(|(id, tenant)| (id, tenants.of(tenant)));
    PastWorld {
        companies: all,
        organizations: Rc::new(organizations.collect()),
        policies: catalog.roles.iter().map(|(id, role)| (*id, role.policy)).collect(),
        other: catalog.policy(None),
    }
}

/// Reverts an edit of a company; true if access may depend on it.
fn revert_company(
    world: &mut PastWorld,
    at: usize,
    row: &PastRow,
    tenants: &mut TenantNumbers,
) -> bool {
    let before = row.value("tenant_id").map(|(before, _)| tenants.of_value(before));
    let Some(company) = world.companies.get_mut(at) else {
        return false;
    };
    let known = *company;
    match (row.edit, before) {
        (RowEdit::Insert, _) => *company = PastCompany::default(),
        (RowEdit::Delete, before) => {
            *company = PastCompany { exists: true, tenant: before.flatten() };
        }
        (RowEdit::Update, Some(tenant)) => company.tenant = tenant,
        (RowEdit::Update, None) => {}
    }
    *company != known
}

/// Reverts an edit of a policy; true if access may depend on it.
fn revert_policy(world: &mut PastWorld, catalog: &Catalog, row: &PastRow) -> bool {
    let role = text_of(row.key.as_ref());
    let mut is_changed = false;
    for (id, _) in catalog.roles.iter().filter(|(_, it)| it.name == role) {
        let now = world.policy(Some(*id));
        let before = match row.edit {
            RowEdit::Insert => catalog.generation().policy_of(Some(&role)),
            RowEdit::Update | RowEdit::Delete => {
                let [reach, grants, home] = ["reach", "grants", "home"].map(|column| {
                    row.value(column).map(|(before, _)| text_of(before.as_ref()).into_owned())
                });
                RolePolicy {
                    reach: reach.and_then(|it| Reach::parse(&it)).unwrap_or(now.reach),
                    grants: grants.and_then(|it| GrantEffect::parse(&it)).unwrap_or(now.grants),
                    home: home.and_then(|it| HomeAccess::parse(&it)).unwrap_or(now.home),
                }
            }
        };
        is_changed |= before != now;
        world.policies.insert(*id, before);
    }
    is_changed
}
