//! `check`: finds problems of the database, and repairs what is safe to repair.

use super::check_json::{self, command_of};
use super::database::DatabaseArgs;
use super::exit::{DONE, FAILED, print_message};
use super::hints;
use super::output::{FormatArgs, Output};
use super::phrases::{counted, filled};
use super::{dry_run, policy, work};
use crate::domain::{AccessFinding, CheckReport, Finding, FindingKind, Repaired};
use crate::store::{ComparedTable, Store, StoreError};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid check
  grantgrid check --quick --json --db hr.db
  grantgrid check --repair --dry-run     what would be repaired
  grantgrid check --repair --reason 'after the move'";

pub(super) const MORE: &str = "\
Checks the file (every index too, unless --quick is given), grants whose user or company no longer
exists, duplicate grants of one cell, ids that the HR system cannot read, other rows that refer to
missing rows, what new users would inherit from deleted ones, users who may have the id of another
person, and grantgrid's own history. The exit status is 1 if a problem is found and not repaired.

Then it lists the findings that an auditor asks about first: grants without effect, people who can
get in everywhere or nowhere, and so on, each with the filter that shows them. These are not
problems.

While a large file is read, programs that write to it may have to wait, unless it is in WAL mode:
check a copy (`grantgrid backup`) of a database in use.";

/// The size of a file from which a message says that the check takes a while: 256 MiB.
const LARGE: u64 = 256 << 20;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Check only the structure of the file, not every index
    #[arg(long)]
    quick: bool,
    /// Delete orphan grants and duplicate grants (the oldest of each cell stays)
    #[arg(long)]
    repair: bool,
    /// With --repair: change nothing; print what would be repaired
    #[arg(long, requires = "repair")]
    dry_run: bool,
    /// The reason, recorded in the history
    #[arg(long, value_name = "TEXT", requires = "repair")]
    reason: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Checks, repairs if asked to, and returns the exit status.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<u8> {
    let mut store = args.database.open()?;
    if !args.format.json {
        policy::print_policy_note(&store);
    }
    if std::fs::metadata(store.path()).is_ok_and(|file| file.len() >= LARGE) {
        let what = if args.quick { "counting the rows" } else { "reading the whole file" };
        print_message(&format!("{what}; this may take minutes"));
    }
    let tables = work::with_progress("comparing with the server", |progress| {
        store.compare_with_server(!args.quick, progress)
    })?;
    let report = work::with_progress("checking", |progress| store.check(!args.quick, progress))?;
    let repairs = args.repair && !args.dry_run && report.repairable() > 0;
    let (repaired, refused) = match repairs.then(|| repair(&mut store, args)).transpose() {
        Ok(repaired) => (repaired, None),
        Err(error) => (None, Some(error)),
    };
    let access = match &report.access {
        Some(access) if repaired.is_none() => access.clone(),
        _ => access_findings(&store, &report)?,
    };
    print(&report, repaired.as_ref(), &access, tables.as_deref(), args)?;
    // The findings are useful even if they cannot be repaired.
    if let Some(error) = refused {
        return Err(error);
    }
    if let Some(repaired) = &repaired {
        print_repaired(repaired, args);
    } else if args.dry_run && report.repairable() > 0 {
        dry_run::rehearse(&mut store, |store, progress| {
            store.rehearse_edit(|store| store.repair(None, progress))
        })?;
        print_would_repair(&report);
    }
    let is_unrepaired = |finding: &Finding| {
        finding.kind.is_problem() && !(repaired.is_some() && finding.kind.can_be_repaired())
    };
    let differs = tables.iter().flatten().any(|table| !table.is_equal);
    Ok(if differs || report.findings.iter().any(is_unrepaired) { FAILED } else { DONE })
}

/// The findings about access; none if the file is too damaged to read.
fn access_findings(store: &Store, report: &CheckReport) -> anyhow::Result<Vec<AccessFinding>> {
    let found = work::with_progress("reviewing access", |progress| {
        match store.access_findings(&work::cancel(progress)) {
            Err(error) if report.is_damaged() && !matches!(error, StoreError::Cancelled) => {
                Ok(Vec::new())
            }
            found => found,
        }
    })?;
    Ok(found)
}

fn repair(store: &mut Store, args: &CheckArgs) -> anyhow::Result<Repaired> {
    let reason = args.reason.as_deref().and_then(filled);
    work::with_progress("repairing", |progress| store.repair(reason, progress))
}

