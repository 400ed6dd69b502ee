//! What people write in a cell for a grant or for no grant.

use std::collections::BTreeMap;

use crate::domain::{Answer, Sign, Signs};
use crate::exchange::formula_escape::original;

/// The meaning of a cell; `None` if it is not a valid mark.
pub(super) fn read(cell: &str) -> Option<Answer> {
    Answer::of(original(cell).unwrap_or(cell))
}

/// Whether a number grants.
pub(super) fn of_number(number: f64) -> Option<bool> {
    match number {
        1.0 => Some(true),
        0.0 => Some(false),
        _ => None,
    }
}

/// Whether a cell may grant.
pub(super) fn may_grant(answer: Option<Answer>) -> bool {
    matches!(answer, Some(Answer::Yes | Answer::Sign(_)))
}

/// The problem of a sign that could mean either; begins with `company`.
pub(super) fn ambiguous(company: &str, text: &str) -> String {
    let text = text.trim();
    format!("{company}“{text}” could mean yes or no in this file; cell unchanged (write yes or no)")
}

/// The signs of a file or of a column, each in its first spelling.
#[derive(Default)]
pub(super) struct FileSigns {
    all: Signs,
    texts: BTreeMap<Sign, String>,
}

impl FileSigns {
    /// Records a sign of the file.
    pub(super) fn record(&mut self, sign: Sign, text: &str) {
        if !self.all.contains(sign) {
            self.all.insert(sign);
            self.texts.insert(sign, text.to_owned());
        }
    }

    /// The meaning of a sign among the others; `None` if it could be either.
    pub(super) fn meaning(&self, sign: Sign) -> Option<bool> {
        sign.among(self.all)
    }

    /// A note on how letters and signs were read, if the meaning of any depended on its partner.
    pub(super) fn reading(&self) -> Option<String> {
        let letters = self.all.has_foreign_letters();
        let paired = [Sign::Cross, Sign::Circle, Sign::CrossedBox];
        if !letters && !paired.into_iter().any(|sign| self.all.contains(sign)) {
            return None;
        }
        let meaning = |(sign, text): (&Sign, &String)| {
            let yes = self.meaning(*sign).filter(|_| !letters || sign.is_letter())?;
            Some(format!("“{}” as {}", text.trim(), if yes { "yes" } else { "no" }))
        };
        let readings: Vec<String> = self.texts.iter().filter_map(meaning).collect();
        (!readings.is_empty()).then(|| format!("read {}", readings.join(" and ")))
    }

    /// How the file writes a sign.
    pub(super) fn text(&self, sign: Sign) -> &str {
        self.texts.get(&sign).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_may_have_the_apostrophe_of_a_spreadsheet() {
        assert_eq!(read("'-"), Some(Answer::No));
        assert_eq!(read("-"), Some(Answer::No));
        assert_eq!(read("'x"), None);
    }
}
