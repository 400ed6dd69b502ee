//! Lines that are only partly understood, such as pairs with a problem. A mirror import skips them,
//! but must not revoke any grant that they may mean.

use std::collections::BTreeSet;

/// What is unclear in the lines of a file.
#[derive(Default)]
pub(super) struct Ambiguities {
    /// Whether a line may have only some of the companies that its user should have.
    pub(super) pairs: bool,
    /// Names with an unknown company.
    pub(super) names: BTreeSet<u32>,
    /// Names that are unclear for another reason.
    pub(super) unclear_names: BTreeSet<u32>,
    /// Columns of companies with an unknown user.
    pub(super) columns: BTreeSet<u32>,
    /// The first line that names neither.
    pub(super) neither: Option<u64>,
    /// The first line whose user is unclear.
    pub(super) unclear: Option<u64>,
    /// Names whose line is too short: missing cells are not empty cells.
    pub(super) short_line: BTreeSet<u32>,
    /// The first line that cannot be read.
    pub(super) unreadable: Option<u64>,
}
