//! The command palette: every action that has a meaning in the pane below it,
//! narrowed by what is typed.

use crate::console::dialogs::cursor::ListCursor;
use crate::console::keymap::{Action, Binding, Context, Group, Keymap};
use tui_input::Input;

#[derive(Debug)]
pub(crate) struct PaletteDialog {
    /// The pane from which it was opened.
    pub(crate) pane: Context,
    pub(crate) typed: Input,
    keys: Keymap,
    pub(super) cursor: ListCursor,
}

impl PaletteDialog {
    pub(crate) fn new(pane: Context, keys: Keymap) -> Self {
        Self { pane, typed: Input::default(), keys, cursor: ListCursor::default() }
    }

    /// The keys of a line, as a person reads them.
    pub(super) fn keys_of(&self, binding: &'static Binding) -> String {
        self.keys.shown(self.pane, binding)
    }

    /// The lines of the key table that have every word that was typed, in what
    /// they do, in their hint or in their keys. What begins with the first of them
    /// comes before what has it at the beginning of a word, and that before what
    /// has it inside one; of equals what only moves comes last.
    pub(crate) fn found(&self) -> Vec<&'static Binding> {
        let typed = self.typed.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let has_all = |binding: &&'static Binding| {
            let keys = self.keys_of(binding).to_lowercase();
            let text = format!("{} {} {keys}", binding.does, binding.hint.unwrap_or_default());
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let mut found: Vec<_> = self.offered().filter(has_all).collect();
        found.sort_by_key(|binding| (self.rank(binding, &words), binding.group == Group::Move));
        found
    }

    /// How many lines there are when nothing is typed.
    pub(crate) fn all(&self) -> usize {
        self.offered().count()
    }

    pub(crate) fn chosen(&self) -> Option<&'static Binding> {
        self.found().get(self.cursor.chosen).copied()
    }

    fn offered(&self) -> impl Iterator<Item = &'static Binding> {
        let offered = self.keys.offered_in(self.pane);
        offered.filter(|binding| binding.action != Action::Palette)
    }

    /// How far from the beginning of what a line says the first typed word stands:
    /// 0 there, 1 at the beginning of another word or in a key, 2 inside a word.
    fn rank(&self, binding: &'static Binding, words: &[&str]) -> u8 {
        let Some(word) = words.first() else {
            return 0;
        };
        let labels = [Some(binding.does), binding.hint].map(Option::unwrap_or_default);
        let labels = labels.map(str::to_lowercase);
        let begins = |text: &str| {
            text.split(|letter: char| !letter.is_alphanumeric()).any(|part| part.starts_with(word))
        };
        let begins_key = || {
            let keys = self.keys_of(binding).to_lowercase();
            keys.split_whitespace().any(|key| key.starts_with(word))
        };
        if labels.iter().any(|label| label.starts_with(word)) {
            0
        } else if labels.iter().any(|label| begins(label)) || begins_key() {
            1
        } else {
            2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::keymap::bound_in;

    fn found(pane: Context, typed: &str) -> Vec<Action> {
        let mut palette = PaletteDialog::new(pane, Keymap::default());
        palette.typed = Input::new(typed.into());
        palette.found().into_iter().map(|binding| binding.action).collect()
    }

    #[test]
    fn everything_that_has_a_meaning_in_the_pane_is_offered_once() {
        for pane in [Context::Users, Context::Companies, Context::Matrix] {
            let mut offered = found(pane, "");
            let mut bound: Vec<Action> = bound_in(pane).map(|binding| binding.action).collect();
            bound.retain(|action| *action != Action::Palette);
            assert_eq!(offered.len(), PaletteDialog::new(pane, Keymap::default()).all());
            let name = |action: &Action| format!("{action:?}");
            offered.sort_by_key(name);
            bound.sort_by_key(name);
            assert_eq!(offered, bound);
        }
        assert!(!found(Context::Users, "").contains(&Action::Toggle));
    }

    #[test]
    fn what_begins_with_the_word_comes_before_what_has_it_inside() {
        let actions = found(Context::Matrix, "und");
        assert_eq!(actions.first(), Some(&Action::Undo), "not “under the cursor”");
        assert!(actions.len() > 1, "{actions:?}");
        assert_eq!(found(Context::Matrix, "HIST").first(), Some(&Action::History));
    }

    #[test]
    fn every_word_narrows_whatever_its_case_and_order() {
        assert_eq!(found(Context::Matrix, "SHOWN grant"), [Action::GrantShown]);
        assert_eq!(found(Context::Users, "f5"), [Action::Reload]);
        assert_eq!(found(Context::Users, "no such thing"), []);
        let moves = found(Context::Users, "");
        assert_eq!(moves.last(), Some(&Action::Last), "what only moves comes last");
    }
}
