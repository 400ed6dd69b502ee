//! Errors of commands that come neither from the store nor from a file. Most have
//! their own exit status.

use std::fmt;

use crate::store::StoreError;

/// Every name of a command that is unknown or ambiguous.
#[derive(Debug)]
pub(super) struct Unresolved(pub(super) Vec<StoreError>);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} unknown or ambiguous names", self.0.len())
    }
}

impl std::error::Error for Unresolved {}

/// An invalid setting, found after parsing the arguments.
#[derive(Debug)]
pub(super) struct WrongUsage(pub(super) String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WrongUsage {}

/// A signal stopped the work; its number.
#[derive(Debug)]
pub(super) struct Interrupted(pub(super) usize);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted; nothing was left behind")
    }
}

impl std::error::Error for Interrupted {}

/// A dangerous change that was not forced.
#[derive(Debug)]
pub(super) struct Refused(pub(super) String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}
