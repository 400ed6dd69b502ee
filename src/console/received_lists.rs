//! The users and companies received so far while a server is read for the first time. They can
//! be browsed and filtered before all have arrived.

use tui_input::Input;

use super::dialogs::cursor::ListCursor;
use super::dialogs::keys::request_of;
use super::key::Key;
use super::keymap::{Action, Context, Keymap};
use super::received_filter::{ReceivedNames, matches, parsed};
use crate::domain::ReceivedRow;
use crate::filter::{Axis, Filter};

/// The rows of one axis.
#[derive(Debug)]
pub(crate) struct ReceivedList {
    rows: Vec<ReceivedNames>,
    filter: Filter,
    /// The indexes of the rows that match the filter.
    shown: Vec<usize>,
    pub(crate) cursor: ListCursor,
}

impl ReceivedList {
    fn new(axis: Axis) -> Self {
        let filter = Filter::everything(axis);
        Self { rows: Vec::new(), filter, shown: Vec::new(), cursor: ListCursor::default() }
    }

    /// The rows that match the filter.
    pub(crate) fn shown(&self) -> impl ExactSizeIterator<Item = &ReceivedNames> {
        self.shown.iter().map(|at| &self.rows[*at])
    }

    pub(crate) fn axis(&self) -> Axis {
        self.filter.axis()
    }

    /// Whether the filter hides some rows.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.filter.is_everything()
    }

    fn add(&mut self, row: ReceivedNames) {
        if matches(&self.filter, &row) {
            self.shown.push(self.rows.len());
        }
        self.rows.push(row);
    }

    fn filter_by(&mut self, filter: Filter) {
        let all = self.rows.iter().enumerate();
        self.shown = all.filter(|(_, row)| matches(&filter, row)).map(|(at, _)| at).collect();
        self.filter = filter;
        self.cursor = ListCursor::default();
    }
}

/// The effect of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpeningKey {
    /// The key was used, or has no meaning here.
    Handled,
    /// It cancels the opening.
    Ends,
}

/// The lists of both axes, one of which has the focus.
#[derive(Debug)]
pub(crate) struct ReceivedLists {
    pub(crate) users: ReceivedList,
    pub(crate) companies: ReceivedList,
    pub(crate) focus: Axis,
    /// A filter that is being typed.
    pub(crate) typed: Option<Input>,
    /// The error in it, if any.
    pub(crate) problem: Option<String>,
}

impl ReceivedLists {
    pub(crate) fn new() -> Self {
        Self {
            users: ReceivedList::new(Axis::Users),
            companies: ReceivedList::new(Axis::Companies),
            focus: Axis::Users,
            typed: None,
            problem: None,
        }
    }

    /// Adds a row that has arrived.
    pub(crate) fn add(&mut self, row: ReceivedRow) {
        match row {
            ReceivedRow::User { username: short, person: long } => {
                self.users.add(ReceivedNames { short, long });
            }
            ReceivedRow::Company { code: short, name: long } => {
                self.companies.add(ReceivedNames { short, long });
            }
        }
    }

    fn focused(&mut self) -> &mut ReceivedList {
        match self.focus {
            Axis::Users => &mut self.users,
            Axis::Companies => &mut self.companies,
        }
    }

    /// Handles a key press; `page` rows are visible.
    pub(crate) fn press(&mut self, keys: &Keymap, key: Key, page: usize) -> OpeningKey {
        if self.typed.is_some() {
            self.type_filter(keys, key);
            return OpeningKey::Handled;
        }
        if keys.action(Context::Progress, key) == Some(Action::Close) {
            return OpeningKey::Ends;
        }
        let context = match self.focus {
            Axis::Users => Context::Users,
            Axis::Companies => Context::Companies,
        };
        match keys.action(context, key) {
            Some(Action::Quit) => return OpeningKey::Ends,
            Some(Action::Filter) => self.typed = Some(Input::default()),
            Some(Action::NextPane | Action::PreviousPane) => self.focus = self.focus.other(),
            Some(Action::FocusUsers) => self.focus = Axis::Users,
            Some(Action::FocusCompanies) => self.focus = Axis::Companies,
            Some(action) => {
                let list = self.focused();
                list.cursor.act(action, page, list.shown.len());
            }
            None => {}
        }
        OpeningKey::Handled
    }

