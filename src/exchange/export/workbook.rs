//! XLSX: one sheet for people to read, with frozen headings and first columns, and a second one
//! with totals. Every value is a text, so that no value is run as a formula or read as a number or
//! a date. Lines are written to a temporary file at once.

use std::borrow::Cow;
use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::exported::{Export, Exported, LETTERS};
use super::exported_companies::ExportedCompanies;
use crate::exchange::format::{MATRIX_TITLES, PAIR_TITLES, TOTALS};
use crate::exchange::{ExchangeError, Layout};
use crate::text::width;

/// The size limits of a sheet.
const ROWS: u64 = 1_048_576;
const COLUMNS: u64 = 16_384;

/// A column is as wide as its widest text, within these limits.
const NARROWEST: usize = 4;
const WIDEST: usize = 40;

/// With more users, a sheet may exceed the size limit of a plain ZIP file.
const LARGE: usize = 100_000;

pub(super) struct Workbook {
    book: rust_xlsxwriter::Workbook,
    sheet: Worksheet,
    /// How many columns have text; the rest are marks.
    columns: usize,
    bold: Format,
    mark: Format,
    row: u32,
    titles: &'static [&'static str],
    /// The widest text of each column so far.
    widths: Vec<usize>,
    /// Marks in each column.
    marks: Vec<u64>,
    /// How many values were shortened.
    shortened: u64,
}

impl Workbook {
    pub(super) fn new(
        export: &Export,
        exported: &ExportedCompanies<'_>,
    ) -> Result<Self, ExchangeError> {
        let (name, titles, all): (_, &[_], _) = match export.layout {
            Layout::Matrix => {
                let frozen = MATRIX_TITLES.len();
                room("users", export.users.len() as u64, ROWS - 1)?;
                let most = COLUMNS - frozen as u64;
                room("companies", exported.companies.len() as u64, most)?;
                ("Access", &MATRIX_TITLES, frozen + exported.companies.len())
            }
            Layout::Pairs => ("Grants", &PAIR_TITLES, PAIR_TITLES.len()),
        };
        let mut book = rust_xlsxwriter::Workbook::new();
        book.use_zip_large_file(export.users.len() > LARGE);
        let mut sheet = book.new_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(name).map_err(fault)?;
        let columns = titles.len();
        let frozen = if export.layout == Layout::Matrix { columns } else { 1 };
        sheet.set_freeze_panes(1, u16::try_from(frozen).unwrap_or(1)).map_err(fault)?;
        Ok(Self {
            book,
            sheet,
            columns,
            bold: Format::new().set_bold(),
            mark: Format::new().set_align(FormatAlign::Center),
            row: 0,
            titles,
            widths: vec![0; all],
            marks: vec![0; all],
            shortened: 0,
        })
    }

    /// Writes the next line; the first are the headings.
    pub(super) fn line(&mut self, cells: &[&str]) -> Result<(), ExchangeError> {
        room("lines", u64::from(self.row) + 1, ROWS)?;
        for ((column, at), cell) in (0u16..).zip(0..).zip(cells) {
            let cell = match self.titles.get(at) {
                Some(title) if self.row == 0 => title,
                _ => cell,
            };
            if cell.is_empty() {
                continue;
            }
            // No column gets wider, and names may be very long.
            let is_wide = cell.len() > 4 * WIDEST;
            self.widths[at] = self.widths[at].max(if is_wide { WIDEST } else { width(cell) });
            let cell = shortened(cell);
            self.shortened += u64::from(matches!(cell, Cow::Owned(_)));
            let cell = cell.as_ref();
            let (row, sheet) = (self.row, &mut self.sheet);
            if row == 0 {
                sheet.write_string_with_format(row, column, cell, &self.bold)
            } else if at < self.columns {
                sheet.write_string(row, column, cell)
            } else {
                self.marks[at] += 1;
                sheet.write_string_with_format(row, column, cell, &self.mark)
            }
            .map_err(fault)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Adds the totals, writes the workbook to `out`, and returns how many values were
    /// shortened.
    pub(super) fn finish(
        mut self,
        exported: &ExportedCompanies<'_>,
        written: &Exported,
        out: &mut dyn Write,
    ) -> Result<u64, ExchangeError> {
        set_widths(&mut self.sheet, &self.widths)?;
        self.book.push_worksheet(self.sheet);
        let marks = self.marks.get(self.columns..).unwrap_or_default();
        let totals = totals(exported, written, marks, &self.bold)?;
        self.book.push_worksheet(totals);
        // Writing a workbook needs seeking, which a pipe cannot do.
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&mut file).map_err(fault)?;
        file.rewind()?;
        io::copy(&mut file, out)?;
        out.flush()?;
        Ok(self.shortened)
    }
}

/// The second sheet: the totals, and the number of users of each company, if companies are
/// columns.
fn totals(
    exported: &ExportedCompanies<'_>,
    written: &Exported,
    marks: &[u64],
    bold: &Format,
) -> Result<Worksheet, ExchangeError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(TOTALS).map_err(fault)?;
    let mut widths = vec![0; 4];
    let figures =
        [("users", written.users), ("companies", written.companies), ("grants", written.grants)];
    for (row, (name, figure)) in (0..).zip(figures) {
        sheet.write_string_with_format(row, 0, name, bold).map_err(fault)?;
        write_figure(&mut sheet, row, 1, figure)?;
        widths[0] = name.len();
    }
    if !marks.is_empty() {
        let headings = ["company", "users", "name", "tenant"];
        for (column, heading) in (0..).zip(headings) {
            sheet.write_string_with_format(4, column, heading, bold).map_err(fault)?;
        }
        let companies = exported.companies.iter().zip(&exported.references).zip(marks);
        for (row, ((company, reference), users)) in (5..).zip(companies) {
            let tenant = company.tenant_name.as_deref().unwrap_or_default();
            write_figure(&mut sheet, row, 1, *users)?;
            for (column, text) in [(0u16, reference.as_str()), (2, &company.name), (3, tenant)] {
                // If the sheet of grants has the text too, it was counted there.
                sheet.write_string(row, column, shortened(text)).map_err(fault)?;
                let widest = &mut widths[usize::from(column)];
                *widest = (*widest).max(text.chars().take(WIDEST).count());
            }
        }
    }
    set_widths(&mut sheet, &widths)?;
    Ok(sheet)
}

fn write_figure(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    figure: u64,
) -> Result<(), ExchangeError> {
    // Exact up to 2^53.
    #[allow(clippy::cast_precision_loss)]
    sheet.write_number(row, column, figure as f64).map_err(fault)?;
    Ok(())
}

fn set_widths(sheet: &mut Worksheet, widths: &[usize]) -> Result<(), ExchangeError> {
    for (column, width) in (0u16..).zip(widths) {
        let width = u16::try_from((*width).clamp(NARROWEST, WIDEST)).unwrap_or(u16::MAX);
        sheet.set_column_width(column, f64::from(width) + 2.0).map_err(fault)?;
    }
    Ok(())
}

/// A text, shortened to the size of a cell with an ellipsis.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LETTERS || text.encode_utf16().count() <= LETTERS {
        return text.into();
    }
    let mut room = LETTERS - 1;
    let mut fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut cut: String = text.chars().take_while(|letter| fits(letter)).collect();
    cut.push('…');
    cut.into()
}

fn room(what: &'static str, found: u64, most: u64) -> Result<(), ExchangeError> {
    if found > most { Err(ExchangeError::TooLargeForXlsx { what, found, most }) } else { Ok(()) }
}

fn fault(error: XlsxError) -> ExchangeError {
    ExchangeError::Output(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}
