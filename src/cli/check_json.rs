//! What `check --json` prints.

use serde::Serialize;

use super::hints;
use crate::domain::{AccessFinding, CheckReport, Finding, Repaired};
use crate::store::ComparedTable;

/// The report.
#[derive(Serialize)]
pub(super) struct CheckJson<'a> {
    clean: bool,
    findings: Vec<FindingJson<'a>>,
    whole: bool,
    role_table: Option<&'a str>,
    dashed_ids: bool,
    own_format: i64,
    users: u64,
    companies: u64,
    grant_rows: u64,
    repaired: Option<RepairedJson>,
    server_tables: Option<Vec<ComparedTableJson>>,
    access_findings: Vec<AccessFindingJson<'a>>,
}

#[derive(Serialize)]
struct AccessFindingJson<'a> {
    kind: &'a str,
    finding: &'a str,
    count: u64,
    samples: &'a [String],
    filter: &'a str,
    of: &'a str,
    grants: Option<u64>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    kind: &'a str,
    problem: bool,
    count: u64,
    samples: &'a [String],
    can_be_repaired: bool,
    means: &'a str,
    advice: &'a str,
}

#[derive(Serialize)]
struct ComparedTableJson {
    table: &'static str,
    server_rows: u64,
    replica_rows: u64,
    equal: bool,
}

#[derive(Serialize)]
struct RepairedJson {
    change: Option<i64>,
    orphans: u64,
    duplicates: u64,
    own_tables: bool,
    history: u64,
}

/// The command that lists what a finding is about.
pub(super) fn command_of(finding: &AccessFinding) -> &'static str {
    if finding.kind.is_about_companies() { "companies" } else { "users" }
}

/// The report of a check, with what was repaired, as `--json` prints it.
pub(super) fn report<'a>(
    report: &'a CheckReport,
    repaired: Option<&Repaired>,
    access: &'a [AccessFinding],
    tables: Option<&[ComparedTable]>,
) -> CheckJson<'a> {
    CheckJson {
        clean: report.is_clean(),
        findings: report
            .findings
            .iter()
            .map(|finding| FindingJson::of(finding, tables.is_some()))
            .collect(),
        whole: report.whole,
        role_table: report.role_table.as_deref(),
        dashed_ids: report.dashed_ids,
        own_format: report.own_format,
        users: report.users,
        companies: report.companies,
        grant_rows: report.grant_rows,
        repaired: repaired.map(|repaired| RepairedJson {
            change: repaired.change.as_ref().map(|change| change.id.0),
            orphans: repaired.orphans,
            duplicates: repaired.duplicates,
            own_tables: repaired.own_tables,
            history: repaired.history,
        }),
        server_tables: tables.map(|tables| tables.iter().map(ComparedTableJson::of).collect()),
        access_findings: access.iter().map(AccessFindingJson::of).collect(),
    }
}

impl ComparedTableJson {
    fn of(it: &ComparedTable) -> Self {
        Self {
            table: it.table,
            server_rows: it.server_rows,
            replica_rows: it.replica_rows,
            equal: it.is_equal,
        }
    }
}

impl<'a> AccessFindingJson<'a> {
    fn of(finding: &'a AccessFinding) -> Self {
        Self {
            kind: finding.kind.as_str(),
            finding: finding.kind.description(),
            count: finding.count,
            samples: &finding.samples,
            filter: &finding.filter,
            of: command_of(finding),
            grants: finding.grants,
        }
    }
}

impl<'a> FindingJson<'a> {
    fn of(finding: &'a Finding, is_replica: bool) -> Self {
        Self {
            kind: finding.kind.as_str(),
            problem: finding.kind.is_problem(),
            count: finding.count,
            samples: &finding.samples,
            can_be_repaired: finding.kind.can_be_repaired(),
            means: finding.kind.description(),
            advice: hints::of_finding(finding.kind, is_replica),
        }
    }
}
