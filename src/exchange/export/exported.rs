//! What to write, and what was written.

use crate::domain::{CompanyId, UserId};
use crate::exchange::format::{Format, Layout};

/// The maximum number of characters in a cell of XLSX.
pub(super) const LETTERS: usize = 32_767;

/// What to write, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// How the file is written.
    pub format: Format,
    /// How the matrix is laid out.
    pub layout: Layout,
    /// The users, in the order of the rows of a matrix.
    pub users: Vec<UserId>,
    /// The companies, in order.
    pub companies: Vec<CompanyId>,
    /// Whether to escape text that could control a terminal, which changes such names. JSON is
    /// always escaped.
    pub for_terminal: bool,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many users.
    pub users: u64,
    /// How many companies.
    pub companies: u64,
    /// How many grants.
    pub grants: u64,
    /// How many values were shortened: a cell of XLSX holds 32,767 characters.
    pub shortened: u64,
}

impl Exported {
    /// A warning if values were shortened.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let (values, they) = match self.shortened {
            0 => return None,
            1 => ("1 value was".to_owned(), "it"),
            count => (format!("{count} values were"), "them"),
        };
        Some(format!(
            "{values} shortened to what a cell of XLSX holds, {LETTERS} letters; CSV and JSON have {they} whole"
        ))
    }
}
