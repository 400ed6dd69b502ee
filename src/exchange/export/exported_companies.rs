//! The companies of an exported file, and the name of each in its columns or lines.

use crate::domain::{Company, CompanyId};
use crate::exchange::companies::{self, CompanyReferences};
use crate::store::Store;

/// The companies of a file.
pub(super) struct ExportedCompanies<'a> {
    pub(super) companies: Vec<&'a Company>,
    /// The name of each in the file.
    pub(super) references: Vec<String>,
    /// The index here of each company of the store.
    pub(super) columns: Vec<Option<usize>>,
}

impl<'a> ExportedCompanies<'a> {
    pub(super) fn new(store: &'a Store, wanted: &[CompanyId]) -> Self {
        let all = store.companies();
        let known = CompanyReferences::new(all, store.company_names());
        let indexes = companies::indexes_of(all, wanted);
        let mut columns = vec![None; all.len()];
        for (column, at) in indexes.iter().enumerate() {
            columns[*at] = Some(column);
        }
        Self {
            references: indexes.iter().map(|at| known.reference(*at)).collect(),
            companies: indexes.iter().map(|at| &all[*at]).collect(),
            columns,
        }
    }
}
