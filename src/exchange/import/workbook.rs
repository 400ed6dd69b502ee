//! XLSX: reads the sheet with the best headings, or the one given. Its cells
//! are read one at a time, as a person sees them.

use std::collections::BTreeSet;
use std::io::{BufReader, Read};

use calamine::{
    DataRef, Reader as _, Sheet, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError,
};

use super::cell::{CellKind, FileCell};
use super::cell_value::{is_of_one_cell, value_of};
use super::headings::{HEAD, HeadingFit, TableScore};
use super::merged::Merged;
use super::number_format::{FormattedNumber, shown, shown_text};
use super::package::{Formats, Package};
use super::sheet_scan::{CellFacts, SheetScan};
use super::sheets::{SheetName, Sheets};
use super::source::{Source, SourceReader, too_much};
use super::source_line::SourceLine;
use super::table::Lines;
use super::texts::Texts;
use super::wording::{named, not_read};
use super::{Hidden, Import, Limits, marks, zip_check};
use crate::domain::JobProgress;
use crate::exchange::ExchangeError;
use crate::exchange::format::TOTALS;
use crate::store::StoreError;
use crate::text::counted;

/// The text for a formula that was never computed.
const UNCOMPUTED: &str = "a formula that was never computed";

type BookInput<'a> = BufReader<SourceReader<'a>>;

/// A workbook that is open.
struct Book<'a> {
    values: Xlsx<BookInput<'a>>,
    package: Package<'a>,
    has_merged: bool,
    import: &'a Import,
}

pub(super) fn read(
    source: &Source,
    import: &Import,
    sheets: &mut Sheets,
    table: &mut dyn Lines,
    progress: &mut JobProgress<'_>,
) -> Result<(), ExchangeError> {
    let limits = &import.limits;
    let has_merged = zip_check::check(source, limits, progress)?;
    let values: Xlsx<BookInput<'_>> = Xlsx::new(BufReader::new(source.reader()?)).map_err(fault)?;
    let package = Package::open(source, limits)?;
    let mut book = Book { values, package, has_merged, import };
    let name = book.choose(sheets, table, progress)?;
    table.in_sheet(&name);
    sheets.read = Some(name.clone());
    (sheets.hidden_rows, sheets.hidden_columns) = (0, 0);
    let mut sheet = book.sheet(&name)?;
    while let Some(line) = sheet.next_line()? {
        // Reported even for a sheet that turns out to be the wrong one.
        (sheets.hidden_rows, sheets.hidden_columns) = sheet.hidden_counts();
        table.line(line)?;
        if progress.advance(0) {
            return Err(StoreError::Cancelled.into());
        }
    }
    if let Some(note) = sheet.hidden_note() {
        table.note(note);
    }
    table.end()
}

impl<'a> Book<'a> {
    /// Chooses the sheet to read, and notes the sheets that are not read.
    fn choose(
        &mut self,
        found: &mut Sheets,
        table: &mut dyn Lines,
        progress: &mut JobProgress<'_>,
    ) -> Result<String, ExchangeError> {
        let sheets = self.values.sheets_metadata();
        too_much("sheets", sheets.len() as u64, self.import.limits.sheets)?;
        let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets: Vec<Sheet> = sheets.cloned().collect();
        found.all = choices(&sheets);
        let is_read = |sheet: &&Sheet| {
            sheet.visible == SheetVisible::Visible || self.import.hidden == Hidden::Read
        };
        let (read, hidden): (Vec<&Sheet>, Vec<&Sheet>) = sheets.iter().partition(is_read);
        let chosen = match &self.import.sheet {
            Some(wanted) => sheet_of(&sheets, wanted)?,
            None => self.best(&read, found, table, progress)?,
        };
        let others = |sheets: &[&Sheet]| -> Vec<String> {
            let names = sheets.iter().map(|sheet| sheet.name.clone());
            names.filter(|name| *name != chosen && name != TOTALS).collect()
        };
        let (unread, unseen) = (others(&read), others(&hidden));
        if !unread.is_empty() {
            table.note(not_read("sheets", &unread));
        }
        if !unseen.is_empty() {
            table.note(format!("hidden sheets skipped: {}", named(&unseen)));
        }
        Ok(chosen)
    }

