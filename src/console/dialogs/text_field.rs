//! Input fields of dialogs.

use tui_input::{Input, InputRequest};

/// The field with a text inserted at its cursor.
pub(crate) fn with(input: &Input, text: &str) -> Input {
    let at = input.cursor();
    let before: String = input.value().chars().take(at).collect();
    let after: String = input.value().chars().skip(at).collect();
    let cursor = at + text.chars().count();
    Input::new(format!("{before}{text}{after}")).with_cursor(cursor)
}

/// Applies an editing key to a field. If its text is selected, a character replaces it, and a
/// key that deletes clears it.
pub(crate) fn edit(input: &mut Input, is_selected: bool, request: InputRequest) {
    match request {
        InputRequest::InsertChar(letter) if is_selected => *input = Input::new(letter.to_string()),
        InputRequest::DeletePrevChar
        | InputRequest::DeleteNextChar
        | InputRequest::DeletePrevWord
            if is_selected =>
        {
            input.reset();
        }
        request => {
            input.handle(request);
        }
    }
}

/// Inserts pasted text into a field; a selected text is replaced.
pub(crate) fn paste(input: &mut Input, is_selected: bool, text: &str) {
    *input = if is_selected { Input::new(text.to_owned()) } else { with(input, text) };
}

/// A field that opens with its text selected: typing or pasting replaces the text, and a key
/// that moves the cursor keeps it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SelectedInput {
    input: Input,
    is_selected: bool,
}

impl SelectedInput {
    /// A field with this text, selected.
    pub(crate) fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), is_selected: !text.is_empty() }
    }

    pub(crate) fn input(&self) -> &Input {
        &self.input
    }

    pub(crate) fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether typing replaces the text.
    pub(crate) fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Sets another text, which is not selected.
    pub(crate) fn set(&mut self, input: Input) {
        (self.input, self.is_selected) = (input, false);
    }

    /// Applies an editing key.
    pub(crate) fn edit(&mut self, request: InputRequest) {
        let is_selected = std::mem::take(&mut self.is_selected);
        edit(&mut self.input, is_selected, request);
    }

    /// Inserts pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        let is_selected = std::mem::take(&mut self.is_selected);
        paste(&mut self.input, is_selected, text);
    }
}
