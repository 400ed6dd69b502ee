//! `undo` and `redo`, from the journal, across restarts.

use std::fmt::Display;

use serde::Serialize;

use super::bulk::{DryRunArgs, counted};
use super::change_rows::{LeftRecord, RowsRecord};
use super::database::DatabaseArgs;
use super::failure::{DONE, say};
use super::list::filled;
use super::output::{FormatArgs, Output};
use super::{patience, show};
use crate::domain::{Change, ChangeId, ChangeKind, NamedCell, Watch, rows_in_words};
use crate::store::{Reverted, Store, StoreError, UndoPreview};

pub(super) const UNDO_EXAMPLES: &str = "\
Examples:
  grantgrid undo
  grantgrid undo 7 --reason mistake
  grantgrid undo 7 --dry-run     what would come back, and what changed since";

pub(super) const REDO_EXAMPLES: &str = "\
Examples:
  grantgrid redo
  grantgrid redo --dry-run
  grantgrid redo --db hr.db --json";

/// Cells that are named one by one; `--json` names up to 1000.
const NAMED: usize = 20;

/// The arguments of `undo`.
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {
    /// The number of the change [default: the newest that is not undone]
    change: Option<i64>,
    #[command(flatten)]
    rest: RedoArgs,
}

/// The arguments of `redo`, and the other ones of `undo`.
#[derive(Debug, clap::Args)]
pub(super) struct RedoArgs {
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// What was done, as `--json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    change: i64,
    kind: &'a str,
    /// The change that was taken back or made again.
    reverts: i64,
    added: u64,
    removed: u64,
    /// Rows of other tables than the grants.
    rows: Vec<RowsRecord<'a>>,
    /// The first 1000 rows that changed since.
    left_rows: Vec<LeftRecord<'a>>,
    left_rows_count: u64,
    /// The first 1000 cells that changed since.
    left_alone: Vec<CellRecord<'a>>,
    left_alone_count: u64,
    at: &'a str,
    operator: &'a str,
    reason: Option<&'a str>,
}

/// What would be done, as `--json` prints it.
#[derive(Serialize)]
struct PreviewRecord<'a> {
    dry_run: bool,
    kind: &'a str,
    /// The change that would be taken back or made again.
    reverts: i64,
    added: u64,
    removed: u64,
    /// Rows of other tables than the grants.
    rows: Vec<RowsRecord<'a>>,
    /// The first 1000 rows that changed since.
    left_rows: Vec<LeftRecord<'a>>,
    left_rows_count: u64,
    /// The first 1000 cells that changed since.
    left_alone: Vec<CellRecord<'a>>,
    left_alone_count: u64,
}

#[derive(Serialize)]
struct CellRecord<'a> {
    username: &'a str,
    company_code: &'a str,
    company_name: &'a str,
    user_id: i64,
    company_id: &'a str,
}

/// Takes a change back, or tells what that would do; answers the exit status.
pub(super) fn undo(args: &UndoArgs) -> anyhow::Result<u8> {
    let reason = args.rest.reason.as_deref().and_then(filled);
    let mut store = args.rest.database.open()?;
    let change = args.change.map(ChangeId);
    if args.rest.dry_run.dry_run {
        let id = match change {
            Some(id) => id,
            None => store.next_to_undo()?.ok_or(StoreError::NothingToUndo)?.id,
        };
        let preview = |store: &mut Store| store.preview_undo(id, &mut Watch::none());
        let preview = patience::until_free(&mut store, preview)?;
        return tell(&preview, ChangeKind::Undo, &args.rest);
    }
    let reverted = patience::until_free(&mut store, |store| store.undo(change, reason))?;
    let again = args.rest.database.command("redo");
    say(&format!("undid {} · {again} makes it again", description(&reverted)));
    finish(&reverted, args.rest.format)?;
    Ok(DONE)
}

/// Tells what an undo or a redo would do, and answers the exit status.
fn tell(preview: &UndoPreview, kind: ChangeKind, args: &RedoArgs) -> anyhow::Result<u8> {
    if args.format.json {
        Output::new().object(&PreviewRecord {
            dry_run: true,
            kind: kind.as_str(),
            reverts: preview.change.id.0,
            added: preview.added,
            removed: preview.removed,
            rows: preview.rows.iter().map(RowsRecord::of).collect(),
            left_rows: preview.left_rows.iter().map(LeftRecord::of).collect(),
            left_rows_count: preview.left_rows_count,
            left_alone: preview.left_alone.iter().map(CellRecord::of).collect(),
            left_alone_count: preview.left_alone_count,
        })?;
    } else {
        let mut output = Output::new();
        let of = if kind == ChangeKind::Undo { "undo of" } else { "redo of" };
        output.labelled(&[
            (of, named(&preview.change)),
            ("added", preview.added.to_string()),
            ("removed", preview.removed.to_string()),
            ("rows", rows_in_words(&preview.rows)),
            ("left alone", (preview.left_alone_count + preview.left_rows_count).to_string()),
        ])?;
        output.finish()?;
    }
    name_left(&preview.left_rows, preview.left_rows_count, ("row", "rows"));
    name_left(&preview.left_alone, preview.left_alone_count, ("cell", "cells"));
    let altered = preview.added + preview.removed > 0 || !preview.rows.is_empty();
    Ok(args.dry_run.status(altered))
}

