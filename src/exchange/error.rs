//! The errors of reading and writing files. Each message is one sentence that tells
//! a person what to do.

use std::io;
use std::path::PathBuf;

use super::json_fault::JsonFault;
use super::{EncodingSample, Position};
use crate::store::StoreError;

/// An error of reading or writing a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// An error of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The extension of a path is not that of a known format.
    #[error("{}: unknown file extension; use .csv, .xlsx or .json", .0.display())]
    UnknownFormat(PathBuf),
    /// A file of that name exists.
    #[error("{}: the file exists; it was not changed", .0.display())]
    Exists(PathBuf),
    /// The path is a directory, a device or another special file.
    #[error("{}: not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// The path is the open database.
    #[error("{}: this is the open database; it was not changed", .0.display())]
    IsDatabase(PathBuf),
    /// The file to overwrite is another SQLite database.
    #[error("{}: this is a SQLite database; nothing was written, choose another name", .0.display())]
    ReplacesDatabase(PathBuf),
    /// The file is a database in use, or one that was in use at a crash.
    #[error(
        "{}: this is a database in use, because SQLite keeps the file {}; nothing was written, choose \
         another name",
        .path.display(), .side_file.display()
    )]
    DatabaseInUse {
        /// The path given.
        path: PathBuf,
        /// The log that SQLite keeps next to it.
        side_file: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write {}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Standard output, or a file without a name, cannot be written.
    #[error("cannot write the output")]
    Output(#[from] io::Error),
    /// A file cannot be read.
    #[error("cannot read {}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Standard input cannot be read.
    #[error("cannot read standard input")]
    Input(#[source] io::Error),
    /// The file exceeds a limit.
    #[error("too many {what}: the limit is {most}; nothing was changed")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// A zero byte, or a zero character.
    #[error(
        "the file is not a text file: there is a zero byte in line {line}, before byte offset \
         {offset}; save it as CSV in UTF-8, or as XLSX"
    )]
    NotText {
        /// The line, counted from 1.
        line: u64,
        /// The byte offset in the file, counted from 0.
        offset: u64,
    },
    /// A byte that is invalid in the encoding of the file.
    #[error(
        "line {line}, byte offset {offset}: {what} is not valid {encoding}; correct it, or \
         save the file again as UTF-8"
    )]
    Undecodable {
        /// The name of the encoding.
        encoding: &'static str,
        /// The line, counted from 1.
        line: u64,
        /// The byte offset in the file, counted from 0.
        offset: u64,
        /// The bytes.
        what: String,
    },
    /// A file that may be in another encoding, which a person has to confirm.
    #[error(
        "the file is not UTF-8; it may be {name}: then line {line} reads “{sample}”; nothing \
         was read",
        name = .encoding.name(),
        sample = crate::text::safe(.sample)
    )]
    EncodingGuess {
        /// The encoding that it may be.
        encoding: &'static encoding_rs::Encoding,
        /// The line of the sample, counted from 1.
        line: u64,
        /// A part of that line, decoded.
        sample: String,
        /// Other possible encodings, in which that part reads differently.
        others: Vec<EncodingSample>,
    },
    /// A character that never occurs in text in the given encoding.
    #[error(
        "read as {encoding}, line {line} has the control character U+{code:04X}: choose another \
         encoding; nothing was read"
    )]
    WrongEncoding {
        /// The name of the encoding.
        encoding: &'static str,
        /// The line, counted from 1.
        line: u64,
        /// The character.
        code: u32,
    },
    /// The byte order mark contradicts the given encoding.
    #[error("the file begins with the byte order mark of {marked}, not {named}")]
    ByteOrderMarkMismatch {
        /// The encoding given.
        named: &'static str,
        /// The encoding of the byte order mark.
        marked: &'static str,
    },
    /// A file in an unsupported format, which its program can save as another one.
    #[error("the file is {0}, which is not supported; save it as XLSX or CSV{1}")]
    UnsupportedFile(&'static str, &'static str),
    /// A file of JSON Lines.
    #[error(
        "the file has one JSON object on each line (JSON Lines), which is not supported; save it as \
         one JSON array, or as CSV"
    )]
    JsonLines,
    /// JSON that does not have the structure of an import.
    #[error(
        "the JSON does not have the structure of an import: expected a list of objects, [{{…}}, …], each \
         with a \"username\" and for grants \"companies\", or with a \"code\" for companies, at line \
         {line}, column {column}"
    )]
    UnexpectedJson {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
    },
    /// A file that is not a workbook, or is damaged.
    #[error("cannot read the file as an XLSX workbook: {0}")]
    NotAWorkbook(String),
    /// Invalid CSV or JSON.
    #[error("cannot read the file: {0}")]
    Malformed(String),
    /// Invalid JSON. The source says what to do about it.
    #[error("cannot read the file: not valid JSON: {message}")]
    NotJson {
        /// The message of the JSON library.
        message: String,
        /// The same in plain words, and what to do.
        source: JsonFault,
    },
    /// A file without content.
    #[error(
        "the file is empty: no headings were found and there is nothing to import; save it again, or \
         choose another file"
    )]
    EmptyFile,
    /// No line has known headings, or JSON has no known fields.
    #[error(
        "no headings were found in {part_searched}: one line must name the columns, among them \
         {wanted}"
    )]
    NoHeadings {
        /// The part of the file that was searched.
        part_searched: String,
        /// The columns that were searched for.
        wanted: String,
    },
    /// A file of users was expected, but the file is a list of grants.
    #[error(
        "the file looks like a list of grants, not of users: “{user}” is on {units} {first} and \
         {second} with different companies; import it as grants"
    )]
    LooksLikeGrants {
        /// A user with several companies, as the file has it.
        user: String,
        /// `lines` or `entries`.
        units: &'static str,
        /// The user's first line.
        first: u64,
        /// Another line of the user.
        second: u64,
    },
    /// Only the names of users or companies were recognized, and no fields to import.
    #[error(
        "only the {key} was recognized in this file, so there is nothing to import; not recognized: \
         {others}"
    )]
    OnlyNames {
        /// The field with their names.
        key: &'static str,
        /// Headings or fields that were not recognized.
        others: String,
    },
    /// Several sheets of a workbook match equally well.
    #[error("several sheets have such headings: {0}; choose one of them")]
    SeveralSheets(String),
    /// A workbook has no sheet of that name.
    #[error("the workbook has no sheet \"{wanted}\"; it has: {sheets}")]
    UnknownSheet {
        /// The name.
        wanted: String,
        /// The sheets that it has.
        sheets: String,
    },
    /// A sheet was given for a file that is not a workbook.
    #[error("only a workbook (XLSX) has sheets")]
    NoSheets,
    /// A heading that is an error value, or a formula without a value.
    #[error("{position}: the heading {why}")]
    BadHeading {
        /// Where the heading is.
        position: Box<Position>,
        /// Why it cannot be used.
        why: String,
    },
    /// Two columns with the same meaning.
    #[error(
        "{position}: “{heading}” is a second column with the same meaning as the one at {first}; \
         remove one of them"
    )]
    TwoColumns {
        /// The second.
        position: Box<Position>,
        /// Its heading.
        heading: String,
        /// The first.
        first: Box<Position>,
    },
    /// The format cannot hold that much.
    #[error("XLSX can hold at most {most} {what}, and there are {found}; use CSV or JSON")]
    TooLargeForXlsx {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// The limit.
        most: u64,
    },
    /// A matrix in CSV that would have more columns than `import` reads.
    #[error(
        "a matrix in CSV can have at most {most} companies, and there are {found}; \
         export pairs or JSON, or fewer companies"
    )]
    TooWide {
        /// How many companies there are.
        found: u64,
        /// The limit.
        most: u64,
    },
}

impl From<serde_json::Error> for ExchangeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