    /// The one of these sheets with the best headings.
    ///
    /// # Errors
    /// [`ExchangeError::SeveralSheets`], [`ExchangeError::NoHeadings`].
    fn best(
        &mut self,
        sheets: &[&Sheet],
        found: &mut Sheets,
        table: &mut dyn Lines,
        progress: &mut JobProgress<'_>,
    ) -> Result<String, ExchangeError> {
        let mut rated: Vec<(TableScore, &str)> = Vec::new();
        for Sheet { name, .. } in sheets {
            table.in_sheet(name);
            let mut lines = self.sheet(name)?;
            let mut head = Vec::new();
            while head.len() < HEAD
                && let Some(line) = lines.next_line()?
            {
                if !line.is_hidden && !line.cells.iter().all(FileCell::is_blank) {
                    head.push(line);
                }
                if progress.advance(0) {
                    return Err(StoreError::Cancelled.into());
                }
            }
            let (rows, columns) = lines.hidden_counts();
            found.hidden_rows += rows;
            found.hidden_columns += columns;
            rated.extend(table.rate(&head).map(|score| (score, name.as_str())));
        }
        // The totals of an export are not imported.
        if rated.iter().any(|(_, name)| *name != TOTALS) {
            rated.retain(|(_, name)| *name != TOTALS);
        }
        let Some(best) = rated.iter().map(|(score, _)| *score).max() else {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let skips = self.import.hidden == Hidden::Skip && found.hide_anything();
            let skipped = if skips { "; what is hidden was skipped" } else { "" };
            let part_searched = format!("the first {HEAD} rows of {}{skipped}", named(&names));
            return Err(table.no_headings(&part_searched));
        };
        let equal = rated.iter().filter(|(score, _)| *score == best).map(|(_, name)| *name);
        let equal: Vec<&str> = equal.collect();
        match equal[..] {
            [first, _, ..] if best.headings.fit == HeadingFit::NamesOnly => Ok(first.to_owned()),
            [_, _, ..] => Err(ExchangeError::SeveralSheets(named(&equal))),
            _ => Ok(equal.concat()),
        }
    }

    /// A sheet, from its beginning.
    fn sheet(&mut self, name: &str) -> Result<SheetLines<'_, 'a, impl Read>, ExchangeError> {
        let limits = &self.import.limits;
        let regions = if self.has_merged {
            self.values.merge_cells_by_sheet_name(name).map_err(fault)?
        } else {
            Vec::new()
        };
        let (formats, scan) = self.package.sheet(name, limits)?;
        Ok(SheetLines {
            values: self.values.worksheet_cells_reader(name).map_err(fault)?,
            scan,
            formats,
            merged: Merged::new(regions),
            texts: Texts::new(limits),
            limits,
            hidden: self.import.hidden,
            begun: None,
            hidden_rows: 0,
            hidden_columns: BTreeSet::new(),
            is_out_of_step: false,
            has_ended: false,
        })
    }
}

/// The sheets to choose from, without the totals of an export.
fn choices(sheets: &[Sheet]) -> Vec<SheetName> {
    let has_others = sheets.iter().any(|sheet| sheet.name != TOTALS);
    let sheets = sheets.iter().filter(|sheet| !has_others || sheet.name != TOTALS);
    let of = |sheet: &Sheet| SheetName {
        name: sheet.name.clone(),
        is_hidden: sheet.visible != SheetVisible::Visible,
    };
    sheets.map(of).collect()
}

/// The sheet that was given.
///
/// # Errors
/// [`ExchangeError::UnknownSheet`].
fn sheet_of(sheets: &[Sheet], wanted: &str) -> Result<String, ExchangeError> {
    let folded = |name: &str| name.trim().to_lowercase();
    let names = || sheets.iter().map(|sheet| &sheet.name);
    let exact = names().find(|name| *name == wanted);
    match exact.or_else(|| names().find(|name| folded(name) == folded(wanted))) {
        Some(name) => Ok(name.clone()),
        None => Err(ExchangeError::UnknownSheet {
            wanted: wanted.to_owned(),
            sheets: named(&names().collect::<Vec<_>>()),
        }),
    }
}

/// Reads the lines of a sheet.
struct SheetLines<'b, 'a, R: Read> {
    values: XlsxCellReader<'b, BookInput<'a>>,
    scan: SheetScan<R>,
    formats: &'b Formats,
    merged: Merged,
    texts: Texts,
    limits: &'b Limits,
    hidden: Hidden,
    /// The line whose cells are being read.
    begun: Option<SourceLine>,
    hidden_rows: u64,
    hidden_columns: BTreeSet<u32>,
    /// Whether the positions of cells without a reference are unclear from now on.
    is_out_of_step: bool,
    has_ended: bool,
}

impl<R: Read> SheetLines<'_, '_, R> {
    /// The next line that has cells.
    fn next_line(&mut self) -> Result<Option<SourceLine>, ExchangeError> {
        while let Some((facts, cell)) = self.next_cell()? {
            let number = u64::from(facts.row) + 1;
            let is_same = self.begun.as_ref().is_some_and(|line| line.number == number);
            let ended = if is_same { None } else { self.begun.take() };
            let is_hidden = facts.is_row_hidden;
            let line = self
                .begun
                .get_or_insert_with(|| SourceLine { is_hidden, ..SourceLine::new(number, vec![]) });
            too_much("cells", line.cells.len() as u64, self.limits.cells)?;
            line.cells.extend(cell);
            if let Some(line) = ended {
                return self.finished(line).map(Some);
            }
        }
        self.begun.take().map(|line| self.finished(line)).transpose()
    }

    /// The line with its merged cells, without hidden cells that are not read.
    fn finished(&mut self, mut line: SourceLine) -> Result<SourceLine, ExchangeError> {
        self.merged.fill(&mut line, self.limits.columns, &mut self.texts)?;
        let is_hidden = |cell: &FileCell| self.scan.is_column_hidden(cell.column);
        let hidden = line.cells.iter().filter(|cell| is_hidden(cell) && !cell.is_blank());
        self.hidden_columns.extend(hidden.map(|cell| cell.column));
        self.hidden_rows += u64::from(line.is_hidden && !line.cells.iter().all(FileCell::is_blank));
        match self.hidden {
            Hidden::Skip => line.hidden = line.cells.extract_if(.., |it| is_hidden(it)).collect(),
            Hidden::Read => line.is_hidden = false,
        }
        Ok(line)
    }

