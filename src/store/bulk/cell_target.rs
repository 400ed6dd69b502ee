//! What a bulk change asks of one cell.

/// What a cell of a user should be: the position of its company in the catalog,
/// and whether it should hold a grant. Of one user ascending, each position once.
pub(super) type CellTarget = (usize, bool);
