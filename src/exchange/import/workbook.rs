//! XLSX: the first sheet that has headings. Its cells are read one at a time.

use std::io::BufReader;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cell::{Cell, CellKind};
use super::merged::Merged;
use super::source::{Source, too_much};
use super::table::{Line, Lines};
use super::texts::Texts;
use super::{Limits, not_read, zip_check};
use crate::domain::Watch;
use crate::exchange::ExchangeError;
use crate::exchange::format::TOTALS;
use crate::store::StoreError;

/// What stands where a program has written a formula and nobody its value: what
/// it comes to is not known here.
const UNCOMPUTED: &str = "a formula that was never computed";

type Book<'a> = Xlsx<BufReader<&'a std::fs::File>>;

pub(super) fn read(
    source: &Source,
    limits: &Limits,
    table: &mut dyn Lines,
    watch: &mut Watch<'_>,
) -> Result<(), ExchangeError> {
    let has_merged = zip_check::check(source, limits, watch)?;
    let mut book: Book<'_> = Xlsx::new(BufReader::new(source.rewound()?)).map_err(fault)?;
    let sheets = book.sheets_metadata();
    too_much("sheets", sheets.len() as u64, limits.sheets)?;
    let names: Vec<String> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in &names {
        table.in_sheet(name);
        let regions = if has_merged {
            book.merge_cells_by_sheet_name(name).map_err(fault)?
        } else {
            Vec::new()
        };
        if sheet(&mut book, (name, Merged::new(regions)), limits, table, watch)? {
            let others: Vec<&String> =
                names.iter().filter(|other| *other != name && *other != TOTALS).collect();
            if !others.is_empty() {
                table.note(not_read("sheets", &others));
            }
            return Ok(());
        }
    }
    Err(ExchangeError::NoHeadings)
}

/// Reads one sheet; false if it has no headings.
fn sheet(
    book: &mut Book<'_>,
    (name, mut merged): (&str, Merged),
    limits: &Limits,
    table: &mut dyn Lines,
    watch: &mut Watch<'_>,
) -> Result<bool, ExchangeError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(fault)?;
    let mut line = Line::new(0, Vec::new());
    let mut texts = Texts::new(limits);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(fault)? {
        let (row, column) = cell.pos;
        let number = u64::from(row) + 1;
        if number != line.number {
            let next = Line::new(number, Vec::new());
            merged.fill(&mut line, limits.columns, &mut texts)?;
            match table.line(std::mem::replace(&mut line, next)) {
                Err(ExchangeError::NoHeadings | ExchangeError::NoColumn(_)) => return Ok(false),
                done => done?,
            }
            if watch.advance(0) {
                return Err(StoreError::Cancelled.into());
            }
        }
        too_much("columns", u64::from(column) + 1, limits.columns)?;
        too_much("cells", line.cells.len() as u64, limits.cells)?;
        let (text, kind) = match (&cell.value, &cell.formula) {
            (DataRef::Empty, Some(_)) => (UNCOMPUTED.to_owned(), CellKind::Formula),
            (value, _) => (text(value, &texts)?, kind(value)),
        };
        if !text.is_empty() {
            texts.add(&text)?;
            line.cells.push(Cell { column, text, kind });
        }
    }
    merged.fill(&mut line, limits.columns, &mut texts)?;
    let ended = table.line(line).and_then(|()| table.end());
    match ended {
        Err(ExchangeError::NoHeadings | ExchangeError::NoColumn(_)) => Ok(false),
        ended => ended.map(|()| true),
    }
}

/// A value as a person sees it.
///
/// Errors: [`ExchangeError::TooMuch`] for a text that no cell has room for.
fn text(value: &DataRef<'_>, texts: &Texts) -> Result<String, ExchangeError> {
    Ok(match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            texts.of_cell(text)?.to_owned()
        }
        DataRef::SharedString(text) => texts.of_cell(text)?.to_owned(),
        DataRef::Int(number) => number.to_string(),
        // Whole numbers have no point.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    })
}

fn kind(value: &DataRef<'_>) -> CellKind {
    match value {
        DataRef::String(_) | DataRef::SharedString(_) | DataRef::Empty => CellKind::Text,
        DataRef::Int(_) => CellKind::Number,
        DataRef::Float(number) if number.fract() == 0.0 => CellKind::Number,
        DataRef::Float(_) => CellKind::UnknownNumber,
        DataRef::Bool(_) => CellKind::Boolean,
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => CellKind::Date,
        DataRef::Error(_) => CellKind::Error,
    }
}

fn fault(error: XlsxError) -> ExchangeError {
    match error {
        XlsxError::Password => {
            ExchangeError::NotAWorkbook("it is protected by a password".to_owned())
        }
        error => ExchangeError::NotAWorkbook(error.to_string()),
    }
}
