//! The stack of open dialogs: the top one answers first. It counts what was
//! opened, so that a key which came before its dialog was drawn is known.

use std::ops::{Deref, DerefMut};

use super::Dialog;

#[derive(Debug, Default)]
pub(crate) struct Dialogs {
    stack: Vec<Dialog>,
    opened: u64,
}

impl Dialogs {
    /// Opens a dialog above the others.
    pub(crate) fn open(&mut self, dialog: impl Into<Dialog>) {
        self.stack.push(dialog.into());
        self.opened += 1;
    }

    /// The top dialog says something else than before.
    pub(crate) fn renewed(&mut self) {
        self.opened += 1;
    }

    /// A number that changes with each dialog that is opened or renewed.
    pub(crate) fn opened(&self) -> u64 {
        self.opened
    }
}

impl Deref for Dialogs {
    type Target = Vec<Dialog>;

    fn deref(&self) -> &Self::Target {
        &self.stack
    }
}

impl DerefMut for Dialogs {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.stack
    }
}
