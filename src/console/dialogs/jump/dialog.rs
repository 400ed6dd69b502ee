//! What was typed to go to a name, and the matches.

use tui_input::Input;

use crate::console::dialogs::cursor::ListCursor;
use crate::console::found_name::FoundName;
use crate::filter::Axis;

/// The most matches; with more, the operator types another letter.
pub(super) const MOST: usize = 100;
/// The most visible matches.
pub(super) const SEEN: usize = 12;

#[derive(Debug)]
pub(crate) struct JumpDialog {
    pub(super) axis: Axis,
    pub(super) typed: Input,
    /// The matches of what was typed, best first, each with both names.
    pub(super) matches: Vec<FoundName>,
    /// Which of them the filter hides.
    pub(super) hidden: Vec<bool>,
    /// The text whose matches these are.
    pub(super) answered: String,
    /// The match for which Enter was pressed although the filter hides it; Enter again clears
    /// the filter.
    pub(super) asked: Option<usize>,
    /// Whether Enter was pressed before the matches were found.
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
            asked: None,
            wants_first: false,
            cursor: ListCursor::default(),
        }
    }

    /// What was typed, without surrounding spaces.
    pub(super) fn text(&self) -> &str {
        self.typed.value().trim()
    }

    /// Whether the matches are those of the current text.
    pub(super) fn is_answered(&self) -> bool {
        self.answered == self.text()
    }
}
