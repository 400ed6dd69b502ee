//! The transaction in which every edit is written. An edit commits as a whole: the
//! grants, the journal entry (who, when, why and exactly which cells), and the rows
//! of the HR system's audit log. An edit that changes nothing writes nothing, not
//! even the journal's tables.

mod dependents;
#[cfg(test)]
mod full_disk;
pub(super) mod links;
#[cfg(test)]
mod many_rows;
pub(super) mod new_ids;
mod outside_tenant;
pub(super) mod ranks;
mod reference_counts;
pub(super) mod references;
mod rehearsal;
pub(super) mod remote;
pub(super) mod rows;
pub(super) mod super_admins;
mod usual_grants;
mod verify;
pub(super) mod writer;

use std::cell::OnceCell;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Store, StoreError, WriteAccess, opening};
use crate::domain::{
    AccessEffect, Cancel, Change, ChangeKind, ChangeRow, Edit, HomeEffect, StatisticsDelta, UserId,
    hr_time,
};
use crate::store::journal::{self, Visibility, audit, history_rows};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::file_id;
use crate::store::reading::home_companies::{self, HomeCompanies};
use crate::store::rights::boundary;
use crate::store::schema::ids::NewIds;
use crate::store::schema::{last_change, own, saved_rules, statement_error, triggers};
use crate::store::sqlite::connecting;
use crate::store::sqlite::pragmas::{self, is_in_transaction};
use remote::OutgoingChange;
use verify::Verifier;
use writer::{WriteContext, Writer};

/// The result of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Committed {
    /// The change as the journal has it; `None` if every cell already matched, so
    /// that nothing was written.
    pub change: Option<Change>,
    /// How many of the cells already matched.
    pub unchanged: u64,
    /// The difference the change makes to the statistics; `None` if they must be counted
    /// again, because home companies are not read yet.
    pub delta: Option<StatisticsDelta>,
}

impl Committed {
    pub(crate) fn of(written: Option<WrittenChange>, unchanged: u64) -> Self {
        match written {
            Some(WrittenChange { change, delta, .. }) => {
                Self { change: Some(change), unchanged, delta }
            }
            None => Self { change: None, unchanged, delta: Some(StatisticsDelta::default()) },
        }
    }
}

