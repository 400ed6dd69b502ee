//! First and last names that a spreadsheet program may have converted from something else: `TRUE`,
//! a date, a shortened number. They may be real names, so they are only noted.

use super::entity_file::EntityFile;
use super::problem;
use super::wording::NAMED;
use crate::domain::lookalike::typed;
use crate::domain::{Field, placeholder};

impl EntityFile {
    pub(super) fn note_doubtful_names(&mut self) {
        let mut found = Vec::new();
        for line in &self.lines {
            for field in [Field::FirstName, Field::LastName] {
                let text = line.draft.get(field).unwrap_or_default().trim();
                let Some(why) = placeholder::doubtful_for_person(text) else { continue };
                let position = problem::position(self.sheet.as_ref(), self.unit, line.line, None);
                let (label, text) = (field.label(), typed(text));
                found.push(format!(
                    "{position}: the {label} “{text}” {why}; it is imported as a name"
                ));
            }
        }
        let more = found.len().saturating_sub(NAMED);
        self.notes.extend(found.into_iter().take(NAMED));
        if more > 0 {
            self.notes
                .push(format!("{more} more first or last names are booleans, dates or numbers"));
        }
    }
}
