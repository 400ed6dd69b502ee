//! Dialogs: values on a stack, the top one answers first.

use tui_input::Input;

#[derive(Debug)]
pub(crate) enum Dialog {
    Help(HelpDialog),
    List(ListDialog),
}

/// Every key and sign, narrowed by what is typed.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    pub(crate) top: usize,
}

/// A list too long for the message line.
#[derive(Debug)]
pub(crate) struct ListDialog {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    pub(crate) top: usize,
}

impl Dialog {
    /// How many lines the dialog would show if there was room.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Help(help) => super::super::help::lines(help.search.value()).len(),
            Self::List(list) => list.lines.len(),
        }
    }

    pub(crate) fn top_mut(&mut self) -> &mut usize {
        match self {
            Self::Help(help) => &mut help.top,
            Self::List(list) => &mut list.top,
        }
    }
}
