//! Text fields of dialogs.

use tui_input::{Input, InputRequest};

/// A field with a text inserted at its cursor.
pub(crate) fn with(input: &Input, text: &str) -> Input {
    let at = input.cursor();
    let before: String = input.value().chars().take(at).collect();
    let after: String = input.value().chars().skip(at).collect();
    let cursor = at + text.chars().count();
    Input::new(format!("{before}{text}{after}")).with_cursor(cursor)
}

/// A field that opens with a text which is selected: what is typed or pasted comes in its
/// place, a key that moves in it keeps it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SelectedInput {
    input: Input,
    is_selected: bool,
}

impl SelectedInput {
    /// A field with this text, all of it selected.
    pub(crate) fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), is_selected: !text.is_empty() }
    }

    pub(crate) fn input(&self) -> &Input {
        &self.input
    }

    pub(crate) fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether what is typed now replaces the text.
    pub(crate) fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Puts another text in it, which is not selected.
    pub(crate) fn set(&mut self, input: Input) {
        (self.input, self.is_selected) = (input, false);
    }

    /// Applies an editing key.
    pub(crate) fn edit(&mut self, request: InputRequest) {
        let was_selected = std::mem::take(&mut self.is_selected);
        match request {
            InputRequest::InsertChar(letter) if was_selected => {
                self.input = Input::new(letter.to_string());
            }
            InputRequest::DeletePrevChar
            | InputRequest::DeleteNextChar
            | InputRequest::DeletePrevWord
                if was_selected =>
            {
                self.input.reset();
            }
            request => {
                self.input.handle(request);
            }
        }
    }

    /// Inserts pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        self.input = if std::mem::take(&mut self.is_selected) {
            Input::new(text.to_owned())
        } else {
            with(&self.input, text)
        };
    }
}
