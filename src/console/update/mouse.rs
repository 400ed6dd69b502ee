//! Handles the mouse: it does the same as keys, through the same functions, for the target
//! that was visible at its position. A target that is no longer there is ignored.

use super::super::dialogs::{form, sort, statistics};
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::hits::{HitTarget, PaneItem};
use super::super::keymap::{self, Action, Context};
use super::super::message::Message;
use super::super::mouse::{MouseAct, Pointed};
use super::super::pane::Pane;
use super::super::state::{Notice, State, Tone};
use super::{marks, perform};
use crate::filter::Axis;

/// The number of lines scrolled by one step of the wheel.
const NOTCH: isize = 3;

pub(super) fn handle(console: &mut Console, pointed: Pointed, effects: &mut Vec<Effect>) {
    if console.state.screen().too_small {
        return;
    }
    match pointed {
        Pointed::Click(target) => click(console, target, effects),
        Pointed::Hasty => {
            let text = "this click came too fast to be an answer to the dialog; click again";
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Pointed::Moved => {
            let text = "the screen changed under the mouse; click again";
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Pointed::Drag { from, to, begins } => drag(console, &from, &to, begins),
        Pointed::Resize { column, width } => {
            if console.dialogs.is_empty() {
                console.state.choose_width(column, width);
            }
        }
        Pointed::Drop => {
            if console.dialogs.is_empty() && console.state.marks.range.is_some() {
                marks::act(&mut console.state, Action::Range, effects);
            }
        }
        Pointed::Wheel { target, turned } => wheel(console, &target, turned, effects),
    }
}

fn click(console: &mut Console, target: HitTarget, effects: &mut Vec<Effect>) {
    console.state.pressed.clear();
    let is_step = matches!(target, HitTarget::Hint { context: Context::Matches, .. });
    match target {
        HitTarget::Nothing => {}
        _ if must_wait(console) => {}
        HitTarget::PaneItem(item) => click_item(console, &item, effects),
        HitTarget::Heading(axis, by) if console.dialogs.is_empty() => {
            sort::sort_by(console, axis, by, effects);
        }
        HitTarget::Edge(edge) if console.dialogs.is_empty() => {
            sort::sort_by(console, Axis::Users, edge.column.sort(), effects);
        }
        HitTarget::Heading(..) | HitTarget::Edge(_) => {}
        HitTarget::Hint { action, context } => {
            if context == console.context() || is_step && console.is_stepping() {
                perform::perform(console, action, effects);
            }
        }
        HitTarget::Line { below } => click_line(console, below, effects),
        HitTarget::Field { at } => form::go_to_field(console, at, effects),
        HitTarget::Choice { at } => form::take_choice(console, at, effects),
        HitTarget::Figure { section, at } => {
            statistics::lead_from(console, (section, at), effects);
        }
    }
}

/// Whether keys are waiting or a list is loading, so that the target may change.
fn must_wait(console: &mut Console) -> bool {
    let state = &mut console.state;
    let waits =
        !state.held_keys.is_empty() || console.dialogs.is_empty() && state.is_being_replaced();
    if waits {
        state.notice = Some(Notice::too_early());
    }
    waits
}

/// Moves the cursor there. A click on the sign of a cell toggles it, like the key.
fn click_item(console: &mut Console, item: &PaneItem, effects: &mut Vec<Effect>) {
    if !console.dialogs.is_empty() {
        return;
    }
    console.state.notice = None;
    if !go_to(&mut console.state, item) {
        return;
    }
    if item.is_box && item.user.is_some() && item.company.is_some() {
        perform::perform(console, Action::Toggle, effects);
    }
}

/// Moves the cursor and the focus, if the target is still at its position. Returns whether it
/// is.
fn go_to(state: &mut State, item: &PaneItem) -> bool {
    if !is_current(state, item) {
        let text = "the list changed just now; click again";
        state.notice = Some(Notice::new(Tone::Info, text));
        return false;
    }
    state.focus = item.pane;
    if let Some(user) = &item.user {
        state.users.wants_last = false;
        state.users.move_to(user.at);
    }
    if let Some(company) = &item.company {
        state.companies.move_to(company.at);
    }
    true
}

fn is_current(state: &State, item: &PaneItem) -> bool {
    let user = item.user.as_ref().is_none_or(|seen| {
        let person = state.rows.get(seen.id).map(|row| row.user.person);
        let is_same = seen.person.is_none_or(|seen| person.is_none_or(|now| now == seen));
        state.users.get(seen.at) == Some(seen.id) && is_same
    });
    let company = item.company.as_ref();
    user && company.is_none_or(|seen| {
        state.companies.get(seen.at).is_some_and(|company| company.id == seen.id)
    })
}

/// Goes to a line of a dialog's list. A click on the selected line is like Enter, if that only
/// shows something.
fn click_line(console: &mut Console, below: isize, effects: &mut Vec<Effect>) {
    if below == 0 {
        let context = console.context();
        if has_key(console, Action::Accept) && !keymap::writes(context, Action::Accept) {
            perform::perform(console, Action::Accept, effects);
        }
        return;
    }
    let action = if below < 0 { Action::Up } else { Action::Down };
    for _ in 0..below.unsigned_abs() {
        perform::perform(console, action, effects);
    }
}

/// Whether an action has a key in the current context.
fn has_key(console: &Console, action: Action) -> bool {
    let keys = &console.state.settings.keys;
    keys.lines_in(console.context()).any(|line| line.binding.action == action)
}

/// Selects a block from one cell to another.
fn drag(console: &mut Console, from: &PaneItem, to: &PaneItem, begins: bool) {
    let is_on = begins || console.state.marks.range.is_some();
    if !console.dialogs.is_empty() || !is_on || must_wait(console) {
        return;
    }
    let state = &mut console.state;
    if begins {
        state.marks.range = None;
        if !go_to(state, from) {
            return;
        }
        marks::begin_range(state);
        // The message line shows the selection instead.
        state.notice = None;
    }
    go_to(state, to);
}

/// Scrolls what is under the mouse; the cursor stays where it is. In a dialog, the wheel acts
/// like the arrow keys.
fn wheel(console: &mut Console, target: &HitTarget, turned: MouseAct, effects: &mut Vec<Effect>) {
    let (down, across) = match turned {
        MouseAct::WheelUp => (-NOTCH, 0),
        MouseAct::WheelDown => (NOTCH, 0),
        MouseAct::WheelLeft => (0, -NOTCH),
        MouseAct::WheelRight => (0, NOTCH),
        MouseAct::Press | MouseAct::Drag | MouseAct::Release => return,
    };
    if !console.dialogs.is_empty() {
        let action = if down < 0 { Action::Up } else { Action::Down };
        if down != 0 && has_key(console, action) {
            perform::perform(console, action, effects);
        }
        return;
    }
    let pane = match target {
        HitTarget::PaneItem(item) => item.pane,
        HitTarget::Heading(Axis::Users, _) | HitTarget::Edge(_) => Pane::Users,
        HitTarget::Heading(Axis::Companies, _) => Pane::Companies,
        _ => return,
    };
    let state = &mut console.state;
    let (screen, grid) = (state.screen(), state.matrix_grid());
    let scrolled = |top: usize, by: isize, room: usize, len: usize| {
        top.saturating_add_signed(by).min(len.saturating_sub(room))
    };
    let (users, companies) = (state.users.len(), state.companies.len());
    let (users_top, companies_top) = (state.users.top, state.companies.top);
    match pane {
        Pane::Users => {
            state.users.top = scrolled(users_top, down, screen.user_rows(), users);
        }
        Pane::Companies => {
            state.companies.top = scrolled(companies_top, down, screen.company_rows(), companies);
        }
        Pane::Matrix => {
            state.users.matrix_top = scrolled(state.users.matrix_top, down, grid.rows, users);
            state.companies.left = scrolled(state.companies.left, across, grid.columns, companies);
        }
    }
    state.wheeled = Some((state.users.cursor, state.companies.cursor));
}

/// After a key, the cursor is scrolled into view again.
pub(super) fn follow_keys(state: &mut State, message: &Message) {
    let is_typed = matches!(
        message,
        Message::Key(_)
            | Message::Hasty(_)
            | Message::Text { .. }
            | Message::LastEnter
            | Message::Pasted(_)
    );
    if is_typed {
        state.wheeled = None;
    }
}
