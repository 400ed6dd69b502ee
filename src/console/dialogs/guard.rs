//! The number that the operator has to type if the guard requires confirmation, and the
//! reason, in whichever dialog asks for them.

use tui_input::Input;

use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::domain::Guard;

/// Whether the typed number, with or without separators, is the one that the guard requires;
/// true without a guard.
pub(super) fn is_satisfied(guard: Option<&Guard>, typed: &Input) -> bool {
    let digits: String = typed.value().chars().filter(|it| !", .".contains(*it)).collect();
    guard.is_none_or(|guard| digits.parse() == Ok(guard.count()))
}

/// Shows a message about the number that the guard requires.
pub(super) fn show_required_number(state: &mut State, guard: &Guard, context: Context) {
    let key = state.key_in(context, Action::Accept);
    let (count, what) = (number(guard.count()), guard.counted());
    let text = format!("to confirm, type {count} ({what}) and press {key}");
    state.notice = Some(Notice::new(Tone::Warning, text));
}

/// The typed reason, if there is one.
pub(super) fn reason(typed: &Input) -> Option<String> {
    let reason = typed.value().trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}