/// Makes a change again, or tells what that would do; answers the exit status.
pub(super) fn redo(args: &RedoArgs) -> anyhow::Result<u8> {
    let reason = args.reason.as_deref().and_then(filled);
    let mut store = args.database.open()?;
    if args.dry_run.dry_run {
        let preview = |store: &mut Store| store.preview_redo(&mut Watch::none());
        let preview = patience::until_free(&mut store, preview)?;
        return tell(&preview, ChangeKind::Redo, args);
    }
    let reverted = patience::until_free(&mut store, |store| store.redo(reason))?;
    // Not always the newest change: it has to be named.
    let back = args.database.command(&format!("undo {}", reverted.original.id));
    say(&format!("redid {} · {back} takes it back", description(&reverted)));
    finish(&reverted, args.format)?;
    Ok(DONE)
}

/// Names the rows or cells that were, or would be, left alone.
fn name_left(left_alone: &[impl Display], count: u64, (one, many): (&str, &str)) {
    if count == 0 {
        return;
    }
    say(&format!("{} changed since, left alone:", counted(count, one, many)));
    let shown = left_alone.iter().take(NAMED);
    let rest = count - shown.len() as u64;
    shown.for_each(|cell| say(&format!("  {cell}")));
    if rest > 0 {
        say(&format!("  and {rest} more; --json names up to 1000"));
    }
}

/// Names the cells left alone, and prints the data if it was asked for.
fn finish(reverted: &Reverted, format: FormatArgs) -> anyhow::Result<()> {
    let left_alone = &reverted.left_alone;
    name_left(&reverted.left_rows, reverted.left_rows_count, ("row", "rows"));
    name_left(left_alone, reverted.left_alone_count, ("cell", "cells"));
    if !format.json {
        return Ok(());
    }
    let change = &reverted.change;
    Output::new().object(&Record {
        change: change.id.0,
        kind: change.kind.as_str(),
        reverts: reverted.original.id.0,
        added: change.added,
        removed: change.removed,
        rows: change.rows.iter().map(RowsRecord::of).collect(),
        left_rows: reverted.left_rows.iter().map(LeftRecord::of).collect(),
        left_rows_count: reverted.left_rows_count,
        left_alone: left_alone.iter().map(CellRecord::of).collect(),
        left_alone_count: reverted.left_alone_count,
        at: &change.at,
        operator: &change.operator,
        reason: change.reason.as_deref(),
    })
}

impl<'a> CellRecord<'a> {
    fn of(cell: &'a NamedCell) -> Self {
        Self {
            username: &cell.username,
            company_code: &cell.company_code,
            company_name: &cell.company_name,
            user_id: cell.cell.user.0,
            company_id: cell.cell.company.as_str(),
        }
    }
}

/// Which change it was, and what became of it.
fn description(reverted: &Reverted) -> String {
    let Reverted { original, change, first, .. } = reverted;
    let cells = outcome(change.added, change.removed, first.as_ref());
    let what = match (change.rows.is_empty(), change.added + change.removed) {
        (true, _) => cells,
        (false, 0) => change.rows_in_words(),
        (false, _) => format!("{}, {cells}", change.rows_in_words()),
    };
    format!("{}: {what}", named(original))
}

fn named(change: &Change) -> String {
    let reason = change.reason.as_ref().map(|reason| format!(", “{reason}”"));
    format!(
        "change {} ({} of {} UTC by {}{})",
        change.id,
        change.kind.as_str(),
        show::seconds(&change.at),
        change.operator,
        reason.unwrap_or_default(),
    )
}

fn outcome(added: u64, removed: u64, first: Option<&NamedCell>) -> String {
    let one = match first {
        Some(cell) if added + removed == 1 => format!(" ({cell})"),
        _ => String::new(),
    };
    match (added, removed) {
        (0, 0) => "nothing was altered".into(),
        (added, 0) => format!("{} added{one}", counted(added, "grant", "grants")),
        (0, removed) => format!("{} removed{one}", counted(removed, "grant", "grants")),
        (added, removed) => {
            format!("{} added, {removed} removed", counted(added, "grant", "grants"))
        }
    }
}
