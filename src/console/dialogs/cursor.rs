//! The cursor in the list of a dialog, and choices that wrap around.

use crate::console::geometry::scroll;
use crate::console::keymap::Action;

/// The arrow keys of a list.
pub(super) const UP_AND_DOWN: &[Action] = &[Action::Up, Action::Down];

/// The selected line of a list, and the first visible one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ListCursor {
    pub(crate) chosen: usize,
    pub(crate) top: usize,
}

impl ListCursor {
    /// Moves in a list of `len` lines, of which `rows` are visible at once. Returns false if
    /// the action does not move.
    pub(crate) fn act(&mut self, action: Action, rows: usize, len: usize) -> bool {
        let page = rows.max(1);
        let chosen = match action {
            Action::Up => self.chosen.saturating_sub(1),
            Action::Down => self.chosen + 1,
            Action::PageUp => self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen + page,
            Action::HalfPageUp => self.chosen.saturating_sub((page / 2).max(1)),
            Action::HalfPageDown => self.chosen + (page / 2).max(1),
            Action::First => 0,
            Action::Last => len,
            _ => return false,
        };
        self.go_to(chosen, rows, len);
        true
    }

    /// Goes to a line, or to the last one.
    pub(super) fn go_to(&mut self, chosen: usize, rows: usize, len: usize) {
        self.chosen = chosen.min(len.saturating_sub(1));
        self.top = scroll(self.top, self.chosen, rows, len);
    }

    /// The visible lines, each with whether it is selected.
    pub(super) fn shown<T>(self, list: &[T], rows: usize) -> impl Iterator<Item = (bool, &T)> {
        let lines = list.iter().enumerate().skip(self.top).take(rows);
        lines.map(move |(at, line)| (at == self.chosen, line))
    }
}

/// The number of the next or the previous of `count`, wrapping around. If none is selected
/// yet, the first or the last.
pub(super) fn turned(at: Option<usize>, count: usize, forward: bool) -> usize {
    match (at, forward) {
        (Some(at), true) => (at + 1) % count.max(1),
        (Some(at), false) => (at + count.saturating_sub(1)) % count.max(1),
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
    }
}

/// The value after this one in the list of all, wrapping around.
pub(super) fn next<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    all[turned(all.iter().position(|it| *it == now), all.len(), true)]
}
