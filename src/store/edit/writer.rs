//! Writes the cells of one change, user by user: each grant in the HR system's own format, and
//! the journal's records that undo needs. It can also only count what it would write.

mod batches;
mod effects;
mod first_visit;
mod persons;
mod rows;
pub(crate) mod statements;
mod waiting_rows;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use super::dependents::Dependents;
use super::links::Links;
use super::reference_counts::ReferenceCounts;
use super::remote::{RemoteDatabase, UnseenValue};
use super::verify::Verifier;
use crate::domain::{Cancel, Cell, ChangeId, IdSource, JobProgress, UserId};
use crate::store::journal::ChangeTotals;
use crate::store::journal::person::FormerUsers;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::home_companies::HomeCompanies;
use crate::store::reading::matrix_row::{GrantRow, RowReader, StoredGrant};
use crate::store::reading::tenant_scope;
use crate::store::schema::HrSchema;
use crate::store::schema::ids::NewIds;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;
use crate::store::{StoreError, opening};
use first_visit::FirstVisits;
use statements::SELECT_EXISTING;
use waiting_rows::WaitingRows;

/// The number of cells from which a change gets a larger cache.
const LARGE: u64 = 10_000;

/// The data that a writer works on.
#[derive(Clone, Copy)]
pub(crate) struct WriteContext<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) schema: &'a HrSchema,
    pub(crate) catalog: &'a Catalog,
    pub(crate) homes: Option<&'a HomeCompanies>,
    /// The catalog after the change's own edits, if it was read again.
    pub(crate) renewed: &'a OnceCell<Catalog>,
    /// The server, if the database is a replica.
    pub(crate) remote: Option<&'a dyn RemoteDatabase>,
    /// Whether the change will be rolled back, so that it must not use ids of the server.
    pub(crate) is_rehearsal: bool,
}

pub(crate) struct Writer<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) catalog: &'a Catalog,
    pub(crate) change: ChangeId,
    pub(crate) done: ChangeTotals,
    /// The time of the change, as the HR system writes times.
    pub(crate) at: &'a str,
    /// The tables in which rows were written.
    pub(super) shapes: HashMap<String, Rc<TableShape>>,
    /// The links through which other rows may refer to such rows.
    pub(super) links: Links,
    pub(crate) reference_counts: ReferenceCounts,
    pub(super) dependents: Dependents,
    /// The last id given to a new row, by table.
    pub(super) last_ids: HashMap<&'static str, i64>,
    /// Compares the written rows with the planned ones.
    pub(in crate::store) verifier: Verifier,
    pub(crate) remote: Option<&'a dyn RemoteDatabase>,
    /// The server that assigns ids, if the database is a replica.
    pub(super) id_source: Option<&'a dyn RemoteDatabase>,
    /// Values for columns that only the server has.
    pub(super) unseen: Vec<UnseenValue>,
    /// Also stops the server's part of the change.
    pub(super) cancel: Option<Cancel>,
    sends_to: Option<&'a dyn RemoteDatabase>,
    /// Whether to count only, and write nothing.
    dry: bool,
    renewed: &'a OnceCell<Catalog>,
    rows: RowReader<'a>,
    ids: NewIds<'a>,
    row: Option<GrantRow>,
    has_room: bool,
    company_numbers: HashMap<usize, i64>,
    /// Whether the journal had the name of the last user.
    expects_known: bool,
    former_users: FormerUsers,
    waiting: WaitingRows,
    first_visits: FirstVisits,
    insert: String,
}

impl<'a> Writer<'a> {
    /// Makes the caller's cancellation also stop the server's part of the change.
    pub(crate) fn stops_with(&mut self, progress: &JobProgress<'_>) {
        self.cancel = progress.cancel().cloned();
    }

    /// From here on, each grant is sent to the server as it is added. None may be removed
    /// again.
    pub(crate) fn sends_early(&mut self) {
        self.sends_to = self.id_source;
    }

