//! What a person chooses of a file that is written or read, line by line. How a
//! file is read is asked only where the file leaves a choice.

use encoding_rs::Encoding;

use super::FileDialog;
use crate::console::dialogs::cursor;
use crate::console::state::State;
use crate::exchange::{Format, Hidden, Import, Layout as FileLayout, Mode, Sheets};
use crate::filter::Axis;

/// What the file is for, with the choices for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Export { what: What, layout: FileLayout, format: Format },
    Import { what: Imported, mode: Mode },
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// What the filters let through, in the order of the screen.
    Shown,
    /// What is marked; all shown of an axis on which nothing is.
    Marked,
    Everything,
}

impl What {
    const ALL: [Self; 3] = [Self::Shown, Self::Marked, Self::Everything];
}

const HIDDEN: [Hidden; 2] = [Hidden::Skip, Hidden::Read];
const LAYOUTS: [FileLayout; 2] = [FileLayout::Matrix, FileLayout::Pairs];
const MODES: [Mode; 2] = [Mode::Add, Mode::Mirror];

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    Grants,
    /// Users or companies themselves.
    Entities(Axis),
}

impl Imported {
    const ALL: [Self; 3] =
        [Self::Grants, Self::Entities(Axis::Users), Self::Entities(Axis::Companies)];

    /// What the database lacks first of all.
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

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The encoding that a person has chosen for a file that is not UTF-8.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The sheet of a workbook; `None` is the one with the best headings.
    pub(crate) sheet: Option<String>,
    /// What becomes of hidden rows, columns and sheets.
    pub(crate) hidden: Hidden,
}

impl Reading {
    /// The same for the reader.
    pub(crate) fn import(&self) -> Import {
        Import { sheet: self.sheet.clone(), hidden: self.hidden, ..Import::default() }
    }
}

/// How a file is read, with what it leaves to choose.
#[derive(Debug, Default)]
pub(crate) struct ReadingChoices {
    chosen: Reading,
    /// The encoding that a file may have which is not UTF-8.
    guess: Option<&'static Encoding>,
    /// What was found in a workbook.
    sheets: Sheets,
}

impl ReadingChoices {
    /// As the person has chosen.
    pub(super) fn reading(&self) -> Reading {
        self.chosen.clone()
    }

    /// Whether the file leaves anything to choose.
    pub(super) fn asks(&self) -> bool {
        self.guess.is_some() || self.offers_sheets() || self.offers_hidden()
    }

    fn offers_sheets(&self) -> bool {
        self.sheets.are_several()
    }

    fn offers_hidden(&self) -> bool {
        self.sheets.hide_something()
    }

    /// Where the sheet stands that is read, if that is known.
    fn sheet_at(&self) -> Option<usize> {
        let name = self.chosen.sheet.as_ref().or(self.sheets.read.as_ref())?;
        self.sheets.all.iter().position(|sheet| sheet.name == *name)
    }
}

/// What a line of the dialog lets a person choose.
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

/// A line with a choice.
pub(super) struct FileChoice {
    pub(super) label: &'static str,
    pub(super) options: Vec<String>,
    /// `None` as long as nothing is.
    pub(super) chosen: Option<usize>,
}

impl FileDialog {
    /// The lines above the path, from the top.
    pub(super) fn lines(&self) -> Vec<ChoiceLine> {
        use ChoiceLine::{Encoding, Exported, Format, Hidden, Imported, Layout, Mode, Sheet};
        let Purpose::Import { what, .. } = self.purpose else {
            return vec![Exported, Layout, Format];
        };
        let reading = &self.reading;
        [
            (Imported, true),
            (Mode, what == super::Imported::Grants),
            (Encoding, reading.guess.is_some()),
            (Sheet, reading.offers_sheets()),
            (Hidden, reading.offers_hidden()),
        ]
        .into_iter()
        .filter_map(|(line, is_asked)| is_asked.then_some(line))
        .collect()
    }

    /// The choices, from the top.
    pub(super) fn choices(&self) -> Vec<FileChoice> {
        self.lines().into_iter().map(|line| self.choice(line)).collect()
    }

