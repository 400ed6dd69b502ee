//! Writes the access matrix to a file. Users are read and written in chunks, so that
//! memory does not grow with the number of grants.

mod exported;
mod exported_companies;
mod json;
mod table;
mod workbook;

use std::io::Write;

use super::format::{Format, Layout, MATRIX_HEADINGS};
use super::{ExchangeError, Limits};
use crate::domain::JobProgress;
use crate::store::Store;
pub use exported::{Export, Exported};
use exported_companies::ExportedCompanies;

/// Writes a file to `out`. Users and companies that no longer exist are left out.
///
/// # Errors
/// [`ExchangeError::TooLargeForXlsx`], [`ExchangeError::TooWide`], [`ExchangeError::Output`], and those
/// of the store, cancelling among them.
pub fn export(
    store: &Store,
    export: &Export,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let exported = ExportedCompanies::new(store, &export.companies);
    if (export.format, export.layout) == (Format::Csv, Layout::Matrix) {
        // `import` must be able to read the file.
        let most = Limits::default().columns - MATRIX_HEADINGS.len() as u64;
        let found = exported.companies.len() as u64;
        if found > most {
            return Err(ExchangeError::TooWide { found, most });
        }
    }
    match export.format {
        Format::Csv => table::csv(store, export, &exported, out, progress),
        Format::Xlsx => table::xlsx(store, export, &exported, out, progress),
        Format::Json => json::write(store, export, &exported, out, progress),
    }
}
