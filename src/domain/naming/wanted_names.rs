//! Looks up many texts at once among very many names that are read one by one.

use std::collections::HashMap;

use crate::domain::lookalike::{Fit, folded, untyped};

/// The texts, indexed by the forms in which names can match them.
#[derive(Debug, Default)]
pub(crate) struct WantedNames<'t> {
    by_form: HashMap<String, Vec<WantedText<'t>>>,
    /// Texts with escapes, by what they mean once decoded.
    by_meaning: HashMap<String, Vec<usize>>,
}

/// One text to look up.
#[derive(Debug)]
struct WantedText<'t> {
    number: usize,
    text: &'t str,
    has_escapes: bool,
}

impl<'t> WantedNames<'t> {
    /// Adds a text with its number; one number may have several texts.
    pub(crate) fn add(&mut self, number: usize, text: &'t str) {
        let meant = untyped(text.trim());
        let wanted = WantedText { number, text, has_escapes: meant.is_some() };
        self.by_form.entry(folded(text)).or_default().push(wanted);
        if let Some(meant) = meant {
            self.by_meaning.entry(meant).or_default().push(number);
        }
    }

    /// Calls `answer` with the number of each text that a name matches, and how well. The
    /// result is the same as that of
    /// [`WantedName::fit`](crate::domain::lookalike::WantedName::fit).
    pub(crate) fn each_fit(&self, name: &str, mut answer: impl FnMut(usize, Fit)) {
        let form = folded(name);
        for wanted in self.by_form.get(&form).into_iter().flatten() {
            let folds = !form.is_empty() && !wanted.has_escapes;
            let literal = Fit::to_the_letter(wanted.text, name);
            if let Some(fit) = literal.or(folds.then_some(Fit::Folded)) {
                answer(wanted.number, fit);
            }
        }
        if self.by_meaning.is_empty() {
            return;
        }
        let meant = self.by_meaning.get(name).or_else(|| self.by_meaning.get(name.trim()));
        for number in meant.into_iter().flatten() {
            answer(*number, Fit::Escaped);
        }
    }
}
