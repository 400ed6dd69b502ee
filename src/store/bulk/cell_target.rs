//! The state that a bulk change sets for one cell.

/// The desired state of one cell of a user: the position of its company in the catalog,
/// and whether it should be granted. Sorted by position, each once.
pub(super) type CellTarget = (usize, bool);
