//! Reads from the XML of a sheet what its reader does not provide: the styles of the cells,
//! and what is hidden. It is read in step with the values.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::source::too_much;
use super::workbook_xml::{attribute, damaged};
use crate::exchange::ExchangeError;

/// A sheet that is being read.
pub(super) struct SheetScan<R: Read> {
    xml: Reader<BufReader<R>>,
    bytes: Vec<u8>,
    most_columns: u64,
    row: u32,
    column: u32,
    is_row_hidden: bool,
    /// Whether rows are hidden by default.
    are_rows_hidden: bool,
    /// Whether columns are hidden by default.
    are_columns_hidden: bool,
    /// Ranges of columns (first and last, counted from 0), and whether they are hidden; in
    /// order and without overlaps once all are read.
    columns: Vec<(u32, u32, bool)>,
}

/// What the XML says about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellFacts {
    /// Counted from 0.
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) style: usize,
    /// Whether its row is hidden.
    pub(super) is_row_hidden: bool,
    /// Whether its value contradicts its type.
    pub(super) is_damaged: bool,
}

/// What the value of a cell must be, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueType {
    Number,
    /// The index of a shared text.
    TextIndex,
    /// An error value.
    Error,
    /// Nothing: the text is elsewhere in the cell.
    Nowhere,
    /// Anything; not checked here.
    Any,
}

impl ValueType {
    fn of(value: Option<&str>) -> Self {
        match value {
            None | Some("n") => Self::Number,
            Some("s") => Self::TextIndex,
            Some("e") => Self::Error,
            Some("inlineStr") => Self::Nowhere,
            Some(_) => Self::Any,
        }
    }

    fn fits(self, value: &str) -> bool {
        match self {
            Self::Number => value.trim().is_empty() || value.trim().parse::<f64>().is_ok(),
            Self::TextIndex => value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Error => !value.trim().is_empty(),
            Self::Nowhere => value.trim().is_empty(),
            Self::Any => true,
        }
    }
}

impl<R: Read> SheetScan<R> {
    pub(super) fn new(part: R, most_columns: u64) -> Self {
        let mut xml = Reader::from_reader(BufReader::new(part));
        let config = xml.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self {
            xml,
            bytes: Vec::new(),
            most_columns,
            row: 0,
            column: 0,
            is_row_hidden: false,
            are_rows_hidden: false,
            are_columns_hidden: false,
            columns: Vec::new(),
        }
    }

    /// Whether a column is hidden. Known after the first cell was read.
    pub(super) fn is_column_hidden(&self, column: u32) -> bool {
        let at = self.columns.partition_point(|(_, to, _)| *to < column);
        match self.columns.get(at) {
            Some((from, _, is_hidden)) if *from <= column => *is_hidden,
            _ => self.are_columns_hidden,
        }
    }

