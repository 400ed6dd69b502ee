//! The meaning of every term, computed from the domain's own values one by one: slow, but
//! simple enough to trust.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::{Order, SortBy};
use crate::domain::lookalike::{folded, folded_in_case};
use crate::domain::{Company, CompanyId, Generation, Grant, TenantId, User, UserId, Zone};
use crate::filter::{Date, Filter, FilterField, FilterState, GrantedRange, Node, Term};
use crate::store::{Store, StoreError};

/// The contents of a small database.
pub(super) struct World {
    users: Vec<(User, Vec<Grant>)>,
    companies: Vec<Company>,
    /// Id, code and name.
    tenants: Vec<(TenantId, String, String)>,
    roles: Vec<String>,
    /// The cells that the rules require and that have no grant.
    drift: HashSet<(UserId, CompanyId)>,
    /// The cells in which the HR system gives access.
    access: HashSet<(UserId, CompanyId)>,
    /// When users were last changed.
    changed: HashMap<UserId, String>,
    generation: Generation,
    now: chrono::DateTime<chrono::Utc>,
}

impl World {
    fn is_in(&self, ranges: &[GrantedRange], granted_at: &str) -> bool {
        let day = Date::of_time(granted_at).expect("a day");
        ranges.iter().filter_map(|it| it.on(self.now, Zone::Utc)).any(|it| it.contains(day))
    }

