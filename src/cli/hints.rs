//! Which option of the command line helps: said here and not by the library,
//! whose messages the console shows too.

use super::exit::say;
use crate::exchange::{ExchangeError, Hidden, Sheets};

/// The option that helps with an error, as the end of its sentence.
pub(super) fn of_error(error: &anyhow::Error) -> &'static str {
    match error.downcast_ref() {
        Some(ExchangeError::UnknownFormat(_)) => "; use --format",
        Some(ExchangeError::SeveralSheets(_)) => " with --sheet",
        Some(ExchangeError::NoSheets) => "; leave out --sheet",
        _ => "",
    }
}

/// Says which options read more of the workbook of this name, whether or not it
/// could be read.
pub(super) fn say_of_sheets(name: &str, sheets: &Sheets, hidden: Hidden) {
    let skips = sheets.hide_something() && hidden == Hidden::Skip;
    let has_others = sheets.are_several() && sheets.read.is_some();
    let hint = match (skips, has_others) {
        (true, true) => "--sheet NAME reads another sheet, --hidden read what is hidden",
        (true, false) => "--hidden read imports what is hidden",
        (false, true) => "--sheet NAME reads another sheet",
        (false, false) => return,
    };
    say(&format!("{name}: {hint}"));
}
