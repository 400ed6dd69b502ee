//! `users` and `companies`: lists them, row by row while the store reads.

use std::collections::HashMap;

use anyhow::Context;
use serde::Serialize;

use super::database::DatabaseArgs;
use super::filter;
use super::output::{ListFormatArgs, Output};
use super::phrases::{filled, status};
use super::policy;
use super::table::{Column, Kind};
use crate::domain::{Cancel, Company, CompanyFigures, CompanyId, TenantId, User, UserId};
use crate::filter::{Axis, Filter};
use crate::store::{ListedUser, Query, Store};

pub(super) const USERS_EXAMPLES: &str = "\
Examples:
  grantgrid users
  grantgrid users --where 'role:\"HR Manager\" is:active n:>5' --json
  grantgrid users --where 'company:NYC,LA (is:drift | granted:>=2026-01)'
  grantgrid users --where is:none --jsonl | jq -r .email
  grantgrid users | cut -f 2         the usernames (piped columns are separated by tabs)";

pub(super) const COMPANIES_EXAMPLES: &str = "\
Examples:
  grantgrid companies
  grantgrid companies --where 'tenant:global !is:none' --json
  grantgrid companies --where 'user:sarah | n:>=1000'";

pub(super) const USERS_FILTER: &str = "\
Filters: `a b` both, `a | b` either, `( )` groups, `!` or `-` not; an upper-case letter makes it case-sensitive.
  word, \"a phrase\"          part of the username, full name or e-mail address
  name:x  email:x           part of the full name, of the e-mail address
  user:x  role:x  tenant:x  an exact name, otherwise names that contain it; x,y for either
  home:x  company:x         the home company, or a granted one, by code, name or id
  effective:x               can really work in the company, by role, home company or grant
  effective:5  effective:>5 the number of companies that the user can really work in
  n:5  n:>5  n:2..4         the number of granted companies
  granted:2026-02-01        has a grant made then; also 2026-02, 2026, >2026-02, 2025..2026
  granted:7d                has a grant made in the last 7 days; also 2w, today, monday, <4w
  is:none  is:all  is:multiple  is:drift  is:active  is:inactive  is:homeless
  is:cross-tenant           has a grant in a tenant other than the user's own
  is:repeats-role           has a grant for a company that the role already reaches
  is:implied                can work somewhere without a grant
  is:ineffective            has a grant that the HR system ignores";

pub(super) const COMPANIES_FILTER: &str = "\
Filters: `a b` both, `a | b` either, `( )` groups, `!` or `-` not; an upper-case letter makes it case-sensitive.
  word, \"a phrase\"          part of the code or name
  name:x                    part of the name
  code:x  tenant:x  user:x  an exact name, otherwise names that contain it; x,y for either;
                            user: companies granted to that user
  effective:x               the user can really work there, by role, home company or grant
  effective:5  effective:>5 the number of users who can really work there
  n:5  n:>5  n:2..4         the number of users with a grant
  granted:2026-02-01        has a grant made then; also 2026-02, 2026, >2026-02, 2025..2026
  granted:7d                has a grant made in the last 7 days; also 2w, today, monday, <4w
  is:none  is:all  is:multiple  is:drift  is:active  is:inactive
  is:implied                somebody can work there without a grant
  is:ineffective            somebody has a grant for it that the HR system ignores";

/// The arguments of both lists.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Only those that match the filter
    #[arg(long = "where", value_name = "FILTER", allow_hyphen_values = true)]
    filter: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// A user as `--json` prints it; the order of the fields is stable.
#[derive(Serialize)]
pub(super) struct UserJson<'a> {
    id: i64,
    username: &'a str,
    full_name: &'a str,
    role: Option<&'a str>,
    active: bool,
    /// The code of the home company.
    home_company: Option<&'a str>,
    /// How many companies are granted to the user.
    companies: usize,
    email: Option<&'a str>,
    /// The tenant's name.
    tenant: Option<&'a str>,
    home_company_id: Option<&'a str>,
}

/// A user in the list of users.
#[derive(Serialize)]
struct ListedUserJson<'a> {
    #[serde(flatten)]
    user: UserJson<'a>,
    /// How many companies the HR system really lets the user into.
    effective_companies: usize,
}

/// A company as `--json` prints it; the order of the fields is stable.
#[derive(Serialize)]
struct CompanyJson<'a> {
    id: &'a str,
    code: &'a str,
    name: &'a str,
    /// The tenant's name.
    tenant: Option<&'a str>,
    active: bool,
    /// How many users have a grant for the company.
    users: u64,
    tenant_code: Option<&'a str>,
    tenant_id: Option<&'a str>,
    /// How many users the HR system really lets into it.
    effective_users: u64,
}

/// The companies and tenants that users refer to, by id.
pub(super) struct Names<'a> {
    companies: HashMap<&'a CompanyId, &'a Company>,
    tenants: HashMap<TenantId, String>,
}

impl<'a> Names<'a> {
    pub(super) fn read(store: &'a Store) -> anyhow::Result<Self> {
        let companies = store.companies().iter().map(|company| (&company.id, company)).collect();
        Ok(Self { companies, tenants: store.tenant_names()? })
    }

