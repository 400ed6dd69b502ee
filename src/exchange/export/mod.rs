//! Writing the access matrix to a file. Users are read and written a stretch
//! at a time: what is kept does not grow with the number of grants.

mod json;
mod table;
mod workbook;

use std::io::Write;

use super::companies::CompanyColumns;
use super::format::{Format, Layout, MATRIX_HEADINGS};
use super::{ExchangeError, Limits, companies};
use crate::domain::{Company, CompanyId, JobProgress, UserId};
use crate::store::Store;

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

/// Writes a file to `out`. A user or company that is gone is left out.
///
/// Errors: [`ExchangeError::NoRoom`], [`ExchangeError::TooWide`],
/// [`ExchangeError::Output`], and those of the store, cancelling among them.
pub fn export(
    store: &Store,
    export: &Export,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let across = Across::new(store, &export.companies);
    if (export.format, export.layout) == (Format::Csv, Layout::Matrix) {
        // What is written can be read again.
        let most = Limits::default().columns - MATRIX_HEADINGS.len() as u64;
        let found = across.companies.len() as u64;
        if found > most {
            return Err(ExchangeError::TooWide { found, most });
        }
    }
    match export.format {
        Format::Csv => table::csv(store, export, &across, out, progress),
        Format::Xlsx => table::xlsx(store, export, &across, out, progress),
        Format::Json => json::write(store, export, &across, out, progress),
    }
}

/// The companies of a file.
struct Across<'a> {
    companies: Vec<&'a Company>,
    /// What the file calls each.
    references: Vec<String>,
    /// Which of them each company of the store is.
    columns: Vec<Option<usize>>,
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
            "{values} shortened to what a cell of XLSX holds, {} letters; CSV and JSON have {they} whole",
            workbook::LETTERS
        ))
    }
}

impl<'a> Across<'a> {
    fn new(store: &'a Store, wanted: &[CompanyId]) -> Self {
        let all = store.companies();
        let known = CompanyColumns::new(all);
        let places = companies::places(all, wanted);
        let mut columns = vec![None; all.len()];
        for (column, at) in places.iter().enumerate() {
            columns[*at] = Some(column);
        }
        Self {
            references: places.iter().map(|at| known.reference(*at)).collect(),
            companies: places.iter().map(|at| &all[*at]).collect(),
            columns,
        }
    }
}
