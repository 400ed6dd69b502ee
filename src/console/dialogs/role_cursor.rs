//! The cursor in a list of roles, in which a key changes the selected role at once. It stays
//! on its role when another program changes the list, and if that role disappears, no key
//! changes another one instead.

use super::cursor::ListCursor;
use crate::console::keymap::Action;
use crate::console::state::{Notice, State, Tone};

/// The cursor, and the name of its role; the line for all other roles has an empty name.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleCursor {
    pub(super) list: ListCursor,
    role: Option<String>,
    is_lost: bool,
}

impl RoleCursor {
    /// Moves in the list of these roles, of which `rows` are visible at once.
    pub(super) fn act(&mut self, action: Action, rows: usize, roles: &[&str]) {
        self.list.act(action, rows, roles.len());
        self.is_lost = false;
        self.note(roles);
    }

    /// Follows its role in the current list.
    pub(super) fn settle(&mut self, rows: usize, roles: &[&str]) {
        let position = self.role.as_ref().and_then(|role| roles.iter().position(|it| it == role));
        self.is_lost |= self.role.is_some() && position.is_none();
        self.list.go_to(position.unwrap_or(self.list.chosen), rows, roles.len());
        if !self.is_lost {
            self.note(roles);
        }
    }

    fn note(&mut self, roles: &[&str]) {
        self.role = roles.get(self.list.chosen).map(|role| (*role).to_owned());
    }

    /// Whether the role that the cursor was on has disappeared; if so, says so.
    pub(super) fn is_refused(&self, state: &mut State) -> bool {
        if self.is_lost {
            let text = "the role that was under the cursor is no longer in the list: move the \
                        cursor first";
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        self.is_lost
    }
}
