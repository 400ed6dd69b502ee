//! What was typed to jump to a name, and who answers to it.

use tui_input::Input;

use crate::console::dialogs::cursor::ListCursor;
use crate::console::found_name::FoundName;
use crate::filter::Axis;

/// Matches at most; whoever needs more types another letter.
pub(super) const MOST: usize = 100;
/// Matches seen at once.
pub(super) const SEEN: usize = 12;

#[derive(Debug)]
pub(crate) struct JumpDialog {
    pub(super) axis: Axis,
    pub(super) typed: Input,
    /// The answers to what was typed, the best first, each with both its names.
    pub(super) matches: Vec<FoundName>,
    /// Which of them the filter hides.
    pub(super) hidden: Vec<bool>,
    /// The text that `matches` answers to.
    pub(super) answered: String,
    /// Enter was pressed before the answer was there.
    pub(super) wants_first: bool,
    pub(super) cursor: ListCursor,
}

impl JumpDialog {
    pub(super) fn new(axis: Axis) -> Self {
        Self {
            axis,
            typed: Input::default(),
            matches: Vec::new(),
            hidden: Vec::new(),
            answered: String::new(),
            wants_first: false,
            cursor: ListCursor::default(),
        }
    }

    /// What was typed, without spaces around it.
    pub(super) fn text(&self) -> &str {
        self.typed.value().trim()
    }

    /// Whether the matches are those of what was typed.
    pub(super) fn is_answered(&self) -> bool {
        self.answered == self.text()
    }
}
