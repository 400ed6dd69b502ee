//! What was read from a file: its companies, the names of its users, its cells, and its problems.

use std::rc::Rc;

use super::ambiguities::Ambiguities;
use super::apostrophes::Apostrophes;
use super::problem::Problems;
use super::wording::part_searched;
use crate::domain::{CompanyId, Sign};

/// A cell of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The user, by position among the names.
    pub(super) name: u32,
    pub(super) column: u32,
    /// Whether the cell grants; otherwise it does not change.
    pub(super) grants: bool,
    /// Whether the cell says that there is no grant.
    pub(super) denies: bool,
    /// A sign that decides both, once all signs of the file are known.
    pub(super) sign: Option<Sign>,
    pub(super) line: u32,
}

/// A user's name in the file, and its first position.
pub(super) struct SourceName {
    /// The spelling in the file.
    pub(super) text: Rc<str>,
    pub(super) position: (u64, Option<u32>),
    /// Whether it is on several lines.
    pub(super) repeated: bool,
    /// Whether its line is hidden: it is not imported, and nothing is revoked.
    pub(super) is_hidden: bool,
}

/// Everything that was read.
pub(super) struct ParsedFile {
    pub(super) companies: Vec<CompanyId>,
    /// The name of the company of each column, for messages.
    pub(super) references: Vec<String>,
    /// The index of each in the store.
    pub(super) indexes: Vec<usize>,
    /// The position of its column in the file.
    pub(super) in_file: Vec<Option<u32>>,
    pub(super) names: Vec<SourceName>,
    pub(super) apostrophes: Apostrophes,
    pub(super) marks: Vec<Mark>,
    pub(super) ambiguities: Ambiguities,
    pub(super) one_line_each: bool,
    pub(super) problems: Problems,
    pub(super) notes: Vec<String>,
    pub(super) sheet: Option<String>,
    pub(super) unit: &'static str,
    /// Whether anything that can be imported was recognized, or a note says why not.
    pub(super) is_recognized: bool,
}

impl ParsedFile {
    /// The part of the file that was read, in words.
    pub(super) fn part_searched(&self) -> String {
        match (&self.sheet, self.unit) {
            (_, "entry") => "the entries".to_owned(),
            (sheet, _) => part_searched(sheet.as_deref()),
        }
    }
}

/// The message about a user with several lines.
pub(super) fn repeated(user: &str, unit: &str, first: u64) -> String {
    format!("{user} is already in {unit} {first}; the user's cells are unchanged")
}
