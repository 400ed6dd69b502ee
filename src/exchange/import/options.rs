//! How a file is to be read.

use super::Limits;
use crate::domain::Field;
use crate::exchange::{ExchangeError, Format, Layout};

/// What happens to cells that the file covers and does not grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// They do not change: the file only grants.
    #[default]
    Add,
    /// They lose their grant: its users and companies become equal to it.
    Mirror,
}

/// What happens to rows, columns and sheets of a workbook that are hidden, by hand or by a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// They are not read, and a mirror import revokes nothing from users in them.
    #[default]
    Skip,
    /// They are read as if they were visible.
    Read,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The format; `None`: from the content and the file extension.
    pub format: Option<Format>,
    /// The layout; `None`: from the headings.
    pub layout: Option<Layout>,
    /// What happens to cells that the file does not grant.
    pub mode: Mode,
    /// The sheet of a workbook; `None`: the one with the best headings.
    pub sheet: Option<String>,
    /// What happens to hidden rows, columns and sheets of a workbook.
    pub hidden: Hidden,
    /// Columns that only this database has, which headings of users or companies may name in
    /// addition to the usual fields.
    pub columns: Vec<Field>,
    /// The limits on what is read.
    pub limits: Limits,
}

impl Import {
    /// Checks that the options make sense for a file of this format.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::NoSheets`] if a sheet is given for a file that is not a workbook.
    pub(super) fn check(&self, format: Format) -> Result<(), ExchangeError> {
        let is_known = format == Format::Xlsx || self.sheet.is_none();
        if is_known { Ok(()) } else { Err(ExchangeError::NoSheets) }
    }
}
