//! The command palette: every action that has a meaning in the pane below it, and everything
//! else that can be opened by name, filtered by what is typed.

use tui_input::Input;

use super::elsewhere;
use super::entry::{self, PaletteEntry};
use super::rank;
use crate::console::dialogs::cursor::ListCursor;
use crate::console::dialogs::jump;
use crate::console::found_name::FoundName;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;

/// The most users, and the most companies, that are offered.
const NAMES: usize = 20;
/// The most visible lines: enough of the screen stays visible to try themes.
const SEEN: usize = 20;
/// With fewer letters, users and companies are not searched for.
const LETTERS: usize = 2;

#[derive(Debug)]
pub(crate) struct PaletteDialog {
    /// The pane from which it was opened.
    pub(crate) pane: Context,
    pub(crate) typed: Input,
    /// All lines, whatever was typed.
    offered: Vec<PaletteEntry>,
    /// The number of lines when nothing is typed.
    #[cfg(test)]
    pub(super) all: usize,
    /// The number of visible lines.
    pub(super) seen: usize,
    /// The lines that match what was typed.
    pub(super) found: Vec<PaletteEntry>,
    /// The text for which users were found last.
    answered: String,
    /// Whether Enter was pressed before they were found.
    pub(super) wants_first: bool,
    pub(super) cursor: ListCursor,
}

impl PaletteDialog {
    pub(crate) fn new(pane: Context, state: &State) -> Self {
        let keys = &state.settings.keys;
        let actions = keys
            .offered_in(pane)
            .filter(|binding| binding.action != Action::Palette)
            .map(|binding| PaletteEntry::of_action(binding, keys.shown(pane, binding)));
        let elsewhere = elsewhere::entries(pane, keys);
        let offered: Vec<PaletteEntry> =
            actions.chain(elsewhere).chain(entry::of_state(state)).collect();
        let at_first = |entry: &&PaletteEntry| rank::is_shown_at_first(entry, &state.recent);
        let all = offered.iter().filter(at_first).count();
        let mut dialog = Self {
            pane,
            typed: Input::default(),
            offered,
            #[cfg(test)]
            all,
            seen: all.min(SEEN),
            found: Vec::new(),
            answered: String::new(),
            wants_first: false,
            cursor: ListCursor::default(),
        };
        dialog.find(state);
        dialog
    }

    /// What was typed, without surrounding spaces.
    pub(super) fn text(&self) -> &str {
        self.typed.value().trim()
    }

    /// Finds the lines that match what was typed. Users are not among them; the worker
    /// searches for those.
    pub(super) fn find(&mut self, state: &State) {
        self.found = rank::ranked(&self.offered, self.text(), &state.recent);
        if self.searches_names() {
            let companies = jump::companies(state, self.text()).into_iter().take(NAMES);
            self.found.extend(companies.map(PaletteEntry::of_name));
        }
        self.wants_first = false;
        self.cursor = ListCursor::default();
    }

    /// Whether users and companies are searched for.
    pub(super) fn searches_names(&self) -> bool {
        self.text().chars().count() >= LETTERS
    }

    /// Whether the users were found.
    pub(super) fn is_answered(&self) -> bool {
        !self.searches_names() || self.answered == self.text()
    }

    /// Adds the users who match what was typed. They come last, so that no line moves under
    /// the cursor.
    pub(super) fn add_users(&mut self, typed: String, users: Vec<FoundName>) {
        self.found.retain(|entry| !entry.is_user());
        self.found.extend(users.into_iter().take(NAMES).map(PaletteEntry::of_name));
        self.answered = typed;
    }

    pub(super) fn chosen(&self) -> Option<&PaletteEntry> {
        self.found.get(self.cursor.chosen)
    }
}