    /// The next cell of the sheet, in the order of the file.
    ///
    /// # Errors
    /// [`ExchangeError::NotAWorkbook`], [`ExchangeError::TooMuch`].
    pub(super) fn next_cell(&mut self) -> Result<Option<CellFacts>, ExchangeError> {
        let mut bytes = std::mem::take(&mut self.bytes);
        let found = loop {
            bytes.clear();
            match self.xml.read_event_into(&mut bytes).map_err(|error| damaged(&error))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheetFormatPr" => {
                        self.are_rows_hidden = is_set(&element, b"zeroHeight")?
                            || is_invisible(&element, b"defaultRowHeight")?;
                        self.are_columns_hidden = is_invisible(&element, b"defaultColWidth")?;
                    }
                    "col" => self.columns(&element)?,
                    "sheetData" => self.columns = flat(&self.columns),
                    "row" => self.begin_row(&element)?,
                    "c" => {
                        let mut facts = self.cell(&element)?;
                        let holds = ValueType::of(attribute(&element, b"t")?.as_deref());
                        facts.is_damaged = !self.value_fits(holds, &mut bytes)?;
                        break Some(facts);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => (self.row, self.column) = (self.row.saturating_add(1), 0),
                    "sheetData" => break None,
                    _ => {}
                },
                Event::Eof => break None,
                _ => {}
            }
        };
        self.bytes = bytes;
        Ok(found)
    }

    /// Reads a cell to its end, and returns whether its value fits its type.
    fn value_fits(&mut self, holds: ValueType, bytes: &mut Vec<u8>) -> Result<bool, ExchangeError> {
        let (mut is_value, mut values, mut text) = (false, 0, String::new());
        let mut is_plain = true;
        loop {
            bytes.clear();
            match self.xml.read_event_into(bytes).map_err(|error| damaged(&error))? {
                Event::Start(element) => {
                    is_value = element.local_name().as_ref() == "v";
                    values += u32::from(is_value);
                }
                Event::Text(part) if is_value => text.push_str(&part),
                // An entity or CDATA, so it is not a plain number.
                Event::GeneralRef(_) | Event::CData(_) if is_value => is_plain = false,
                Event::End(element) if element.local_name().as_ref() == "c" => {
                    let fits = values == 0 || values == 1 && holds.fits(&text);
                    return Ok(fits && (is_plain || holds == ValueType::Any));
                }
                Event::End(_) => is_value = false,
                Event::Eof => return Ok(true),
                _ => {}
            }
        }
    }

    fn columns(&mut self, element: &BytesStart<'_>) -> Result<(), ExchangeError> {
        let at = |name| -> Result<Option<u32>, ExchangeError> {
            Ok(attribute(element, name)?.and_then(|number| number.trim().parse().ok()))
        };
        let is_hidden = is_set(element, b"hidden")? || is_invisible(element, b"width")?;
        if let (Some(first), Some(last)) = (at(b"min")?, at(b"max")?) {
            self.columns.push((first.saturating_sub(1), last.saturating_sub(1), is_hidden));
            too_much("columns", self.columns.len() as u64, self.most_columns)?;
        }
        Ok(())
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), ExchangeError> {
        let number = attribute(element, b"r")?.and_then(|number| number.trim().parse().ok());
        if let Some(number) = number.and_then(|number: u32| number.checked_sub(1)) {
            self.row = number;
        }
        let has_height = attribute(element, b"ht")?.is_some() && !is_invisible(element, b"ht")?;
        self.is_row_hidden = match attribute(element, b"hidden")? {
            Some(value) => is_true(&value),
            None => self.are_rows_hidden && !has_height,
        } || is_invisible(element, b"ht")?;
        Ok(())
    }

    fn cell(&mut self, element: &BytesStart<'_>) -> Result<CellFacts, ExchangeError> {
        let mut row = self.row;
        if let Some((at_row, at_column)) = attribute(element, b"r")?.as_deref().and_then(position) {
            (row, self.column) = (at_row, at_column);
        }
        let style = attribute(element, b"s")?.and_then(|style| style.trim().parse().ok());
        let facts = CellFacts {
            row,
            column: self.column,
            style: style.unwrap_or(0),
            is_row_hidden: self.is_row_hidden,
            is_damaged: false,
        };
        self.column = self.column.saturating_add(1);
        Ok(facts)
    }
}

/// Ranges of columns, sorted and split where they overlap: a column is hidden if any range hides
/// it.
fn flat(ranges: &[(u32, u32, bool)]) -> Vec<(u32, u32, bool)> {
    // How many ranges begin and end at a column, of all and of those that hide it.
    let mut changes: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for (from, to, is_hidden) in ranges.iter().filter(|(from, to, _)| from <= to) {
        for (at, change) in [(*from, 1), (to.saturating_add(1), -1)] {
            let counts = changes.entry(at).or_default();
            *counts = (counts.0 + change, counts.1 + change * i64::from(*is_hidden));
        }
    }
    let (mut all, mut hiding) = (0, 0);
    let mut flat = Vec::new();
    let mut begun = None;
    for (at, change) in changes {
        if let Some((from, is_hidden)) = begun {
            flat.push((from, at - 1, is_hidden));
        }
        (all, hiding) = (all + change.0, hiding + change.1);
        begun = (all > 0).then_some((at, hiding > 0));
    }
    flat
}

