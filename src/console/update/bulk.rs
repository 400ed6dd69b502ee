//! Bulk changes: what is selected, the question about hidden marks, the
//! preview, the commit.

use super::super::effect::{Effect, Job, JobKind};
use super::super::keymap::Action;
use super::super::number::{count, number};
use super::super::state::{
    Dialog, HiddenDialog, ListDialog, Notice, PreviewDialog, PreviewField, PreviewLine,
    ProgressDialog, State, Taken, Tone, populate_lines,
};
use super::{edit, marks, rules};
use crate::domain::{Bulk, CompanyId, Operation, Preview, UserId};
use crate::store::Committed;

/// A key of a bulk change.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::GrantSelection => ask(state, &Operation::Grant, effects),
        Action::RevokeSelection => ask(state, &Operation::Revoke, effects),
        Action::SetSelection => ask(state, &Operation::Set, effects),
        Action::GrantShown | Action::Populate if !super::has_all_users(state) => {}
        Action::GrantShown => {
            let users = state.users.shown().to_vec();
            let companies = state.companies.shown().map(|company| company.id.clone()).collect();
            preview(state, Bulk { operation: Operation::Grant, users, companies }, effects);
        }
        Action::Populate => {
            let users = state.users.shown().to_vec();
            let bulk = Bulk { operation: Operation::Populate, users, companies: Vec::new() };
            preview(state, bulk, effects);
        }
        Action::Take => take(state),
        Action::Give | Action::GiveOnly => match state.taken.as_ref().map(|taken| taken.from) {
            Some(from) if action == Action::Give => ask(state, &Operation::Copy { from }, effects),
            Some(from) => ask(state, &Operation::Replace { from }, effects),
            None => inform(state, "press y on a user first to copy their companies"),
        },
        _ => {}
    }
}

/// With users marked, a box stands for all of them: Space gives them the
/// company, or takes it away if all have it.
pub(super) fn toggle_box(state: &mut State, effects: &mut Vec<Effect>) {
    let place = state.companies.place(state.companies.cursor);
    let Some(company) = state.companies.current().map(|company| company.id.clone()) else {
        return;
    };
    let held = place.zip(state.marks.held.as_ref()).and_then(|(place, held)| held.get(place));
    let Some(held) = held else {
        return inform(state, "still counting the companies of the marked users; try again");
    };
    let all = *held >= state.marks.users.len() as u64;
    let operation = if all { Operation::Revoke } else { Operation::Grant };
    let of = |which| Bulk {
        operation: operation.clone(),
        users: selected_users(state, which),
        companies: vec![company.clone()],
    };
    let (all, shown) = (of(Which::AllMarked), of(Which::OnlyShown));
    ask_which(state, all, shown, effects);
}

/// Asks for a preview of an operation on the selection.
fn ask(state: &mut State, operation: &Operation, effects: &mut Vec<Effect>) {
    marks::close_range(state, effects);
    let of = |which| Bulk {
        operation: operation.clone(),
        users: selected_users(state, which),
        // An operation that takes others has no use for any.
        companies: if operation.takes_companies() {
            selected_companies(state, which)
        } else {
            Vec::new()
        },
    };
    let (all, shown) = (of(Which::AllMarked), of(Which::OnlyShown));
    ask_which(state, all, shown, effects);
}

/// Asks first which is meant, if the filter hides some of the marked.
fn ask_which(state: &mut State, all: Bulk, shown: Bulk, effects: &mut Vec<Effect>) {
    let hides = all.users.len() > shown.users.len() || all.companies.len() > shown.companies.len();
    if hides && !state.session.read_only {
        state.dialogs.push(Dialog::Hidden(HiddenDialog { all, shown }));
    } else {
        preview(state, all, effects);
    }
}

/// The answer to the question about hidden marks.
pub(super) fn answer(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Hidden(HiddenDialog { all, shown })) = state.dialogs.pop() else {
        return;
    };
    match action {
        Action::AllMarked => preview(state, all, effects),
        Action::OnlyShown => preview(state, shown, effects),
        _ => inform(state, "nothing was changed"),
    }
}

