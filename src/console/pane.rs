//! The three panes.

use super::keymap::Context;

/// The three panes, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pane {
    Users,
    Companies,
    Matrix,
}

impl Pane {
    pub(crate) const ALL: [Self; 3] = [Self::Users, Self::Companies, Self::Matrix];
}

impl From<Pane> for Context {
    fn from(pane: Pane) -> Self {
        match pane {
            Pane::Users => Self::Users,
            Pane::Companies => Self::Companies,
            Pane::Matrix => Self::Matrix,
        }
    }
}