fn print_would_repair(report: &CheckReport) {
    let is_grants = |finding: &&Finding| {
        finding.kind.can_be_repaired()
            && ![FindingKind::OwnTables, FindingKind::Journal].contains(&finding.kind)
    };
    let grants = report.findings.iter().filter(is_grants).map(|finding| finding.count).sum();
    let mut would = Vec::new();
    if report.lacks_own_tables() {
        would.push("complete grantgrid's own tables".to_owned());
    }
    if report.has_inconsistent_history() {
        would.push("correct grantgrid's history".to_owned());
    }
    if grants > 0 {
        would.push(format!("delete {}", counted(grants, "grant", "grants")));
    }
    print_message(&format!("--repair would {}; nothing was changed", would.join(" and ")));
}

fn print_repaired(repaired: &Repaired, args: &CheckArgs) {
    if repaired.own_tables {
        print_message("completed grantgrid's own tables");
    }
    if repaired.history > 0 {
        let entries = counted(repaired.history, "entry", "entries");
        print_message(&format!("corrected {entries} of grantgrid's history"));
    }
    let Some(change) = &repaired.change else {
        if !repaired.own_tables && repaired.history == 0 {
            print_message("another program repaired it in the meantime");
        }
        return;
    };
    let undo = args.database.command("undo");
    print_message(&format!(
        "deleted {} and {} as change {} · {undo} undoes it",
        counted(repaired.orphans, "orphan grant", "orphan grants"),
        counted(repaired.duplicates, "duplicate", "duplicates"),
        change.id
    ));
}

fn print(
    report: &CheckReport,
    repaired: Option<&Repaired>,
    access: &[AccessFinding],
    tables: Option<&[ComparedTable]>,
    args: &CheckArgs,
) -> anyhow::Result<()> {
    if args.format.json {
        return Output::new().object(&check_json::report(report, repaired, access, tables));
    }
    let mut output = Output::new();
    let own = match report.own_format {
        0 => "none: grantgrid has not written here yet".to_owned(),
        format => format!("format {format}"),
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
        let what = hints::of_finding(*kind, tables.is_some());
        output.labelled(&[("what to do", what.to_owned())])?;
    }
    print_server(&mut output, tables, report.is_damaged(), args)?;
    print_access(&mut output, access, args)?;
    output.finish()
}

/// The section about the comparison with the server.
fn print_server(
    output: &mut Output,
    tables: Option<&[ComparedTable]>,
    is_damaged: bool,
    args: &CheckArgs,
) -> anyhow::Result<()> {
    let Some(tables) = tables else {
        return Ok(());
    };
    output.gap()?;
    let rows: u64 = tables.iter().map(|table| table.server_rows).sum();
    let compared = if args.quick { "the number of rows" } else { "every row" };
    let count = counted(tables.len() as u64, "table", "tables");
    output.labelled(&[("server", format!("compared {compared} of {count}, {rows} rows"))])?;
    for it in tables.iter().filter(|table| !table.is_equal) {
        let differs = format!(
            "the replica of {} differs: {} rows, on the server {}",
            it.table, it.replica_rows, it.server_rows
        );
        output.labelled(&[("problem", differs)])?;
    }
    if tables.iter().any(|table| !table.is_equal) {
        output.labelled(&[("what to do", hints::NEW_REPLICA.to_owned())])?;
    } else if !is_damaged {
        output.labelled(&[("", "the replica matches the server".to_owned())])?;
    }
    Ok(())
}

/// The section with the findings about access.
fn print_access(
    output: &mut Output,
    access: &[AccessFinding],
    args: &CheckArgs,
) -> anyhow::Result<()> {
    for finding in access {
        output.gap()?;
        let AccessFinding { kind, count, samples, filter, .. } = finding;
        let text = format!("{}: {}", kind.description(), finding.count_in_words());
        output.labelled(&[("access", text)])?;
        for sample in samples {
            output.labelled(&[("", sample.clone())])?;
        }
        let named = samples.len() as u64;
        if *count > named {
            output.labelled(&[("", format!("and {} more", count - named))])?;
        }
        let command = args.database.command(&format!("{} --where '{filter}'", command_of(finding)));
        output.labelled(&[("show them", command)])?;
    }
    Ok(())
}

fn result(report: &CheckReport) -> String {
    if report.is_clean() {
        return "no problems".into();
    }
    let problems = report.findings.iter().filter(|finding| finding.kind.is_problem());
    let problems = problems.map(|finding| finding.count).sum();
    format!("{} found", counted(problems, "problem", "problems"))
}
