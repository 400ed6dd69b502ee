//! Shared by the commands that change grants: preview the change, check the
//! guard, then commit it as one change. `--dry-run` stops after the preview.

use serde::Serialize;

use super::change_args::ChangeArgs;
use super::errors::Refused;
use super::exit::{DONE, print_message};
use super::output::Output;
use super::phrases::{self, refusal};
use super::{dry_run, import_report, policy, populate_report, work};
use crate::domain::{Bulk, Guard, Operation, Preview, Statistics};
use crate::exchange::Plan;
use crate::store::{Committed, Store, StoreError};

/// How often a change is previewed again because another program changed the data.
const ATTEMPTS: usize = 5;

/// The arguments that these commands share.
#[derive(Debug, clap::Args)]
pub(super) struct BulkArgs {
    /// Make the change even if it is dangerous, such as one that removes many grants
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
}

/// What was done, as `--json` prints it.
#[derive(Serialize)]
struct BulkChangeJson<'a> {
    /// The number for `undo`; null if nothing changed.
    change: Option<i64>,
    #[serde(flatten)]
    figures: dry_run::DryRunTotals<'a>,
    at: Option<&'a str>,
    operator: &'a str,
    reason: Option<&'a str>,
    #[serde(flatten)]
    populate: Option<populate_report::PopulateJson<'a>>,
    #[serde(flatten)]
    plan: Option<import_report::ImportJson<'a>>,
    #[serde(flatten)]
    effect: dry_run::EffectJson,
    #[serde(flatten)]
    homes: dry_run::HomesJson,
    /// The last field.
    account: &'a str,
}

/// Commits the change, or only previews it; returns the exit status. `nothing` is
/// the reason if there is nothing to do; otherwise `sentence` describes the
/// result.
pub(super) fn run(
    store: &mut Store,
    bulk: &Bulk,
    args: &BulkArgs,
    nothing: Option<&str>,
    sentence: impl FnOnce(&Committed) -> String,
) -> anyhow::Result<u8> {
    run_planned(store, bulk, args, nothing, None, sentence)
}

/// Like [`run`], for a change from a file; also prints the file's problems.
pub(super) fn run_planned(
    store: &mut Store,
    bulk: &Bulk,
    args: &BulkArgs,
    nothing: Option<&str>,
    plan: Option<&Plan>,
    sentence: impl FnOnce(&Committed) -> String,
) -> anyhow::Result<u8> {
    let kind = bulk.operation.kind();
    let ChangeArgs { database, format, .. } = &args.change;
    if args.change.dry_run {
        let mut preview = preview(store, bulk)?;
        compare_with_all(store, &mut preview)?;
        dry_run::rehearse(store, |store, progress| store.rehearse_commit(bulk, progress))?;
        dry_run::print(&preview, kind, plan, *format)?;
        policy::print_policy_note(store);
        if let Some(why) = nothing {
            print_message(&format!("nothing to do: {why}"));
        }
        return Ok(args.change.status(!preview.is_empty()));
    }
    let reason = args.change.reason();
    let (preview, effect, committed) = commit(store, bulk, args.force, reason)?;

    let undo = database.command("undo");
    let undo_hint =
        if committed.change.is_some() { format!(" · {undo} undoes it") } else { String::new() };
    if let Some(why) = nothing {
        print_message(&format!("nothing to do: {why}"));
    } else {
        print_message(&format!("{}{effect}{undo_hint}", sentence(&committed)));
    }
    if format.json {
        let change = committed.change.as_ref();
        Output::new().object(&BulkChangeJson {
            change: change.map(|change| change.id.0),
            figures: dry_run::DryRunTotals::of(&preview, kind),
            at: change.map(|change| change.at.as_str()),
            operator: store.operator(),
            reason,
            populate: populate_report::PopulateJson::of_preview(&preview),
            plan: plan.map(import_report::ImportJson::of),
            account: store.account(),
            effect: dry_run::EffectJson::of(&preview.effect),
            homes: dry_run::HomesJson::of(&preview.homes),
        })?;
    } else if let Some(report) = &preview.populate {
        populate_report::print(report, false, preview.added)?;
    }
    Ok(DONE)
}

/// What a change really does to access, as the end of the sentence about it; empty if
/// access simply follows the grants.
fn effect_in_words(store: &Store, bulk: &Bulk, preview: &Preview) -> Result<String, StoreError> {
    if preview.access_follows_grants() {
        return Ok(String::new());
    }
    let granted = match bulk.operation {
        Operation::Grant => Some(true),
        Operation::Revoke => Some(false),
        _ => None,
    };
    if let (Some(granted), [user], [company]) = (granted, &bulk.users[..], &bulk.companies[..]) {
        return Ok(store.edit_effect(*user, company, granted)?.unwrap_or_default());
    }
    Ok(phrases::clause(&preview.effects_in_words()))
}

/// Commits exactly what was previewed, unless the guard refuses it, and returns the effect on
/// access in words.
fn commit(
    store: &mut Store,
    bulk: &Bulk,
    force: bool,
    reason: Option<&str>,
) -> anyhow::Result<(Preview, String, Committed)> {
    let mut attempt = 1;
    loop {
        // The guard compares with all grants only if many of the selected ones are
        // removed; they are counted only then.
        let mut preview = preview(store, bulk)?;
        if !force {
            let is_relative = matches!(
                preview.guard,
                Some(
                    Guard::ManyRemoved { .. }
                        | Guard::ManyLoseAccess { .. }
                        | Guard::ManyAdded { .. }
                )
            );
            if is_relative {
                compare_with_all(store, &mut preview)?;
            }
            if let Some(guard) = &preview.guard {
                return Err(Refused(refusal(guard, &preview)).into());
            }
        }
        let effect = effect_in_words(store, bulk, &preview)?;
        let committed = work::on_store(store, "changing", |store, progress| {
            store.commit(bulk, Some(&preview), reason, progress)
        });
        match committed {
            Err(error) if attempt < ATTEMPTS && is_outdated(&error) => attempt += 1,
            committed => return Ok((preview, effect, committed?)),
        }
    }
}

fn is_outdated(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::Outdated))
}

fn preview(store: &mut Store, bulk: &Bulk) -> anyhow::Result<Preview> {
    let totals = Statistics::default();
    work::on_store(store, "counting", |store, progress| store.preview(bulk, &totals, progress))
}

/// Tells the guard and the coverage what the change is a part of.
fn compare_with_all(store: &mut Store, preview: &mut Preview) -> anyhow::Result<()> {
    let totals = work::on_store(store, "counting", |store, progress| {
        store.totals_for(preview, &work::cancel(progress))
    })?;
    preview.set_totals(&totals);
    Ok(())
}
