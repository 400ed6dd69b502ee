//! The small tables, kept in memory: companies with their tenants, roles with their rules, and
//! the tenants of organizations. They are read on opening, and again whenever another program
//! has written. For an operator of one tenant, only its companies are here.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::quick_hash::QuickHasher;
use crate::domain::naming::CompanyNames;
use crate::domain::{
    Company, CompanyId, Generation, Policy, RoleId, RolePolicy, Rule, Scope, TenantId,
};
use crate::store::StoreError;
use crate::store::schema::ids::IdForm;
use crate::store::schema::{HrSchema, saved_rules};
use crate::store::sql_value::{SqlValue, is_active, optional_number, optional_text, text, text_of};

/// What the store needs to know about a role.
#[derive(Debug)]
pub(crate) struct CatalogRole {
    pub(crate) name: String,
    pub(crate) scope: Scope,
    pub(crate) policy: RolePolicy,
}

#[derive(Debug)]
pub(crate) struct Catalog {
    /// In the order of the database.
    pub(crate) companies: Vec<Company>,
    /// The id of each company as the file stores it: a number, if the id was damaged.
    pub(crate) keys: Vec<SqlValue>,
    positions: HashMap<CompanyId, usize>,
    /// The position of a company by the bytes of its id. Ten million grants are looked up
    /// here.
    by_bytes: HashMap<Box<[u8]>, usize, BuildHasherDefault<QuickHasher>>,
    pub(crate) roles: HashMap<RoleId, CatalogRole>,
    /// The rules that differ from the default, by role.
    edited_rules: BTreeMap<String, Scope>,
    organization_tenants: HashMap<i64, TenantId>,
    generation: Generation,
    /// The policies that differ from the default, by role.
    edited_policies: BTreeMap<String, RolePolicy>,
    /// The number of each company's tenant, by the company's position.
    pub(crate) tenant_numbers: Vec<Option<u32>>,
    /// The number of each tenant that has companies.
    numbers: HashMap<TenantId, u32>,
    /// The number of companies of each tenant, by the tenant's number.
    pub(crate) tenant_sizes: Vec<u64>,
    /// The form for new grant ids: that of the existing grants, otherwise of the companies.
    pub(crate) id_form: IdForm,
    /// The companies that an operator of one tenant may not see.
    hidden: HashSet<CompanyId>,
    /// The operator's tenant, if the operator is restricted to one.
    pub(crate) within: Option<TenantId>,
    /// The companies by name, built when first needed.
    company_names: OnceLock<CompanyNames>,
}

impl Catalog {
    /// Reads the tables. If `within` names a tenant, only its companies are read.
    pub(crate) fn read(
        connection: &Connection,
        schema: &HrSchema,
        within: Option<&TenantId>,
    ) -> rusqlite::Result<Self> {
        let tenants = tenants(connection, schema)?;
        let known = |id: &str| {
            let id = TenantId::new(id);
            tenants.as_ref().is_none_or(|tenants| tenants.contains(&id)).then_some(id)
        };
        let mut companies: Vec<Company> = Vec::new();
        let mut keys = Vec::new();
        let mut positions = HashMap::new();
        let mut statement = connection.prepare(&schema.select_companies)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = CompanyId::new(&text(row, 0)?);
            // Without a primary key, two rows may have the same id, which means the first of
            // them.
            if positions.contains_key(&id) {
                continue;
            }
            positions.insert(id.clone(), companies.len());
            keys.push(row.get(0)?);
            companies.push(Company {
                id,
                code: text(row, 1)?,
                name: text(row, 2)?,
                active: is_active(row, 3)?,
                tenant: optional_text(row, 4)?.and_then(|id| known(&id)),
                tenant_name: optional_text(row, 5)?,
                tenant_code: optional_text(row, 6)?,
            });
        }