    /// The next cell, and its value unless it is empty.
    fn next_cell(&mut self) -> Result<Option<(CellFacts, Option<FileCell>)>, ExchangeError> {
        if self.has_ended {
            return Ok(None);
        }
        let value = self.values.next_cell_with_formula_metadata();
        let (facts, record) = match (self.scan.next_cell()?, value) {
            (None, Ok(None)) => {
                self.has_ended = true;
                return Ok(None);
            }
            // An error value that is unknown to the reader.
            (Some(facts), Err(XlsxError::CellError(text))) => {
                self.is_out_of_step = true;
                let text = self.texts.of_cell(&text)?.to_owned();
                return Ok(Some((
                    facts,
                    Some(FileCell { column: facts.column, text, kind: CellKind::Error }),
                )));
            }
            (Some(facts), Err(error)) if is_of_one_cell(&error) => {
                self.is_out_of_step = true;
                let text = self.texts.of_cell(&error.to_string())?.to_owned();
                let cell = FileCell { column: facts.column, text, kind: CellKind::Damaged };
                return Ok(Some((facts, Some(cell))));
            }
            (_, Err(error)) => return Err(fault(error)),
            (Some(facts), Ok(Some(record))) => (facts, record),
            _ => return Err(unclear()),
        };
        if record.pos != (facts.row, facts.column) && !self.is_out_of_step {
            return Err(unclear());
        }
        too_much("columns", u64::from(facts.column) + 1, self.limits.columns)?;
        if facts.is_damaged {
            let text = "its value does not fit its type".to_owned();
            let cell = FileCell { column: facts.column, text, kind: CellKind::Damaged };
            return Ok(Some((facts, Some(cell))));
        }
        let (text, kind) = match (&record.value, &record.formula) {
            (DataRef::Empty, Some(_)) => (UNCOMPUTED.to_owned(), CellKind::Formula),
            (DataRef::Float(number), _) => self.number(*number, facts.style),
            (value @ (DataRef::String(_) | DataRef::SharedString(_)), _) => {
                let (text, _) = value_of(value, &self.texts)?;
                self.text(text, facts.style)
            }
            (value, _) => value_of(value, &self.texts)?,
        };
        if text.is_empty() && kind == CellKind::Text {
            return Ok(Some((facts, None)));
        }
        self.texts.add(&text)?;
        Ok(Some((facts, Some(FileCell { column: facts.column, text, kind }))))
    }

    /// A text as its format displays it. If the format displays other words, or nothing, the
    /// meaning is unclear.
    fn text(&self, text: String, style: usize) -> (String, CellKind) {
        let Some(format) = self.formats.of(style).filter(|_| !text.is_empty()) else {
            return (text, CellKind::Text);
        };
        match shown_text(&text, format) {
            Some(shown) if shown.trim() == text.trim() => (text, CellKind::Text),
            Some(shown) if shown.contains(text.trim()) => (shown, CellKind::Text),
            Some(shown) => (shown, CellKind::WordedNumber(None)),
            None => (text, CellKind::WordedNumber(None)),
        }
    }

    /// A number as its format displays it.
    fn number(&self, number: f64, style: usize) -> (String, CellKind) {
        match self.formats.of(style).map(|format| shown(number, format)) {
            Some(FormattedNumber::Number(text)) => (text, CellKind::Number),
            Some(FormattedNumber::Words(text)) => {
                (text, CellKind::WordedNumber(marks::of_number(number)))
            }
            Some(FormattedNumber::Unknown) | None => (number.to_string(), CellKind::UnknownNumber),
        }
    }

    /// How many rows and columns with values were hidden so far.
    fn hidden_counts(&self) -> (u64, u64) {
        (self.hidden_rows, self.hidden_columns.len() as u64)
    }

    /// The note on hidden rows and columns.
    fn hidden_note(&self) -> Option<String> {
        let parts = [
            (self.hidden_rows, "hidden row", "hidden rows"),
            (self.hidden_columns.len() as u64, "hidden column", "hidden columns"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> =
            parts.map(|(count, one, several)| counted(count, one, several)).collect();
        (!parts.is_empty()).then(|| match self.hidden {
            Hidden::Skip => format!("{} skipped", parts.join(" and ")),
            Hidden::Read => format!("{} read as if visible", parts.join(" and ")),
        })
    }
}

fn unclear() -> ExchangeError {
    ExchangeError::NotAWorkbook("the positions of its cells are unclear".to_owned())
}

fn fault(error: XlsxError) -> ExchangeError {
    match error {
        XlsxError::Password => {
            ExchangeError::NotAWorkbook("it is protected by a password".to_owned())
        }
        error => ExchangeError::NotAWorkbook(error.to_string()),
    }
}
