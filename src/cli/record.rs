//! Reports the result of editing users or companies, or of a dry run: a message
//! on standard error, and the rows or JSON.

use serde::Serialize;

use super::change_args::ChangeArgs;
use super::change_rows::{self, RowCountJson, RowEditJson};
use super::dry_run::EffectJson;
use super::exit::print_message;
use super::output::Output;
use super::phrases::{self, danger, last_super_admin};
use super::policy;
use crate::domain::{
    Change, Guard, NO_CHANGES, Preview, effect_in_words, one_in_words, user_effect_in_words,
};
use crate::store::{EditOptions, EditOutcome, Store};

/// What was done, or would be, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct RowChangeJson<'a> {
    dry_run: bool,
    /// The number for `undo`; null in a dry run, and if nothing changed.
    change: Option<i64>,
    added: u64,
    removed: u64,
    rows: Vec<RowCountJson<'a>>,
    edits: Vec<RowEditJson<'a>>,
    at: Option<&'a str>,
    operator: &'a str,
    reason: Option<&'a str>,
    /// In a dry run: why the change would be refused without --force.
    guard: Option<GuardJson<'a>>,
}

/// The result of `user` and `company` as `--json` prints it.
#[derive(Serialize)]
struct EntityChangeJson<'a> {
    #[serde(flatten)]
    record: RowChangeJson<'a>,
    /// The id of the user or company added or changed; null in a dry run.
    id: Option<Id<'a>>,
    #[serde(flatten)]
    effect: EffectJson,
    account: &'a str,
}

/// As `users` and `companies` print it.
#[derive(Serialize)]
#[serde(untagged)]
enum Id<'a> {
    User(i64),
    Company(&'a str),
}

#[derive(Serialize)]
struct GuardJson<'a> {
    kind: &'static str,
    /// The user that it is about, if it is about one.
    username: Option<&'a str>,
    /// The number that makes it dangerous, unless it is the last Super Admin that does.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

/// The options of the edit.
pub(super) fn options(args: &ChangeArgs, create_missing: bool, force: bool) -> EditOptions {
    let reason = args.reason().map(Into::into);
    EditOptions { dry_run: args.dry_run, reason, create_missing, force, ..EditOptions::default() }
}

/// Reports the result of an edit; `dangerous` is what a dry run has found in addition, if that
/// needs force.
pub(super) fn finish(
    store: &Store,
    args: &ChangeArgs,
    recorded: &EditOutcome,
    dangerous: Option<&Preview>,
) -> anyhow::Result<u8> {
    let dry_run = args.dry_run;
    let effect = access(recorded);
    print_message(&match (&recorded.change, dry_run) {
        (None, _) => NO_CHANGES.into(),
        (Some(_), true) => {
            format!("dry run: {}{effect}; nothing was changed", numbers(recorded))
        }
        (Some(_), false) => {
            format!("{}{effect} · {} undoes it", done(recorded), args.database.command("undo"))
        }
    });
    print_guard(recorded);
    if let Some((guard, preview)) = unreported_guard(recorded, dangerous) {
        print_message(&format!("--force is needed: {}", danger(guard, preview)));
    }
    if dry_run {
        policy::print_policy_note(store);
    }
    if args.format.json {
        let id = Id::of(recorded).filter(|_| !dry_run);
        let mut record = RowChangeJson::of(store, args, recorded);
        if let Some((guard, _)) =
            unreported_guard(recorded, dangerous).filter(|_| recorded.last_admin.is_none())
        {
            let count = Some(guard.count());
            record.guard =
                Some(GuardJson { kind: guard.kind(), username: guard.username(), count });
        }
        let (effect, account) = (EffectJson::of(&recorded.effect), store.account());
        Output::new().object(&EntityChangeJson { record, id, effect, account })?;
    } else if dry_run {
        let mut output = Output::new();
        change_rows::planned(&mut output, &recorded.edits)?;
        output.finish()?;
    }
    Ok(args.status(recorded.change.is_some()))
}

impl<'a> Id<'a> {
    fn of(recorded: &'a EditOutcome) -> Option<Self> {
        let user = recorded.user.map(|id| Self::User(id.0));
        user.or_else(|| recorded.company.as_ref().map(|id| Self::Company(id.as_str())))
    }
}

impl<'a> RowChangeJson<'a> {
    pub(super) fn of(store: &'a Store, args: &'a ChangeArgs, recorded: &'a EditOutcome) -> Self {
        let dry_run = args.dry_run;
        let change = recorded.change.as_ref();
        let rows = change.map(|change| change.rows.iter().map(RowCountJson::of).collect());
        Self {
            dry_run,
            change: change.filter(|_| !dry_run).map(|change| change.id.0),
            added: change.map_or(0, |change| change.added),
            removed: change.map_or(0, |change| change.removed),
            rows: rows.unwrap_or_default(),
            edits: recorded.edits.iter().map(RowEditJson::of).collect(),
            at: change.filter(|_| !dry_run).map(|change| change.at.as_str()),
            operator: store.operator(),
            reason: args.reason(),
            guard: GuardJson::of(recorded),
        }
    }
}

impl<'a> GuardJson<'a> {
    /// The first reason, if there is one.
    fn of(recorded: &'a EditOutcome) -> Option<Self> {
        let admin = recorded.last_admin.as_deref().map(|username| Self {
            kind: "last_super_admin",
            username: Some(username),
            count: None,
        });
        admin.or_else(|| {
            let loss = recorded.loss.as_ref()?;
            let kind = loss.guard().kind();
            Some(Self { kind, username: loss.admin.as_deref(), count: Some(loss.pairs) })
        })
    }
}

/// The guard that a dry run has found, unless it is that of the edit itself.
fn unreported_guard<'a>(
    recorded: &EditOutcome,
    dangerous: Option<&'a Preview>,
) -> Option<(&'a Guard, &'a Preview)> {
    let preview = dangerous?;
    let guard = preview.guard.as_ref()?;
    let is_reported =
        recorded.loss.as_ref().is_some_and(|loss| loss.guard().kind() == guard.kind());
    (!is_reported).then_some((guard, preview))
}

/// Prints that the change would be refused without --force, if the dry run found so.
pub(super) fn print_guard(recorded: &EditOutcome) {
    if let Some(username) = &recorded.last_admin {
        print_message(&format!("--force is needed: {}", last_super_admin(username)));
    }
    if let Some(loss) = &recorded.loss {
        print_message(&format!("--force is needed: it {loss}"));
    }
}

/// What was done: a single row by its name, several rows by their number.
fn done(recorded: &EditOutcome) -> String {
    match one_in_words(&recorded.edits) {
        Some(done) => format!("{done}{}", grants(recorded, ", ")),
        None => numbers(recorded),
    }
}

/// `1 user added, 2 grants removed`.
fn numbers(recorded: &EditOutcome) -> String {
    let rows = recorded.change.as_ref().map(Change::rows_in_words).unwrap_or_default();
    let lead = if rows.is_empty() { "" } else { ", " };
    format!("{rows}{}", grants(recorded, lead))
}

fn grants(recorded: &EditOutcome, lead: &str) -> String {
    match recorded.change.as_ref().map_or(0, |change| change.removed) {
        0 => String::new(),
        1 => format!("{lead}1 grant removed"),
        count => format!("{lead}{count} grants removed"),
    }
}

/// What an edit does to access, as the end of the sentence about it.
fn access(recorded: &EditOutcome) -> String {
    let effect = if recorded.user.is_some() {
        user_effect_in_words(&recorded.effect)
    } else {
        effect_in_words(&recorded.effect)
    };
    phrases::clause(&effect)
}