fn is_true(text: &str) -> bool {
    matches!(text.trim(), "1" | "true" | "on")
}

fn is_set(element: &BytesStart<'_>, name: &[u8]) -> Result<bool, ExchangeError> {
    Ok(attribute(element, name)?.is_some_and(|text| is_true(&text)))
}

/// Whether a height (in points) or a width (in characters) is so small that nothing
/// is visible.
fn is_invisible(element: &BytesStart<'_>, name: &[u8]) -> Result<bool, ExchangeError> {
    let size = attribute(element, name)?.and_then(|size| size.trim().parse::<f64>().ok());
    Ok(size.is_some_and(|size| size < 0.5))
}

/// The row and the column, counted from 0, of a reference such as `B3`.
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_references_are_parsed() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("XFD12"), Some((11, 16_383)));
        for wrong in ["", "A", "1", "A0", "É1", "A1B"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn column_ranges_may_overlap() {
        for (ranges, cut) in [
            (&[(1, 2, true)][..], &[(1, 2, true)][..]),
            (&[(5, 6, false), (1, 2, true)], &[(1, 2, true), (5, 6, false)]),
            (&[(0, 9, false), (3, 4, true)], &[(0, 2, false), (3, 4, true), (5, 9, false)]),
            (
                &[(0, 3, true), (2, 5, false), (7, 6, true)],
                &[(0, 1, true), (2, 3, true), (4, 5, false)],
            ),
        ] {
            assert_eq!(flat(ranges), cut);
        }
    }

    #[test]
    fn a_value_that_cannot_be_of_its_type_is_damaged() {
        for (cell, is_damaged) in [
            ("<c><v>1.5</v></c>", false),
            ("<c t='n'><v>-1E3</v></c>", false),
            ("<c/>", false),
            ("<c t='s'><v/></c>", false),
            ("<c t='s'><v>12</v></c>", false),
            ("<c t='e'><v>#N/A</v></c>", false),
            ("<c><v> 1 </v></c>", false),
            ("<c t='s'><v> 12 </v></c>", true),
            ("<c t='e'><v></v></c>", true),
            ("<c t='inlineStr'><v>x</v></c>", true),
            ("<c><v>&#49;</v></c>", true),
            ("<c><v>1</v><v>0</v></c>", true),
            ("<c t='str'><f>A1</f><v>abc</v></c>", false),
            ("<c t='inlineStr'><is><t>abc</t></is></c>", false),
            ("<c><v>abc</v></c>", true),
            ("<c t='s'><v>1.0</v></c>", true),
            ("<c t='s'><v>-1</v></c>", true),
            ("<c t='s'><v>x</v></c>", true),
        ] {
            let sheet = format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>");
            let mut scan = SheetScan::new(sheet.as_bytes(), 100);
            let facts = scan.next_cell().expect("a sheet").expect("a cell");
            assert_eq!(facts.is_damaged, is_damaged, "{cell}");
            assert_eq!(scan.next_cell().expect("a sheet"), None);
        }
    }

    #[test]
    fn styles_and_hidden_rows_are_read() {
        let sheet = "<worksheet><cols><col min='2' max='3' hidden='1'/></cols><sheetData>\
            <row r='1'><c r='A1' s='4'><v>1</v></c><c><f/></c></row>\
            <row r='5' hidden='true'><c/></row><row ht='0'><c r='D6'/></row></sheetData>\
            </worksheet>";
        let mut scan = SheetScan::new(sheet.as_bytes(), 100);
        let mut found = Vec::new();
        while let Some(CellFacts { row, column, style, is_row_hidden, .. }) =
            scan.next_cell().expect("a sheet")
        {
            found.push((row, column, style, is_row_hidden));
        }
        assert_eq!(found, [(0, 0, 4, false), (0, 1, 0, false), (4, 0, 0, true), (5, 3, 0, true)]);
        assert_eq!([0, 1, 2, 3].map(|it| scan.is_column_hidden(it)), [false, true, true, false]);
    }
}
