//! Performs the action of a key: in the top dialog, otherwise in the panes. Which key opens
//! which dialog is in `dialogs`.

use super::super::dialogs::{self, rules, undo};
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::key::Key;
use super::super::keymap::{Action, Context, Meaning};
use super::super::request::Request;
use super::super::state::{MatrixView, Notice, Pane, State, Tone};
use super::{bulk, count, edit, filter, held_keys, marks, movement};

/// Handles a key that a person pressed.
pub(super) fn press(console: &mut Console, key: Key, effects: &mut Vec<Effect>) {
    if held_keys::waits(console, key) {
        return;
    }
    let context = console.context_of(&console.state.pressed_with(key));
    if console.state.screen().too_small && console.state.settings.keys.edits(context, key) {
        // The screen is too small to see what happens.
        return;
    }
    if count::add_digit(&mut console.state, context, key) {
        return;
    }
    let pressed = console.state.pressed_with(key);
    console.state.pressed.clear();
    match console.state.settings.keys.meaning(context, &pressed) {
        Meaning::Does(action) => count::perform_counted(console, action, effects, perform),
        Meaning::Begins => begin_sequence(&mut console.state, pressed),
        Meaning::Nothing if console.state.count.take().is_some() => console.state.notice = None,
        Meaning::Nothing if pressed.len() > 1 => {
            let text = format!("{} does nothing here", shown_keys(&pressed));
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        Meaning::Nothing if console.dialogs.is_empty() => {
            console.state.notice = Some(no_such_key(&console.state, key));
        }
        Meaning::Nothing => dialogs::typed(console, key, effects),
    }
}

/// Waits for the rest of a sequence of keys.
fn begin_sequence(state: &mut State, pressed: Vec<Key>) {
    let text = format!("{} … waits for the next key", shown_keys(&pressed));
    state.notice = Some(Notice::new(Tone::Info, text));
    state.pressed = pressed;
}

fn shown_keys(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// Performs an action, of a key or chosen in the palette.
pub(super) fn perform(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if !matches!(action, Action::Redraw | Action::Suspend) {
        console.state.notice = None;
    }
    match action {
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Interrupt => effects.push(Effect::Quit(130)),
        _ if !console.dialogs.is_empty() => {
            dialogs::act(console, action, effects);
            answer_requests(console, effects);
        }
        _ if held_keys::is_too_early(&mut console.state, action)
            || held_keys::is_lost(&mut console.state, action) => {}
        Action::Toggle if console.state.marks.range.is_some() => {
            marks::close_range(&mut console.state, effects);
            let actions = [Action::GrantSelection, Action::RevokeSelection, Action::SetSelection];
            let [grant, revoke, set] = actions.map(|action| console.state.key(action));
            let text =
                format!("range selected · {grant} grant  {revoke} revoke  {set} set exactly");
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        Action::Toggle
            if console.state.focus == Pane::Companies && !console.state.marks.users.is_empty() =>
        {
            bulk::toggle_box(console, effects);
        }
        Action::Toggle
            if console.state.settings.confirm.toggle && bulk::preview_toggle(console, effects) => {}
        Action::Toggle => edit::toggle(&mut console.state, effects),
        Action::Mark | Action::Range | Action::MarkAll | Action::Invert => {
            marks::act(&mut console.state, action, effects);
        }
        Action::NextMatch | Action::PreviousMatch => {
            dialogs::jump::next_match(console, action == Action::NextMatch);
        }
        Action::Clear => clear(&mut console.state, effects),
        Action::Undo | Action::Redo if console.state.settings.confirm.undo => {
            undo::request_preview(console, None, action == Action::Undo, effects);
        }
        Action::Undo => edit::start(&mut console.state, Effect::Undo { attempt: 0 }, effects),
        Action::Redo => edit::start(&mut console.state, Effect::Redo { attempt: 0 }, effects),
        Action::FocusUsers => console.state.focus = Pane::Users,
        Action::FocusCompanies => console.state.focus = Pane::Companies,
        Action::FocusMatrix => console.state.focus = Pane::Matrix,
        Action::NextPane => movement::next_pane(&mut console.state, 1),
        Action::PreviousPane => movement::next_pane(&mut console.state, Pane::ALL.len() - 1),
        Action::Zoom => console.state.zoomed = !console.state.zoomed,
        Action::SwitchView => switch_view(&mut console.state),
        Action::Reload => effects.push(Effect::Reload),
        Action::Demo if console.state.has_nothing() => effects.push(Effect::ShowDemo),
        Action::Demo => {
            let text =
                "this database is not empty; run `grantgrid demo` in the shell to open demo data";
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        Action::Quit => effects.push(Effect::Quit(0)),
        Action::Close => {}
        _ if bulk::act(console, action, effects) || dialogs::open(console, action, effects) => {}
        _ => movement::go(&mut console.state, action),
    }
}

/// Handles the requests of dialogs.
pub(super) fn answer_requests(console: &mut Console, effects: &mut Vec<Effect>) {
    for request in std::mem::take(&mut console.requests) {
        match request {
            Request::Perform(action) => perform(console, action, effects),
            Request::PerformIn(context, action, _) if console.context() == context => {
                perform(console, action, effects);
            }
            Request::PerformIn(_, _, text) | Request::ShowMessage(text) => {
                console.state.notice = Some(Notice::new(Tone::Info, text));
            }
            Request::OpenRules => rules::open(console, effects),
        }
    }
}

/// Clears one thing at a time, what was selected last first.
fn clear(state: &mut State, effects: &mut Vec<Effect>) {
    let dropped = edit::stop_waiting(state)
        || held_keys::drop_all(state)
        || std::mem::take(&mut state.matches.is_stepping)
        || marks::drop_one(state, effects);
    if !dropped && !filter::clear(state, effects) {
        state.notice = Some(Notice::new(Tone::Info, "no marks or filter to clear here"));
    }
}

/// Says where a key that has no meaning here has one, unless there are too many contexts to
/// list.
fn no_such_key(state: &State, key: Key) -> Notice {
    let contexts = state.settings.keys.contexts_of(key);
    let names: Vec<&str> = contexts.into_iter().map(Context::name).collect();
    let help = state.hint(Action::Help, "shows all keys");
    let text = match names.len() {
        0 => format!("{key} is not used here{help}"),
        1..=3 => format!("{key} works in {}{help}", names.join(", ")),
        _ => format!("{key} is not used here, only in dialogs{help}"),
    };
    Notice::new(Tone::Info, text)
}

/// Switches between the grants and effective access.
fn switch_view(state: &mut State) {
    let (view, text) = match state.matrix_view {
        MatrixView::Effective => (MatrixView::Grants, ("grants", "shows effective access")),
        MatrixView::Grants => (MatrixView::Effective, ("effective access", "shows grants")),
    };
    let text = format!("{}{}", text.0, state.hint(Action::SwitchView, text.1));
    state.matrix_view = view;
    state.notice = Some(Notice::new(Tone::Info, text));
}