    pub(super) fn home(&self, user: &User) -> Option<&'a Company> {
        user.home_company.as_ref().and_then(|id| self.companies.get(id)).copied()
    }

    pub(super) fn tenant(&self, user: &User) -> Option<&str> {
        user.tenant.as_ref().and_then(|id| self.tenants.get(id)).map(String::as_str)
    }

    pub(super) fn record<'r>(&'r self, user: &'r User, companies: usize) -> UserJson<'r> {
        UserJson {
            id: user.id.0,
            username: &user.username,
            full_name: &user.full_name,
            role: filled(&user.role),
            active: user.active,
            home_company: self.home(user).map(|company| company.code.as_str()),
            companies,
            email: filled(&user.email),
            tenant: self.tenant(user),
            home_company_id: user.home_company.as_ref().map(CompanyId::as_str),
        }
    }
}

pub(super) fn users(args: &ListArgs) -> anyhow::Result<()> {
    let filter = filter::read(Axis::Users, args.filter.as_deref())?;
    let mut store = args.database.open()?;
    if args.format.is_table() {
        policy::print_policy_note(&store);
    }
    // A filter on counts usually lists many users, with their names.
    if filter.is_everything() || filter.depends_on_names() || filter.depends_on_counts() {
        store.ensure_homes_and_names()?;
    } else {
        store.ensure_homes()?;
    }
    let selected = select_users(&mut store, &filter)?;
    let names = Names::read(&store)?;
    if let Some(mut records) = args.format.records() {
        store.for_each_listed(
            selected.as_deref(),
            |ListedUser { user, companies, effective }| {
                let user = names.record(&user, companies);
                records.element(&ListedUserJson { user, effective_companies: effective })
            },
        )?;
        return records.finish();
    }
    let mut table = Output::new().table(vec![
        Column::new("ID", Kind::Number),
        Column::new("USERNAME", Kind::Key),
        Column::new("NAME", Kind::Text(32)),
        Column::new("ROLE", Kind::Text(24)),
        Column::new("STATUS", Kind::Key),
        Column::new("HOME", Kind::Key),
        Column::new("TENANT", Kind::Text(28)),
        Column::new("COMPANIES", Kind::Number),
        Column::new("EFFECTIVE", Kind::Number),
    ])?;
    store.for_each_listed(selected.as_deref(), |ListedUser { user, companies, effective }| {
        let home = names.home(&user).map(|company| company.code.clone());
        let tenant = names.tenant(&user).map(str::to_owned);
        table.row(vec![
            user.id.to_string(),
            user.username,
            user.full_name,
            user.role,
            status(user.active).to_owned(),
            home.unwrap_or_default(),
            tenant.unwrap_or_default(),
            companies.to_string(),
            effective.to_string(),
        ])
    })?;
    table.finish()
}

/// The users that match the filter, in order of id; `None` if the filter is empty.
fn select_users(store: &mut Store, filter: &Filter) -> anyhow::Result<Option<Vec<UserId>>> {
    if filter.is_everything() {
        return Ok(None);
    }
    let query = Query::of(filter);
    Ok(Some(store.select_users(&query, &Cancel::default())?))
}

pub(super) fn companies(args: &ListArgs) -> anyhow::Result<()> {
    let filter = filter::read(Axis::Companies, args.filter.as_deref())?;
    let mut store = args.database.open()?;
    if args.format.is_table() {
        policy::print_policy_note(&store);
    }
    let selected = filter::companies(&mut store, &filter)?;
    let figures = store.company_figures(&Cancel::default()).context("cannot count the users")?;
    let rows = figures.iter().filter(|it| selected.contains(&it.company.id));
    if let Some(mut records) = args.format.records() {
        for CompanyFigures { company, users, effective_users, .. } in rows {
            records.element(&CompanyJson {
                id: company.id.as_str(),
                code: &company.code,
                name: &company.name,
                tenant: company.tenant_name.as_deref(),
                active: company.active,
                users: *users,
                tenant_code: company.tenant_code.as_deref(),
                tenant_id: company.tenant.as_ref().map(TenantId::as_str),
                effective_users: *effective_users,
            })?;
        }
        return records.finish();
    }
    let mut table = Output::new().table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("TENANT", Kind::Text(28)),
        Column::new("STATUS", Kind::Key),
        Column::new("USERS", Kind::Number),
        Column::new("ID", Kind::Key),
        Column::new("EFFECTIVE", Kind::Number),
    ])?;
    for CompanyFigures { company, users, effective_users, .. } in rows {
        table.row(vec![
            company.code.clone(),
            company.name.clone(),
            company.tenant_name.clone().unwrap_or_default(),
            status(company.active).to_owned(),
            users.to_string(),
            company.id.to_string(),
            effective_users.to_string(),
        ])?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_a_list_names_every_field_and_state_of_its_filters() {
        for (axis, help) in [(Axis::Users, USERS_FILTER), (Axis::Companies, COMPANIES_FILTER)] {
            let fields = axis.fields().iter().map(|field| format!("{}:", field.name()));
            // Only the console has marks.
            let states = axis.states().iter().map(|state| format!("is:{}", state.word()));
            let states = states.filter(|word| word != "is:marked");
            let words: Vec<&str> = help.split_whitespace().collect();
            for term in fields.chain(states) {
                assert!(words.iter().any(|word| word.starts_with(&term)), "{axis:?}: {term}");
            }
        }
    }
}