/// Which of the marked.
#[derive(Clone, Copy)]
enum Which {
    AllMarked,
    OnlyShown,
}

/// The marked users, or the cursor's.
fn selected_users(state: &State, which: Which) -> Vec<UserId> {
    let marked = &state.marks.users;
    match which {
        _ if marked.is_empty() => state.users.current().into_iter().collect(),
        Which::AllMarked => sorted(marked.iter().copied()),
        Which::OnlyShown => {
            sorted(state.users.shown().iter().copied().filter(|user| marked.contains(user)))
        }
    }
}

/// The marked companies, or the cursor's.
fn selected_companies(state: &State, which: Which) -> Vec<CompanyId> {
    let marked = &state.marks.companies;
    let shown = state.companies.shown().map(|company| company.id.clone());
    match which {
        _ if marked.is_empty() => {
            state.companies.current().map(|company| company.id.clone()).into_iter().collect()
        }
        Which::AllMarked => marked.iter().cloned().collect(),
        Which::OnlyShown => shown.filter(|id| marked.contains(id)).collect(),
    }
}

fn sorted(users: impl Iterator<Item = UserId>) -> Vec<UserId> {
    let mut users: Vec<UserId> = users.collect();
    users.sort_unstable();
    users
}

fn take(state: &mut State) {
    let Some(row) = state.cursor_row() else {
        return inform(state, "no user here to copy companies from");
    };
    let name = &row.user.username;
    let text = match row.count() {
        0 => format!(
            "{name} has no companies · P would remove all companies from the selected users"
        ),
        1 => format!(
            "copied 1 company from {name} · p adds it to the selected users, P replaces theirs"
        ),
        many => format!(
            "copied {} companies from {name} · p adds them to the selected users, P replaces theirs",
            count(many)
        ),
    };
    let taken = Taken { from: row.user.id, name: row.user.username.clone() };
    state.taken = Some(taken);
    state.notice = Some(Notice::new(Tone::Info, text));
}

/// Counts on the worker what the change would do.
fn preview(state: &mut State, bulk: Bulk, effects: &mut Vec<Effect>) {
    if edit::is_refused(state) {
        return;
    }
    let lacks_companies = bulk.companies.is_empty() && bulk.operation.takes_companies();
    if bulk.users.is_empty() || lacks_companies {
        return inform(state, "no users or companies are selected");
    }
    let totals = state.statistics.exact();
    state.dialogs.push(progress(JobKind::Preview, "Calculating the effect…"));
    effects.push(Effect::Start(Job::Preview { bulk, totals }));
}

pub(super) fn progress(job: JobKind, title: &'static str) -> Dialog {
    Dialog::Progress(ProgressDialog { job, title, done: 0, total: 0, rate: 0, stopping: false })
}

/// How far the work behind a progress dialog is: done, of how much, in a
/// second.
pub(super) fn progressed(state: &mut State, job: JobKind, (done, total, rate): (u64, u64, u64)) {
    if let Some(Dialog::Progress(progress)) = state.dialogs.last_mut()
        && progress.job == job
    {
        (progress.done, progress.total, progress.rate) = (done, total, rate);
    }
}

/// Shows a preview that was counted; a newer one of the same change keeps what
/// was typed.
pub(super) fn previewed(state: &mut State, bulk: Bulk, preview: Preview) {
    close_progress(state, JobKind::Preview);
    if let Some(Dialog::Preview(open)) = state.dialogs.last_mut() {
        open.preview = preview;
        open.count.reset();
        open.field = match &open.preview.guard {
            Some(_) => PreviewField::Count,
            None => PreviewField::Reason,
        };
        state.dialogs.renewed();
    } else if preview.is_empty() && preview.populate.is_some() {
        nothing_to_populate(state, &preview);
    } else if preview.is_empty() {
        let text = match preview.unchanged {
            1 => "nothing to change: the cell already matches".to_owned(),
            many => format!("nothing to change: all {} cells already match", number(many)),
        };
        state.notice = Some(Notice::new(Tone::Info, text));
    } else {
        state.dialogs.push(Dialog::Preview(Box::new(PreviewDialog::new(bulk, preview))));
    }
}

