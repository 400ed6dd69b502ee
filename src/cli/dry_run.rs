//! The preview that `--dry-run` prints: totals and a table of the affected users
//! and companies, or one JSON object.

use serde::Serialize;

use super::exit::print_message;
use super::import_report;
use super::output::{FormatArgs, Output};
use super::phrases::danger;
use super::populate_report;
use super::table::{Column, Kind};
use super::work;
use crate::domain::{
    AccessEffect, Affected, ChangeKind, HomeEffect, JobProgress, LastLoss, Preview, homes_in_words,
};
use crate::exchange::Plan;
use crate::store::{Store, StoreError};

/// The number of users printed without `--json`.
const NAMED: usize = 20;

/// A preview as `--json` prints it.
#[derive(Serialize)]
struct DryRunJson<'a> {
    dry_run: bool,
    #[serde(flatten)]
    figures: DryRunTotals<'a>,
    coverage_before: f64,
    coverage_after: f64,
    /// Null if the change is not dangerous.
    guard: Option<DryRunGuardJson<'a>>,
    /// The first 1000.
    users: Vec<AffectedUserJson<'a>>,
    companies: Vec<AffectedJson<'a>>,
    #[serde(flatten)]
    populate: Option<populate_report::PopulateJson<'a>>,
    #[serde(flatten)]
    plan: Option<import_report::ImportJson<'a>>,
    #[serde(flatten)]
    effect: EffectJson,
    #[serde(flatten)]
    homes: HomesJson,
}

/// Checks what triggers and constraints of the database would do to an edit.
pub(super) fn rehearse(
    store: &mut Store,
    edit: impl FnMut(&mut Store, &mut JobProgress<'_>) -> Result<(), StoreError>,
) -> anyhow::Result<()> {
    match work::on_store(store, "checking", edit) {
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::TooLargeToRehearse)) => {
            print_message(&format!(
                "triggers and constraints were not checked: the database is read-only and larger \
                 than {} MiB",
                Store::MOST_REHEARSED_MIB
            ));
            Ok(())
        }
        checked => checked,
    }
}

/// What a change does to effective access, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct EffectJson {
    /// User–company pairs that gain access.
    effective_gained: u64,
    /// User–company pairs that lose access.
    effective_lost: u64,
    users_losing_last_effective_company: u64,
    /// Added grants that give no access, or that nobody needs.
    grants_without_effect: u64,
}

impl EffectJson {
    pub(super) fn of(effect: &AccessEffect) -> Self {
        Self {
            effective_gained: effect.gained,
            effective_lost: effect.lost,
            users_losing_last_effective_company: effect.users_losing_last,
            grants_without_effect: effect.without_effect,
        }
    }
}

/// What a change of grants does to home companies, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct HomesJson {
    /// Users whose first grant replaces their home company.
    home_companies_replaced: u64,
    /// Users who get their home company back, as their last grant is revoked.
    home_companies_restored: u64,
}

impl HomesJson {
    pub(super) fn of(homes: &HomeEffect) -> Self {
        Self { home_companies_replaced: homes.replaced, home_companies_restored: homes.restored }
    }
}

/// The effect of a change, previewed or made.
#[derive(Serialize)]
pub(super) struct DryRunTotals<'a> {
    kind: &'a str,
    added: u64,
    removed: u64,
    /// Cells that already match.
    unchanged: u64,
    users_affected: u64,
    companies_affected: usize,
    users_losing_last_company: u64,
}

#[derive(Serialize)]
struct DryRunGuardJson<'a> {
    kind: &'a str,
    count: u64,
    /// The user that it is about, if it is about one.
    username: Option<&'a str>,
}

#[derive(Serialize)]
struct AffectedJson<'a> {
    name: &'a str,
    added: u64,
    removed: u64,
}

#[derive(Serialize)]
struct AffectedUserJson<'a> {
    #[serde(flatten)]
    figures: AffectedJson<'a>,
    /// Empty if there is none.
    full_name: &'a str,
    /// `access` or `grant`, if the user loses the last one.
    loses_last: Option<&'a str>,
    /// How many companies the user can no longer work in.
    effective_lost: u64,
}

