//! What the commands that change grants have in common: previewed, guarded,
//! then committed as one change, or nothing at all; with `--dry-run` only
//! previewed.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::failure::{DONE, PENDING, Refused, say};
use super::list::filled;
use super::output::{FormatArgs, Output};
use super::{dry_run, import_report, patience, populate_report};
use crate::domain::{Bulk, Cancel, Guard, Preview, Statistics, Watch};
use crate::exchange::Plan;
use crate::store::{Committed, Store, StoreError};

/// So often a change is previewed anew because another program was quicker.
const ATTEMPTS: usize = 5;

/// The arguments of all of them.
#[derive(Debug, clap::Args)]
pub(super) struct BulkArgs {
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
    /// Make the change even if it removes a dangerous lot of grants
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Asking first.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct DryRunArgs {
    /// Change nothing; print what the change would do
    #[arg(long)]
    pub(super) dry_run: bool,
    /// With --dry-run: exit with 4 if there is something to change
    #[arg(long, requires = "dry_run")]
    detailed_exitcode: bool,
}

impl BulkArgs {
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run.dry_run
    }

    pub(super) fn is_json(&self) -> bool {
        self.format.json
    }
}

/// What was done, as `--json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    /// The number for `undo`; null if every cell was so already.
    change: Option<i64>,
    kind: &'a str,
    added: u64,
    removed: u64,
    /// Cells that were so already.
    unchanged: u64,
    users_affected: u64,
    companies_affected: usize,
    users_losing_last_company: u64,
    at: Option<&'a str>,
    operator: &'a str,
    reason: Option<&'a str>,
    #[serde(flatten)]
    populate: Option<populate_report::Record<'a>>,
    #[serde(flatten)]
    plan: Option<import_report::Record<'a>>,
}

impl DryRunArgs {
    /// The exit status of a dry run.
    pub(super) fn status(self, pending: bool) -> u8 {
        if pending && self.detailed_exitcode { PENDING } else { DONE }
    }
}

/// Makes the change, or only tells what it would do; answers the exit status.
/// `nothing` says why there is nothing to do, if that is known already;
/// otherwise `sentence` says what was done.
pub(super) fn run(
    store: &mut Store,
    bulk: &Bulk,
    args: &BulkArgs,
    nothing: Option<&str>,
    sentence: impl FnOnce(&Committed) -> String,
) -> anyhow::Result<u8> {
    run_planned(store, bulk, args, nothing, None, sentence)
}

/// The same for a change that was read from a file, with the file's problems.
pub(super) fn run_planned(
    store: &mut Store,
    bulk: &Bulk,
    args: &BulkArgs,
    nothing: Option<&str>,
    plan: Option<&Plan>,
    sentence: impl FnOnce(&Committed) -> String,
) -> anyhow::Result<u8> {
    let kind = bulk.operation.kind();
    if args.dry_run.dry_run {
        let totals = store.statistics(&Cancel::default())?;
        let preview = preview(store, bulk, &totals)?;
        dry_run::print(&preview, kind, plan, args.format)?;
        if let Some(why) = nothing {
            say(&format!("nothing to do: {why}"));
        }
        return Ok(args.dry_run.status(!preview.is_empty()));
    }
    let reason = args.reason.as_deref().and_then(filled);
    let (preview, committed) = commit(store, bulk, args.force, reason)?;

    let undo = args.database.command("undo");
    let way_back = if committed.change.is_some() {
        format!(" · {undo} takes it back")
    } else {
        String::new()
    };
    match nothing {
        Some(why) => say(&format!("nothing to do: {why}")),
        None => say(&format!("{}{way_back}", sentence(&committed))),
    }
    if args.format.json {
        let change = committed.change.as_ref();
        Output::new().object(&Record {
            change: change.map(|change| change.id.0),
            kind: kind.as_str(),
            added: change.map_or(0, |change| change.added),
            removed: change.map_or(0, |change| change.removed),
            unchanged: committed.unchanged,
            users_affected: preview.users_affected,
            companies_affected: preview.companies.len(),
            users_losing_last_company: preview.losing_last,
            at: change.map(|change| change.at.as_str()),
            operator: store.operator(),
            reason,
            populate: populate_report::Record::of_preview(&preview),
            plan: plan.map(import_report::Record::of),
        })?;
    } else if let Some(report) = &preview.populate {
        populate_report::print(report, false, preview.added)?;
    }
    Ok(DONE)
}

/// Commits exactly what was previewed and not refused.
fn commit(
    store: &mut Store,
    bulk: &Bulk,
    force: bool,
    reason: Option<&str>,
) -> anyhow::Result<(Preview, Committed)> {
    let mut attempt = 1;
    loop {
        // Nearly all grants of a small part of the matrix are a small part of
        // all grants: these are counted only if it matters.
        let mut preview = preview(store, bulk, &Statistics::default())?;
        if !force {
            if matches!(preview.guard, Some(Guard::ManyRemoved { .. })) {
                preview.set_totals(&store.statistics(&Cancel::default())?);
            }
            if let Some(guard) = &preview.guard {
                return Err(Refused(refusal(guard, &preview)).into());
            }
        }
        let committed = patience::until_free(store, |store| {
            store.commit(bulk, Some(&preview), reason, &mut Watch::none())
        });
        match committed {
            Err(StoreError::Outdated) if attempt < ATTEMPTS => attempt += 1,
            committed => return Ok((preview, committed?)),
        }
    }
}

fn preview(store: &mut Store, bulk: &Bulk, totals: &Statistics) -> Result<Preview, StoreError> {
    patience::until_free(store, |store| store.preview(bulk, totals, &mut Watch::none()))
}

fn refusal(guard: &Guard, preview: &Preview) -> String {
    let why = danger(guard, preview);
    format!("refused: {why}; --force makes the change all the same, and nothing was changed")
}

/// Why a change is dangerous, as a person would say it.
pub(super) fn danger(guard: &Guard, preview: &Preview) -> String {
    match guard {
        Guard::ManyRemoved { count } => format!(
            "it removes {count} of {} grants, more than a quarter of all",
            preview.grants_before
        ),
        Guard::LastSuperAdmin { count, username } => format!(
            "it removes every grant of the last Super Admin, {username} ({} in all)",
            counted(*count, "grant", "grants")
        ),
    }
}

/// A number with its noun.
pub(super) fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
