//! The list below the focused field of a form.

use tui_input::Input;

use super::dialog::{FormDialog, FormField};
use crate::domain::Choice;

impl FormDialog {
    /// The choices to show for the focused field: all of them until something is typed, then
    /// those that contain the text. If none does, all of them.
    pub(crate) fn offered(&self) -> Vec<&Choice> {
        let Some(field) = self.focused() else {
            return Vec::new();
        };
        let fitting = field.fitting();
        if fitting.is_empty() { field.choices.iter().collect() } else { fitting }
    }

    /// The selected choice, or the only one that matches the text, unless the field already
    /// has it.
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

    /// Writes the candidate into the focused field; returns false if there is none.
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
    /// The choices that contain the typed text.
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
