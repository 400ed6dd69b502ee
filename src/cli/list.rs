//! `users` and `companies`: everything that a list shows of them, row by row
//! while the store reads.

use std::collections::HashMap;

use anyhow::Context;
use serde::Serialize;

use super::database::DatabaseArgs;
use super::output::{FormatArgs, Output};
use super::table::{Column, Kind};
use crate::domain::{Company, CompanyId, TenantId, User};
use crate::store::Store;

pub(super) const USERS_EXAMPLES: &str = "\
Examples:
  grantgrid users
  grantgrid users --db hr.db --json
  grantgrid users | cut -f 2         the usernames: piped columns have tabs between them";

pub(super) const COMPANIES_EXAMPLES: &str = "\
Examples:
  grantgrid companies
  grantgrid companies --db hr.db --json";

/// The arguments of both lists.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// A user as `--json` prints it; the order of the fields is kept.
#[derive(Serialize)]
pub(super) struct UserRecord<'a> {
    id: i64,
    username: &'a str,
    full_name: &'a str,
    role: Option<&'a str>,
    active: bool,
    /// The code of the home company.
    home_company: Option<&'a str>,
    /// How many companies the user may work in.
    companies: usize,
    email: Option<&'a str>,
    /// The tenant's name.
    tenant: Option<&'a str>,
    home_company_id: Option<&'a str>,
}

/// A company as `--json` prints it; the order of the fields is kept.
#[derive(Serialize)]
struct CompanyRecord<'a> {
    id: &'a str,
    code: &'a str,
    name: &'a str,
    /// The tenant's name.
    tenant: Option<&'a str>,
    active: bool,
    /// How many users may work in the company.
    users: u64,
    tenant_code: Option<&'a str>,
    tenant_id: Option<&'a str>,
}

/// Completes users with the names of what they refer to.
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

    pub(super) fn record<'r>(&'r self, user: &'r User, companies: usize) -> UserRecord<'r> {
        UserRecord {
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

pub(super) fn users(args: &Args) -> anyhow::Result<()> {
    let mut store = args.database.open()?;
    store.ensure_homes()?;
    let names = Names::read(&store)?;
    if args.format.json {
        let mut array = Output::new().array();
        store.for_each_user(|user, companies| {
            array.element(&names.record(&user, companies.len()))
        })?;
        return array.finish();
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
    ])?;
    store.for_each_user(|user, companies| {
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
            companies.len().to_string(),
        ])
    })?;
    table.finish()
}

pub(super) fn companies(args: &Args) -> anyhow::Result<()> {
    let store = args.database.open()?;
    let counts = store.users_per_company().context("the users cannot be counted")?;
    let rows = store.companies().iter().zip(counts);
    if args.format.json {
        let mut array = Output::new().array();
        for (company, users) in rows {
            array.element(&CompanyRecord {
                id: company.id.as_str(),
                code: &company.code,
                name: &company.name,
                tenant: company.tenant_name.as_deref(),
                active: company.active,
                users,
                tenant_code: company.tenant_code.as_deref(),
                tenant_id: company.tenant.as_ref().map(TenantId::as_str),
            })?;
        }
        return array.finish();
    }
    let mut table = Output::new().table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("TENANT", Kind::Text(28)),
        Column::new("STATUS", Kind::Key),
        Column::new("USERS", Kind::Number),
        Column::new("ID", Kind::Key),
    ])?;
    for (company, users) in rows {
        table.row(vec![
            company.code.clone(),
            company.name.clone(),
            company.tenant_name.clone().unwrap_or_default(),
            status(company.active).to_owned(),
            users.to_string(),
            company.id.to_string(),
        ])?;
    }
    table.finish()
}

/// The word for an `is_active`.
pub(super) fn status(active: bool) -> &'static str {
    if active { "active" } else { "inactive" }
}

/// `None` for an empty text.
pub(super) fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
