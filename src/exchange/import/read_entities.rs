//! Reads a file of users or companies in any format.

use super::entity_file::EntityFile;
use super::entity_reader::EntityReader;
use super::source::Source;
use super::wording::named;
use super::{Import, Sheets, entity_json, mistaken_grants, text, workbook};
use crate::domain::JobProgress;
use crate::exchange::{ExchangeError, Format};
use crate::filter::Axis;

/// Reads a file. The layout and mode, which are about grants, are ignored.
///
/// # Errors [`ExchangeError`] for a file that cannot be read, and if cancelled.
pub fn read_entities(
    source: &Source,
    import: &Import,
    axis: Axis,
    progress: &mut JobProgress<'_>,
) -> Result<EntityFile, ExchangeError> {
    read_entities_noting_sheets(source, import, axis, &mut Sheets::default(), progress)
}

/// The same; also sets `sheets` to what can be chosen in a workbook, even if reading fails.
///
/// # Errors
/// As [`read_entities`].
pub fn read_entities_noting_sheets(
    source: &Source,
    import: &Import,
    axis: Axis,
    sheets: &mut Sheets,
    progress: &mut JobProgress<'_>,
) -> Result<EntityFile, ExchangeError> {
    let limits = &import.limits;
    let mut reader = EntityReader::new(axis, import.columns.clone(), limits.cells);
    let format = source.format(import.format)?;
    import.check(format)?;
    match format {
        Format::Csv => text::read(source, limits, &mut reader, progress)?,
        Format::Xlsx => workbook::read(source, import, sheets, &mut reader, progress)?,
        Format::Json => entity_json::read(source, limits, &mut reader, progress)?,
    }
    let (key, headings) = (reader.key(), reader.take_headings());
    let mut file = reader.finish(&headings.ignored);
    // A file with the heading “home” is always a list of users.
    if axis == Axis::Users && !headings.names_home {
        mistaken_grants::check(&file)?;
    }
    file.note_doubtful_names();
    if !headings.has_more && !headings.ignored.is_empty() {
        let (key, others) = (key.label(), named(&headings.ignored));
        return Err(ExchangeError::OnlyNames { key, others });
    }
    Ok(file)
}
