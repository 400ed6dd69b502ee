//! Reading a file: into the cells that it asks for, and into problems, each
//! with its place. Nothing is changed here: the plan is a bulk change that the
//! store previews and commits like any other.

mod ambiguities;
mod blank;
mod cell;
mod cell_value;
mod collector;
mod encoding;
mod entity_check;
mod entity_file;
mod entry;
mod form;
mod header;
mod headings;
mod json;
mod limits;
mod marks;
mod merged;
mod number_format;
mod package;
mod parsed_file;
mod problem;
mod quoted;
mod sheet_scan;
mod sheets;
mod source;
mod strict;
mod table;
mod text;
mod texts;
mod unknown;
mod unsupported;
mod unusable;
mod usernames;
mod value_words;
mod values;
mod workbook;
mod zip_check;

use std::sync::Arc;

pub use entity_file::{EntityFile, read_entities, read_entities_noting_sheets};
pub use limits::Limits;
pub use problem::{Position, Problem, ProblemKind, Problems};
pub use sheets::{SheetName, Sheets};
pub use source::Source;

use super::{ExchangeError, Format, Layout};
use crate::domain::{Bulk, JobProgress, Operation};
use crate::store::Store;
use collector::Collector;
use table::SourceTable;

/// What becomes of cells that the file covers and does not grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// They stay as they are: the file only grants.
    #[default]
    Add,
    /// They lose their grant: its users and companies become equal to it.
    Mirror,
}

/// What becomes of rows, columns and sheets of a workbook that are hidden, by
/// hand or by a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// They are not read, and a mirror revokes nothing of users in them.
    #[default]
    Skip,
    /// They are read as if they were visible.
    Read,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The format; `None` goes by what is in the file and by its ending.
    pub format: Option<Format>,
    /// The layout; `None` goes by the headings.
    pub layout: Option<Layout>,
    /// What becomes of cells that the file does not grant.
    pub mode: Mode,
    /// The sheet of a workbook; `None` is the one with the best headings.
    pub sheet: Option<String>,
    /// What becomes of hidden rows, columns and sheets of a workbook.
    pub hidden: Hidden,
    /// How much is read at most.
    pub limits: Limits,
}

/// What a file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The change, of everything that is not a problem.
    pub bulk: Bulk,
    /// What cannot be taken over.
    pub problems: Problems,
    /// What a person should know of how the file was read.
    pub notes: Vec<String>,
}

/// So many columns, sheets, users or companies are named in a note.
const NAMED: usize = 10;

/// A note of columns or sheets that were not read.
fn not_read(what: &str, names: &[impl AsRef<str>]) -> String {
    format!("{what} that were not read: {}", named(names))
}

/// The first of them, and how many more there are.
fn named(names: &[impl AsRef<str>]) -> String {
    let first: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let rest = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{rest}", first.join(", "))
}

/// Errors: [`ExchangeError::NoSheets`] if a sheet is asked for elsewhere.
fn require_workbook(format: Format, import: &Import) -> Result<(), ExchangeError> {
    let is_known = format == Format::Xlsx || import.sheet.is_none();
    if is_known { Ok(()) } else { Err(ExchangeError::NoSheets) }
}

/// A file has no headings, or names nothing that is known.
fn no_headings(looked_in: &str) -> ExchangeError {
    ExchangeError::NoHeadings {
        looked_in: looked_in.to_owned(),
        wanted: "the usernames (username, user or login) and the companies by code or name"
            .to_owned(),
    }
}

/// Reads a file and finds its users and companies in the database.
///
/// Errors: [`ExchangeError`] for a file that is not read at all, and those of
/// the store, cancelling among them.
pub fn plan(
    store: &Store,
    source: &Source,
    import: &Import,
    progress: &mut JobProgress<'_>,
) -> Result<Plan, ExchangeError> {
    plan_noting_sheets(store, source, import, &mut Sheets::default(), progress)
}

/// The same; `sheets` becomes what a person may choose of a workbook, also if
/// the plan fails.
///
/// Errors: as [`plan`].
pub fn plan_noting_sheets(
    store: &Store,
    source: &Source,
    import: &Import,
    sheets: &mut Sheets,
    progress: &mut JobProgress<'_>,
) -> Result<Plan, ExchangeError> {
    let format = source.format(import.format)?;
    require_workbook(format, import)?;
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
    if parsed_file.companies.is_empty()
        && !parsed_file.problems.explain_no_company()
        && !parsed_file.has_entries
    {
        return Err(no_headings(&parsed_file.looked_in()));
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
