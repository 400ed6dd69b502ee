//! Keys typed ahead: a key that applies to what is under the cursor, or to what is shown,
//! waits for the list that the operator requested before. If the user or company under the
//! cursor disappeared, no key applies to the neighbor until the cursor was moved.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::key::Key;
use super::super::keymap::{self, Action, Meaning};
use super::super::state::{LostTarget, Notice, State, Tone};

/// The most keys that wait; nobody deliberately types further ahead.
const MOST: usize = 64;

/// Queues a key if it has to wait: a key of the panes for the list that it applies to, any key
/// for those pressed before it. Returns true if it was queued.
pub(super) fn waits(console: &mut Console, key: Key) -> bool {
    let follows = !console.state.held_keys.is_empty();
    let pressed = console.state.pressed_with(key);
    let action = match console.state.settings.keys.meaning(console.context_of(&pressed), &pressed) {
        Meaning::Does(action) => Some(action),
        Meaning::Begins | Meaning::Nothing => None,
    };
    let (about_list, at_once) = action.map_or((false, false), |action| {
        let at_once =
            matches!(action, Action::Close | Action::Interrupt | Action::Suspend | Action::Redraw);
        let discards = action == Action::Clear && follows;
        let moves = keymap::moves(action) && !console.state.users.wants_last;
        let filters = matches!(action, Action::Filter | Action::Sort | Action::Clear);
        (keymap::acts_on_target(action) || moves || filters, at_once || discards)
    });
    let is_about_list =
        about_list && console.dialogs.is_empty() && console.state.is_being_replaced();
    let is_held = console.dialogs.top().is_some_and(DialogPart::holds_keys);
    if at_once || !(follows || is_about_list || is_held) {
        return false;
    }
    let clear = console.state.key(Action::Clear);
    let text = if console.state.held_keys.len() < MOST {
        console.state.pressed.clear();
        console.state.held_keys.extend(pressed);
        format!("keys are held until the list is ready · {clear} discards them")
    } else {
        "too many keys are waiting for the list; this one was discarded".to_owned()
    };
    console.state.notice = Some(Notice::new(Tone::Info, text));
    true
}

/// Drops the waiting keys; returns false if there are none.
pub(super) fn drop_all(state: &mut State) -> bool {
    if state.held_keys.is_empty() {
        return false;
    }
    state.held_keys.clear();
    state.notice = Some(Notice::new(Tone::Info, "waiting keys discarded"));
    true
}

/// Requests that the next waiting key is handled, once nothing blocks it.
pub(super) fn settle(console: &Console, effects: &mut Vec<Effect>) {
    let is_requested = effects.iter().any(|effect| matches!(effect, Effect::NextHeldKey));
    if !console.state.held_keys.is_empty() && has_turn(console) && !is_requested {
        effects.push(Effect::NextHeldKey);
    }
}

/// Whether nothing blocks the next held key. A dialog, such as the filter line, accepts
/// keys while a list is loading, unless the dialog itself waits for a result.
pub(super) fn has_turn(console: &Console) -> bool {
    match console.dialogs.top() {
        Some(dialog) => !dialog.holds_keys(),
        None => !console.state.is_being_replaced(),
    }
}

/// Whether an action applies to a list that is still loading; if so, shows a message. Keys of the
/// panes have waited for it, but an action chosen in the palette has not.
pub(super) fn is_too_early(state: &mut State, action: Action) -> bool {
    let too_early = keymap::acts_on_target(action) && state.is_being_replaced();
    if too_early {
        state.notice = Some(Notice::too_early());
    }
    too_early
}

/// Whether an action would apply to the successor of a user or company that disappeared; if
/// so, shows a message.
pub(super) fn is_lost(state: &mut State, action: Action) -> bool {
    if !keymap::acts_on_target(action) {
        return false;
    }
    let by_marks = matches!(
        action,
        Action::GrantSelection
            | Action::RevokeSelection
            | Action::SetSelection
            | Action::AddCopied
            | Action::ReplaceWithCopied
            | Action::Leave
    );
    let about_shown = matches!(
        action,
        Action::GrantShown | Action::Populate | Action::MarkAll | Action::Invert | Action::Export
    );
    let counts = |target: &LostTarget, marked: bool| match target {
        LostTarget::Unmarked => by_marks && !marked,
        _ => !(by_marks && marked),
    };
    let user =
        state.users.lost_target().filter(|target| counts(target, !state.marks.users.is_empty()));
    let marked_company = !state.marks.companies.is_empty();
    let company = state.companies.lost_target().filter(|target| counts(target, marked_company));
    let text = match (user, company) {
        _ if about_shown => return false,
        (Some(LostTarget::Unlisted), _) => {
            "the user that was under the cursor is no longer in the list: move the cursor first"
        }
        (Some(LostTarget::Replaced), _) => {
            "this id now belongs to another user: move the cursor first"
        }
        (Some(LostTarget::Unmarked), _) => {
            "the marked users are no longer in the database: move the cursor first"
        }
        (None, Some(LostTarget::Unmarked)) => {
            "the marked companies are no longer in the database: move the cursor first"
        }
        (None, Some(_)) => {
            "the company that was under the cursor is no longer in the list: move the cursor first"
        }
        (None, None) => return false,
    };
    state.notice = Some(Notice::new(Tone::Warning, text));
    true
}

/// Says that what was under the cursor disappeared.
pub(super) fn warn_of_lost_targets(
    state: &mut State,
    before: (Option<LostTarget>, Option<LostTarget>),
) {
    let now = lost_targets(state);
    // About marks that are gone, there was a message already.
    let is_new = |now: &LostTarget, before| *now != LostTarget::Unmarked && Some(*now) != before;
    let now = (
        now.0.filter(|target| is_new(target, before.0)),
        now.1.filter(|target| is_new(target, before.1)),
    );
    let what = match now {
        (Some(LostTarget::Replaced), _) => {
            "the user under the cursor is another person with the same id now"
        }
        (Some(_), Some(_)) => {
            "the user and the company under the cursor disappeared from the lists"
        }
        (Some(_), None) => "the user under the cursor disappeared from the list",
        (None, Some(_)) => "the company under the cursor disappeared from the list",
        (None, None) => return,
    };
    // A message about what the operator did, or what else is gone, takes precedence; the next
    // edit says the rest.
    if state.notice.as_ref().is_some_and(|notice| notice.tone != Tone::Info) {
        return;
    }
    let text = format!("{what}: move the cursor before you edit");
    state.notice = Some(Notice::new(Tone::Warning, text));
}

/// What happened to the user and the company under the cursor.
pub(super) fn lost_targets(state: &State) -> (Option<LostTarget>, Option<LostTarget>) {
    (state.users.lost_target(), state.companies.lost_target())
}