    pub(super) fn read(store: &Store) -> Self {
        let mut users = Vec::new();
        let read = store.for_each_user(|user, _| {
            let grants = store.grants_of(user.id)?;
            users.push((user, grants));
            Ok::<(), StoreError>(())
        });
        read.expect("the users");
        let companies = store.companies().to_vec();
        let tenants = store.tenant_names().expect("the tenants").into_iter();
        let mut drift = HashSet::new();
        let mut access = HashSet::new();
        for (user, grants) in &users {
            let scope = store.catalog.scope(user.role_id);
            // A grant whose company is gone counts as a grant too.
            let has_grants: bool = store
                .connection
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM hrm_user_company_access WHERE user_id = ?1)",
                    [user.id.0],
                    |row| row.get(0),
                )
                .expect("an answer");
            for company in &companies {
                let is_granted = grants.iter().any(|grant| grant.company == company.id);
                if lets_in(store.generation(), user, company, is_granted, has_grants) {
                    access.insert((user.id, company.id.clone()));
                }
                let required =
                    scope.requires(user.home_company.as_ref(), user.tenant.as_ref(), company);
                if required && grants.iter().all(|grant| grant.company != company.id) {
                    drift.insert((user.id, company.id.clone()));
                }
            }
        }
        let ids: Vec<UserId> = users.iter().map(|(user, _)| user.id).collect();
        let changed = store.last_changes(&ids).expect("the last changes");
        Self {
            users,
            companies,
            // The tenants here are “Acme 0” with the code “T0”, and so on.
            tenants: tenants.map(|(id, name)| (id, name.replace("Acme ", "T"), name)).collect(),
            roles: store.catalog.roles.values().map(|role| role.name.clone()).collect(),
            drift,
            access,
            changed: changed.into_iter().collect(),
            generation: store.generation(),
            now: store.now(),
        }
    }

    fn has_access(&self, user: &User, company: &Company) -> bool {
        self.access.contains(&(user.id, company.id.clone()))
    }

    fn is_reached_by_role(&self, user: &User, company: &Company) -> bool {
        let is_own = user.tenant.is_some() && user.tenant == company.tenant;
        user.active
            && match (user.role.as_str(), self.generation) {
                ("Super Admin", _) => true,
                ("Tenant Admin", Generation::Hr2026) => is_own,
                _ => false,
            }
    }

    /// The number of cells with access, of a user or a company.
    fn effective(&self, is_counted: impl Fn(&(UserId, CompanyId)) -> bool) -> u64 {
        self.access.iter().filter(|cell| is_counted(cell)).count() as u64
    }

    pub(super) fn users(
        &self,
        filter: &Filter,
        order: Order,
        marked: &HashSet<UserId>,
    ) -> Vec<UserId> {
        let mut found: Vec<&(User, Vec<Grant>)> = self
            .users
            .iter()
            .filter(|user| holds(filter, &|term| self.user(user, term, marked)))
            .collect();
        match order.by {
            SortBy::Database | SortBy::Code if order.descending => found.reverse(),
            SortBy::Database | SortBy::Code => {}
            SortBy::LastChange => {
                sort(&mut found, order, |(user, _)| self.changed.get(&user.id).cloned());
            }
            SortBy::Name => sort(&mut found, order, |(user, _)| user.username.to_ascii_lowercase()),
            SortBy::Role => sort(&mut found, order, |(user, _)| user.role.to_lowercase()),
            SortBy::Count => sort(&mut found, order, |(_, grants)| grants.len()),
            SortBy::NewestGrant => sort(&mut found, order, |(_, grants)| {
                grants.iter().map(|grant| grant.granted_at.clone()).max()
            }),
            SortBy::FullName => {
                sort(&mut found, order, |(user, _)| user.full_name.to_ascii_lowercase());
            }
            SortBy::Email => sort(&mut found, order, |(user, _)| user.email.to_ascii_lowercase()),
            SortBy::Tenant => sort(&mut found, order, |(user, _)| {
                let named = |id| self.tenants.iter().find(|(tenant, ..)| tenant == id);
                user.tenant.as_ref().and_then(named).map(|(.., name)| name.to_lowercase())
            }),
            SortBy::Home => sort(&mut found, order, |(user, _)| {
                let is_home = |it: &&Company| user.home_company.as_ref() == Some(&it.id);
                self.companies.iter().find(is_home).map(|home| home.code.to_lowercase())
            }),
            SortBy::Effective => {
                sort(&mut found, order, |(user, _)| self.effective(|(of, _)| *of == user.id));
            }
            SortBy::Drift => sort(&mut found, order, |(user, _)| {
                self.drift.iter().filter(|(of, _)| *of == user.id).count()
            }),
            SortBy::Status => sort(&mut found, order, |(user, _)| !user.active),
        }
        found.into_iter().map(|(user, _)| user.id).collect()
    }

    pub(super) fn companies(
        &self,
        filter: &Filter,
        order: Order,
        marked: &HashSet<CompanyId>,
    ) -> Vec<CompanyId> {
        let mut found: Vec<&Company> = self
            .companies
            .iter()
            .filter(|company| holds(filter, &|term| self.company(company, term, marked)))
            .collect();
        match order.by {
            SortBy::Code => sort(&mut found, order, |company| company.code.to_ascii_lowercase()),
            SortBy::Tenant => sort(&mut found, order, |company| {
                company.tenant_name.as_deref().unwrap_or("").to_ascii_lowercase()
            }),
            SortBy::Status => sort(&mut found, order, |company| !company.active),
            SortBy::Name => sort(&mut found, order, |company| company.name.to_ascii_lowercase()),
            SortBy::Count => sort(&mut found, order, |company| self.grants_in(company).len()),
            SortBy::NewestGrant => sort(&mut found, order, |company| {
                self.grants_in(company).iter().map(|(_, grant)| grant.granted_at.clone()).max()
            }),
            _ if order.descending => found.reverse(),
            _ => {}
        }
        found.into_iter().map(|company| company.id.clone()).collect()
    }

    fn grants_in(&self, company: &Company) -> Vec<(&User, &Grant)> {
        let all =
            self.users.iter().flat_map(|(user, grants)| grants.iter().map(move |g| (user, g)));
        all.filter(|(_, grant)| grant.company == company.id).collect()
    }

    fn user(
        &self,
        (user, grants): &(User, Vec<Grant>),
        term: &Term,
        marked: &HashSet<UserId>,
    ) -> bool {
        let company = |id: &CompanyId| self.companies.iter().find(|company| company.id == *id);
        match term {
            Term::Text(text) => [&user.username, &user.full_name, &user.email]
                .iter()
                .any(|part| contains(part, text)),
            Term::Field(field, values) => values.iter().any(|value| match field {
                FilterField::User => self.is_user(user, value),
                FilterField::Name => contains(&user.full_name, value),
                FilterField::Email => contains(&user.email, value),
                FilterField::Role => {
                    let known = self.roles.iter().map(|role| vec![role.as_str()]);
                    is_named(&[&user.role], value, known)
                }
                FilterField::Tenant => {
                    user.tenant.as_ref().is_some_and(|id| self.is_tenant(id, value))
                }
                FilterField::Home => user
                    .home_company
                    .as_ref()
                    .and_then(company)
                    .is_some_and(|home| self.is_company(home, value)),
                FilterField::Company => grants
                    .iter()
                    .filter_map(|grant| company(&grant.company))
                    .any(|company| self.is_company(company, value)),
                FilterField::Effective => self
                    .companies
                    .iter()
                    .any(|it| self.has_access(user, it) && self.is_company(it, value)),
                _ => panic!("{field:?} of users"),
            }),
            Term::Count(ranges) => ranges.iter().any(|range| range.contains(grants.len() as u64)),
            Term::Effective(ranges) => {
                let effective = self.effective(|(of, _)| *of == user.id);
                ranges.iter().any(|range| range.contains(effective))
            }
            Term::Granted(ranges) => {
                grants.iter().any(|grant| self.is_in(ranges, &grant.granted_at))
            }
            Term::Is(states) => states.iter().any(|state| match state {
                FilterState::None => grants.is_empty(),
                FilterState::All => grants.len() == self.companies.len(),
                FilterState::Multiple => grants.len() > 1,
                FilterState::Drift => self.drift.iter().any(|(of, _)| *of == user.id),
                FilterState::Implied => self.companies.iter().any(|it| {
                    self.has_access(user, it) && grants.iter().all(|grant| grant.company != it.id)
                }),
                FilterState::Ineffective => self.companies.iter().any(|it| {
                    !self.has_access(user, it) && grants.iter().any(|grant| grant.company == it.id)
                }),
                FilterState::Active => user.active,
                FilterState::Inactive => !user.active,
                FilterState::Marked => marked.contains(&user.id),
                FilterState::Homeless => user
                    .home_company
                    .as_ref()
                    .is_some_and(|home| grants.iter().all(|grant| grant.company != *home)),
                FilterState::CrossTenant => grants.iter().any(|grant| {
                    let tenant = company(&grant.company).and_then(|it| it.tenant.as_ref());
                    tenant.is_some() && user.tenant.is_some() && tenant != user.tenant.as_ref()
                }),
                FilterState::RepeatsRole => grants.iter().any(|grant| {
                    company(&grant.company).is_some_and(|it| self.is_reached_by_role(user, it))
                }),
            }),
        }
    }

    fn company(&self, company: &Company, term: &Term, marked: &HashSet<CompanyId>) -> bool {
        let grants = self.grants_in(company);
        match term {
            Term::Text(text) => contains(&company.code, text) || contains(&company.name, text),
            Term::Field(field, values) => values.iter().any(|value| match field {
                FilterField::Code => {
                    let known = self.companies.iter().map(|company| vec![company.code.as_str()]);
                    is_named(&[&company.code], value, known)
                }
                FilterField::Name => contains(&company.name, value),
                FilterField::Tenant => {
                    company.tenant.as_ref().is_some_and(|id| self.is_tenant(id, value))
                }
                FilterField::User => grants.iter().any(|(user, _)| self.is_user(user, value)),
                FilterField::Effective => self
                    .users
                    .iter()
                    .any(|(user, _)| self.has_access(user, company) && self.is_user(user, value)),
                _ => panic!("{field:?} of companies"),
            }),
            Term::Count(ranges) => ranges.iter().any(|range| range.contains(grants.len() as u64)),
            Term::Effective(ranges) => {
                let effective = self.effective(|(_, of)| *of == company.id);
                ranges.iter().any(|range| range.contains(effective))
            }
            Term::Granted(ranges) => {
                grants.iter().any(|(_, grant)| self.is_in(ranges, &grant.granted_at))
            }
            Term::Is(states) => states.iter().any(|state| match state {
                FilterState::None => grants.is_empty(),
                FilterState::All => grants.len() == self.users.len(),
                FilterState::Multiple => grants.len() > 1,
                FilterState::Drift => self.drift.iter().any(|(_, of)| *of == company.id),
                FilterState::Implied => self.users.iter().any(|(user, _)| {
                    self.has_access(user, company) && grants.iter().all(|(of, _)| of.id != user.id)
                }),
                FilterState::Ineffective => {
                    grants.iter().any(|(user, _)| !self.has_access(user, company))
                }
                FilterState::Active => company.active,
                FilterState::Inactive => !company.active,
                FilterState::Marked => marked.contains(&company.id),
                FilterState::Homeless | FilterState::CrossTenant | FilterState::RepeatsRole => {
                    panic!("{state:?} of companies")
                }
            }),
        }
    }

    fn is_user(&self, user: &User, value: &str) -> bool {
        let known = self.users.iter().map(|(user, _)| vec![user.username.as_str()]);
        is_named(&[&user.username], value, known)
    }

    fn is_company(&self, company: &Company, value: &str) -> bool {
        let known = self.companies.iter().map(|company| vec![company.code.as_str(), &company.name]);
        is_named(&[&company.code, &company.name], value, known)
    }

    fn is_tenant(&self, tenant: &TenantId, value: &str) -> bool {
        let known = self.tenants.iter().map(|(_, code, name)| vec![code.as_str(), name]);
        let of = self.tenants.iter().find(|(id, ..)| id == tenant);
        of.is_some_and(|(_, code, name)| is_named(&[code, name], value, known))
    }
}

