//! The number that the guard asks for before much is taken away, and the reason beside it, in
//! whatever dialog asks.

use tui_input::Input;

use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::domain::Guard;

/// Whether the typed number, with separators or without, is the one that the guard asks for;
/// true without a guard.
pub(super) fn is_content(guard: Option<&Guard>, typed: &Input) -> bool {
    let digits: String = typed.value().chars().filter(|it| !", .".contains(*it)).collect();
    guard.is_none_or(|guard| digits.parse() == Ok(guard.count()))
}

/// Says which number the guard asks for.
pub(super) fn ask(state: &mut State, guard: &Guard, context: Context) {
    let key = state.key_in(context, Action::Accept);
    let (count, what) = (number(guard.count()), guard.counted());
    let text = format!("to confirm, type {count} ({what}) and press {key}");
    state.notice = Some(Notice::new(Tone::Warning, text));
}

/// The reason that was typed, if one was.
pub(super) fn reason(typed: &Input) -> Option<String> {
    let reason = typed.value().trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}
