//! The report of `populate`, printed after the totals: the roles, the skipped users
//! with the reason, and in a dry run the missing cells.

use std::collections::BTreeMap;

use serde::Serialize;

use super::exit::print_message;
use super::output::Output;
use super::phrases::counted;
use super::table::{Column, Kind};
use crate::domain::{PopulateReport, Preview, RolePopulate};

/// The maximum number of table lines outside JSON.
const MAX_LINES: usize = 200;

/// The label for users without a role.
const NO_ROLE: &str = "(no role)";

/// The report as `--json` prints it, in addition to the fields of every bulk change.
#[derive(Serialize)]
pub(super) struct PopulateJson<'a> {
    roles: Vec<RolePopulateJson<'a>>,
    /// How many users do not get what their rule requires.
    skipped_users: u64,
    /// The first 1000 of them.
    skipped: Vec<SkippedRoleJson<'a>>,
    skipped_is_complete: bool,
    /// The first 10,000 missing grants.
    missing: Vec<MissingGrantJson<'a>>,
    missing_is_complete: bool,
}

#[derive(Serialize)]
struct RolePopulateJson<'a> {
    /// Null for the users without a role.
    role: Option<&'a str>,
    scope: &'a str,
    users: u64,
    users_gaining: u64,
    added: u64,
    already_there: u64,
    /// How many users are skipped, by reason.
    skipped: BTreeMap<&'a str, u64>,
}

#[derive(Serialize)]
struct SkippedRoleJson<'a> {
    username: &'a str,
    role: Option<&'a str>,
    reason: &'a str,
    sentence: String,
}

#[derive(Serialize)]
struct MissingGrantJson<'a> {
    role: &'a str,
    username: &'a str,
    company: &'a str,
    company_id: &'a str,
}

impl<'a> PopulateJson<'a> {
    /// `None` if the preview is not of `populate`.
    pub(super) fn of_preview(preview: &'a Preview) -> Option<Self> {
        preview.populate.as_ref().map(|report| Self::of(report, preview.added))
    }

    fn of(report: &'a PopulateReport, added: u64) -> Self {
        let skipped = report.skipped.iter().map(|it| SkippedRoleJson {
            username: &it.username,
            role: it.role.as_deref(),
            reason: it.why.as_str(),
            sentence: it.why.to_string(),
        });
        let missing = report.missing.iter().map(|it| MissingGrantJson {
            role: &it.role,
            username: &it.username,
            company: &it.company_code,
            company_id: it.company.as_str(),
        });
        Self {
            roles: report.roles.iter().map(RolePopulateJson::of).collect(),
            skipped_users: report.skipped_count(),
            skipped: skipped.collect(),
            skipped_is_complete: report.skipped.len() as u64 == report.skipped_count(),
            missing: missing.collect(),
            missing_is_complete: report.missing.len() as u64 == added,
        }
    }
}

impl<'a> RolePopulateJson<'a> {
    fn of(it: &'a RolePopulate) -> Self {
        let mut skipped = BTreeMap::new();
        for (why, users) in &it.skipped {
            *skipped.entry(why.as_str()).or_default() += users;
        }
        Self {
            role: it.role.as_deref(),
            scope: it.scope.as_str(),
            users: it.users,
            users_gaining: it.users_gaining,
            added: it.added,
            already_there: it.existing,
            skipped,
        }
    }
}

/// Prints the roles and the skipped users; with `missing` also the cells that get a
/// grant.
pub(super) fn print(report: &PopulateReport, missing: bool, added: u64) -> anyhow::Result<()> {
    let mut table = Output::new().table(vec![
        Column::new("ROLE", Kind::Key),
        Column::new("SCOPE", Kind::Key),
        Column::new("USERS", Kind::Number),
        Column::new("ADDED", Kind::Number),
        Column::new("ALREADY THERE", Kind::Number),
        Column::new("SKIPPED", Kind::Number),
    ])?;
    for it in &report.roles {
        table.row(vec![
            role_label(it.role.as_deref()),
            it.scope.as_str().to_owned(),
            it.users.to_string(),
            it.added.to_string(),
            it.existing.to_string(),
            it.skipped.values().sum::<u64>().to_string(),
        ])?;
    }
    table.finish()?;
    if !report.skipped.is_empty() {
        print_skipped(report)?;
    }
    if missing && !report.missing.is_empty() {
        print_missing(report, added)?;
    }
    Ok(())
}

fn print_skipped(report: &PopulateReport) -> anyhow::Result<()> {
    let mut output = Output::new();
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("SKIPPED", Kind::Key),
        Column::new("ROLE", Kind::Text(30)),
        Column::new("WHY", Kind::Text(60)),
    ])?;
    for it in report.skipped.iter().take(MAX_LINES) {
        table.row(vec![it.username.clone(), role_label(it.role.as_deref()), it.why.to_string()])?;
    }
    table.finish()?;
    let rest = report.skipped_count() - report.skipped.len().min(MAX_LINES) as u64;
    if rest > 0 {
        let most = PopulateReport::MOST_SKIPPED;
        print_message(&format!(
            "and {} skipped; --json names up to {most}",
            counted(rest, "more user", "more users")
        ));
    }
    Ok(())
}

fn print_missing(report: &PopulateReport, added: u64) -> anyhow::Result<()> {
    let mut output = Output::new();
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("ROLE", Kind::Text(30)),
        Column::new("USER", Kind::Key),
        Column::new("GETS", Kind::Key),
    ])?;
    // By role, in the order of the roles.
    let of_role = |role: &RolePopulate| {
        let role = role.role.clone();
        report.missing.iter().filter(move |it| Some(&it.role) == role.as_ref())
    };
    for it in report.roles.iter().flat_map(of_role).take(MAX_LINES) {
        table.row(vec![it.role.clone(), it.username.clone(), it.company_code.clone()])?;
    }
    table.finish()?;
    let rest = added - report.missing.len().min(MAX_LINES) as u64;
    if rest > 0 {
        let most = PopulateReport::MOST_MISSING;
        print_message(&format!(
            "and {}; --json names up to {most}, `users --where is:drift` every user",
            counted(rest, "more cell", "more cells")
        ));
    }
    Ok(())
}

fn role_label(role: Option<&str>) -> String {
    role.unwrap_or(NO_ROLE).to_owned()
}