    fn choice(&self, line: ChoiceLine) -> FileChoice {
        let of = |label, options: &[&str], chosen| {
            let options = options.iter().map(|option| (*option).to_owned()).collect();
            FileChoice { label, options, chosen: Some(chosen) }
        };
        let ReadingChoices { chosen, guess, sheets } = &self.reading;
        match (line, self.purpose) {
            (ChoiceLine::Encoding, _) => {
                let guess = guess.map_or("", Encoding::name);
                of("encoding", &["UTF-8", guess], chosen.encoding.is_some().into())
            }
            (ChoiceLine::Sheet, _) => {
                let sheets = sheets.all.iter().map(|sheet| {
                    let hidden = if sheet.is_hidden { " (hidden)" } else { "" };
                    format!("{}{hidden}", sheet.name)
                });
                let (options, chosen) = (sheets.collect(), self.reading.sheet_at());
                FileChoice { label: "sheet", options, chosen }
            }
            (ChoiceLine::Hidden, _) => of("hidden", &["skip", "read"], at(&HIDDEN, chosen.hidden)),
            (ChoiceLine::Exported, Purpose::Export { what, .. }) => {
                of("what", &["shown", "marked", "everything"], at(&What::ALL, what))
            }
            (ChoiceLine::Layout, Purpose::Export { layout, .. }) => {
                of("layout", &["matrix", "pairs"], at(&LAYOUTS, layout))
            }
            (_, Purpose::Export { format, .. }) => {
                of("format", &["csv", "xlsx", "json"], at(&Format::ALL, format))
            }
            (ChoiceLine::Mode, Purpose::Import { mode, .. }) => {
                of("mode", &["add", "mirror"], at(&MODES, mode))
            }
            (_, Purpose::Import { what, .. }) => {
                of("what", &["grants", "users", "companies"], at(&Imported::ALL, what))
            }
        }
    }

    /// Chooses the next or the previous option of the line that keys go to.
    pub(super) fn turn_line(&mut self, forward: bool) {
        let Some(line) = self.lines().get(self.line).copied() else {
            return;
        };
        let FileChoice { options, chosen, .. } = self.choice(line);
        if !options.is_empty() {
            self.choose(line, cursor::turned(chosen, options.len(), forward));
        }
    }

    /// Chooses an option of a line by its number.
    fn choose(&mut self, line: ChoiceLine, option: usize) {
        let ReadingChoices { chosen, guess, sheets } = &mut self.reading;
        match (line, &mut self.purpose) {
            (ChoiceLine::Encoding, _) => chosen.encoding = guess.filter(|_| option > 0),
            (ChoiceLine::Sheet, _) => chosen.sheet = Some(sheets.all[option].name.clone()),
            (ChoiceLine::Hidden, _) => chosen.hidden = HIDDEN[option],
            (ChoiceLine::Exported, Purpose::Export { what, .. }) => *what = What::ALL[option],
            (ChoiceLine::Layout, Purpose::Export { layout, .. }) => *layout = LAYOUTS[option],
            (_, Purpose::Export { format, .. }) => *format = Format::ALL[option],
            (ChoiceLine::Mode, Purpose::Import { mode, .. }) => *mode = MODES[option],
            (_, Purpose::Import { what, .. }) => *what = Imported::ALL[option],
        }
    }

    /// Asks whether the file is in this encoding; it is not chosen yet.
    pub(super) fn ask_encoding(&mut self, guess: &'static Encoding) {
        self.reading.guess = Some(guess);
        self.reading.chosen.encoding = None;
        self.go_to(ChoiceLine::Encoding);
    }

    /// Takes in what a workbook leaves to choose. Keys go to the choice of the sheet if
    /// none could be read without it. Of a file that could not be looked into nothing
    /// new is known.
    pub(super) fn found(&mut self, sheets: Sheets) {
        if sheets.all.is_empty() {
            return;
        }
        let was_at_path = self.is_at_path();
        let is_undecided = sheets.read.is_none() && self.reading.chosen.sheet.is_none();
        self.reading.sheets = sheets;
        if is_undecided && self.reading.offers_sheets() {
            self.go_to(ChoiceLine::Sheet);
        } else if was_at_path {
            self.line = self.path_line();
        }
    }

    fn go_to(&mut self, wanted: ChoiceLine) {
        self.line = self.lines().iter().position(|line| *line == wanted).unwrap_or(0);
    }
}

impl Purpose {
    /// What the choices come to, in words.
    pub(super) fn says(self) -> &'static str {
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

    /// The columns that a file may have, where they are few and fixed.
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

/// Where a value is in the list of all.
fn at<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|it| *it == value).unwrap_or(0)
}
