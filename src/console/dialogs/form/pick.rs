//! The list under the focused field of a form: what can be picked, and what is.

use tui_input::Input;

use super::dialog::{FormDialog, FormField};
use crate::domain::Choice;

impl FormDialog {
    /// What can be picked in the focused field: all of it until something is typed, then
    /// what has that in it. All of it again where nothing has.
    pub(crate) fn offered(&self) -> Vec<&Choice> {
        let Some(field) = self.focused() else {
            return Vec::new();
        };
        let fitting = field.fitting();
        if fitting.is_empty() { field.choices.iter().collect() } else { fitting }
    }

    /// The chosen line of the list, or the only one that fits what was typed, if
    /// the field does not say so already.
    pub(crate) fn candidate(&self) -> Option<&Choice> {
        let field = self.focused()?;
        let typed = field.touched && !field.input.value().trim().is_empty();
        let candidate = match (self.chosen, &field.fitting()[..]) {
            (Some(at), _) => self.offered().get(at).copied(),
            (None, [only]) if typed => Some(*only),
            _ => None,
        };
        candidate.filter(|choice| choice.text != field.input.value())
    }

    /// Writes the candidate into the focused field; false if there is none.
    pub(crate) fn pick(&mut self) -> bool {
        let picked = self.candidate().map(|choice| choice.text.clone());
        self.chosen = None;
        let (Some(text), Some(field)) = (picked, self.fields.get_mut(self.focus)) else {
            return false;
        };
        field.input = Input::new(text);
        field.touched = true;
        self.fresh = true;
        true
    }
}

impl FormField {
    /// The choices that have in them what was typed.
    pub(super) fn fitting(&self) -> Vec<&Choice> {
        let typed = self.input.value().trim().to_lowercase();
        let exact = self.choices.iter().any(|choice| choice.text == self.input.value());
        let fits = |choice: &&Choice| {
            !self.touched
                || exact
                || choice.label.to_lowercase().contains(&typed)
                || choice.text.to_lowercase().contains(&typed)
        };
        self.choices.iter().filter(fits).collect()
    }
}