    fn type_filter(&mut self, keys: &Keymap, key: Key) {
        let ends = keys.action(Context::Filter, key);
        let axis = self.focus;
        match (ends, request_of(key), &mut self.typed) {
            (Some(Action::Accept), ..) if self.problem.is_none() => self.typed = None,
            (Some(Action::Close), ..) => {
                (self.typed, self.problem) = (None, None);
                self.focused().filter_by(Filter::everything(axis));
            }
            (None, Some(request), Some(input)) => {
                input.handle(request);
                let filter = parsed(axis, input.value());
                self.problem = filter.as_ref().err().cloned();
                self.focused().filter_by(filter.unwrap_or_else(|_| Filter::everything(axis)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::key::KeyCode;

    fn lists() -> ReceivedLists {
        let mut lists = ReceivedLists::new();
        for at in 0..50 {
            let (username, person) = (format!("user{at}"), format!("Person {at}"));
            lists.add(ReceivedRow::User { username, person });
            lists.add(ReceivedRow::Company { code: format!("C{at}"), name: format!("Name {at}") });
        }
        lists
    }

    fn press(lists: &mut ReceivedLists, keys: &str) {
        for letter in keys.chars() {
            let key = match letter {
                '\n' => Key::plain(KeyCode::Enter),
                '\u{1b}' => Key::plain(KeyCode::Esc),
                '\t' => Key::plain(KeyCode::Tab),
                '\u{6}' => Key::ctrl('f'),
                letter => Key::char(letter),
            };
            assert_eq!(lists.press(&Keymap::default(), key, 10), OpeningKey::Handled);
        }
    }

    /// The row of the cursor, and the first visible row.
    fn at(list: &ReceivedList) -> (usize, usize) {
        (list.cursor.chosen, list.cursor.top)
    }

    fn first(list: &ReceivedList) -> Option<&str> {
        list.shown().next().map(|row| &*row.short)
    }

    #[test]
    fn the_keys_of_the_panes_move_in_the_rows_received_so_far() {
        let mut lists = lists();
        press(&mut lists, "jjk");
        assert_eq!(at(&lists.users), (1, 0));
        press(&mut lists, "\u{6}");
        assert_eq!(at(&lists.users), (11, 2));
        press(&mut lists, "G");
        assert_eq!(at(&lists.users), (49, 40));
        // Rows that arrive later do not move the visible ones.
        lists.add(ReceivedRow::User { username: "late".into(), person: "Late".into() });
        assert_eq!(at(&lists.users), (49, 40));
        press(&mut lists, "g\tj");
        assert_eq!(at(&lists.users), (0, 0));
        assert_eq!((lists.focus, lists.companies.cursor.chosen), (Axis::Companies, 1));
    }

    #[test]
    fn a_filter_also_applies_to_rows_that_arrive_later() {
        let mut lists = lists();
        press(&mut lists, "G/ser4q");
        assert_eq!(lists.users.shown().len(), 0, "a letter is a letter");
        press(&mut lists, "\u{1b}/ser4\n");
        assert_eq!((lists.users.shown().len(), lists.users.cursor.chosen), (11, 0));
        lists.add(ReceivedRow::User { username: "user400".into(), person: "Late".into() });
        lists.add(ReceivedRow::User { username: "other".into(), person: "Other".into() });
        assert_eq!((lists.users.shown().len(), first(&lists.users)), (12, Some("user4")));
        press(&mut lists, "/n:0\n");
        assert!(lists.typed.is_some() && lists.problem.is_some());
        assert_eq!(lists.users.shown().len(), 52, "nothing is filtered by what is not known");
        press(&mut lists, "\u{1b}");
        assert_eq!((lists.typed.is_some(), lists.problem.is_some()), (false, false));
        assert_eq!(lists.press(&Keymap::default(), Key::char('q'), 10), OpeningKey::Ends);
    }
}
