//! `undo` and `redo`: revert recorded changes, also those of earlier sessions.

use std::fmt::Display;

use serde::Serialize;

use super::change_args::ChangeArgs;
use super::change_rows::{self, RowCountJson, RowEditJson, SkippedRowJson};
use super::dry_run::{EffectJson, HomesJson};
use super::exit::{DONE, print_message};
use super::output::{FormatArgs, Output};
use super::phrases::{clause, counted, seconds};
use super::{policy, work};
use crate::domain::{Change, ChangeId, ChangeKind, NamedCell, effects_in_words, rows_in_words};
use crate::store::{Reverted, SkippedChange, Store, UndoPreview};

pub(super) const UNDO_EXAMPLES: &str = "\
Examples:
  grantgrid undo
  grantgrid undo 7 --reason mistake
  grantgrid undo 7 --dry-run     what would be restored, and what would be skipped";

pub(super) const REDO_EXAMPLES: &str = "\
Examples:
  grantgrid redo
  grantgrid redo --dry-run
  grantgrid redo --db hr.db --json";

/// The maximum number of cells listed; `--json` lists up to 1000.
const MAX_LISTED: usize = 20;

/// The arguments of `undo`.
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {
    /// The number of the change [default: the newest that is not undone]
    change: Option<i64>,
    #[command(flatten)]
    rest: ChangeArgs,
}

/// What was done, as `--json` prints it.
#[derive(Serialize)]
struct UndoJson<'a> {
    change: i64,
    #[serde(flatten)]
    figures: UndoTotals<'a>,
    at: &'a str,
    operator: &'a str,
    reason: Option<&'a str>,
    /// Later changes that cannot be reverted now.
    skipped: Vec<SkippedJson<'a>>,
    #[serde(flatten)]
    effect: Option<EffectJson>,
    #[serde(flatten)]
    homes: HomesJson,
    /// The last field.
    account: Option<&'a str>,
}

/// The preview as `--json` prints it.
#[derive(Serialize)]
struct UndoPreviewJson<'a> {
    dry_run: bool,
    #[serde(flatten)]
    figures: UndoTotals<'a>,
    skipped: Vec<SkippedJson<'a>>,
    #[serde(flatten)]
    effect: Option<EffectJson>,
    #[serde(flatten)]
    homes: Option<HomesJson>,
    /// The first 1000 rows that would change, with their values.
    edits: Vec<RowEditJson<'a>>,
}

/// The effect of an undo or redo.
#[derive(Serialize)]
struct UndoTotals<'a> {
    kind: &'a str,
    /// The change that is undone or redone.
    reverts: i64,
    added: u64,
    removed: u64,
    /// Rows of tables other than grants.
    rows: Vec<RowCountJson<'a>>,
    /// The first 1000 rows that changed since.
    left_rows: Vec<SkippedRowJson<'a>>,
    left_rows_count: u64,
    /// The first 1000 cells that changed since.
    left_alone: Vec<UndoCellJson<'a>>,
    left_alone_count: u64,
}

#[derive(Serialize)]
struct SkippedJson<'a> {
    change: i64,
    why: &'a str,
}

impl<'a> SkippedJson<'a> {
    fn of(skipped: &'a SkippedChange) -> Self {
        Self { change: skipped.id.0, why: &skipped.why }
    }
}

#[derive(Serialize)]
struct UndoCellJson<'a> {
    username: &'a str,
    company_code: &'a str,
    company_name: &'a str,
    user_id: i64,
    company_id: &'a str,
}

