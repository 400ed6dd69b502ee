//! `stats`: the statistics that the console shows.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::output::{FormatArgs, Output, TableOutput};
use super::phrases::filled;
use super::policy;
use super::table::{Column, Kind};
use crate::domain::{Cancel, CompanyFigures, Figures, RoleLine};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid stats
  grantgrid stats --db hr.db --json
  grantgrid stats --json | jq '.per_role[] | {role, drift}'";

/// The maximum number of companies and months printed; JSON has all.
const MAX_LINES: usize = 24;

/// The arguments of `stats`.
#[derive(Debug, clap::Args)]
pub(super) struct StatsArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The statistics as `--json` prints them.
#[derive(Serialize)]
struct StatsJson<'a> {
    users: u64,
    companies: u64,
    grants: u64,
    coverage_percent: f64,
    users_without_company: u64,
    users_with_multiple: u64,
    drift: u64,
    users_by_companies: Vec<BucketJson>,
    per_company: Vec<CompanyStatsJson<'a>>,
    per_role: Vec<RoleStatsJson<'a>>,
    per_month: Vec<MonthJson>,
    /// Grants whose time is missing or cannot be read.
    undated_grants: u64,
    /// Cells in which the HR system lets the user work.
    effective_pairs: u64,
    effective_percent: f64,
    /// Active users who can work in no company.
    users_without_effective_access: u64,
    /// Effective pairs without a grant, by role or home company.
    implied_pairs: u64,
    /// Cells with a grant that gives no access.
    ineffective_grants: u64,
    active_users: u64,
}

/// The number of users whose number of companies is in a range.
#[derive(Serialize)]
struct BucketJson {
    /// The lowest number of companies.
    least: u64,
    /// The highest.
    most: u64,
    users: u64,
}

#[derive(Serialize)]
struct CompanyStatsJson<'a> {
    code: &'a str,
    name: &'a str,
    id: &'a str,
    /// Users with a grant for it.
    users: u64,
    coverage_percent: f64,
    /// Users who should have it under their rule but do not.
    drift: u64,
}

#[derive(Serialize)]
struct RoleStatsJson<'a> {
    /// Null for the users without a role.
    role: Option<&'a str>,
    /// The scope of the rule.
    scope: Option<&'static str>,
    users: u64,
    grants: u64,
    coverage_percent: f64,
    /// Cells that the rule requires.
    called_for: u64,
    /// Required cells without a grant.
    drift: u64,
}

#[derive(Serialize)]
struct MonthJson {
    /// As `YYYY-MM`, UTC.
    month: String,
    /// Grants made in this month.
    grants: u64,
}

pub(super) fn run(args: &StatsArgs) -> anyhow::Result<()> {
    let store = args.database.open()?;
    if !args.format.json {
        policy::print_policy_note(&store);
    }
    let figures = store.figures(&Cancel::default())?;
    if args.format.json { Output::new().object(&StatsJson::of(&figures)) } else { print(&figures) }
}

/// Prints the totals, then a table for each part.
fn print(figures: &Figures) -> anyhow::Result<()> {
    let totals = &figures.report.statistics;
    let mut output = Output::new();
    output.labelled(&[
        ("users", totals.users.to_string()),
        ("companies", totals.companies.to_string()),
        ("grants", totals.grants.to_string()),
        ("coverage", percent(totals.coverage_percent())),
        ("users without a company", totals.users_without_company.to_string()),
        ("users with several", totals.users_with_multiple.to_string()),
        ("drift", totals.drift.to_string()),
        ("active users", totals.active_users.to_string()),
        ("effective pairs", totals.effective_pairs.to_string()),
        ("effective coverage", percent(totals.effective_percent())),
        ("implied pairs", totals.implied_pairs.to_string()),
        ("ineffective grants", totals.ineffective_grants.to_string()),
        (
            "active users without effective access",
            totals.users_without_effective_access.to_string(),
        ),
    ])?;
    output.gap()?;

    let mut table = output
        .table(vec![Column::new("COMPANIES", Kind::Number), Column::new("USERS", Kind::Number)])?;
    for bucket in figures.histogram() {
        let companies = if bucket.least == bucket.most {
            bucket.least.to_string()
        } else {
            format!("{}-{}", bucket.least, bucket.most)
        };
        table.row(vec![companies, bucket.users.to_string()])?;
    }
    let table = print_roles(table.next()?, figures)?;
    let table = print_companies(table.next()?, figures)?;
    if figures.months.is_empty() && figures.undated == 0 {
        return table.finish();
    }

    let mut table = table
        .next()?
        .table(vec![Column::new("MONTH", Kind::Key), Column::new("GRANTS", Kind::Number)])?;
    let earlier = figures.months.len().saturating_sub(MAX_LINES);
    if earlier > 0 {
        let grants: u64 = figures.months[..earlier].iter().map(|(_, grants)| grants).sum();
        table.row(vec!["earlier".into(), grants.to_string()])?;
    }
    for (month, grants) in &figures.months[earlier..] {
        table.row(vec![month.to_string(), grants.to_string()])?;
    }
    if figures.undated > 0 {
        table.row(vec!["unknown".into(), figures.undated.to_string()])?;
    }
    table.finish()
}

