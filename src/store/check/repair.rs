//! Repairs what needs no decision: deletes grants that give nobody access, as one change of
//! the journal, so that undo restores them exactly. First it completes grantgrid's own tables
//! and resolves their contradictions.

use super::grants::{self, IdNames};
use super::{journal, journal_repair};
use crate::domain::{ChangeKind, JobProgress, Permission, Repaired};
use crate::store::schema::{GRANTS, own};
use crate::store::{Store, StoreError, WriteAccess};
use rusqlite::{Transaction, TransactionBehavior};

impl Store {
    /// Deletes orphan grants, and all but the oldest of several grants of one cell. The access
    /// matrix does not change.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `progress` is cancelled, and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn repair(
        &mut self,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Repaired, StoreError> {
        self.authorize(Permission::SeeEverything)?;
        let mut repaired =
            Repaired { change: None, orphans: 0, duplicates: 0, own_tables: false, history: 0 };
        if self.access == WriteAccess::None {
            return Err(self.read_only_error());
        }
        // A change would also complete them, but rolls that back if there is nothing else to
        // write. A replica's own tables are copies of the server's.
        if self.access != WriteAccess::Rehearsal && self.replica.is_none() {
            repaired.own_tables = self.complete_own_tables()?;
            repaired.history = self.resolve_history()?;
        }
        let written = self.write_rows(ChangeKind::Repair, reason, |writer| {
            let mut doomed = Vec::new();
            let names = IdNames::of(writer.connection, writer.catalog)?;
            grants::walk(writer.connection, writer.catalog, progress, |grant| {
                if grant.is_orphan || grant.is_duplicate {
                    let label = format!("grant {}", names.name(grant));
                    doomed.push((grant.key.clone(), label, grant.is_orphan));
                }
                Ok(())
            })?;
            progress.begin(doomed.len() as u64);
            for (key, label, is_orphan) in doomed {
                if writer.delete_row(GRANTS, &key, &label)? {
                    let count =
                        if is_orphan { &mut repaired.orphans } else { &mut repaired.duplicates };
                    *count += 1;
                }
                if progress.advance(1) {
                    return Err(StoreError::Cancelled);
                }
            }
            Ok(())
        })?;
        repaired.change = written.map(|written| written.change);
        Ok(repaired)
    }

    /// Makes the journal consistent, and returns how many entries were changed.
    fn resolve_history(&self) -> Result<u64, StoreError> {
        if journal::find_inconsistencies(&self.connection)?.count == 0 {
            return Ok(0);
        }
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.make_own_tables(&transaction)?;
        let changed = journal_repair::resolve(&transaction)?;
        transaction.commit()?;
        Ok(changed)
    }

    /// Completes grantgrid's own tables; false if they are complete, or if there are
    /// none.
    fn complete_own_tables(&self) -> Result<bool, StoreError> {
        if own::incomplete(&self.connection)?.is_empty() {
            return Ok(false);
        }
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.make_own_tables(&transaction)?;
        transaction.commit()?;
        Ok(true)
    }
}
