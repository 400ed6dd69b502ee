//! What every part of the building of a demo works with.

use rusqlite::Connection;

use super::times::Calendar;
use crate::domain::Cancel;

/// What all that takes long works with.
#[derive(Clone, Copy)]
pub(super) struct DemoBuilder<'a> {
    pub(super) connection: &'a Connection,
    pub(super) calendar: &'a Calendar,
    pub(super) seed: u64,
    pub(super) cancel: &'a Cancel,
}
