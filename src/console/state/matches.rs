//! The matches of the last jump, for going from one to the next.

use crate::console::found_name::JumpTarget;

/// What was found, the best first, each with a name, and where the cursor went.
#[derive(Debug, Default)]
pub(crate) struct JumpMatches {
    pub(crate) found: Vec<(JumpTarget, String)>,
    pub(crate) at: usize,
}
