//! The synchronous store: the only layer that uses SQL. It opens the HR system's database in
//! place, reads users, companies and grants in pages, and commits every edit together with its
//! journal entry. Besides its own types, its public interface uses those of [`crate::domain`]
//! and [`crate::filter`].
//!
//! This file defines the [`Store`]; its functions are in the modules, listed from the lowest:
//! `schema` (the structure of the database), `reading`, `select` (filters), `statistics`,
//! `rights`, `journal`, `edit` (the transaction that writes), and everything that commits
//! through it: `bulk`, `rules`, `policy`, `entities` (users and companies), `undo`; also
//! `check`, `findings`, `demo`, `opening` and `server`.

mod access;
mod bulk;
mod check;
mod company_grants;
mod demo;
mod edit;
mod entities;
mod error;
mod findings;
mod journal;
mod opening;
mod policy;
mod reading;
mod rights;
mod rules;
mod schema;
mod select;
mod server;
mod sql_value;
mod sqlite;
mod statistics;
mod undo;
mod why;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use access::AccessEntry;
pub use demo::DemoPlan;
pub use edit::Committed;
pub(crate) use entities::TWICE;
pub use entities::{EditOptions, EditOutcome, ImportLine, ImportProblem, ImportReport};
pub use error::StoreError;
pub(crate) use error::similar_names;
pub use opening::create::SCHEMA;
pub(crate) use opening::file::folder_for;
pub(crate) use opening::part::PartialFile;
pub use opening::part::{PrivateFolder, make_private_folder};
pub(crate) use opening::target::{check_target, is_database, side_file_of};
pub use reading::access::AccessRow;
pub use reading::access_counts::AccessByCompany;
pub(crate) use reading::find::similar_companies;
pub use reading::home_companies::HomeCompanies;
pub use reading::listed_users::ListedUser;
pub use reading::named_users::UsersOfName;
pub use reading::provenance::Provenance;
pub use reading::walk::MadeGrant;
pub use select::{Order, Query, SimilarUser, SortBy};
pub use server::{
    ComparedTable, OwnSql, PulledTables, ReplicaLocation, ServerNote, ServerUrl, without_passwords,
};
pub use undo::preview::UndoPreview;
pub use undo::{Reverted, SkippedChange};

use crate::domain::{Clock, IdSource, Operator, People, SystemClock, TimeOrderedIds, Zone};
use reading::catalog::Catalog;
use schema::HrSchema;

/// What the store needs from its environment. Programs use [`Environment::real`];
/// tests pass a fixed clock.
pub struct Environment {
    /// The time at which changes are made.
    pub clock: Box<dyn Clock>,
    /// The ids of new grants.
    pub ids: Box<dyn IdSource>,
    /// The operator: a username, or the name of the operating system account.
    pub operator: String,
    /// The operating system account that runs the program, whoever the operator is.
    pub account: String,
}

impl Environment {
    /// The system clock and random ids. The account is the operator until [`Store::act_as`]
    /// names another.
    #[must_use]
    pub fn real(account: &str) -> Self {
        let (clock, ids) = (Box::new(SystemClock), Box::new(TimeOrderedIds::default()));
        Self { clock, ids, operator: account.into(), account: account.into() }
    }
}

/// What happens to edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriteAccess {
    /// They are rejected.
    None,
    /// They are committed.
    Full,
    /// They are rolled back at the end.
    Rehearsal,
}

/// One open database. A store owns its connection and belongs to one thread
/// at a time; several stores may have the same file open. Every function
/// blocks until it is done, waiting at most as long as
/// [`Store::set_lock_timeout`] says for another program's lock. Reading never
/// writes. When the function of an edit returns, the edit is committed, or nothing
/// has changed.
///
/// # Errors
///
/// Whatever reads can fail with [`StoreError::Busy`], [`StoreError::Replaced`] and
/// [`StoreError::Database`]; each function names the errors that it has besides these.
/// Times are UTC, as the database writes them: `YYYY-MM-DD HH:MM:SS.ffffff`.
///
/// ```
/// use grantgrid::store::{Environment, Store};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hrm.db");
/// let store = Store::create(&path, Environment::real("ada"))?;
/// drop(store);
/// let store = Store::open(&path, Environment::real("ada"))?;
/// assert_eq!(store.companies().len(), 0);
/// assert!(store.find_user("nobody").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Store {
    path: PathBuf,
    connection: Connection,
    schema: HrSchema,
    catalog: Catalog,
    homes: Option<HomeCompanies>,
    /// Whether another program wrote since the home companies were read.
    homes_outdated: bool,
    environment: Environment,
    /// The operator whose rights limit the store; without one, everything is allowed.
    acting: Option<Operator>,
    access: WriteAccess,
    /// Whether a write-ahead log that existed when the database was opened must be kept.
    keep_wal: bool,
    data_version: i64,
    /// The file that was opened.
    file: reading::file_id::FileId,
    /// The persons whom user ids must belong to while [`Store::with_people`] runs.
    people: People,
    /// The columns of users and grants that filters have read.
    columns: select::ColumnCache,
    /// The server, if the file is a replica.
    server: Option<String>,
    /// Keeps the replica current; only in the store that opened the server.
    replica: Option<server::open::ReplicaLink>,
    /// Which rows of the last change the HR system's audit log rejected, and why.
    audit_note: Option<String>,
    /// The time zone whose days and months filters and statistics mean.
    zone: Zone,
}

impl Store {
    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file or its folder is read-only.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.access == WriteAccess::None
    }

    /// The name of the operator who makes the changes.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.environment.operator
    }

    /// The operating system account that changes are made with.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.environment.account
    }

    /// Takes a sentence that says which rows of the last change the HR system's audit log
    /// rejected, and why; `None` if it accepted all, or if it lacks the columns for them.
    pub fn take_audit_note(&mut self) -> Option<String> {
        self.audit_note.take()
    }

    /// After [`StoreError::Outdated`] from a server: takes a short description of how the
    /// server's data differed.
    pub fn take_difference(&mut self) -> Option<String> {
        self.replica.as_ref().and_then(|link| link.remote().take_difference())
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