/// Prints the preview of a change.
pub(super) fn print(
    preview: &Preview,
    kind: ChangeKind,
    plan: Option<&Plan>,
    format: FormatArgs,
) -> anyhow::Result<()> {
    if format.json {
        let plan = plan.map(import_report::ImportJson::of);
        return Output::new().object(&DryRunJson { plan, ..record(preview, kind) });
    }
    let mut output = Output::new();
    let (before, after) = (preview.coverage_before(), preview.coverage_after());
    let guard = match &preview.guard {
        None => "not needed".to_owned(),
        Some(guard) => format!("--force is needed: {}", danger(guard, preview)),
    };
    let mut lines = vec![
        ("change", kind.as_str().to_owned()),
        ("added", preview.added.to_string()),
        ("removed", preview.removed.to_string()),
        ("unchanged", preview.unchanged.to_string()),
        ("users affected", preview.users_affected.to_string()),
        ("companies affected", preview.companies.len().to_string()),
        ("users losing their last company", preview.losing_last.to_string()),
        ("pairs gaining access", preview.effect.gained.to_string()),
        ("pairs losing access", preview.effect.lost.to_string()),
        ("users losing their last effective company", preview.effect.users_losing_last.to_string()),
        ("added grants without effect", preview.effect.without_effect.to_string()),
    ];
    let homes = homes_in_words(&preview.homes);
    if !homes.is_empty() {
        lines.push(("home companies", homes));
    }
    let [before, after] = [before, after].map(|coverage| format!("{coverage:.1} %"));
    let coverage = if before == after {
        format!("{before}, unchanged")
    } else {
        format!("{before} → {after}")
    };
    lines.push(("coverage", coverage));
    lines.push(("guard", guard));
    output.labelled(&lines)?;
    if let Some(report) = &preview.populate {
        output.gap()?;
        output.finish()?;
        return populate_report::print(report, true, preview.added);
    }
    if preview.is_empty() {
        return output.finish();
    }
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("AFFECTED", Kind::Key),
        Column::new("NAME", Kind::Text(48)),
        Column::new("ADDED", Kind::Number),
        Column::new("REMOVED", Kind::Number),
        Column::new("LOSES", Kind::Text(40)),
    ])?;
    // Users who lose access or their last grant come first.
    let users = preview.users.iter().take(NAMED).map(|affected| ("user", affected));
    let (losing, others): (Vec<_>, Vec<_>) =
        users.partition(|(_, user)| user.last.is_some() || user.lost_count > 0);
    let companies = preview.companies.iter().map(|affected| ("company", affected));
    for (what, affected) in losing.into_iter().chain(companies).chain(others) {
        let loss = affected.loss_in_words().unwrap_or_default();
        table.row(vec![
            what.to_owned(),
            affected.title(),
            affected.added.to_string(),
            affected.removed.to_string(),
            loss,
        ])?;
    }
    table.finish()?;
    let shown = preview.users.len().min(NAMED) as u64;
    if preview.users_affected > shown {
        print_message(&format!(
            "and {} more users; --json names up to 1000",
            preview.users_affected - shown
        ));
    }
    Ok(())
}

fn record(preview: &Preview, kind: ChangeKind) -> DryRunJson<'_> {
    DryRunJson {
        dry_run: true,
        figures: DryRunTotals::of(preview, kind),
        coverage_before: preview.coverage_before(),
        coverage_after: preview.coverage_after(),
        guard: preview.guard.as_ref().map(|guard| DryRunGuardJson {
            kind: guard.kind(),
            count: guard.count(),
            username: guard.username(),
        }),
        users: preview.users.iter().map(AffectedUserJson::of).collect(),
        companies: preview.companies.iter().map(AffectedJson::of).collect(),
        populate: populate_report::PopulateJson::of_preview(preview),
        plan: None,
        effect: EffectJson::of(&preview.effect),
        homes: HomesJson::of(&preview.homes),
    }
}

impl DryRunTotals<'_> {
    pub(super) fn of(preview: &Preview, kind: ChangeKind) -> Self {
        Self {
            kind: kind.as_str(),
            added: preview.added,
            removed: preview.removed,
            unchanged: preview.unchanged,
            users_affected: preview.users_affected,
            companies_affected: preview.companies.len(),
            users_losing_last_company: preview.losing_last,
        }
    }
}

impl<'a> AffectedJson<'a> {
    fn of(affected: &'a Affected) -> Self {
        Self { name: &affected.name, added: affected.added, removed: affected.removed }
    }
}

impl<'a> AffectedUserJson<'a> {
    fn of(affected: &'a Affected) -> Self {
        Self {
            figures: AffectedJson::of(affected),
            full_name: &affected.full_name,
            loses_last: affected.last.map(LastLoss::as_str),
            effective_lost: affected.lost_count,
        }
    }
}
