//! Exit statuses, and how failures are reported: one line each on standard error,
//! with nothing in it that could control a terminal.

use std::io::{self, ErrorKind};

use anyhow::anyhow;

use super::errors::{Interrupted, Refused, Unresolved, WrongUsage};
use super::filter::BadFilter;
use super::hints;
use super::phrases::{last_super_admin, refused};
use crate::exchange::ExchangeError;
use crate::store::StoreError;
use crate::text::system_error::with_causes;

pub(super) use super::terminal_writer::{print_aligned, print_message};

/// Everything was done.
pub(super) const DONE: u8 = 0;
/// Something failed, or a check found a problem.
pub(super) const FAILED: u8 = 1;
/// The arguments are invalid.
pub(super) const USAGE: u8 = 2;
const BUSY: u8 = 3;
/// A dry run with `--detailed-exitcode` found changes to make.
pub(super) const PENDING: u8 = 4;
const REFUSED: u8 = 5;

/// What the exit statuses mean, for the manual and docs/command-line.md.
pub(super) const STATUSES: &[(&str, &str)] = &[
    ("0", "done"),
    ("1", "failed (standard error says why), or `check` found a problem"),
    ("2", "wrong usage"),
    (
        "3",
        "the database was busy (another program held the lock), or the server could not be reached",
    ),
    ("4", "there are changes to make (with `--dry-run --detailed-exitcode`)"),
    ("5", "refused: the change is dangerous, and `--force` was not given"),
    ("130, 143, 129", "stopped by `^C`, SIGTERM, SIGHUP"),
];

/// Reports an error and returns the exit status. A pipe that its reader closed is
/// not an error.
pub(super) fn report(error: &anyhow::Error) -> u8 {
    if is_broken_pipe(error) {
        return DONE;
    }
    if let Some(Unresolved(faults)) = error.downcast_ref() {
        for fault in faults {
            print_message(&format!("grantgrid: {fault}"));
        }
        return FAILED;
    }
    if let Some(fault) = error.downcast_ref::<BadFilter>() {
        print_message(&format!("grantgrid: {fault}"));
        fault.picture().iter().for_each(|line| print_aligned(line));
        return USAGE;
    }
    if let Some(StoreError::LastSuperAdmin(username)) = of_store(error) {
        print_message(&format!("grantgrid: {}", refused(&last_super_admin(username))));
        return REFUSED;
    }
    if let Some(StoreError::ManyLoseAccess(loss)) = of_store(error) {
        print_message(&format!("grantgrid: {}", refused(&format!("it {loss}"))));
        return REFUSED;
    }
    if let Some(store_error) = of_store(error) {
        print_message(&format!("grantgrid: {store_error}{}", hints::of_error(error)));
        return if matches!(store_error, StoreError::Busy | StoreError::Unreachable(_)) {
            BUSY
        } else {
            FAILED
        };
    }
    print_message(&format!("grantgrid: {}{}", with_causes(error.as_ref()), hints::of_error(error)));
    if let Some(Interrupted(signal)) = error.downcast_ref() {
        // As a shell counts it.
        u8::try_from(128 + signal).unwrap_or(FAILED)
    } else if error.is::<WrongUsage>() {
        USAGE
    } else if error.is::<Refused>() {
        REFUSED
    } else {
        FAILED
    }
}

/// The error of the store, if it is one.
fn of_store(error: &anyhow::Error) -> Option<&StoreError> {
    match error.downcast_ref() {
        Some(ExchangeError::Store(error)) => Some(error),
        _ => error.downcast_ref(),
    }
}

/// Adds a hint about --force if the file exists.
pub(super) fn offering_force(error: anyhow::Error) -> anyhow::Error {
    let exists = matches!(error.downcast_ref(), Some(ExchangeError::Exists(_)))
        || matches!(error.downcast_ref(), Some(StoreError::Exists(_)));
    if exists { anyhow!("{error}; use --force to overwrite it") } else { error }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = if let Some(error) = cause.downcast_ref::<io::Error>() {
            Some(error.kind())
        } else {
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
        };
        kind == Some(ErrorKind::BrokenPipe)
    })
}
