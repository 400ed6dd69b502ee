//! What to write, and what was written.

use crate::domain::{CompanyId, UserId};
use crate::exchange::format::{Format, Layout};

/// So many letters fit into a cell of XLSX.
pub(super) const LETTERS: usize = 32_767;

/// What is written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// How the file is written.
    pub format: Format,
    /// How the matrix is laid out.
    pub layout: Layout,
    /// Which users; a matrix has them in this order.
    pub users: Vec<UserId>,
    /// Which companies, in this order.
    pub companies: Vec<CompanyId>,
    /// Nothing that is written may act on a terminal, even if a name is then
    /// not quite what it was. JSON never does.
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
    /// How many values were cut off: a cell of XLSX holds 32,767 letters.
    pub shortened: u64,
}

impl Exported {
    /// That something was cut off, if so, and what has it whole.
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