        let edited_rules = saved_rules::rules(connection)?;
        let edited_policies = saved_rules::policies(connection)?;
        let mut roles = HashMap::new();
        if let Some(sql) = &schema.select_roles {
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let name = text(row, 1)?;
                let scope = scope_of(&name, &edited_rules);
                let edited = edited_policies.get(&name).copied();
                let policy = edited.unwrap_or_else(|| schema.generation.policy_of(Some(&name)));
                if let Some(id) = optional_number(row, 0)? {
                    roles.insert(RoleId(id), CatalogRole { name, scope, policy });
                }
            }
        }

        let mut organization_tenants = HashMap::new();
        if let Some(sql) = &schema.select_organizations {
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let tenant = known(&text(row, 1)?);
                organization_tenants.extend(optional_number(row, 0)?.zip(tenant));
            }
        }

        let id_form = id_form(connection, &companies)?;
        let mut catalog = Self {
            companies,
            keys,
            positions,
            by_bytes: HashMap::default(),
            roles,
            edited_rules,
            organization_tenants,
            generation: schema.generation,
            edited_policies,
            tenant_numbers: Vec::new(),
            numbers: HashMap::new(),
            tenant_sizes: Vec::new(),
            id_form,
            hidden: HashSet::new(),
            within: within.cloned(),
            company_names: OnceLock::new(),
        };
        if let Some(tenant) = within {
            catalog.hide_all_but(tenant);
        }
        catalog.number_tenants();
        let bytes = |id: &CompanyId| id.as_str().as_bytes().into();
        catalog.by_bytes = catalog.positions.iter().map(|(id, at)| (bytes(id), *at)).collect();
        Ok(catalog)
    }

    fn hide_all_but(&mut self, tenant: &TenantId) {
        let all = self.companies.drain(..).zip(self.keys.drain(..)).collect::<Vec<_>>();
        self.positions.clear();
        for (company, key) in all {
            if company.tenant.as_ref() == Some(tenant) {
                self.positions.insert(company.id.clone(), self.companies.len());
                self.companies.push(company);
                self.keys.push(key);
            } else {
                self.hidden.insert(company.id);
            }
        }
    }

    fn number_tenants(&mut self) {
        for company in &self.companies {
            let number = company.tenant.as_ref().map(|tenant| {
                let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
                *self.numbers.entry(tenant.clone()).or_insert(next)
            });
            self.tenant_numbers.push(number);
        }
        self.tenant_sizes = vec![0; self.numbers.len()];
        for number in self.tenant_numbers.iter().flatten() {
            self.tenant_sizes[*number as usize] += 1;
        }
    }

    /// The error for a company that is not here: it is gone, or the operator may not see it.
    pub(crate) fn absent(&self, id: &CompanyId) -> StoreError {
        let what = format!("the company {id}");
        if self.hidden.contains(id) { StoreError::OutOfReach(what) } else { StoreError::Gone(what) }
    }

    /// The position of the company with an id read from the database; `None` if the company is
    /// gone.
    pub(crate) fn position_of(&self, value: ValueRef<'_>) -> Option<usize> {
        match value {
            // Most ids are spelled as those of the companies.
            ValueRef::Text(bytes) => {
                let found = self.by_bytes.get(bytes).copied();
                found.or_else(|| self.positions.get(text_of(value).as_ref()).copied())
            }
            _ => self.positions.get(text_of(value).as_ref()).copied(),
        }
    }

    /// The companies by name.
    pub(crate) fn company_names(&self) -> &CompanyNames {
        self.company_names.get_or_init(|| CompanyNames::new(&self.companies))
    }

    pub(crate) fn position(&self, id: &CompanyId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The scope of a role's rule.
    pub(crate) fn scope(&self, role: Option<RoleId>) -> Scope {
        role.and_then(|id| self.roles.get(&id)).map_or(Scope::None, |role| role.scope)
    }

    /// Replaces the edited rules.
    pub(crate) fn set_rules(&mut self, edited: BTreeMap<String, Scope>) {
        for role in self.roles.values_mut() {
            role.scope = scope_of(&role.name, &edited);
        }
        self.edited_rules = edited;
    }

    /// The access policy of a role.
    pub(crate) fn policy(&self, role: Option<RoleId>) -> RolePolicy {
        role.and_then(|id| self.roles.get(&id))
            .map_or_else(|| self.generation.policy_of(None), |role| role.policy)
    }

    /// The generation of the HR system.
    pub(crate) fn generation(&self) -> Generation {
        self.generation
    }

    /// Replaces the edited policies.
    pub(crate) fn set_policies(&mut self, edited: BTreeMap<String, RolePolicy>) {
        for role in self.roles.values_mut() {
            let default = self.generation.policy_of(Some(&role.name));
            role.policy = edited.get(&role.name).copied().unwrap_or(default);
        }
        self.edited_policies = edited;
    }

    /// Every policy: those of the roles in the order of the role table, then edited policies
    /// whose role is gone, then the policy for all other users.
    pub(crate) fn policies(&self) -> Vec<Policy> {
        let mut known: Vec<(&RoleId, &CatalogRole)> = self.roles.iter().collect();
        known.sort_unstable_by_key(|(id, _)| **id);
        let of = |name: &str, policy, role_exists| Policy {
            role: Some(name.to_owned()),
            policy,
            default: self.generation.policy_of(Some(name)),
            role_exists,
        };
        let mut policies: Vec<Policy> = Vec::with_capacity(known.len() + 1);
        let roles = known.iter().map(|(_, role)| (role.name.as_str(), role.policy, true));
        let edited = self.edited_policies.iter().map(|(name, it)| (name.as_str(), *it, false));
        for (name, policy, role_exists) in roles.chain(edited) {
            // Two roles with the same name share one policy.
            if policies.iter().all(|known| known.role.as_deref() != Some(name)) {
                policies.push(of(name, policy, role_exists));
            }
        }
        let policy = self.generation.policy_of(None);
        policies.push(Policy { role: None, policy, default: policy, role_exists: true });
        policies
    }

    /// The number of a tenant, if it has companies.
    pub(crate) fn number_of(&self, tenant: &TenantId) -> Option<u32> {
        self.numbers.get(tenant).copied()
    }

    /// The number of a user's own tenant, if it has companies.
    pub(crate) fn tenant_number_of(
        &self,
        home: Option<usize>,
        organization: Option<i64>,
    ) -> Option<u32> {
        home.and_then(|at| self.tenant_numbers[at])
            .or_else(|| self.number_of(self.organization_tenants.get(&organization?)?))
    }

    /// The tenants of organizations.
    pub(crate) fn organizations(&self) -> impl Iterator<Item = (i64, &TenantId)> {
        self.organization_tenants.iter().map(|(id, tenant)| (*id, tenant))
    }

    /// Whether a user's own tenant differs from the company's; false if one of the two has no
    /// tenant.
    pub(crate) fn is_across_tenants(
        &self,
        home: Option<usize>,
        organization: Option<i64>,
        company: usize,
    ) -> bool {
        let of_company = self.tenant_numbers[company];
        let own = self.tenant_number_of(home, organization);
        // The organization's tenant may have no companies, and thus no number.
        let has_own = || organization.is_some_and(|id| self.organization_tenants.contains_key(&id));
        of_company.is_some() && of_company != own && (own.is_some() || has_own())
    }

    /// Every rule: those of the roles in the order of the role table, then
    /// those whose role is gone.
    pub(crate) fn rules(&self) -> Vec<Rule> {
        let mut known: Vec<(&RoleId, &CatalogRole)> = self.roles.iter().collect();
        known.sort_unstable_by_key(|(id, _)| **id);
        let mut rules: Vec<Rule> = Vec::with_capacity(known.len());
        for (_, CatalogRole { name, scope, .. }) in known {
            // Two roles with the same name share one rule.
            if rules.iter().all(|rule| rule.role != *name) {
                rules.push(Rule { role: name.clone(), scope: *scope, role_exists: true });
            }
        }
        let edited = self.edited_rules.iter().map(|(role, scope)| (role.as_str(), *scope));
        // If the database has roles, a default rule may belong to a role that is gone.
        let defaults = Scope::DEFAULT_ROLES.iter().filter(|_| !self.roles.is_empty());
        let defaults = defaults.map(|role| (*role, Scope::default_of(role)));
        for (role, scope) in edited.chain(defaults) {
            if rules.iter().all(|rule| rule.role != role) {
                rules.push(Rule { role: role.to_owned(), scope, role_exists: false });
            }
        }
        rules
    }

    /// The tenant of a user: that of the home company, otherwise the organization's.
    pub(crate) fn tenant_of(
        &self,
        home: Option<&CompanyId>,
        organization: Option<i64>,
    ) -> Option<&TenantId> {
        home.and_then(|home| self.position(home))
            .and_then(|at| self.companies[at].tenant.as_ref())
            .or_else(|| organization.and_then(|id| self.organization_tenants.get(&id)))
    }
}

/// The existing tenants: companies of any other tenant belong to none. `None` if the database
/// has no table of tenants.
fn tenants(
    connection: &Connection,
    schema: &HrSchema,
) -> rusqlite::Result<Option<HashSet<TenantId>>> {
    let Some(sql) = &schema.select_tenants else {
        return Ok(None);
    };
    let mut statement = connection.prepare(sql)?;
    let ids = statement.query_map([], |row| Ok(TenantId::new(&text(row, 0)?)))?;
    ids.collect::<Result<_, _>>().map(Some)
}

fn scope_of(role: &str, edited: &BTreeMap<String, Scope>) -> Scope {
    edited.get(role).copied().unwrap_or_else(|| Scope::default_of(role))
}

fn id_form(connection: &Connection, companies: &[Company]) -> rusqlite::Result<IdForm> {
    let mut statement = connection.prepare("SELECT id FROM hrm_user_company_access LIMIT 1")?;
    let mut rows = statement.query([])?;
    let dashed = match rows.next()? {
        Some(row) => text(row, 0)?.contains('-'),
        None => companies.iter().any(|company| company.id.as_str().contains('-')),
    };
    Ok(if dashed { IdForm::Dashed } else { IdForm::Plain })
}