    /// A writer for a change that has been begun in the journal.
    pub(crate) fn new(
        context: WriteContext<'a>,
        ids: &'a mut dyn IdSource,
        (change, at): (ChangeId, &'a str),
    ) -> Self {
        let WriteContext { connection, schema, catalog, homes, renewed, .. } = context;
        Self {
            connection,
            catalog,
            change,
            done: ChangeTotals::default(),
            at,
            shapes: HashMap::new(),
            links: Links::default(),
            reference_counts: ReferenceCounts::default(),
            dependents: Dependents::default(),
            last_ids: HashMap::new(),
            verifier: Verifier::default(),
            remote: context.remote,
            id_source: context.remote.filter(|_| !context.is_rehearsal),
            unseen: Vec::new(),
            cancel: None,
            sends_to: None,
            dry: false,
            renewed,
            rows: RowReader::new(connection, schema, catalog, homes),
            ids: NewIds::new(ids, catalog.id_form),
            row: None,
            has_room: false,
            company_numbers: HashMap::new(),
            expects_known: false,
            former_users: FormerUsers::default(),
            waiting: WaitingRows::default(),
            first_visits: FirstVisits::default(),
            insert: statements::insert_sql(schema),
        }
    }

    /// A writer that only counts.
    pub(crate) fn dry(context: WriteContext<'a>, ids: &'a mut dyn IdSource) -> Self {
        let mut writer = Self { dry: true, ..Self::new(context, ids, (ChangeId(0), "")) };
        writer.counts_effect();
        writer
    }

    /// Whether the users visited from here on may be visited once more.
    pub(crate) fn expect_another_visit(&mut self, expect: bool) {
        self.leave_row();
        self.first_visits.expect_another = expect;
    }

    /// From here on, the effect on access is counted too.
    pub(crate) fn counts_effect(&mut self) {
        self.rows.keeps_start = true;
    }

    pub(crate) fn is_dry(&self) -> bool {
        self.dry
    }

    /// Adds the grant of a cell; false if it already exists.
    pub(crate) fn grant(&mut self, cell: &Cell) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        self.grant_at(at)
    }

    /// The same for the company at this position in the current row.
    pub(crate) fn grant_at(&mut self, at: usize) -> Result<bool, StoreError> {
        if self.holds(at) {
            return Ok(false);
        }
        let company = &self.catalog.companies[at];
        if !company.id.is_usable() {
            return Err(StoreError::UnusableCompany(company.code.clone()));
        }
        let now = SqlValue::from(self.at.to_owned());
        let id = self.ids.next().into();
        let grant = StoredGrant { id, created_at: now.clone(), modified_at: now, rowid: None };
        if self.waiting.on {
            self.insert_new(at, &grant.id)?;
            self.hold(at, grant);
        } else {
            self.add(at, grant)??;
        }
        Ok(true)
    }

