//! Commits a bulk change: one transaction, one entry in the journal.

mod apply;
mod cell_target;
pub(super) mod desired_state;
mod expected_access;
mod matrix_targets;
mod populate;
pub(super) mod preview;

use std::rc::Rc;

use super::{Store, StoreError};
use crate::domain::{Bulk, JobProgress, Preview};
use crate::store::edit::Committed;
use crate::store::edit::writer::Writer;
use desired_state::{CHUNK, DesiredState, RowDiff};

impl Store {
    /// Commits a bulk change as one change of the journal. With `expected`, it is committed
    /// only if it adds and removes as many grants as that preview.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] if the numbers differ from `expected`,
    /// [`StoreError::Cancelled`] once `progress` is cancelled, and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn commit(
        &mut self,
        bulk: &Bulk,
        expected: Option<&Preview>,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Committed, StoreError> {
        let mut unchanged = 0;
        let work = |writer: &mut Writer<'_>| {
            writer.stops_with(progress);
            writer.sends_early();
            unchanged = writer.in_batches(0, |writer| write_all(writer, bulk, progress))?;
            let as_expected = expected.is_none_or(|preview| {
                (preview.added, preview.removed) == (writer.done.added, writer.done.removed)
            });
            if as_expected {
                return Ok(());
            }
            // Checked first: if a trigger wrote other grants, the numbers differ although no
            // other program wrote.
            writer.compare()?;
            Err(StoreError::Outdated)
        };
        let kind = bulk.operation.kind();
        let written = if self.has_usual_grants()? {
            self.write_rows(kind, reason, work)?
        } else {
            self.write(kind, reason, work)?
        };
        Ok(Committed::of(written, unchanged))
    }
}

/// Writes every cell, and returns how many already matched.
fn write_all(
    writer: &mut Writer<'_>,
    bulk: &Bulk,
    progress: &mut JobProgress<'_>,
) -> Result<u64, StoreError> {
    let mut desired = DesiredState::of(bulk, writer.catalog, |from| writer.positions_of(from))?;
    progress.begin(desired.cells());
    let mut unchanged = 0;
    let mut row = RowDiff::default();
    let users = Rc::clone(&desired.users);
    for users in users.chunks(CHUNK) {
        desired.read(writer.connection, writer.schema(), writer.catalog, users)?;
        for &user in users {
            if !desired.is_nothing_for(user) {
                desired.for_row(user, &writer.positions_of(user)?, &mut row);
                for &at in &row.remove {
                    writer.revoke_at(at)?;
                }
                for &at in &row.add {
                    writer.grant_at(at)?;
                }
                unchanged += row.unchanged;
            }
            if progress.advance(desired.cells_of(user)) {
                return Err(StoreError::Cancelled);
            }
        }
    }
    Ok(unchanged)
}
