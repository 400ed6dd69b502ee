//! `check`: what is wrong with the database, and mending what can be mended
//! without a question.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::exit::{DONE, FAILED, say};
use super::output::{FormatArgs, Output};
use super::phrases::{counted, filled};
use super::work;
use crate::domain::{CheckReport, Finding, FindingKind, Repaired};
use crate::store::Store;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid check
  grantgrid check --quick --json --db hr.db
  grantgrid check --repair --dry-run     what would be mended
  grantgrid check --repair --reason 'after the move'";

pub(super) const MORE: &str = "\
Looked at: the file (every index too, unless --quick is given), grants whose user or company is
gone, several grants of one cell, ids that the HR system cannot read, what else refers to missing
rows, what the next new users would inherit from somebody who is gone, who may have another
person's id, and grantgrid's own journal. The status is 1 if something is wrong and not mended.

While a large file is read, programs that write to it may have to wait, unless it is in WAL mode:
check a copy (`grantgrid backup`) of a database at work.";

/// A file from this size on takes so long that a word is due: 256 MiB.
const LARGE: u64 = 256 << 20;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Look at the structure of the file only, not into every index
    #[arg(long)]
    quick: bool,
    /// Delete orphan grants, and all but the oldest of several grants of one cell
    #[arg(long)]
    repair: bool,
    /// With --repair: change nothing; say what would be mended
    #[arg(long, requires = "repair")]
    dry_run: bool,
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT", requires = "repair")]
    reason: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The report as `--json` prints it.
#[derive(Serialize)]
struct CheckJson<'a> {
    clean: bool,
    findings: Vec<FindingRecord<'a>>,
    whole: bool,
    role_table: Option<&'a str>,
    dashed_ids: bool,
    own_format: i64,
    users: u64,
    companies: u64,
    grant_rows: u64,
    repaired: Option<RepairedRecord>,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    kind: &'a str,
    problem: bool,
    count: u64,
    samples: &'a [String],
    can_be_repaired: bool,
    means: &'a str,
    advice: &'a str,
}

#[derive(Serialize)]
struct RepairedRecord {
    change: Option<i64>,
    orphans: u64,
    duplicates: u64,
    own_tables: bool,
}

/// Checks, mends if asked to, and answers the exit status.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    if std::fs::metadata(store.path()).is_ok_and(|file| file.len() >= LARGE) {
        let what = if args.quick { "counting the rows" } else { "reading the whole file" };
        say(&format!("{what}; this may take minutes"));
    }
    let report = work::watched("checking", |progress| store.check(!args.quick, progress))?;
    let mends = args.repair && !args.dry_run && report.repairable() > 0;
    let repaired = mends.then(|| repair(&mut store, args)).transpose()?;
    print(&report, repaired.as_ref(), args.format)?;
    if let Some(repaired) = &repaired {
        say_repaired(repaired, args);
    } else if args.dry_run && report.repairable() > 0 {
        say_would_repair(&report);
    }
    let is_left = |finding: &Finding| {
        finding.kind.is_problem() && !(repaired.is_some() && finding.kind.can_be_repaired())
    };
    Ok(if report.findings.iter().any(is_left) { FAILED } else { DONE })
}

fn repair(store: &mut Store, args: &CheckArgs) -> anyhow::Result<Repaired> {
    let reason = args.reason.as_deref().and_then(filled);
    work::watched("mending", |progress| store.repair(reason, progress))
}

fn say_would_repair(report: &CheckReport) {
    let is_grants = |finding: &&Finding| {
        finding.kind.can_be_repaired() && finding.kind != FindingKind::OwnTables
    };
    let grants = report.findings.iter().filter(is_grants).map(|finding| finding.count).sum();
    let mut would = Vec::new();
    if report.lacks_own_tables() {
        would.push("complete grantgrid's own tables".to_owned());
    }
    if grants > 0 {
        would.push(format!("delete {}", counted(grants, "grant", "grants")));
    }
    say(&format!("--repair would {}; nothing was changed", would.join(" and ")));
}

fn say_repaired(repaired: &Repaired, args: &CheckArgs) {
    if repaired.own_tables {
        say("completed grantgrid's own tables");
    }
    let Some(change) = &repaired.change else {
        if !repaired.own_tables {
            say("another program has mended it meanwhile");
        }
        return;
    };
    let undo = args.database.command("undo");
    say(&format!(
        "deleted {} and {} as change {} · {undo} takes it back",
        counted(repaired.orphans, "orphan grant", "orphan grants"),
        counted(repaired.duplicates, "duplicate", "duplicates"),
        change.id
    ));
}

fn print(
    report: &CheckReport,
    repaired: Option<&Repaired>,
    format: FormatArgs,
) -> anyhow::Result<()> {
    if format.json {
        return Output::new().object(&record(report, repaired));
    }
    let mut output = Output::new();
    let own = match report.own_format {
        0 => "none: grantgrid never wrote here".to_owned(),
        format => format!("form {format}"),
    };
    output.labelled(&[
        ("users", report.users.to_string()),
        ("companies", report.companies.to_string()),
        ("rows of grants", report.grant_rows.to_string()),
        ("table of roles", report.role_table.clone().unwrap_or_else(|| "none".into())),
        ("ids", if report.dashed_ids { "with dashes" } else { "without dashes" }.to_owned()),
        ("own tables", own),
        ("file", if report.whole { "read whole" } else { "structure only" }.to_owned()),
        ("result", result(report)),
    ])?;
    for finding in &report.findings {
        output.gap()?;
        let Finding { kind, count, samples, .. } = finding;
        let sign = if kind.is_problem() { "problem" } else { "note" };
        output.labelled(&[(sign, format!("{}: {count}", kind.description()))])?;
        for sample in samples {
            output.labelled(&[("", sample.clone())])?;
        }
        let named = samples.len() as u64;
        if samples.len() == Finding::MOST_NAMED && *count > named {
            output.labelled(&[("", format!("and {} more", count - named))])?;
        }
        output.labelled(&[("what to do", kind.advice().to_owned())])?;
    }
    output.finish()
}

fn result(report: &CheckReport) -> String {
    if report.is_clean() {
        return "nothing is wrong".into();
    }
    let problems = report.findings.iter().filter(|finding| finding.kind.is_problem());
    let problems = problems.map(|finding| finding.count).sum();
    format!("{} found", counted(problems, "problem", "problems"))
}

fn record<'a>(report: &'a CheckReport, repaired: Option<&Repaired>) -> CheckJson<'a> {
    CheckJson {
        clean: report.is_clean(),
        findings: report.findings.iter().map(FindingRecord::of).collect(),
        whole: report.whole,
        role_table: report.role_table.as_deref(),
        dashed_ids: report.dashed_ids,
        own_format: report.own_format,
        users: report.users,
        companies: report.companies,
        grant_rows: report.grant_rows,
        repaired: repaired.map(|repaired| RepairedRecord {
            change: repaired.change.as_ref().map(|change| change.id.0),
            orphans: repaired.orphans,
            duplicates: repaired.duplicates,
            own_tables: repaired.own_tables,
        }),
    }
}

impl<'a> FindingRecord<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            kind: finding.kind.as_str(),
            problem: finding.kind.is_problem(),
            count: finding.count,
            samples: &finding.samples,
            can_be_repaired: finding.kind.can_be_repaired(),
            means: finding.kind.description(),
            advice: finding.kind.advice(),
        }
    }
}
