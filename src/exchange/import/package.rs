//! The parts of a workbook that its reader does not provide: the paths of the sheets,
//! and the number formats of the cells.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Limits;
use super::sheet_scan::SheetScan;
use super::source::{Source, SourceReader, too_much};
use super::workbook_xml::{attribute, damaged};
use crate::exchange::ExchangeError;

/// A workbook as a ZIP file.
pub(super) struct Package<'a> {
    zip: ZipArchive<BufReader<SourceReader<'a>>>,
    /// The part of each sheet, by its name.
    sheets: HashMap<String, String>,
    formats: Formats,
}

/// The number formats of a workbook.
#[derive(Default)]
pub(super) struct Formats {
    /// By the style of a cell; `None` if the format is unknown.
    of_style: Vec<Option<String>>,
    /// Whether a conditional format may display numbers differently.
    conditional: bool,
}

impl Formats {
    /// The number format of a style, if it is known.
    pub(super) fn of(&self, style: usize) -> Option<&str> {
        if self.conditional {
            return None;
        }
        match self.of_style.get(style) {
            Some(format) => format.as_deref(),
            // A workbook without styles.
            None => Some("General").filter(|_| style == 0),
        }
    }
}

impl<'a> Package<'a> {
    /// Opens a workbook that has been checked.
    ///
    /// # Errors
    /// [`ExchangeError::NotAWorkbook`], [`ExchangeError::TooMuch`].
    pub(super) fn open(source: &'a Source, limits: &Limits) -> Result<Self, ExchangeError> {
        let zip = ZipArchive::new(BufReader::new(source.reader()?));
        let zip = zip.map_err(|error| damaged(&error))?;
        let mut package = Self { zip, sheets: HashMap::new(), formats: Formats::default() };
        let book = package.book()?;
        let (folder, file) = book.rsplit_once('/').map_or(("", book.as_str()), |(a, b)| (a, b));
        let at = |path: &str| match path.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None if folder.is_empty() => path.to_owned(),
            None => format!("{folder}/{path}"),
        };
        let targets = package.targets(&at(&format!("_rels/{file}.rels")))?;
        let mut sheets = HashMap::new();
        package.each(&book, "sheet", &mut |sheet| {
            let name = attribute(sheet, b"name")?.unwrap_or_default();
            let id = attribute(sheet, b"id")?.unwrap_or_default();
            if let Some(target) = targets.get(&id) {
                sheets.insert(name, at(target));
            }
            Ok(())
        })?;
        package.sheets = sheets;
        package.formats = package.read_formats(&at("styles.xml"), limits)?;
        Ok(package)
    }

    /// The number formats, and the sheet of a name from its beginning.
    ///
    /// # Errors
    /// [`ExchangeError::NotAWorkbook`].
    pub(super) fn sheet(
        &mut self,
        name: &str,
        limits: &Limits,
    ) -> Result<(&Formats, SheetScan<impl Read>), ExchangeError> {
        let part = self.sheets.get(name).cloned().unwrap_or_default();
        let Some(at) = index(&self.zip, &part) else {
            return Err(ExchangeError::NotAWorkbook(format!("the sheet {name} is missing")));
        };
        let part = self.zip.by_index(at).map_err(|error| damaged(&error))?;
        Ok((&self.formats, SheetScan::new(part, limits.columns)))
    }

    /// The path of the workbook's main part.
    fn book(&mut self) -> Result<String, ExchangeError> {
        let mut book = None;
        self.each("_rels/.rels", "Relationship", &mut |link| {
            let kind = attribute(link, b"Type")?.unwrap_or_default();
            if kind.ends_with("/relationships/officeDocument") {
                book = attribute(link, b"Target")?;
            }
            Ok(())
        })?;
        let book = book.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        Ok(book.strip_prefix('/').unwrap_or(&book).to_owned())
    }

    /// The targets of the links of a part, by their ids.
    fn targets(&mut self, path: &str) -> Result<HashMap<String, String>, ExchangeError> {
        let mut targets = HashMap::new();
        self.each(path, "Relationship", &mut |link| {
            let id = attribute(link, b"Id")?.unwrap_or_default();
            targets.insert(id, attribute(link, b"Target")?.unwrap_or_default());
            Ok(())
        })?;
        Ok(targets)
    }

    fn read_formats(&mut self, path: &str, limits: &Limits) -> Result<Formats, ExchangeError> {
        let mut formats = Formats::default();
        let mut codes: HashMap<String, String> = HashMap::new();
        let mut within = "";
        self.elements(path, &mut |element| {
            match element.local_name().as_ref() {
                "cellXfs" => within = "cells",
                "cellStyleXfs" | "cellStyles" | "fonts" | "fills" => within = "",
                "dxfs" => within = "conditional",
                "numFmt" if within == "conditional" => formats.conditional = true,
                "numFmt" => {
                    let id = attribute(element, b"numFmtId")?.unwrap_or_default();
                    codes.insert(id, attribute(element, b"formatCode")?.unwrap_or_default());
                }
                "xf" if within == "cells" => {
                    let id = attribute(element, b"numFmtId")?.unwrap_or_else(|| "0".to_owned());
                    let format = codes.get(&id).cloned();
                    formats.of_style.push(format.or_else(|| built_in(&id).map(str::to_owned)));
                    too_much("cell styles", formats.of_style.len() as u64, limits.cells)?;
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(formats)
    }

    /// Visits the elements with a name in a part; the part may be missing.
    fn each(
        &mut self,
        path: &str,
        name: &str,
        take: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), ExchangeError>,
    ) -> Result<(), ExchangeError> {
        self.elements(path, &mut |element| match element.local_name().as_ref() {
            found if found == name => take(element),
            _ => Ok(()),
        })
    }

    fn elements(
        &mut self,
        path: &str,
        take: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), ExchangeError>,
    ) -> Result<(), ExchangeError> {
        let Some(at) = index(&self.zip, path) else {
            return Ok(());
        };
        let part = self.zip.by_index(at).map_err(|error| damaged(&error))?;
        let mut xml = Reader::from_reader(BufReader::new(part));
        xml.config_mut().check_end_names = false;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            match xml.read_event_into(&mut bytes).map_err(|error| damaged(&error))? {
                Event::Start(element) | Event::Empty(element) => take(&element)?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The index of a part; programs write names of parts with different case and slashes.
fn index<R: Read + std::io::Seek>(zip: &ZipArchive<R>, path: &str) -> Option<usize> {
    let plain = |name: &str| name.replace('\\', "/").to_lowercase();
    let wanted = plain(path);
    zip.index_for_name(path).or_else(|| {
        let mut names = zip.file_names();
        names.position(|name| name.is_ok_and(|name| plain(&name) == wanted))
    })
}

/// The built-in formats that display whole numbers. The other built-in formats
/// are for dates, currency and the like.
fn built_in(id: &str) -> Option<&'static str> {
    match id {
        "0" => Some("General"),
        "1" => Some("0"),
        "49" => Some("@"),
        _ => None,
    }
}
