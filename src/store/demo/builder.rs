//! The connection, the calendar, the seed and the cancellation flag of a demo being built.

use rusqlite::Connection;

use super::times::Calendar;
use crate::domain::Cancel;

/// What all parts of the builder share.
#[derive(Clone, Copy)]
pub(super) struct DemoBuilder<'a> {
    pub(super) connection: &'a Connection,
    pub(super) calendar: &'a Calendar,
    pub(super) seed: u64,
    pub(super) cancel: &'a Cancel,
}
