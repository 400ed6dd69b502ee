//! The axis of users: the ids of those shown, in the order shown, and the cursor among them. A
//! large list arrives in two parts, the first of them immediately.

use std::mem;
use std::ops::Range;

use super::Pending;
use crate::domain::{Person, UserId};

/// What happened to the user or company under the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LostTarget {
    /// It is no longer in the list: deleted, or hidden by the filter.
    Unlisted,
    /// Its id belongs to another user now.
    Replaced,
    /// It is unchanged, but the marked ones, to which an edit would apply, are gone.
    Unmarked,
}

#[derive(Debug, Default)]
pub(crate) struct Users {
    ids: Vec<UserId>,
    /// Whether `ids` is the whole list; otherwise only its beginning.
    pub(crate) complete: bool,
    /// The list that was requested and has not arrived yet.
    pub(crate) pending: Pending,
    pub(crate) cursor: usize,
    /// The first visible user in the Users pane.
    pub(crate) top: usize,
    /// The first visible user in the access matrix.
    pub(crate) matrix_top: usize,
    /// Whether to go to the last user once the list is whole.
    pub(crate) wants_last: bool,
    /// The cursor goes to this user as soon as the user is in the list.
    wanted: Option<UserId>,
    /// The user who was under the cursor and disappeared. Until the cursor is moved, no edit
    /// is applied to the user who is there now.
    lost: Option<UserId>,
    /// The user under the cursor, and the person whom the id belonged to when it was read.
    cursor_person: Option<(UserId, Person)>,
    /// The id under the cursor, if it belongs to another person than before. Until the cursor
    /// is moved, no edit is applied to that person.
    replaced: Option<UserId>,
    /// Whether every marked user is gone from the database. Until the cursor is moved, no edit
    /// is applied to the user under it instead.
    lost_marks: bool,
    /// The list before the first users of the requested one were shown.
    before_first: Option<Box<ListBefore>>,
}

/// What comes back if a requested list does not arrive.
#[derive(Debug)]
struct ListBefore {
    ids: Vec<UserId>,
    complete: bool,
    cursor: usize,
    tops: (usize, usize),
    cursor_person: Option<(UserId, Person)>,
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

    /// Whether the list is the requested one, and whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.complete && !self.pending.is_awaited()
    }

    /// What happened to the user under the cursor, if edits must not be applied to the one who
    /// is there now.
    pub(crate) fn lost_target(&self) -> Option<LostTarget> {
        match self.lost {
            Some(_) => Some(LostTarget::Unlisted),
            None if self.replaced.is_some() && self.replaced == self.current() => {
                Some(LostTarget::Replaced)
            }
            None => self.lost_marks.then_some(LostTarget::Unmarked),
        }
    }

    /// Must be called when the last marked user is gone from the database.
    pub(crate) fn lose_marks(&mut self) {
        self.lost_marks = true;
    }

    /// Must be called when the row of the user under the cursor was read: its id belongs to
    /// this person.
    pub(crate) fn note_person(&mut self, person: Person) {
        let Some(user) = self.current() else {
            return;
        };
        if self.cursor_person.is_some_and(|(id, known)| id == user && known != person) {
            self.replaced = Some(user);
        }
        self.cursor_person = Some((user, person));
    }

    /// Must be called after this console has edited users: whoever is under the cursor is
    /// meant.
    pub(crate) fn forget_person(&mut self) {
        self.cursor_person = None;
    }

    /// All users that are shown.
    pub(crate) fn shown(&self) -> &[UserId] {
        &self.ids
    }

    /// The users at these positions, as far as they exist.
    pub(crate) fn window(&self, range: Range<usize>) -> &[UserId] {
        let end = range.end.min(self.ids.len());
        &self.ids[range.start.min(end)..end]
    }

    /// Shows the first users of the requested list until all of it arrives.
    pub(crate) fn show_first(&mut self, ids: Vec<UserId>) {
        if self.before_first.is_none() {
            self.before_first = Some(Box::new(ListBefore {
                ids: mem::take(&mut self.ids),
                complete: self.complete,
                cursor: self.cursor,
                tops: (self.top, self.matrix_top),
                cursor_person: self.cursor_person,
            }));
        }
        (self.ids, self.complete) = (ids, false);
        (self.cursor, self.top, self.matrix_top) = (0, 0, 0);
    }

    /// Shows the list from before the first users of another one.
    pub(crate) fn drop_first(&mut self) {
        if let Some(before) = self.before_first.take() {
            (self.ids, self.complete) = (before.ids, before.complete);
            (self.top, self.matrix_top) = before.tops;
            (self.cursor, self.cursor_person) = (before.cursor, before.cursor_person);
        }
    }

    /// Replaces the list. The cursor stays on its user, or near the old position. If the user
    /// disappeared, and not because of a new filter or order, the user is remembered as lost.
    pub(crate) fn replace(&mut self, ids: Vec<UserId>, complete: bool) {
        self.drop_first();
        let current = self.lost.or(self.current());
        self.ids = ids;
        self.complete = complete;
        if complete && mem::take(&mut self.wants_last) {
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

    /// Moves the cursor to this position, or to the last. If it cannot move, that does not
    /// count as choosing the user who is there now, unless there is no other.
    pub(crate) fn move_to(&mut self, at: usize) {
        let at = at.min(self.ids.len().saturating_sub(1));
        if at != self.cursor || self.ids.len() < 2 {
            (self.lost, self.replaced, self.lost_marks) = (None, None, false);
        }
        // Moving the cursor ends waiting for another user.
        self.wanted = None;
        self.cursor = at;
    }

    /// Goes to a user now, or as soon as the user is in the list that is being read.
    pub(crate) fn go_to(&mut self, id: UserId) {
        match self.position(id) {
            Some(at) => self.move_to(at),
            None => self.wanted = Some(id),
        }
    }

    /// The position of a user in the list.
    pub(crate) fn position(&self, id: UserId) -> Option<usize> {
        self.ids.iter().position(|shown| *shown == id)
    }
}
