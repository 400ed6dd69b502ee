//! `show`: one user, with the companies that the user can work in, and the grants.

use std::collections::HashMap;

use serde::Serialize;

use super::access::{self, EffectiveJson};
use super::database::DatabaseArgs;
use super::filter::{self, CompaniesArgs};
use super::list::{Names, UserJson};
use super::output::{ListFormatArgs, Output};
use super::phrases::{filled, seconds, status};
use super::table::{Column, Kind};
use super::{policy, resolve};
use crate::domain::{Company, CompanyId};
use crate::store::AccessEntry;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid show sarah
  grantgrid show sarah --where 'tenant:global is:active'
  grantgrid show sarah --db hr.db --json
  grantgrid show sarah --jsonl     one grant per line";

/// The arguments of `show`.
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The user's username
    user: String,
    #[command(flatten)]
    companies: CompaniesArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// A user with the grants, as `--json` prints it.
#[derive(Serialize)]
struct ShowJson<'a> {
    #[serde(flatten)]
    user: UserJson<'a>,
    grants: Vec<GrantJson<'a>>,
    effective: Vec<EffectiveJson<'a>>,
}

/// One grant as `--json` prints it.
#[derive(Serialize)]
struct GrantJson<'a> {
    company_code: &'a str,
    company_name: &'a str,
    /// As the database writes it, UTC.
    granted_at: Option<&'a str>,
    company_id: &'a str,
    /// The tenant's name.
    tenant: Option<&'a str>,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<()> {
    let filter = args.companies.read()?;
    let mut store = args.database.open()?;
    if args.format.is_table() {
        policy::print_policy_note(&store);
    }
    store.ensure_homes()?;
    let selected = filter::companies(&mut store, &filter)?;
    let user = resolve::user(&store, &args.user)?;
    let grants = store.grants_of(user.id)?;
    let names = Names::read(&store)?;
    let companies: HashMap<&CompanyId, &Company> =
        store.companies().iter().map(|company| (&company.id, company)).collect();
    let held = grants.len();
    let rows: Vec<GrantJson<'_>> = grants
        .iter()
        .filter(|grant| selected.contains(&grant.company))
        .filter_map(|grant| {
            let company = companies.get(&grant.company)?;
            Some(GrantJson {
                company_code: &company.code,
                company_name: &company.name,
                granted_at: filled(&grant.granted_at),
                company_id: company.id.as_str(),
                tenant: company.tenant_name.as_deref(),
            })
        })
        .collect();

    let entries = store.effective_access(user.id)?;
    let all_effective = entries.len();
    let is_shown = |it: &&AccessEntry| selected.contains(&store.companies()[it.company].id);
    let effective: Vec<&AccessEntry> = entries.iter().filter(is_shown).collect();

    if args.format.jsonl
        && let Some(mut records) = args.format.records()
    {
        rows.iter().try_for_each(|row| records.element(row))?;
        return records.finish();
    }
    let mut output = Output::new();
    if args.format.whole.json {
        let user = names.record(&user, held);
        let effective = effective.into_iter().map(|it| EffectiveJson::of(&store, it)).collect();
        return output.object(&ShowJson { user, grants: rows, effective });
    }
    let home = names.home(&user).map(|company| format!("{} {}", company.code, company.name));
    output.labelled(&[
        ("user", user.username.clone()),
        ("name", user.full_name.clone()),
        ("role", user.role.clone()),
        ("status", status(user.active).to_owned()),
        ("home", home.unwrap_or_default()),
        ("tenant", names.tenant(&user).unwrap_or_default().to_owned()),
        ("companies", held.to_string()),
        ("effective", all_effective.to_string()),
    ])?;
    output.gap()?;
    let output = access::table(output, &store, effective.into_iter())?.next()?;
    if rows.is_empty() {
        return output.finish();
    }
    let mut table = output.table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("TENANT", Kind::Text(28)),
        Column::new("GRANTED (UTC)", Kind::Key),
    ])?;
    for row in rows {
        table.row(vec![
            row.company_code.to_owned(),
            row.company_name.to_owned(),
            row.tenant.unwrap_or_default().to_owned(),
            seconds(row.granted_at.unwrap_or_default()).to_owned(),
        ])?;
    }
    table.finish()
}