    /// Restores a grant as it was; false if the cell or the id is taken.
    pub(crate) fn restore(&mut self, cell: &Cell, grant: StoredGrant) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        if !self.is_same_person()? {
            return Ok(false);
        }
        if self.holds(at) && self.row.as_ref().and_then(|row| row.restored) != Some(at) {
            return Ok(false);
        }
        if self.dry && self.connection.prepare_cached(SELECT_EXISTING)?.exists([&grant.id])? {
            return Ok(false);
        }
        if self.add(at, grant)?.is_err() {
            return Ok(false);
        }
        if let Some(row) = &mut self.row {
            row.restored = Some(at);
        }
        Ok(true)
    }

    /// Removes the grant of a cell; false if there is none.
    pub(crate) fn revoke(&mut self, cell: &Cell) -> Result<bool, StoreError> {
        let at = self.seek(cell)?;
        self.revoke_at(at)
    }

    /// The same for the company at this position in the current row.
    pub(crate) fn revoke_at(&mut self, at: usize) -> Result<bool, StoreError> {
        let Some(row) = &mut self.row else {
            return Ok(false);
        };
        self.rows.fetch(row, at)?;
        let user = row.user;
        let Some(grants) = row.held.remove(&at) else {
            return Ok(false);
        };
        if self.dry {
            for grant in &grants {
                self.dependents.require_none(self.connection, &grant.id)?;
            }
        }
        if grants.len() > 1 {
            let ids = grants.iter().map(|grant| (at, grant.id.clone()));
            row.removed_with_others.extend(ids);
        }
        let of_this_change = !self.dry && self.delete(user, at, grants)?;
        if of_this_change {
            self.done.added -= 1;
        } else {
            self.done.removed += 1;
        }
        self.count(at, -1);
        Ok(true)
    }

    /// Makes the user's row the current one, and returns the positions of the user's companies,
    /// ascending.
    pub(crate) fn positions_of(&mut self, user: UserId) -> Result<Vec<usize>, StoreError> {
        self.seek_user(user)?;
        let mut positions: Vec<usize> =
            self.row.iter().flat_map(|row| row.held.keys().copied()).collect();
        positions.sort_unstable();
        Ok(positions)
    }

    /// Reads the small tables again, after their rows were written. At most once in a change.
    pub(crate) fn reload_catalog(&mut self) -> Result<(), StoreError> {
        self.leave_row();
        self.company_numbers.clear();
        let tenant = self.catalog.within.as_ref();
        if let Some(tenant) = tenant {
            tenant_scope::renew(self.connection, self.rows.schema, tenant)?;
        }
        let catalog = Catalog::read(self.connection, self.rows.schema, tenant)?;
        self.catalog = self.renewed.get_or_init(|| catalog);
        self.rows.catalog = self.catalog;
        Ok(())
    }

    /// Compares what was written so far with what was planned.
    ///
    /// # Errors
    /// [`StoreError::NotAsPlanned`].
    pub(crate) fn compare(&mut self) -> Result<(), StoreError> {
        self.verifier.compare(self.connection)
    }

    /// The tables and columns of this database.
    pub(crate) fn schema(&self) -> &'a HrSchema {
        self.rows.schema
    }

    /// An id for a new row, in the database's own format.
    pub(crate) fn new_id(&mut self) -> String {
        self.ids.next()
    }

    /// The totals, including the current user.
    pub(crate) fn finish(mut self) -> ChangeTotals {
        self.leave_row();
        for visit in std::mem::take(&mut self.first_visits.of).into_values() {
            self.count_effects(visit.effects);
        }
        self.done
    }

    /// Adds a grant to the current row. The inner error means that the cell or the grant's id
    /// is taken.
    fn add(
        &mut self,
        at: usize,
        mut grant: StoredGrant,
    ) -> Result<rusqlite::Result<()>, StoreError> {
        if !self.dry
            && let Err(conflict) = self.insert(at, &mut grant)?
        {
            return Ok(Err(conflict));
        }
        self.hold(at, grant);
        Ok(Ok(()))
    }

    /// Counts a grant that was added to the current row.
    fn hold(&mut self, at: usize, grant: StoredGrant) {
        let Some(row) = &mut self.row else {
            return;
        };
        let held = row.held.entry(at).or_default();
        held.push(grant);
        if held.len() == 1 {
            self.done.added += 1;
            self.count(at, 1);
        }
    }

    fn holds(&self, at: usize) -> bool {
        self.row.as_ref().is_some_and(|row| row.held.contains_key(&at))
    }

    /// Updates the statistics' difference for one cell that gained or lost a grant.
    fn count(&mut self, at: usize, by: i64) {
        self.done.delta.grants += by;
        let company = &self.catalog.companies[at];
        if self.row.as_ref().is_some_and(|row| row.requires(company)) {
            self.done.delta.drift -= by;
        }
    }

    /// Makes the row of the cell's user the current one, and returns the position of the company.
    fn seek(&mut self, cell: &Cell) -> Result<usize, StoreError> {
        self.seek_user(cell.user)?;
        self.catalog.position(&cell.company).ok_or_else(|| self.catalog.absent(&cell.company))
    }

    fn seek_user(&mut self, user: UserId) -> Result<(), StoreError> {
        if self.row.as_ref().is_none_or(|row| row.user != user) {
            self.leave_row();
            self.make_room()?;
            self.write_batches_of(user)?;
            let mut row = self.rows.read(user)?;
            if let Some(visit) = self.first_visits.of.remove(&user) {
                (row.held_at_start, row.home_before) = (visit.held, visit.home);
            }
            self.row = Some(row);
        }
        Ok(())
    }

    /// Enlarges the cache once a change becomes large.
    fn make_room(&mut self) -> rusqlite::Result<()> {
        let is_large = self.done.added + self.done.removed >= LARGE;
        if is_large && !self.has_room && !self.dry {
            self.has_room = true;
            opening::use_large_cache(self.connection, true)?;
        }
        Ok(())
    }

    pub(crate) fn username(&self) -> Option<String> {
        self.row.as_ref().map(|row| row.username.clone())
    }
}
