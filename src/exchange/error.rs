//! Everything that can go wrong with a file, each as one sentence that a
//! person can act on.

use std::io;
use std::path::PathBuf;

use super::json_fault::JsonFault;
use super::{EncodingSample, Position};
use crate::store::StoreError;

/// The error of every function here.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A path whose ending says nothing.
    #[error("{}: the ending says no format; name it .csv, .xlsx or .json", .0.display())]
    UnknownFormat(PathBuf),
    /// Something has that name.
    #[error("{}: the file exists; it was not changed", .0.display())]
    Exists(PathBuf),
    /// A directory, a device or the like has that name.
    #[error("{}: not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// The database itself was named.
    #[error("{}: this is the open database; it was not changed", .0.display())]
    IsDatabase(PathBuf),
    /// Another database was named as the file to overwrite.
    #[error("{}: this is a SQLite database; nothing was written, choose another name", .0.display())]
    ReplacesDatabase(PathBuf),
    /// A file was named that is a database in use, or was at a crash.
    #[error(
        "{}: the file {} is one that SQLite keeps for a database in use; nothing was written, choose \
         another name",
        .path.display(), .beside.display()
    )]
    DatabaseInUse {
        /// What was named.
        path: PathBuf,
        /// The log.
        beside: PathBuf,
    },
    /// Something cannot be written.
    #[error("{}: it cannot be written", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The standard output, or a file that is not named.
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
    /// A file cannot be read.
    #[error("{}: it cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The standard input cannot be read.
    #[error("the input cannot be read")]
    Input(#[source] io::Error),
    /// There is more of something than is ever read.
    #[error("too many {what}: more than {most} are not read; nothing was changed")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much is read at most.
        most: u64,
    },
    /// A zero byte, or a zero character.
    #[error(
        "the file is not a text file: there is a zero byte in line {line}, before byte offset \
         {offset}; save it as CSV in UTF-8, or as XLSX"
    )]
    NotText {
        /// The line, from 1 on.
        line: u64,
        /// Where in the file, from 0 on.
        offset: u64,
    },
    /// A byte that does not fit the encoding of the file.
    #[error(
        "line {line}, byte offset {offset}: {what} is not valid {encoding}; correct this place, or \
         save the file again as UTF-8"
    )]
    Undecodable {
        /// The name of the encoding.
        encoding: &'static str,
        /// The line, from 1 on.
        line: u64,
        /// Where in the file the bytes are, from 0 on.
        offset: u64,
        /// The bytes.
        what: String,
    },
    /// A file that may be in another encoding, which a person has to confirm.
    #[error(
        "the file is not UTF-8; it may be {name}, in which line {line} reads “{sample}”; nothing \
         was read",
        name = .encoding.name(),
        sample = crate::text::safe(.sample)
    )]
    EncodingGuess {
        /// Which one it may be.
        encoding: &'static encoding_rs::Encoding,
        /// The line of the sample, from 1 on.
        line: u64,
        /// A part of that line, decoded.
        sample: String,
        /// Other encodings that it may be, in which that part reads otherwise.
        others: Vec<EncodingSample>,
    },
    /// A character that no text has in the encoding that a person named.
    #[error(
        "line {line} has the control character U+{code:04X} if it is read as {encoding}: choose another \
         encoding; nothing was read"
    )]
    WrongEncoding {
        /// The name of the encoding.
        encoding: &'static str,
        /// The line, from 1 on.
        line: u64,
        /// The character.
        code: u32,
    },
    /// A byte order mark that says another encoding than the person.
    #[error("the file begins with the byte order mark of {marked}, not {named}")]
    OtherMark {
        /// What the person has named.
        named: &'static str,
        /// What the mark says.
        marked: &'static str,
    },
    /// A file of another program, that a spreadsheet program can save otherwise.
    #[error("the file is {0}, which is not read; save it as XLSX or CSV{1}")]
    OtherFile(&'static str, &'static str),
    /// A file in which each line is JSON of its own.
    #[error(
        "the file has one JSON object on each line (JSON Lines), which is not supported; save it as \
         one JSON array, or as CSV"
    )]
    LinesOfJson,
    /// JSON of another structure.
    #[error(
        "the JSON has another structure than an import: expected a list of objects, [{{…}}, …], each \
         with a \"username\" and for grants \"companies\", or with a \"code\" for companies, at line \
         {line}, column {column}"
    )]
    OtherJson {
        /// The line, from 1 on.
        line: usize,
        /// The column, from 1 on.
        column: usize,
    },
    /// A file that is no workbook, or a damaged one.
    #[error("the file cannot be read as an XLSX workbook: {0}")]
    NotAWorkbook(String),
    /// JSON or CSV that is none.
    #[error("the file cannot be read: {0}")]
    Malformed(String),
    /// A text that is not JSON. What to do about it is the source.
    #[error("the file cannot be read: not valid JSON: {message}")]
    NotJson {
        /// What the JSON library says.
        message: String,
        /// The same in plain words.
        source: JsonFault,
    },
    /// A file without content.
    #[error(
        "the file is empty: no headings were found and there is nothing to import; save it again, or \
         choose another file"
    )]
    EmptyFile,
    /// No line names the columns, or no field of JSON is known.
    #[error(
        "no headings were found in {looked_in}: one line must name the columns, among them \
         {wanted}"
    )]
    NoHeadings {
        /// Which part of the file.
        looked_in: String,
        /// The columns that were looked for.
        wanted: String,
    },
    /// Users were to be read, and the file is a list of grants.
    #[error(
        "the file looks like a list of grants, not of users: “{user}” is on {units} {first} and \
         {second} with different companies; import it as grants"
    )]
    LooksLikeGrants {
        /// A user with several companies, as the file has it.
        user: String,
        /// What lines are: `lines` or `entries`.
        units: &'static str,
        /// The user's first line.
        first: u64,
        /// Another line of the user.
        second: u64,
    },
    /// Only the names of users or companies were recognized, and nothing about them.
    #[error(
        "only the {key} was recognized in this file, so there is nothing to import; not recognized: \
         {others}"
    )]
    OnlyNames {
        /// The field by which they are known.
        key: &'static str,
        /// Headings or fields that mean nothing here.
        others: String,
    },
    /// Several sheets of a workbook are as likely to be meant.
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
    /// A sheet was named of a file that has none.
    #[error("only a workbook (XLSX) has sheets")]
    NoSheets,
    /// A heading that is an error value, or a formula without a value.
    #[error("{position}: the heading {why}")]
    BadHeading {
        /// Where.
        position: Box<Position>,
        /// What it holds instead.
        why: String,
    },
    /// Two columns that mean the same.
    #[error(
        "{position}: a second column for “{heading}”, beside that at {first}: which of the two counts \
         cannot be known; leave one of them out"
    )]
    TwoColumns {
        /// The second.
        position: Box<Position>,
        /// Its heading.
        heading: String,
        /// The first.
        first: Box<Position>,
    },
    /// A format has no room for that much.
    #[error("XLSX has no room for {what}: {found}, and at most {most}; CSV and JSON have")]
    NoRoom {
        /// Of what there is too much.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much there may be.
        most: u64,
    },
    /// A line of CSV that `import` would not read again.
    #[error(
        "a matrix in CSV has room for {most} companies, and these are {found}; \
         write pairs or JSON, or fewer companies"
    )]
    TooWide {
        /// How many companies there are.
        found: u64,
        /// How many there may be.
        most: u64,
    },
}

impl From<serde_json::Error> for ExchangeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
