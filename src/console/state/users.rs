//! The axis of users: the ids of those shown, in the order shown, and the
//! cursor among them. A large list arrives in two parts, the beginning at once.

use std::ops::Range;

use super::Pending;
use crate::domain::{Person, UserId};

/// What became of what was under the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It is no longer in the list: deleted, or not let through by the filter.
    Unlisted,
    /// Its id belongs to another user now.
    Replaced,
    /// It is as it was, but the marks are gone that were meant instead of it.
    Unmarked,
}

#[derive(Debug, Default)]
pub(crate) struct Users {
    ids: Vec<UserId>,
    /// Whether `ids` is the whole list, or its beginning only.
    pub(crate) complete: bool,
    /// The list that was asked for and is not here yet.
    pub(crate) pending: Pending,
    pub(crate) cursor: usize,
    /// The first user shown in the Users pane.
    pub(crate) top: usize,
    /// The first user shown in the access matrix.
    pub(crate) matrix_top: usize,
    /// The person asked for the last user before the list was whole.
    pub(crate) wants_last: bool,
    /// The cursor goes to this user as soon as the list has it.
    wanted: Option<UserId>,
    /// The user under the cursor disappeared; until the cursor is moved, no
    /// edit takes the one that is there now for the one that was.
    lost: Option<UserId>,
    /// The user under the cursor, and whom the id belonged to when that was read.
    cursor_person: Option<(UserId, Person)>,
    /// The id under the cursor belongs to another user than before; until the cursor is
    /// moved, no edit takes the one for the other.
    replaced: Option<UserId>,
    /// Every marked user is gone from the database; until the cursor is moved, the one
    /// under it is not taken for them.
    lost_marks: bool,
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
        self.complete && !self.pending.is_awaited()
    }

    /// What became of the user under the cursor, so that nothing may be done to the one
    /// who is there now.
    pub(crate) fn loss(&self) -> Option<Loss> {
        match self.lost {
            Some(_) => Some(Loss::Unlisted),
            None if self.replaced.is_some() && self.replaced == self.current() => {
                Some(Loss::Replaced)
            }
            None => self.lost_marks.then_some(Loss::Unmarked),
        }
    }

    /// The last marked user is gone from the database.
    pub(crate) fn lose_marks(&mut self) {
        self.lost_marks = true;
    }

    /// The row of the user under the cursor is known: its id belongs to this person.
    pub(crate) fn note_person(&mut self, person: Person) {
        let Some(user) = self.current() else {
            return;
        };
        if self.cursor_person.is_some_and(|(id, known)| id == user && known != person) {
            self.replaced = Some(user);
        }
        self.cursor_person = Some((user, person));
    }

    /// This console changed who users are: whoever is under the cursor is meant.
    pub(crate) fn forget_person(&mut self) {
        self.cursor_person = None;
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
    /// where the user was. A user who disappeared, other than by what the
    /// person asked for, is remembered as lost.
    pub(crate) fn replace(&mut self, ids: Vec<UserId>, complete: bool) {
        let current = self.lost.or(self.current());
        self.ids = ids;
        self.complete = complete;
        if complete && std::mem::take(&mut self.wants_last) {
            self.move_to(self.ids.len());
        } else if let Some(at) = self.wanted.and_then(|id| self.position(id)) {
            self.wanted = None;
            self.move_to(at);
        } else if let Some(at) = current.and_then(|id| self.position(id)) {
            (self.cursor, self.lost) = (at, None);
        } else if self.lost.is_none() && self.pending.is_replaced && !self.pending.is_reread {
            self.move_to(self.cursor);
        } else {
            self.lost = current;
            self.cursor = self.cursor.min(self.ids.len().saturating_sub(1));
        }
    }

    /// Puts the cursor there, or on the last. A key that cannot move it does not
    /// say that the one who is there now is meant, unless there is no other.
    pub(crate) fn move_to(&mut self, at: usize) {
        let at = at.min(self.ids.len().saturating_sub(1));
        if at != self.cursor || self.ids.len() < 2 {
            (self.lost, self.replaced, self.lost_marks) = (None, None, false);
        }
        // Whoever moves the cursor no longer waits for another user.
        self.wanted = None;
        self.cursor = at;
    }

    /// Goes to a user, or will as soon as the list that is being read has it.
    pub(crate) fn go_to(&mut self, id: UserId) {
        match self.position(id) {
            Some(at) => self.move_to(at),
            None => self.wanted = Some(id),
        }
    }

    /// Where a user is in the list.
    pub(crate) fn position(&self, id: UserId) -> Option<usize> {
        self.ids.iter().position(|shown| *shown == id)
    }
}
