//! The axis of users: the ids of those shown, in the order shown, and the
//! cursor among them. A large list arrives in two parts, the beginning at once.

use std::ops::Range;

use crate::domain::UserId;

#[derive(Debug, Default)]
pub(crate) struct Users {
    ids: Vec<UserId>,
    /// Whether `ids` is the whole list, or its beginning only.
    pub(crate) complete: bool,
    /// Whether another list was asked for and is not here yet.
    pub(crate) awaited: bool,
    pub(crate) cursor: usize,
    /// The first user shown in the Users pane.
    pub(crate) top: usize,
    /// The first user shown in the access matrix.
    pub(crate) matrix_top: usize,
    /// The person asked for the last user before the list was whole.
    pub(crate) wants_last: bool,
    /// The cursor goes to this user as soon as the list has it.
    wanted: Option<UserId>,
}

impl Users {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn current(&self) -> Option<UserId> {
        self.get(self.cursor)
    }

    pub(crate) fn get(&self, at: usize) -> Option<UserId> {
        self.ids.get(at).copied()
    }

    /// Whether the list is the one that was asked for, to its end.
    pub(crate) fn is_whole(&self) -> bool {
        self.complete && !self.awaited
    }

    /// All that are shown.
    pub(crate) fn shown(&self) -> &[UserId] {
        &self.ids
    }

    /// The users at these places, as far as they exist.
    pub(crate) fn window(&self, range: Range<usize>) -> &[UserId] {
        let end = range.end.min(self.ids.len());
        &self.ids[range.start.min(end)..end]
    }

    /// Takes a new list in; the cursor stays on its user, or near the place
    /// where the user was.
    pub(crate) fn replace(&mut self, ids: Vec<UserId>, complete: bool) {
        let current = self.current();
        self.ids = ids;
        self.complete = complete;
        if complete && std::mem::take(&mut self.wants_last) {
            self.cursor = self.ids.len();
        } else if let Some(at) = self.wanted.and_then(|id| self.position(id)) {
            (self.cursor, self.wanted) = (at, None);
        } else if let Some(at) = current.and_then(|id| self.position(id)) {
            self.cursor = at;
        }
        self.cursor = self.cursor.min(self.ids.len().saturating_sub(1));
    }

    /// Goes to a user, or will as soon as the list that is being read has it.
    pub(crate) fn go_to(&mut self, id: UserId) {
        match self.position(id) {
            Some(at) => self.cursor = at,
            None => self.wanted = Some(id),
        }
    }

    /// Where a user stands in the list.
    pub(crate) fn position(&self, id: UserId) -> Option<usize> {
        self.ids.iter().position(|shown| *shown == id)
    }
}
