//! `undo` and `redo`, from the journal, across restarts.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::edit::counted;
use super::failure::say;
use super::list::filled;
use super::output::{FormatArgs, Output};
use super::{patience, show};
use crate::domain::{ChangeId, NamedCell};
use crate::store::Reverted;

pub(super) const UNDO_EXAMPLES: &str = "\
Examples:
  grantgrid undo
  grantgrid undo 7 --reason mistake";

pub(super) const REDO_EXAMPLES: &str = "\
Examples:
  grantgrid redo
  grantgrid redo --db hr.db --json";

/// Cells that are named one by one; `--json` names all.
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
    /// Cells that changed since.
    left_alone: Vec<CellRecord<'a>>,
    at: &'a str,
    operator: &'a str,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct CellRecord<'a> {
    username: &'a str,
    company_code: &'a str,
    company_name: &'a str,
    user_id: i64,
    company_id: &'a str,
}

pub(super) fn undo(args: &UndoArgs) -> anyhow::Result<()> {
    let reason = args.rest.reason.as_deref().and_then(filled);
    let mut store = args.rest.database.open()?;
    let reverted =
        patience::while_writing(&mut store, |store| store.undo(args.change.map(ChangeId), reason))?;
    let again = args.rest.database.command("redo");
    say(&format!("undid {} · {again} makes it again", description(&reverted)));
    finish(&reverted, args.rest.format)
}

pub(super) fn redo(args: &RedoArgs) -> anyhow::Result<()> {
    let reason = args.reason.as_deref().and_then(filled);
    let mut store = args.database.open()?;
    let reverted = patience::while_writing(&mut store, |store| store.redo(reason))?;
    // Not always the newest change: it has to be named.
    let back = args.database.command(&format!("undo {}", reverted.original.id));
    say(&format!("redid {} · {back} takes it back", description(&reverted)));
    finish(&reverted, args.format)
}

/// Names the cells left alone, and prints the data if it was asked for.
fn finish(reverted: &Reverted, format: FormatArgs) -> anyhow::Result<()> {
    let left_alone = &reverted.left_alone;
    if !left_alone.is_empty() {
        let cells = counted(left_alone.len() as u64, "cell", "cells");
        say(&format!("{cells} changed since, left alone:"));
        for cell in left_alone.iter().take(NAMED) {
            say(&format!("  {cell}"));
        }
        if left_alone.len() > NAMED {
            say(&format!("  and {} more; --json names all", left_alone.len() - NAMED));
        }
    }
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
        left_alone: left_alone.iter().map(CellRecord::of).collect(),
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
    let original = &reverted.original;
    let reason = original.reason.as_ref().map(|reason| format!(", “{reason}”"));
    format!(
        "change {} ({} of {} UTC by {}{}): {}",
        original.id,
        original.kind.as_str(),
        show::seconds(&original.at),
        original.operator,
        reason.unwrap_or_default(),
        outcome(reverted)
    )
}

fn outcome(reverted: &Reverted) -> String {
    let (added, removed) = (reverted.change.added, reverted.change.removed);
    let one = match &reverted.first {
        Some(cell) if added + removed == 1 => {
            format!(" ({cell})")
        }
        _ => String::new(),
    };
    match (added, removed) {
        (0, 0) => "no cell was altered".into(),
        (added, 0) => format!("{} added{one}", counted(added, "grant", "grants")),
        (0, removed) => format!("{} removed{one}", counted(removed, "grant", "grants")),
        (added, removed) => {
            format!("{} added, {removed} removed", counted(added, "grant", "grants"))
        }
    }
}
