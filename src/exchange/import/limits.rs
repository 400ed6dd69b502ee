//! How much of a file is read at most, so that a hostile file cannot use all
//! memory or run forever.

/// The limits. The defaults are far above what anybody imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of a workbook when it is unpacked.
    pub unpacked: u64,
    /// Bytes of a part of a workbook that is kept in memory.
    pub part: u64,
    /// Sheets of a workbook.
    pub sheets: u64,
    /// Cells that are not empty.
    pub cells: u64,
    /// Bytes of a line of text, an entry of JSON or a value of a workbook.
    pub line: u64,
    /// Columns of a table.
    pub columns: u64,
    /// Characters in a cell of a workbook.
    pub cell: u64,
    /// Bytes of text in all cells of a workbook that are read.
    pub texts: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            file: 4096 * MIB,
            unpacked: 4096 * MIB,
            part: 256 * MIB,
            sheets: 255,
            cells: 100_000_000,
            line: 4 * MIB,
            columns: 20_000,
            // The limit of Excel.
            cell: 32_767,
            texts: 512 * MIB,
        }
    }
}
