//! The command palette: every action that has a meaning in the pane below it,
//! narrowed by what is typed.

use tui_input::Input;

use super::super::keymap::{Action, Binding, Context, Group, bound_in, keys_of};

#[derive(Debug)]
pub(crate) struct PaletteDialog {
    /// The pane from which it was opened.
    pub(crate) pane: Context,
    pub(crate) typed: Input,
    pub(crate) chosen: usize,
    pub(crate) top: usize,
}

impl PaletteDialog {
    pub(crate) fn new(pane: Context) -> Self {
        Self { pane, typed: Input::default(), chosen: 0, top: 0 }
    }

    /// The lines of the key table that have every word that was typed, in what
    /// they do, in their hint or in their keys. What only moves comes last.
    pub(crate) fn found(&self) -> Vec<&'static Binding> {
        let typed = self.typed.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let has_all = |binding: &&Binding| {
            let keys = keys_of(binding).to_lowercase();
            let text = format!("{} {} {keys}", binding.does, binding.hint.unwrap_or_default());
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let mut found: Vec<_> = self.offered().filter(has_all).collect();
        found.sort_by_key(|binding| binding.group == Group::Move);
        found
    }

    /// How many lines there are when nothing is typed.
    pub(crate) fn all(&self) -> usize {
        self.offered().count()
    }

    pub(crate) fn chosen(&self) -> Option<&'static Binding> {
        self.found().get(self.chosen).copied()
    }

    fn offered(&self) -> impl Iterator<Item = &'static Binding> {
        bound_in(self.pane).filter(|binding| binding.action != Action::Palette)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pane: Context, typed: &str) -> Vec<Action> {
        let mut palette = PaletteDialog::new(pane);
        palette.typed = Input::new(typed.into());
        palette.found().into_iter().map(|binding| binding.action).collect()
    }

    #[test]
    fn everything_that_has_a_meaning_in_the_pane_is_offered_once() {
        for pane in [Context::Users, Context::Companies, Context::Matrix] {
            let mut offered = found(pane, "");
            let mut bound: Vec<Action> = bound_in(pane).map(|binding| binding.action).collect();
            bound.retain(|action| *action != Action::Palette);
            assert_eq!(offered.len(), PaletteDialog::new(pane).all());
            let name = |action: &Action| format!("{action:?}");
            offered.sort_by_key(name);
            bound.sort_by_key(name);
            assert_eq!(offered, bound);
        }
        assert!(!found(Context::Users, "").contains(&Action::Toggle));
    }

    #[test]
    fn every_word_narrows_whatever_its_case_and_place() {
        assert_eq!(found(Context::Matrix, "SHOWN grant"), [Action::GrantShown]);
        assert_eq!(found(Context::Users, "f5"), [Action::Reload]);
        assert_eq!(found(Context::Users, "no such thing"), []);
        let moves = found(Context::Users, "");
        assert_eq!(moves.last(), Some(&Action::Last), "what only moves comes last");
    }
}
