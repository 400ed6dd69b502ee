//! Many texts, each of which names somebody, and very many names that pass by one at a time.

use std::collections::HashMap;

use crate::domain::lookalike::{Fit, folded, untyped};

/// The texts by what they have in common with the names that fit them.
#[derive(Debug, Default)]
pub(crate) struct WantedNames<'t> {
    by_form: HashMap<String, Vec<WantedText<'t>>>,
    /// Those with escapes, by what they mean.
    by_meaning: HashMap<String, Vec<usize>>,
}

/// One text.
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

    /// Returns the number of each text that a name fits, and how. They are the same as those
    /// of [`WantedName::fit`](crate::domain::lookalike::WantedName::fit).
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