impl Store {
    /// Commits an edit of any number of cells as one change. It is fastest if the cells of
    /// each user are adjacent.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another program holds the lock, [`StoreError::Gone`] if a user
    /// or company was deleted meanwhile, [`StoreError::OutOfReach`] and
    /// [`StoreError::NoRights`] if the operator may not do it, [`StoreError::UnusableCompany`],
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`]; after any of them nothing has
    /// changed.
    pub fn edit(
        &mut self,
        kind: ChangeKind,
        edits: impl IntoIterator<Item = Edit>,
        reason: Option<&str>,
    ) -> Result<Committed, StoreError> {
        let mut unchanged = 0;
        let written = self.write(kind, reason, |writer| {
            for Edit { cell, granted } in edits {
                let is_new = if granted { writer.grant(&cell)? } else { writer.revoke(&cell)? };
                unchanged += u64::from(!is_new);
            }
            Ok(())
        })?;
        Ok(Committed::of(written, unchanged))
    }

    /// Runs `work` in an immediate transaction as one change. Commits if it changed a cell or
    /// a row, or reverts another change; otherwise rolls back and returns `None`. A rehearsal
    /// always rolls back.
    pub(crate) fn write(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<WrittenChange>, StoreError> {
        if self.access == WriteAccess::None {
            return Err(self.read_only_error());
        }
        if let (Some(link), WriteAccess::Full) = (&self.replica, self.access) {
            link.remote().prepare(&self.connection).inspect_err(|_| link.remote().release())?;
        }
        let mut written = self.transact(kind, reason, work);
        if let (Some(link), WriteAccess::Full) = (&self.replica, self.access) {
            let connection = &self.connection;
            link.remote().release();
            written = written.map_err(|error| link.remote().after_failure(error, connection));
        }
        // This only frees memory; a failure does not affect the commit.
        let _ = opening::use_large_cache(&self.connection, false);
        if let Ok(Some(WrittenChange { change, .. })) = &written
            && self.access != WriteAccess::Rehearsal
            && self.renew_after(change).is_err()
        {
            // The data version is read again at the next check for external changes.
            self.data_version = i64::MIN;
        }
        written
    }

    /// Like [`Store::write`], for changes that also write to tables other than the grants,
    /// with the functions of [`self::rows`]. Foreign keys are not enforced during the change,
    /// so that nothing cascades without a journal entry and orphans can be restored; `work`
    /// must check what refers to its rows.
    pub(crate) fn write_rows(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<WrittenChange>, StoreError> {
        self.unenforced(|store| store.write(kind, reason, work))
    }

    fn unenforced<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let unenforced = Unenforced::begin(self)?;
        let done = work(unenforced.0);
        unenforced.end()?;
        done
    }

    /// Reads the small tables again if the change wrote to them.
    fn renew_after(&mut self, change: &Change) -> Result<(), StoreError> {
        let mut tables = change.rows.iter().map(|count| count.table.as_str());
        if change.rows.is_empty() {
            Ok(())
        } else if tables.all(|table| [own::RULE, own::POLICY].contains(&table)) {
            // Everything else is unchanged, including home companies.
            self.catalog.set_rules(saved_rules::rules(&self.connection)?);
            self.catalog.set_policies(saved_rules::policies(&self.connection)?);
            Ok(())
        } else {
            self.refresh()
        }
    }

    /// Creates or completes grantgrid's own tables.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::OwnTables`].
    pub(crate) fn make_own_tables(&self, connection: &Connection) -> Result<(), StoreError> {
        if let Some(fault) = triggers::on_own_tables(connection)? {
            return Err(StoreError::OwnTrigger(fault));
        }
        if own::is_current(connection)? {
            return Ok(());
        }
        let path = self.path.clone();
        let found = own::format_of(connection)?;
        if found > own::FORMAT {
            return Err(StoreError::Newer { path, found, known: own::FORMAT });
        }
        if let Some(fault) = own::unusable(connection)? {
            return Err(StoreError::OwnTables { path, fault });
        }
        Ok(own::make(connection)?)
    }

    fn transact(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<WrittenChange>, StoreError> {
        if file_id::FileId::of(&self.path) != self.file {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        self.audit_note = None;
        let at = hr_time(self.environment.clock.now());
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.make_own_tables(&transaction)?;
        let fresh = FreshTables::if_changed(self, &transaction)?;
        let (catalog, homes, delta_known) = match &fresh {
            None => (&self.catalog, self.homes.as_ref(), !self.needs_home_companies()),
            Some(fresh) => {
                let known = fresh.homes.is_some() || !home_companies::must_be_read(&self.schema);
                (&fresh.catalog, fresh.homes.as_ref().or(self.homes.as_ref()), known)
            }
        };
        self.recheck_operator(&transaction, catalog, fresh.is_some())?;
        self.require_people(&transaction)?;
        let who = (&*self.environment.operator, &*self.environment.account);
        let id = journal::begin(&transaction, &at, who, kind, reason)?;
        let renewed = OnceCell::new();
        #[allow(clippy::redundant_closure_for_method_calls)] // its path is private
        let remote = self.replica.as_ref().map(|link| link.remote());
        let context = WriteContext {
            connection: &transaction,
            schema: &self.schema,
            catalog,
            homes,
            renewed: &renewed,
            remote,
            is_rehearsal: self.access == WriteAccess::Rehearsal,
        };
        let mut writer = Writer::new(context, self.environment.ids.as_mut(), (id, &at));
        writer.verifier = Verifier::start(&transaction)?;
        work(&mut writer)?;
        let mut verifier = std::mem::take(&mut writer.verifier);
        let unseen = std::mem::take(&mut writer.unseen);
        let cancel = writer.cancel.take();
        let done = writer.finish();
        require_open(&transaction)?;
        verifier.compare(&transaction)?;
        if done.added + done.removed + done.rows == 0 && done.reverts.is_none() {
            return Ok(None);
        }
        if let (Some(tenant), 1..) = (self.tenant_within(), done.rows) {
            boundary::require_all(&transaction, &self.schema, tenant, id)?;
        }
        if done.rows > 0 {
            self.recheck_own_account(&transaction, catalog)?;
        }
        journal::finish(&transaction, id, &done)?;
        last_change::note(&transaction, self.schema.user_person, id, done.rows > 0)?;
        let edits = history_rows::read(&transaction, id, (0, MOST_EDITS), Visibility::Whole)?;
        let change = journal::change(&transaction, id, Visibility::Whole)?
            .ok_or_else(|| StoreError::Database("the journal lost its entry".into()))?;
        if let Some(log) = &self.schema.audit {
            let operator = self.logged_operator(&transaction)?;
            let mut ids = NewIds::new(self.environment.ids.as_mut(), catalog.id_form);
            self.audit_note = audit::record(log, &transaction, &change, operator, &mut ids)?;
            require_open(&transaction)?;
        }
        // The audit row may have fired a trigger too.
        verifier.finish(&transaction)?;
        // If users, home companies or rules changed, the cells alone do not determine the
        // statistics.
        let delta = (delta_known && done.rows == 0).then_some(done.delta);
        let (homes, effect) = (done.homes, delta_known.then_some(done.effect));
        if self.access == WriteAccess::Rehearsal {
            return Ok(Some(WrittenChange { change, delta, homes, effect, edits }));
        }
        match &self.replica {
            None => transaction.commit().map_err(statement_error::at_commit)?,
            Some(link) => {
                let remote = link.remote();
                self.audit_note = remote.commit(&OutgoingChange {
                    connection: &transaction,
                    change: &change,
                    unseen: &unseen,
                    audit: audit::rows(&transaction, &change)?,
                    logged: self.logged_operator(&transaction)?,
                    acting: self.acting.as_ref(),
                    cancel,
                })?;
                // The server has already committed the change, even if the replica fails.
                if transaction.commit().is_err() {
                    let _ = remote.renew();
                }
            }
        }
        if self.keep_wal {
            // After this write, the write-ahead log may be checkpointed again.
            connecting::keep_log(&self.connection, false)?;
            self.keep_wal = false;
        }
        self.columns.forget_grants();
        Ok(Some(WrittenChange { change, delta, homes, effect, edits }))
    }
}

impl Store {
    /// The user to name in the HR system's audit log.
    fn logged_operator(&self, connection: &Connection) -> Result<Option<UserId>, StoreError> {
        Ok(match &self.acting {
            Some(operator) => Some(operator.id),
            None => audit::active_user(connection, &self.schema, &self.environment.operator)?,
        })
    }
}

/// A store that does not enforce foreign keys. Enforces them again when dropped, whatever
/// happens in between.
struct Unenforced<'s>(&'s mut Store);