/// Undoes a change, or previews it; returns the exit status.
pub(super) fn undo(args: &UndoArgs) -> anyhow::Result<u8> {
    let reason = args.rest.reason();
    let mut store = args.rest.database.open()?;
    let change = args.change.map(ChangeId);
    if args.rest.dry_run {
        let preview = work::on_store(&mut store, "counting", |store, progress| match change {
            Some(id) => store.preview_undo(id, progress),
            None => store.preview_next_undo(progress),
        })?;
        policy::print_policy_note(&store);
        return print_preview(&preview, ChangeKind::Undo, &args.rest);
    }
    let reverted = work::on_store(&mut store, "undoing", |store, progress| match change {
        Some(id) => store.undo_named(id, reason, progress),
        None => store.undo_watched(None, reason, progress),
    })?;
    let redo = args.rest.database.command("redo");
    print_message(&format!("undid {} · {redo} redoes it", description(&reverted)));
    finish(&reverted, args.rest.format)?;
    Ok(DONE)
}

/// Previews an undo or a redo, and returns the exit status.
fn print_preview(preview: &UndoPreview, kind: ChangeKind, args: &ChangeArgs) -> anyhow::Result<u8> {
    preview.skipped.iter().for_each(|skipped| print_message(&skipped.to_string()));
    if args.format.json {
        Output::new().object(&UndoPreviewJson {
            dry_run: true,
            figures: UndoTotals {
                kind: kind.as_str(),
                reverts: preview.change.id.0,
                added: preview.added,
                removed: preview.removed,
                rows: preview.rows.iter().map(RowCountJson::of).collect(),
                left_rows: preview.left_rows.iter().map(SkippedRowJson::of).collect(),
                left_rows_count: preview.left_rows_count,
                left_alone: preview.left_alone.iter().map(UndoCellJson::of).collect(),
                left_alone_count: preview.left_alone_count,
            },
            skipped: preview.skipped.iter().map(SkippedJson::of).collect(),
            effect: preview.effect.as_ref().map(EffectJson::of),
            homes: preview.effect.map(|_| HomesJson::of(&preview.homes)),
            edits: preview.edits.iter().map(RowEditJson::of).collect(),
        })?;
    } else {
        let mut output = Output::new();
        let of = if kind == ChangeKind::Undo { "undo of" } else { "redo of" };
        let mut lines = vec![
            (of, named(&preview.change)),
            ("added", preview.added.to_string()),
            ("removed", preview.removed.to_string()),
            ("rows", rows_in_words(&preview.rows)),
            ("skipped", (preview.left_alone_count + preview.left_rows_count).to_string()),
        ];
        let effect = preview
            .effect
            .map_or_else(String::new, |effect| effects_in_words(&effect, &preview.homes));
        if !effect.is_empty() {
            lines.push(("access", effect));
        }
        output.labelled(&lines)?;
        change_rows::planned(&mut output, &preview.edits[..preview.edits.len().min(MAX_LISTED)])?;
        let rows = skipped_lines(&preview.left_rows, preview.left_rows_count, ("row", "rows"));
        let cells = skipped_lines(&preview.left_alone, preview.left_alone_count, ("cell", "cells"));
        for line in rows.iter().chain(&cells) {
            output.line(line)?;
        }
        output.finish()?;
    }
    let pending = preview.added + preview.removed > 0 || !preview.rows.is_empty();
    Ok(args.status(pending))
}

/// Redoes a change, or previews it; returns the exit status.
pub(super) fn redo(args: &ChangeArgs) -> anyhow::Result<u8> {
    let reason = args.reason();
    let mut store = args.database.open()?;
    if args.dry_run {
        let preview = work::on_store(&mut store, "counting", Store::preview_redo)?;
        policy::print_policy_note(&store);
        return print_preview(&preview, ChangeKind::Redo, args);
    }
    let reverted = work::on_store(&mut store, "redoing", |store, progress| {
        store.redo_watched(reason, progress)
    })?;
    // The redone change may not be the newest, so the command names it.
    let undo = args.database.command(&format!("undo {}", reverted.original.id));
    print_message(&format!("redid {} · {undo} undoes it", description(&reverted)));
    finish(&reverted, args.format)?;
    Ok(DONE)
}

