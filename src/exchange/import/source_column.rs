//! The kind of a column, by its heading.

/// The kind of a column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceColumn {
    /// A company, by its column in the import.
    Company(u32),
    /// Not known until the cells are read.
    Unknown(usize),
    /// It may say whether a pair grants.
    Grant(usize),
    /// Ignored, or already a problem.
    LeftOut,
}
