//! What a bulk change asks of one cell.

/// What a cell of a user should be: the place of its company in the directory,
/// and whether it should hold a grant. Of one user ascending, each place once.
pub(super) type CellTarget = (usize, bool);