/// Lists the rows or cells that were, or would be, skipped.
fn skipped_lines(skipped: &[impl Display], count: u64, (one, many): (&str, &str)) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let mut lines = vec![format!("{} changed since, skipped:", counted(count, one, many))];
    let shown = skipped.iter().take(MAX_LISTED);
    let rest = count - shown.len() as u64;
    lines.extend(shown.map(|cell| format!("  {cell}")));
    if rest > 0 {
        lines.push(format!("  and {rest} more; --json names up to 1000"));
    }
    lines
}

/// Lists the skipped cells, and prints the data if it was asked for.
fn finish(reverted: &Reverted, format: FormatArgs) -> anyhow::Result<()> {
    reverted.skipped.iter().for_each(|skipped| print_message(&skipped.to_string()));
    let left_alone = &reverted.left_alone;
    let rows = skipped_lines(&reverted.left_rows, reverted.left_rows_count, ("row", "rows"));
    let cells = skipped_lines(left_alone, reverted.left_alone_count, ("cell", "cells"));
    rows.iter().chain(&cells).for_each(|line| print_message(line));
    if !format.json {
        return Ok(());
    }
    let change = &reverted.change;
    Output::new().object(&UndoJson {
        change: change.id.0,
        figures: UndoTotals {
            kind: change.kind.as_str(),
            reverts: reverted.original.id.0,
            added: change.added,
            removed: change.removed,
            rows: change.rows.iter().map(RowCountJson::of).collect(),
            left_rows: reverted.left_rows.iter().map(SkippedRowJson::of).collect(),
            left_rows_count: reverted.left_rows_count,
            left_alone: left_alone.iter().map(UndoCellJson::of).collect(),
            left_alone_count: reverted.left_alone_count,
        },
        at: &change.at,
        operator: &change.operator,
        reason: change.reason.as_deref(),
        skipped: reverted.skipped.iter().map(SkippedJson::of).collect(),
        account: change.account.as_deref(),
        effect: reverted.effect.as_ref().map(EffectJson::of),
        homes: HomesJson::of(&reverted.homes),
    })
}

impl<'a> UndoCellJson<'a> {
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

/// The change that was reverted, and the effect.
fn description(reverted: &Reverted) -> String {
    let Reverted { original, change, first, .. } = reverted;
    let cells = outcome(change.added, change.removed, first.as_ref());
    let what = match (change.rows.is_empty(), change.added + change.removed) {
        (true, _) => cells,
        (false, 0) => change.rows_in_words(),
        (false, _) => format!("{}, {cells}", change.rows_in_words()),
    };
    let effect = reverted.effect_in_words();
    // The cell is in brackets, so the effect cannot continue its sentence.
    let effect = match (effect.strip_prefix(", who "), effect.strip_prefix(": ")) {
        (Some(does), _) => clause(&format!("the user {does}")),
        (_, Some(what)) => clause(what),
        _ => effect,
    };
    format!("{}: {what}{effect}", named(original))
}

fn named(change: &Change) -> String {
    let reason = change.reason.as_ref().map(|reason| format!(", “{reason}”"));
    format!(
        "change {} ({} of {} UTC by {}{})",
        change.id,
        change.kind.as_str(),
        seconds(&change.at),
        change.who(),
        reason.unwrap_or_default(),
    )
}

fn outcome(added: u64, removed: u64, first: Option<&NamedCell>) -> String {
    let one = match first {
        Some(cell) if added + removed == 1 => format!(" ({cell})"),
        _ => String::new(),
    };
    match (added, removed) {
        (0, 0) => "nothing was changed".into(),
        (added, 0) => format!("{} added{one}", counted(added, "grant", "grants")),
        (0, removed) => format!("{} removed{one}", counted(removed, "grant", "grants")),
        (added, removed) => {
            format!("{} added, {removed} removed", counted(added, "grant", "grants"))
        }
    }
}
