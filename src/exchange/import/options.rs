//! How a file is to be read.

use super::Limits;
use crate::domain::Field;
use crate::exchange::{ExchangeError, Format, Layout};

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
    /// Columns that only this database has, which headings of users or companies may name
    /// beside the usual fields.
    pub columns: Vec<Field>,
    /// How much is read at most.
    pub limits: Limits,
}

impl Import {
    /// Whether what is asked for makes sense for a file of this format.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::NoSheets`] if a sheet is asked for elsewhere than in a workbook.
    pub(super) fn check(&self, format: Format) -> Result<(), ExchangeError> {
        let is_known = format == Format::Xlsx || self.sheet.is_none();
        if is_known { Ok(()) } else { Err(ExchangeError::NoSheets) }
    }
}
