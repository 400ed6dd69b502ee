//! The lines of the dialog above the path, each with a choice.

use super::FileDialog;
use super::choices::{
    ChoiceLine, ExportScope, FileChoice, HIDDEN, Imported, LAYOUTS, MODES, Purpose, ReadingChoices,
};
use crate::console::dialogs::cursor;
use crate::exchange::{EncodingSample, Format, Sheets};
use crate::text;

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
            (Mode, what == super::choices::Imported::Grants),
            (Encoding, !reading.encodings.1.is_empty()),
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
        let ReadingChoices { chosen, encodings: (_, encodings), sheets } = &self.reading;
        match (line, self.purpose) {
            (ChoiceLine::Encoding, _) => {
                let names = encodings.iter().map(|it| it.encoding.name());
                let options: Vec<&str> = std::iter::once("UTF-8").chain(names).collect();
                let at = chosen
                    .encoding
                    .and_then(|chosen| encodings.iter().position(|it| it.encoding == chosen));
                of("encoding", &options, at.map_or(0, |at| at + 1))
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
                of("what", &["shown", "marked", "everything"], at(&ExportScope::ALL, what))
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

    /// Selects the next or the previous option of the focused line.
    pub(super) fn turn_line(&mut self, forward: bool) {
        let Some(line) = self.lines().get(self.line).copied() else {
            return;
        };
        let FileChoice { options, chosen, .. } = self.choice(line);
        if !options.is_empty() {
            self.choose(line, cursor::turned(chosen, options.len(), forward));
        }
    }

    /// Selects an option of a line by its index.
    fn choose(&mut self, line: ChoiceLine, option: usize) {
        let ReadingChoices { chosen, encodings: (_, encodings), sheets } = &mut self.reading;
        match (line, &mut self.purpose) {
            (ChoiceLine::Encoding, _) => {
                let sample = option.checked_sub(1).and_then(|at| encodings.get(at));
                chosen.encoding = sample.map(|sample| sample.encoding);
            }
            (ChoiceLine::Sheet, _) => chosen.sheet = Some(sheets.all[option].name.clone()),
            (ChoiceLine::Hidden, _) => chosen.hidden = HIDDEN[option],
            (ChoiceLine::Exported, Purpose::Export { what, .. }) => {
                *what = ExportScope::ALL[option];
            }
            (ChoiceLine::Layout, Purpose::Export { layout, .. }) => *layout = LAYOUTS[option],
            (_, Purpose::Export { format, .. }) => *format = Format::ALL[option],
            (ChoiceLine::Mode, Purpose::Import { mode, .. }) => *mode = MODES[option],
            (_, Purpose::Import { what, .. }) => *what = Imported::ALL[option],
        }
    }

    /// Asks for the encoding of the file; none is selected yet.
    pub(super) fn offer_encodings(&mut self, line: u64, samples: Vec<EncodingSample>) {
        self.reading.encodings = (line, samples);
        self.reading.chosen.encoding = None;
        self.go_to(ChoiceLine::Encoding);
    }

    /// How a line reads in the selected encoding, otherwise in the most likely one; `None` if
    /// the encoding does not have the focus.
    pub(super) fn sample(&self) -> Option<String> {
        if self.lines().get(self.line) != Some(&ChoiceLine::Encoding) {
            return None;
        }
        let (line, samples) = &self.reading.encodings;
        let chosen = self.reading.chosen.encoding;
        let sample = samples.iter().find(|it| chosen.is_none_or(|chosen| chosen == it.encoding))?;
        let (name, text) = (sample.encoding.name(), text::safe(&sample.text));
        Some(format!("not UTF-8 · as {name}, line {line} reads “{text}”"))
    }

    /// Takes the sheets of a workbook. The choice of the sheet gets the focus if none can be
    /// read without it. A file that could not be opened leaves the choices as they are.
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

/// The index of a value in the list of all.
fn at<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|it| *it == value).unwrap_or(0)
}
