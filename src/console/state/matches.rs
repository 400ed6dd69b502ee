//! The matches of the last jump, so that keys can go from one to the next.

use crate::console::found_name::JumpTarget;

/// The matches, best first, each with a name, and the index of the one that the cursor went
/// to.
#[derive(Debug, Default)]
pub(crate) struct JumpMatches {
    pub(crate) found: Vec<(JumpTarget, String)>,
    pub(crate) at: usize,
    /// Whether the jump was not ended yet, so that the keys of the context `Matches` lead on.
    pub(crate) is_stepping: bool,
}
