//! Lines of which only a half is known, as those of pairs with a problem: a
//! mirror that leaves them out must not revoke what they may have meant.

use std::collections::{BTreeSet, HashSet};

use super::parsed_file::{Mark, ParsedFile};
use super::{named, problem};
use crate::domain::UserId;

/// What is not known of the lines of a file.
#[derive(Default)]
pub(super) struct Ambiguities {
    /// Whether a line may say only a part of what its user should have.
    pub(super) pairs: bool,
    /// Names with a company that nobody knows.
    pub(super) names: BTreeSet<u32>,
    /// Columns of companies with a user whom nobody knows.
    pub(super) columns: BTreeSet<u32>,
    /// The first line that names neither.
    pub(super) neither: Option<u64>,
    /// Names whose line ends early: missing cells are not empty cells.
    pub(super) short: BTreeSet<u32>,
    /// The first line that cannot be read.
    pub(super) unreadable: Option<u64>,
}

/// What is left in peace because of them.
#[derive(Default)]
pub(super) struct Protected {
    pub(super) users: HashSet<UserId>,
    /// Columns, ascending.
    pub(super) columns: Vec<u32>,
    pub(super) everything: bool,
}

impl Protected {
    /// Takes the doubts out, now that the users are known, and notes what comes
    /// of them.
    pub(super) fn of(parsed_file: &mut ParsedFile, users: &[Option<UserId>]) -> Self {
        let user_of = |name: u32| users.get(name as usize).copied().flatten();
        let Ambiguities { pairs, names, mut columns, mut neither, short, unreadable } =
            std::mem::take(&mut parsed_file.ambiguities);
        let (known, unknown): (Vec<u32>, Vec<u32>) =
            names.into_iter().partition(|name| user_of(*name).is_some());
        if pairs {
            let of_nobody = |mark: &&Mark| user_of(mark.name).is_none();
            columns.extend(parsed_file.marks.iter().filter(of_nobody).map(|mark| mark.column));
            let lines = unknown.iter().map(|name| parsed_file.names[*name as usize].place.0);
            neither = lines.chain(neither).min();
        }
        let protected = Self {
            users: known.iter().chain(&short).filter_map(|name| user_of(*name)).collect(),
            columns: columns.into_iter().collect(),
            everything: neither.or(unreadable).is_some(),
        };
        let notes = match neither {
            _ if unreadable.is_some() => {
                let line = unreadable.unwrap_or_default();
                let place =
                    problem::place(parsed_file.sheet.as_ref(), parsed_file.unit, line, None);
                vec![format!("nothing is revoked: {place} cannot be read")]
            }
            Some(line) => {
                let place =
                    problem::place(parsed_file.sheet.as_ref(), parsed_file.unit, line, None);
                vec![format!(
                    "nothing is revoked: {place} names neither a known user nor a known company"
                )]
            }
            None => protected.notes(parsed_file, &known),
        };
        parsed_file.notes.extend(notes);
        protected
    }

    fn notes(&self, parsed_file: &ParsedFile, names: &[u32]) -> Vec<String> {
        let users = names.iter().map(|name| parsed_file.names[*name as usize].text.trim());
        let users: Vec<&str> = users.collect();
        let companies = self.columns.iter().map(|column| &parsed_file.references[*column as usize]);
        let companies: Vec<&String> = companies.collect();
        let mut notes = Vec::new();
        if !users.is_empty() {
            notes.push(format!(
                "nothing of {} is revoked: a company that the file gives is not known",
                named(&users)
            ));
        }
        if !companies.is_empty() {
            notes.push(format!(
                "nothing in {} is revoked: a user whom the file names there is not known",
                named(&companies)
            ));
        }
        notes
    }
}
