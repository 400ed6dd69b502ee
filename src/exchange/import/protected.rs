//! Users and companies from which a mirror import revokes nothing, because the file is unclear
//! about them.

use std::collections::HashSet;

use super::ambiguities::Ambiguities;
use super::parsed_file::{Mark, ParsedFile};
use super::problem;
use super::wording::named;
use crate::domain::UserId;

/// The users and columns from which nothing is revoked.
#[derive(Default)]
pub(super) struct Protected {
    pub(super) users: HashSet<UserId>,
    /// Columns, ascending.
    pub(super) columns: Vec<u32>,
    pub(super) everything: bool,
}

impl Protected {
    /// Resolves the ambiguities, now that the users are known, and adds notes about what is not
    /// revoked.
    pub(super) fn of(parsed_file: &mut ParsedFile, users: &[Option<UserId>]) -> Self {
        let user_of = |name: u32| users.get(name as usize).copied().flatten();
        let Ambiguities {
            pairs,
            names,
            unclear_names,
            mut columns,
            mut neither,
            unclear,
            short_line,
            unreadable,
        } = std::mem::take(&mut parsed_file.ambiguities);
        let is_known = |name: &u32| user_of(*name).is_some();
        let (known, mut unknown): (Vec<u32>, Vec<u32>) = names.into_iter().partition(is_known);
        let (known_unclear, unknown_unclear): (Vec<u32>, Vec<u32>) =
            unclear_names.into_iter().partition(is_known);
        unknown.extend(unknown_unclear);
        if pairs {
            let of_nobody = |mark: &&Mark| user_of(mark.name).is_none();
            columns.extend(parsed_file.marks.iter().filter(of_nobody).map(|mark| mark.column));
            let lines = unknown.iter().map(|name| parsed_file.names[*name as usize].position.0);
            neither = lines.chain(neither).min();
        }
        let users = known.iter().chain(&known_unclear).chain(&short_line);
        let protected = Self {
            users: users.filter_map(|name| user_of(*name)).collect(),
            columns: columns.into_iter().collect(),
            everything: neither.or(unclear).or(unreadable).is_some(),
        };
        let of_line = |line: u64, why: &str| {
            let position =
                problem::position(parsed_file.sheet.as_ref(), parsed_file.unit, line, None);
            vec![format!("nothing is revoked: {position} {why}")]
        };
        let notes = match (unreadable, unclear, neither) {
            (Some(line), ..) => of_line(line, "cannot be read"),
            (None, Some(line), _) => of_line(line, "does not clearly name a user"),
            (None, None, Some(line)) => {
                of_line(line, "names neither a known user nor a known company")
            }
            (None, None, None) => protected.notes(parsed_file, &known, &known_unclear),
        };
        parsed_file.notes.extend(notes);
        protected
    }

    fn notes(&self, parsed_file: &ParsedFile, names: &[u32], unclear: &[u32]) -> Vec<String> {
        let texts = |names: &[u32]| -> Vec<&str> {
            names.iter().map(|name| parsed_file.names[*name as usize].text.trim()).collect()
        };
        let companies = self.columns.iter().map(|column| &parsed_file.references[*column as usize]);
        let companies: Vec<&String> = companies.collect();
        let mut notes = Vec::new();
        if !names.is_empty() {
            notes.push(format!(
                "nothing is revoked from {}: the file gives them an unknown company",
                named(&texts(names))
            ));
        }
        if !unclear.is_empty() {
            notes.push(format!(
                "nothing is revoked from {}: the file is unclear about their companies",
                named(&texts(unclear))
            ));
        }
        if !companies.is_empty() {
            notes.push(format!(
                "nothing is revoked in {}: the file names an unknown user there",
                named(&companies)
            ));
        }
        notes
    }
}
