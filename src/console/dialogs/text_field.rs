//! Text fields of dialogs.

use tui_input::Input;

/// A field with a text inserted at its cursor.
pub(crate) fn with(input: &Input, text: &str) -> Input {
    let at = input.cursor();
    let before: String = input.value().chars().take(at).collect();
    let after: String = input.value().chars().skip(at).collect();
    let cursor = at + text.chars().count();
    Input::new(format!("{before}{text}{after}")).with_cursor(cursor)
}
