//! What the commands for users and companies themselves have in common: made
//! as one change, or with `--dry-run` only told.

use std::fmt::Write as _;

use serde::Serialize;

use super::bulk::{DryRunArgs, danger};
use super::change_rows::{self, EditRecord, RowsRecord};
use super::database::DatabaseArgs;
use super::failure::{Refused, say};
use super::list::filled;
use super::output::{FormatArgs, Output};
use super::patience;
use crate::domain::{Cancel, Change, Departure, Draft, Field, Preview, table_rows};
use crate::store::{How, Recorded, Store, StoreError};
use crate::text::safe;

/// The arguments of all of them.
#[derive(Debug, clap::Args)]
pub(super) struct RecordArgs {
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    pub(super) dry_run: DryRunArgs,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

/// What was done, or would be, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    dry_run: bool,
    /// The number for `undo`; null in a dry run, and if everything was so
    /// already.
    change: Option<i64>,
    added: u64,
    removed: u64,
    rows: Vec<RowsRecord<'a>>,
    edits: Vec<EditRecord<'a>>,
    at: Option<&'a str>,
    operator: &'a str,
    reason: Option<&'a str>,
}

impl RecordArgs {
    pub(super) fn how(&self, create_missing: bool) -> How {
        How {
            dry_run: self.dry_run.dry_run,
            reason: self.reason.as_deref().and_then(filled).map(Into::into),
            create_missing,
            force: false,
        }
    }
}

/// Does the work, says what came of it, and answers the exit status.
pub(super) fn run(
    store: &mut Store,
    args: &RecordArgs,
    create_missing: bool,
    work: impl FnMut(&mut Store, &How) -> Result<Recorded, StoreError>,
) -> anyhow::Result<u8> {
    let mut work = work;
    let how = args.how(create_missing);
    let recorded = patience::until_free(store, |store| work(store, &how))?;
    finish(store, args, &recorded)
}

/// Says and prints what came of an edit.
pub(super) fn finish(store: &Store, args: &RecordArgs, recorded: &Recorded) -> anyhow::Result<u8> {
    let dry_run = args.dry_run.dry_run;
    say(&match (&recorded.change, dry_run) {
        (None, _) => "nothing to do: everything is so already".into(),
        (Some(_), true) => format!("a dry run: {}; nothing was changed", numbers(recorded)),
        (Some(_), false) => {
            format!("{} · {} takes it back", done(recorded), args.database.command("undo"))
        }
    });
    if args.format.json {
        Output::new().object(&Record::of(store, args, recorded))?;
    } else if dry_run {
        let mut output = Output::new();
        output.bytes(&change_rows::lines(&recorded.edits))?;
        output.finish()?;
    }
    Ok(args.dry_run.status(recorded.change.is_some()))
}

impl<'a> Record<'a> {
    pub(super) fn of(store: &'a Store, args: &'a RecordArgs, recorded: &'a Recorded) -> Self {
        let dry_run = args.dry_run.dry_run;
        let change = recorded.change.as_ref();
        let rows = change.map(|change| change.rows.iter().map(RowsRecord::of).collect());
        Self {
            dry_run,
            change: change.filter(|_| !dry_run).map(|change| change.id.0),
            added: change.map_or(0, |change| change.added),
            removed: change.map_or(0, |change| change.removed),
            rows: rows.unwrap_or_default(),
            edits: recorded.edits.iter().map(EditRecord::of).collect(),
            at: change.filter(|_| !dry_run).map(|change| change.at.as_str()),
            operator: store.operator(),
            reason: args.reason.as_deref().and_then(filled),
        }
    }
}

/// What was done: the one row by its name, several by their numbers.
fn done(recorded: &Recorded) -> String {
    let numbers = numbers(recorded);
    match &recorded.edits[..] {
        [edit] => format!("{} {edit}{}", edit.edit.past(), grants(recorded, ", ")),
        [first, second, ..] if first.table != second.table => {
            format!("{} {}: {numbers}", first.edit.past(), first.label)
        }
        _ => numbers,
    }
}

/// `1 user added, 2 grants removed`.
fn numbers(recorded: &Recorded) -> String {
    let rows = recorded.change.as_ref().map(Change::rows_in_words).unwrap_or_default();
    let lead = if rows.is_empty() { "" } else { ", " };
    format!("{rows}{}", grants(recorded, lead))
}

fn grants(recorded: &Recorded, lead: &str) -> String {
    match recorded.change.as_ref().map_or(0, |change| change.removed) {
        0 => String::new(),
        1 => format!("{lead}1 grant removed"),
        count => format!("{lead}{count} grants removed"),
    }
}

/// What comes before a deletion: a dry run says what would go with each, table
/// by table; otherwise a dangerous lot of grants is refused.
pub(super) fn before_deletion(
    store: &Store,
    args: &RecordArgs,
    force: bool,
    departures: &[Departure],
) -> anyhow::Result<()> {
    if args.dry_run.dry_run && !args.format.json {
        return print_departures(departures);
    }
    if args.dry_run.dry_run || force || !departures.iter().all(Departure::is_allowed) {
        return Ok(());
    }
    let grants = departures.iter().map(|departure| departure.grants).sum();
    let mut preview = Preview { removed: grants, ..Preview::default() };
    preview.set_totals(&store.statistics(&Cancel::default())?);
    match &preview.guard {
        None => Ok(()),
        Some(guard) => {
            let why = danger(guard, &preview);
            let rest = "--force makes the change all the same, and nothing was changed";
            Err(Refused(format!("refused: {why}; {rest}")).into())
        }
    }
}

fn print_departures(departures: &[Departure]) -> anyhow::Result<()> {
    let mut output = Output::new();
    for departure in departures {
        let grants = table_rows("hrm_user_company_access", departure.grants);
        let mut lines = format!("{}\n  {grants}: would go with it\n", safe(&departure.label));
        for hindrance in &departure.hindrances {
            let does = if hindrance.cascades {
                "the database would delete them too"
            } else {
                "would refer to nothing"
            };
            let _ = writeln!(
                lines,
                "  {hindrance} ({}): {does}, so it is not deleted",
                hindrance.column
            );
        }
        if departure.elsewhere {
            let _ = writeln!(lines, "  {}, so it is not deleted", Departure::ELSEWHERE);
        }
        output.bytes(lines.as_bytes())?;
    }
    output.finish()
}

/// A draft of what was given.
pub(super) fn draft(given: &[(Field, &Option<String>)]) -> Draft {
    let stated = given.iter().filter_map(|(field, text)| Some((*field, text.as_ref()?)));
    stated.fold(Draft::default(), |draft, (field, text)| draft.with(field, text.clone()))
}
