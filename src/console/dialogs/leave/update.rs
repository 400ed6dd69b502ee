//! Requests the preview, handles the confirmation, and reports the result.

use super::LeaveDialog;
use crate::console::dialogs::guard;
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::counted;
use crate::console::plans::LeavePlan;
use crate::console::state::{Notice, Tone};
use crate::console::update::written::Written;
use crate::console::update::{edit, written};
use crate::domain::{NO_CHANGES, People, UserId};
use crate::store::EditOutcome;

/// Requests the preview for the marked users, or for the cursor's.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    if edit::is_refused(&mut console.state) {
        return;
    }
    let state = &console.state;
    let mut users: Vec<UserId> = state.marks.users.iter().copied().collect();
    users.sort_unstable();
    let mut people = state.marks.people.only(&users);
    if users.is_empty() {
        users.extend(state.users.current());
        let row = state.cursor_row();
        people = row.map(|row| (row.user.id, row.user.person)).into_iter().collect();
    }
    if users.is_empty() {
        let text = "no user is selected";
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    start(console, users, people, effects);
}

fn start(console: &mut Console, users: Vec<UserId>, people: People, effects: &mut Vec<Effect>) {
    progress::open(console, JobKind::PreviewLeave, "Calculating the effect…");
    effects.push(Effect::Start(Job::PreviewLeave { users, people }));
}

/// Shows the preview. An open one is replaced, but keeps what was typed.
pub(crate) fn planned(console: &mut Console, plan: LeavePlan) {
    progress::close(console, JobKind::PreviewLeave);
    progress::close(console, JobKind::Leave);
    let open = console.dialogs.close_top::<LeaveDialog>();
    if plan.changes_nothing {
        let text = "nothing to change: inactive already, and nothing is granted";
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let hidden = console.state.marks.hidden_users as u64;
    let is_of_marked = plan.users.len() == console.state.marks.users.len();
    let mut dialog =
        LeaveDialog::new(LeavePlan { hidden: if is_of_marked { hidden } else { 0 }, ..plan });
    dialog.reason = open.map(|open| open.reason).unwrap_or_default();
    console.dialogs.open(dialog);
}

/// It would now have another effect; nothing was changed.
pub(crate) fn outdated(console: &mut Console, plan: LeavePlan) {
    planned(console, plan);
    console.state.notice = Some(Notice::outdated());
}

/// Handles the keys of the preview.
pub(super) fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<LeaveDialog>() else {
        return;
    };
    match action {
        Action::NextField if dialog.plan.guard.is_some() => dialog.on_count = !dialog.on_count,
        Action::Accept if dialog.plan.last_admin.is_some() => {
            let text = "not changed: the last active Super Admin with access cannot leave";
            console.state.notice = Some(Notice::new(Tone::Error, text));
        }
        Action::Accept if !dialog.count_is_right() => {
            dialog.on_count = true;
            if let Some(guard) = &dialog.plan.guard {
                guard::show_required_number(&mut console.state, guard, Context::Preview);
            }
        }
        Action::Accept => {
            let reason = guard::reason(&dialog.reason);
            let plan = Box::new(dialog.plan.clone());
            effects.push(Effect::Start(Job::Leave { plan, reason }));
            progress::open(console, JobKind::Leave, "Committing the change…");
        }
        Action::Close => {
            console.dialogs.close();
            console.state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
        _ => {}
    }
}

/// The users were deactivated and their grants revoked.
pub(crate) fn left(console: &mut Console, recorded: &EditOutcome, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::Leave);
    let users = console.dialogs.close_top::<LeaveDialog>().map_or(0, |it| it.plan.users.len());
    let text = match &recorded.change {
        Some(change) => {
            let users = counted(users as u64, "user left", "users left");
            let grants = counted(change.removed, "grant", "grants");
            let undo = console.state.hint(Action::Undo, "undoes");
            format!("change {}: {users}, {grants} revoked{undo}", change.id)
        }
        None => NO_CHANGES.to_owned(),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
    written::follow(console, Written::ByWorker, None, effects);
}

/// Another program changed the database while the preview is open.
pub(super) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as::<LeaveDialog>() {
        let (users, people) = (dialog.plan.users.clone(), dialog.plan.people.clone());
        start(console, users, people, effects);
    }
}
