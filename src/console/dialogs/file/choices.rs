//! The choices for a file that is written or read, line by line. How to read a file is a
//! choice only if the file can be read in several ways.

use crate::console::plans::Reading;
use crate::console::state::State;
use crate::exchange::{EncodingSample, Format, Hidden, Layout as FileLayout, Mode, Sheets};
use crate::filter::Axis;

/// The purpose of the file, with the choices for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Export { what: ExportScope, layout: FileLayout, format: Format },
    Import { what: Imported, mode: Mode },
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportScope {
    /// What the filters show, in the order of the screen.
    Shown,
    /// What is marked; everything shown of an axis on which nothing is marked.
    Marked,
    Everything,
}

impl ExportScope {
    pub(super) const ALL: [Self; 3] = [Self::Shown, Self::Marked, Self::Everything];
}

pub(super) const HIDDEN: [Hidden; 2] = [Hidden::Skip, Hidden::Read];
pub(super) const LAYOUTS: [FileLayout; 2] = [FileLayout::Matrix, FileLayout::Pairs];
pub(super) const MODES: [Mode; 2] = [Mode::Add, Mode::Mirror];

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    Grants,
    /// Users or companies themselves.
    Entities(Axis),
}

impl Imported {
    pub(super) const ALL: [Self; 3] =
        [Self::Grants, Self::Entities(Axis::Users), Self::Entities(Axis::Companies)];

    /// The first choice: what the database has none of.
    pub(super) fn first(state: &State) -> Self {
        if state.companies.total() == 0 {
            Self::Entities(Axis::Companies)
        } else if state.users_in_all() == Some(0) {
            Self::Entities(Axis::Users)
        } else {
            Self::Grants
        }
    }
}

/// How a file is read, and what there is to choose.
#[derive(Debug, Default)]
pub(crate) struct ReadingChoices {
    pub(super) chosen: Reading,
    /// The number of a line, and how it reads in each encoding that the file may have, the
    /// most likely first.
    pub(super) encodings: (u64, Vec<EncodingSample>),
    /// The sheets of a workbook.
    pub(super) sheets: Sheets,
}

impl ReadingChoices {
    /// The choices that were made.
    pub(super) fn reading(&self) -> Reading {
        self.chosen.clone()
    }

    /// Whether the file leaves anything to choose.
    pub(super) fn offers_choices(&self) -> bool {
        !self.encodings.1.is_empty() || self.offers_sheets() || self.offers_hidden()
    }

    pub(super) fn offers_sheets(&self) -> bool {
        self.sheets.are_several()
    }

    pub(super) fn offers_hidden(&self) -> bool {
        self.sheets.hide_anything()
    }

    /// The index of the sheet that is read, if known.
    pub(super) fn sheet_at(&self) -> Option<usize> {
        let name = self.chosen.sheet.as_ref().or(self.sheets.read.as_ref())?;
        self.sheets.all.iter().position(|sheet| sheet.name == *name)
    }
}

/// A line of the dialog with a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChoiceLine {
    Exported,
    Layout,
    Format,
    Imported,
    Mode,
    Encoding,
    Sheet,
    Hidden,
}

/// A line with a choice and its options.
pub(super) struct FileChoice {
    pub(super) label: &'static str,
    pub(super) options: Vec<String>,
    /// `None` as long as none is chosen.
    pub(super) chosen: Option<usize>,
}

impl Purpose {
    /// The effect of the choices, in words.
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Import { what: Imported::Entities(Axis::Users), .. } => {
                "each line adds a user, or updates the one with that username; columns:"
            }
            Self::Import { what: Imported::Entities(Axis::Companies), .. } => {
                "each line adds a company, or updates the one with that code; columns:"
            }
            Self::Export { layout: FileLayout::Matrix, .. } => {
                "users in rows, companies in columns, a mark for each grant"
            }
            Self::Export { layout: FileLayout::Pairs, .. } => {
                "one line per grant: date, operator, reason"
            }
            Self::Import { mode: Mode::Add, .. } => "the file only adds grants and revokes nothing",
            Self::Import { mode: Mode::Mirror, .. } => {
                "its users × companies will match the file: missing grants are revoked"
            }
        }
    }

    /// The columns that a file may have, if they are few and fixed.
    pub(super) fn columns(self) -> &'static str {
        match self {
            Self::Import { what: Imported::Entities(Axis::Users), .. } => {
                "username first_name last_name email role organization home active"
            }
            Self::Import { what: Imported::Entities(Axis::Companies), .. } => {
                "code name tenant currency active"
            }
            _ => "",
        }
    }
}