/// Everybody has what the rules call for, but for those who are skipped: these
/// are listed.
fn nothing_to_populate(state: &mut State, preview: &Preview) {
    let skipped = preview.populate.as_ref().is_some_and(|report| report.skipped_count() > 0);
    let grants = match preview.unchanged {
        1 => "the 1 grant required by the rules is in place".to_owned(),
        many => format!("all {} grants required by the rules are in place", number(many)),
    };
    inform(state, &format!("nothing to change: {grants}"));
    if skipped {
        let title = "Nothing to populate".into();
        let lines = populate_lines(preview).iter().map(PreviewLine::in_words).collect();
        state.dialogs.push(Dialog::List(ListDialog::new(title, lines)));
    }
}

/// Keys in a preview.
pub(super) fn decide(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Preview(dialog)) = state.dialogs.last_mut() else {
        return;
    };
    match action {
        Action::NextField if dialog.preview.guard.is_some() => {
            dialog.field = match dialog.field {
                PreviewField::Reason => PreviewField::Count,
                PreviewField::Count => PreviewField::Reason,
            };
        }
        Action::Accept if !dialog.count_is_right() => {
            dialog.field = PreviewField::Count;
            let count = dialog.preview.guard.as_ref().map_or(0, crate::domain::Guard::count);
            let text = format!(
                "to confirm, type {} (the number of grants removed) and press Enter",
                number(count)
            );
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Action::Accept => {
            let reason = dialog.reason.value().trim();
            let reason = (!reason.is_empty()).then(|| reason.to_owned());
            let (bulk, preview) = (dialog.bulk.clone(), dialog.preview.clone());
            effects.push(Effect::Start(Job::Commit { bulk, preview: Box::new(preview), reason }));
            state.dialogs.push(progress(JobKind::Commit, "Committing the change…"));
        }
        Action::Close => {
            state.dialogs.pop();
            inform(state, "nothing was changed");
        }
        _ => {}
    }
}

/// Tells what was committed.
pub(super) fn committed(state: &mut State, committed: &Committed, effects: &mut Vec<Effect>) {
    close_progress(state, JobKind::Commit);
    if matches!(state.dialogs.last(), Some(Dialog::Preview(_))) {
        state.dialogs.pop();
    }
    let text = match &committed.change {
        Some(change) => format!(
            "change {}: {} granted, {} revoked · u undoes",
            change.id,
            number(change.added),
            number(change.removed)
        ),
        None => "no changes: every cell already matches".into(),
    };
    state.notice = Some(Notice::new(Tone::Done, text));
    rules::edited(state, committed.delta, effects);
    after_worker_wrote(state, effects);
}

/// What this console's worker wrote is news to the loop's store.
pub(super) fn after_worker_wrote(state: &mut State, effects: &mut Vec<Effect>) {
    effects.push(Effect::Poll);
    state.rows.clear();
    marks::changed(state, effects);
}

/// The data changed since the preview: it is counted again.
pub(super) fn outdated(state: &mut State, bulk: Bulk, effects: &mut Vec<Effect>) {
    close_progress(state, JobKind::Commit);
    let text = "the database changed in the meantime; recalculating, nothing was changed";
    state.notice = Some(Notice::new(Tone::Warning, text));
    state.dialogs.push(progress(JobKind::Preview, "Calculating the effect…"));
    effects.push(Effect::Start(Job::Preview { bulk, totals: None }));
}

/// The work behind a progress dialog has ended.
pub(super) fn close_progress(state: &mut State, job: JobKind) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Progress(it) if it.job == job));
}

fn inform(state: &mut State, text: &str) {
    state.notice = Some(Notice::new(Tone::Info, text));
}