impl<'s> Unenforced<'s> {
    fn begin(store: &'s mut Store) -> rusqlite::Result<Self> {
        pragmas::enforce_foreign_keys(&store.connection, false)?;
        Ok(Self(store))
    }

    fn end(self) -> rusqlite::Result<()> {
        pragmas::enforce_foreign_keys(&self.0.connection, true)
    }
}

impl Drop for Unenforced<'_> {
    fn drop(&mut self) {
        let _ = pragmas::enforce_foreign_keys(&self.0.connection, true);
    }
}

/// # Errors
/// [`StoreError::Refused`] if a trigger or a constraint of the database rolled back the whole
/// transaction, so that further writes would not be part of one.
pub(crate) fn require_open(connection: &Connection) -> Result<(), StoreError> {
    if !is_in_transaction(connection) {
        return Err(statement_error::rolled_back(connection));
    }
    Ok(())
}

/// Current copies of the small tables, read if another program has written since the store
/// read its own. The store's copies stay as they are until [`Store::changed_externally`]
/// reports the change, so that the positions of companies do not change unexpectedly for the
/// caller.
pub(crate) struct FreshTables {
    pub(crate) catalog: Catalog,
    /// `None` for a large database.
    pub(crate) homes: Option<HomeCompanies>,
}

impl FreshTables {
    /// Reads them; `None` if the store's own copies are current.
    pub(crate) fn if_changed(
        store: &Store,
        connection: &Connection,
    ) -> Result<Option<Self>, StoreError> {
        if pragmas::data_version(connection)? == store.data_version {
            return Ok(None);
        }
        let schema = &store.schema;
        let catalog = Catalog::read(connection, schema, store.tenant_within())?;
        let homes = home_companies::is_small(connection, schema)?
            .then(|| home_companies::read(connection, schema, &catalog, &Cancel::default()))
            .transpose()?;
        Ok(Some(Self { catalog, homes }))
    }
}

/// A change that was committed.
pub(crate) struct WrittenChange {
    pub(crate) change: Change,
    pub(crate) delta: Option<StatisticsDelta>,
    pub(crate) homes: HomeEffect,
    /// The effect of its cells on access, if the writer counted it; `None` also if the home
    /// companies of a large database are not read yet.
    pub(crate) effect: Option<AccessEffect>,
    /// What it did to rows, at most [`MOST_EDITS`].
    pub(crate) edits: Vec<ChangeRow>,
}

/// The maximum number of rows that are listed.
const MOST_EDITS: usize = 10_000;
