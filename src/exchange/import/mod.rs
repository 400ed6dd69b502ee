//! Reads a file into the cells that it sets, and into problems, each with its
//! position. Nothing is changed here: the plan is a bulk change that the store
//! previews and commits like any other.

mod ambiguities;
mod apostrophes;
mod blank;
mod cell;
mod cell_value;
mod collector;
mod detect;
mod doubtful_names;
mod encoding;
mod encoding_guess;
mod encoding_sample;
mod entity_file;
mod entity_json;
mod entity_reader;
mod entry;
mod file_companies;
mod grant_columns;
mod grant_decision;
mod grant_line;
mod grant_words;
mod header;
mod headings;
mod json;
mod json_value;
mod json_walk;
mod limits;
mod mark_runs;
mod marks;
mod merged;
mod mistaken_grants;
mod new_names;
mod number_format;
mod open_quote;
mod options;
mod package;
mod parsed_file;
mod problem;
mod protected;
mod quoted;
mod read_entities;
mod same_names;
mod sheet_scan;
mod sheets;
mod source;
mod source_column;
mod source_line;
mod stacked;
mod strict;
mod table;
mod text;
mod texts;
mod unknown;
mod unsupported;
mod unusable;
mod usernames;
mod wording;
mod workbook;
mod workbook_xml;
mod zip_check;

use std::sync::Arc;

pub use encoding_sample::EncodingSample;
pub use entity_file::EntityFile;
pub use limits::Limits;
pub use new_names::look_alikes_of;
pub use options::{Hidden, Import, Mode};
pub use problem::{Position, Problem, ProblemKind, Problems};
pub use read_entities::{read_entities, read_entities_noting_sheets};
pub use sheets::{SheetName, Sheets};
pub use source::Source;

use super::{ExchangeError, Format};
use crate::domain::{Bulk, JobProgress, Operation};
use crate::store::Store;
use collector::Collector;
use table::SourceTable;
use wording::no_headings;

/// The import of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The change, without the problems.
    pub bulk: Bulk,
    /// What cannot be imported.
    pub problems: Problems,
    /// Notes on how the file was read.
    pub notes: Vec<String>,
}

/// Reads a file and finds its users and companies in the database.
///
/// # Errors
/// [`ExchangeError`] if the file cannot be read, and those of the store, including
/// cancellation.
pub fn plan(
    store: &Store,
    source: &Source,
    import: &Import,
    progress: &mut JobProgress<'_>,
) -> Result<Plan, ExchangeError> {
    plan_noting_sheets(store, source, import, &mut Sheets::default(), progress)
}

/// The same; also sets `sheets` to what can be chosen in a workbook, even if the
/// plan fails.
///
/// # Errors
/// As [`plan`].
pub fn plan_noting_sheets(
    store: &Store,
    source: &Source,
    import: &Import,
    sheets: &mut Sheets,
    progress: &mut JobProgress<'_>,
) -> Result<Plan, ExchangeError> {
    let format = source.format(import.format)?;
    import.check(format)?;
    let mut collector = Collector::new(store);
    match format {
        Format::Csv => {
            text::read(
                source,
                &import.limits,
                &mut SourceTable::new(&mut collector, import),
                progress,
            )?;
        }
        Format::Xlsx => {
            let table = &mut SourceTable::new(&mut collector, import);
            workbook::read(source, import, sheets, table, progress)?;
        }
        Format::Json => json::read(source, import, &mut collector, progress)?,
    }
    let parsed_file = collector.finish();
    if !parsed_file.is_recognized {
        return Err(no_headings(&parsed_file.part_searched()));
    }
    let (sheet, problems, notes) =
        usernames::resolve(store, parsed_file, import.mode == Mode::Mirror, progress)?;
    let bulk = Bulk {
        users: sheet.users(),
        companies: sheet.companies().to_vec(),
        operation: Operation::Import(Arc::new(sheet)),
    };
    Ok(Plan { bulk, problems, notes })
}
