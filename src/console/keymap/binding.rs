//! One line of the key table, and the headings of help.

use super::super::key::Key;
use super::actions::{Action, Context};

/// The headings under which help lists the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    Move,
    Panes,
    Mark,
    Edit,
    Console,
}

impl Group {
    pub(crate) const ALL: [Self; 5] =
        [Self::Move, Self::Panes, Self::Mark, Self::Edit, Self::Console];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Panes => "Panes",
            Self::Mark => "Marking",
            Self::Edit => "Editing",
            Self::Console => "Console",
        }
    }
}

/// One line of the key table.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) action: Action,
    pub(crate) keys: &'static [Key],
    pub(crate) contexts: &'static [Context],
    pub(crate) group: Group,
    /// What the key does, for help and docs/console.md.
    pub(crate) does: &'static str,
    /// The word in the hint line, where the key is worth a hint.
    pub(crate) hint: Option<&'static str>,
}
