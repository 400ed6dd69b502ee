//! What a command fails with where neither the store nor a file is at fault.
//! The exit status tells most of them apart.

use std::fmt;

use crate::store::StoreError;

/// Every name of a command that nobody, or more than one, answers to.
#[derive(Debug)]
pub(super) struct Unresolved(pub(super) Vec<StoreError>);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} names are not known", self.0.len())
    }
}

impl std::error::Error for Unresolved {}

/// A setting that makes no sense, found only after the arguments were read.
#[derive(Debug)]
pub(super) struct WrongUsage(pub(super) String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WrongUsage {}

/// A signal, by its number, told the work to stop.
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
