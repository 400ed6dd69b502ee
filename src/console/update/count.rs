//! Counts: a number before a key that moves (`5j`) repeats it, and before `g` or `G` is the
//! line to go to. In the panes, a number cannot begin with 1, 2 or 3, which focus the panes.

use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::key::{Key, KeyCode};
use super::super::keymap::{self, Action, Context, Meaning, accepts_counts};
use super::super::state::{Notice, State, Tone};

/// A function that performs an action.
type Perform = fn(&mut Console, Action, &mut Vec<Effect>);

/// The largest count.
const MOST: usize = 9_999;

/// Adds a digit to the count; returns false if the key is not part of a count here.
pub(super) fn add_digit(state: &mut State, context: Context, key: Key) -> bool {
    let KeyCode::Char(letter) = key.code else {
        return false;
    };
    let Some(digit) = letter.to_digit(10).filter(|_| !key.ctrl && !key.alt) else {
        return false;
    };
    let begins = || digit > 0 && state.settings.keys.meaning(context, &[key]) == Meaning::Nothing;
    let is_count = accepts_counts(context) && state.pressed.is_empty();
    if !is_count || state.count.is_none() && !begins() {
        return false;
    }
    let digit = usize::try_from(digit).unwrap_or_default();
    let count = state.count.unwrap_or_default().saturating_mul(10).saturating_add(digit).min(MOST);
    state.count = Some(count);
    let text = format!("{count} … waits for a key that moves");
    state.notice = Some(Notice::new(Tone::Info, text));
    true
}

/// Performs an action as often as the count says.
pub(super) fn perform_counted(
    console: &mut Console,
    action: Action,
    effects: &mut Vec<Effect>,
    perform: Perform,
) {
    let Some(count) = console.state.count.take() else {
        return perform(console, action, effects);
    };
    match action {
        Action::First | Action::Last => {
            perform(console, Action::First, effects);
            repeat(console, (Action::Down, count - 1), effects, perform);
        }
        _ if keymap::moves(action) => repeat(console, (action, count), effects, perform),
        Action::Interrupt | Action::Suspend | Action::Redraw => perform(console, action, effects),
        // These discard the count.
        Action::Close | Action::Clear => console.state.notice = None,
        _ => {
            let text = format!("{count} works before keys that move only; nothing was done");
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
    }
}

fn repeat(
    console: &mut Console,
    (action, count): (Action, usize),
    effects: &mut Vec<Effect>,
    perform: Perform,
) {
    for _ in 0..count {
        let mut own = Vec::new();
        perform(console, action, &mut own);
        // Only what is visible at the end is read.
        if own.iter().any(|effect| matches!(effect, Effect::DescribeChanges { .. })) {
            effects.retain(|effect| !matches!(effect, Effect::DescribeChanges { .. }));
        }
        effects.extend(own);
    }
}
