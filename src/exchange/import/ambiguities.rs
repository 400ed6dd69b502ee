//! Lines of which only a half is known, as those of pairs with a problem: a
//! mirror that leaves them out must not revoke what they may have meant.

use std::collections::BTreeSet;

/// What is not known of the lines of a file.
#[derive(Default)]
pub(super) struct Ambiguities {
    /// Whether a line may say only a part of what its user should have.
    pub(super) pairs: bool,
    /// Names with a company that nobody knows.
    pub(super) names: BTreeSet<u32>,
    /// Names of which the file is not clear for another reason.
    pub(super) unclear_names: BTreeSet<u32>,
    /// Columns of companies with a user whom nobody knows.
    pub(super) columns: BTreeSet<u32>,
    /// The first line that names neither.
    pub(super) neither: Option<u64>,
    /// The first line of which it is not clear whom it means.
    pub(super) unclear: Option<u64>,
    /// Names whose line ends early: missing cells are not empty cells.
    pub(super) short: BTreeSet<u32>,
    /// The first line that cannot be read.
    pub(super) unreadable: Option<u64>,
}