fn print_roles(output: Output, figures: &Figures) -> anyhow::Result<TableOutput> {
    let mut table = output.table(vec![
        Column::new("ROLE", Kind::Text(32)),
        Column::new("RULE", Kind::Key),
        Column::new("USERS", Kind::Number),
        Column::new("COVERAGE", Kind::Number),
        Column::new("DRIFT", Kind::Number),
    ])?;
    for role in figures.roles() {
        let (rule, it) = (role.rule, role.figures);
        table.row(vec![
            role.name().to_owned(),
            rule.map_or("", |rule| rule.scope.as_str()).to_owned(),
            it.users.to_string(),
            percent(figures.coverage_of_users(it.users, it.grants)),
            it.drift.to_string(),
        ])?;
    }
    Ok(table)
}

/// The companies with the most users.
fn print_companies(output: Output, figures: &Figures) -> anyhow::Result<TableOutput> {
    let mut table = output.table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("USERS", Kind::Number),
        Column::new("COVERAGE", Kind::Number),
        Column::new("DRIFT", Kind::Number),
    ])?;
    let mut companies: Vec<&CompanyFigures> = figures.companies.iter().collect();
    companies.sort_by_key(|company| std::cmp::Reverse(company.users));
    for it in companies.iter().take(MAX_LINES) {
        table.row(vec![
            it.company.code.clone(),
            it.company.name.clone(),
            it.users.to_string(),
            percent(figures.coverage_of_company(it)),
            it.drift.to_string(),
        ])?;
    }
    if let Some(rest) = companies.get(MAX_LINES..).filter(|rest| !rest.is_empty()) {
        let name = format!("… and {} more; --json has all", rest.len());
        table.row(vec![String::new(), name, String::new(), String::new(), String::new()])?;
    }
    Ok(table)
}

fn percent(share: f64) -> String {
    format!("{share:.1} %")
}

impl<'a> StatsJson<'a> {
    fn of(figures: &'a Figures) -> Self {
        let totals = &figures.report.statistics;
        let company = |it: &'a CompanyFigures| CompanyStatsJson {
            code: &it.company.code,
            name: &it.company.name,
            id: it.company.id.as_str(),
            users: it.users,
            coverage_percent: figures.coverage_of_company(it),
            drift: it.drift,
        };
        let role = |RoleLine { rule, figures: it }: RoleLine<'a>| RoleStatsJson {
            role: rule.and_then(|rule| filled(&rule.role)),
            scope: rule.map(|rule| rule.scope.as_str()),
            users: it.users,
            grants: it.grants,
            coverage_percent: figures.coverage_of_users(it.users, it.grants),
            called_for: it.required,
            drift: it.drift,
        };
        let histogram = figures.histogram().into_iter();
        let months = figures.months.iter();
        Self {
            users: totals.users,
            companies: totals.companies,
            grants: totals.grants,
            coverage_percent: totals.coverage_percent(),
            users_without_company: totals.users_without_company,
            users_with_multiple: totals.users_with_multiple,
            drift: totals.drift,
            users_by_companies: histogram
                .map(|it| BucketJson { least: it.least, most: it.most, users: it.users })
                .collect(),
            per_company: figures.companies.iter().map(company).collect(),
            per_role: figures.roles().map(role).collect(),
            per_month: months
                .map(|(month, grants)| MonthJson { month: month.to_string(), grants: *grants })
                .collect(),
            undated_grants: figures.undated,
            effective_pairs: totals.effective_pairs,
            effective_percent: totals.effective_percent(),
            users_without_effective_access: totals.users_without_effective_access,
            implied_pairs: totals.implied_pairs,
            ineffective_grants: totals.ineffective_grants,
            active_users: totals.active_users,
        }
    }
}
