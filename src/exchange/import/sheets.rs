//! What can be chosen in a workbook: which sheet is read, and whether hidden rows,
//! columns and sheets are.

/// The sheets of a workbook, and what it hides. Empty for other files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheets {
    /// The worksheets in their order, without the totals of an export.
    pub all: Vec<SheetName>,
    /// The name of the sheet that was read; `None` if none was.
    pub read: Option<String>,
    /// How many rows with values are hidden in what was read.
    pub hidden_rows: u64,
    /// How many columns with values are hidden in what was read.
    pub hidden_columns: u64,
}

/// A worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetName {
    /// The name on its tab.
    pub name: String,
    /// Whether the workbook hides it.
    pub is_hidden: bool,
}

impl Sheets {
    /// Whether there are several sheets to choose from.
    #[must_use]
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// Whether a row, a column or a sheet is hidden.
    #[must_use]
    pub fn hide_anything(&self) -> bool {
        self.hidden_rows > 0
            || self.hidden_columns > 0
            || self.all.iter().any(|sheet| sheet.is_hidden)
    }
}
