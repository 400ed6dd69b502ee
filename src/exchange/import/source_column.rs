//! What a column of a table is, as the headings tell.

/// What a column of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceColumn {
    /// A company, by its column in the sheet.
    Company(u32),
    /// Nobody knows yet: the cells will tell.
    Unknown(usize),
    /// It may say whether a pair grants.
    Grant(usize),
    /// It is of no use here, or was a problem.
    LeftOut,
}