/// Whether the HR system lets a user work in a company, decided as in its own code.
fn lets_in(
    generation: Generation,
    user: &User,
    company: &Company,
    is_granted: bool,
    has_grants: bool,
) -> bool {
    let is_home = user.home_company.as_ref() == Some(&company.id);
    match (user.active, generation, user.role.as_str()) {
        (false, ..) => false,
        (true, _, "Super Admin") => true,
        (true, Generation::Hr2025, _) if has_grants => is_granted,
        (true, Generation::Hr2025, _) => is_home,
        (true, _, "Tenant Admin") => user.tenant.is_some() && user.tenant == company.tenant,
        (true, ..) => is_granted || is_home,
    }
}

fn holds(filter: &Filter, term: &dyn Fn(&Term) -> bool) -> bool {
    fn node(of: &Node, term: &dyn Fn(&Term) -> bool) -> bool {
        match of {
            Node::And(nodes) => nodes.iter().all(|of| node(of, term)),
            Node::Or(nodes) => nodes.iter().any(|of| node(of, term)),
            Node::Not(of) => !node(of, term),
            Node::Term(of) => term(of),
        }
    }
    filter.root().is_none_or(|root| node(root, term))
}

fn has_upper_case(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}

fn contains(text: &str, wanted: &str) -> bool {
    if has_upper_case(wanted) {
        text.contains(wanted)
    } else {
        text.to_lowercase().contains(wanted)
    }
}

fn equals(text: &str, wanted: &str) -> bool {
    if has_upper_case(wanted) { text == wanted } else { text.to_lowercase() == wanted }
}

/// Whether a value names an entity with these names, given the names of all.
fn is_named<'a>(names: &[&str], value: &str, known: impl Iterator<Item = Vec<&'a str>>) -> bool {
    let known: Vec<&str> = known.flatten().collect();
    let is_literal = |name: &str| !name.is_empty() && name == value;
    let fold = if has_upper_case(value) { folded_in_case } else { folded };
    let is_folded = |name: &str| !name.is_empty() && fold(name) == fold(value);
    if known.iter().any(|name| is_literal(name)) {
        names.iter().any(|name| is_literal(name))
    } else if known.iter().any(|name| equals(name, value)) {
        names.iter().any(|name| equals(name, value))
    } else if known.iter().any(|name| is_folded(name)) {
        names.iter().any(|name| is_folded(name))
    } else {
        names.iter().any(|name| contains(name, value))
    }
}

fn sort<T, K: Ord>(entities: &mut [T], order: Order, key: impl Fn(&T) -> K) {
    if order.descending {
        entities.sort_by_key(|entity| Reverse(key(entity)));
    } else {
        entities.sort_by_key(key);
    }
}
