//! Converts the values of a workbook's cells from the types of its reader.

use calamine::{DataRef, ExcelDateTime, XlsxError};

use super::cell::CellKind;
use super::texts::Texts;
use crate::exchange::ExchangeError;

/// A value as a person sees it. Not for numbers, which need their format.
///
/// # Errors
/// [`ExchangeError::TooMuch`] for a text that is too long for a cell.
pub(super) fn value_of(
    value: &DataRef<'_>,
    texts: &Texts,
) -> Result<(String, CellKind), ExchangeError> {
    Ok(match value {
        DataRef::String(text) => (texts.of_cell(text)?.to_owned(), CellKind::Text),
        DataRef::SharedString(text) => (texts.of_cell(text)?.to_owned(), CellKind::Text),
        DataRef::DateTimeIso(text) => (texts.of_cell(text)?.to_owned(), CellKind::Date),
        DataRef::DurationIso(text) => (texts.of_cell(text)?.to_owned(), CellKind::Time),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) => (number.to_string(), CellKind::UnknownNumber),
        DataRef::Bool(flag) => (flag.to_string(), CellKind::Boolean),
        DataRef::DateTime(time) => date_or_time(time),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
        DataRef::Empty => (String::new(), CellKind::Text),
    })
}

/// A date, with its time unless that is midnight; or a time of day or a duration, which
/// has no date.
fn date_or_time(time: &ExcelDateTime) -> (String, CellKind) {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time.is_duration() || time.as_f64() < 1.0 {
        let seconds = (time.as_f64() * 86_400.0).round();
        let (hours, rest) = ((seconds / 3600.0).floor(), seconds.rem_euclid(3600.0));
        let text = format!("{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0);
        (if time.is_duration() { text } else { clock }, CellKind::Time)
    } else if (hour, minute, second) == (0, 0, 0) {
        (date, CellKind::Date)
    } else {
        (format!("{date} {clock}"), CellKind::Date)
    }
}

/// Whether an error is about the value of a single cell, so that the rest can be read.
pub(super) fn is_of_one_cell(error: &XlsxError) -> bool {
    matches!(
        error,
        XlsxError::ParseFloat(_)
            | XlsxError::ParseInt(_)
            | XlsxError::Parse(_)
            | XlsxError::CellTAttribute(_)
            | XlsxError::Unexpected(_)
            | XlsxError::UnexpectedNode(_)
            | XlsxError::Unrecognized { .. }
    )
}
