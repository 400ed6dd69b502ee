//! What a store can do with a server.

use std::path::Path;

use super::location::ReplicaLocation;
use super::open::ReplicaLink;
use super::url::ServerUrl;
use crate::domain::JobProgress;
use crate::store::edit::remote::RemoteDatabase;
use crate::store::sqlite::pragmas;
use crate::store::{Environment, Store, StoreError, WriteAccess};

impl Store {
    /// Opens what grantgrid reads on a server, as it is now: its replica at `location`, which is
    /// made where there is none, and brought up to date otherwise. Edits are committed on the
    /// server, unless the login may only read there.
    /// Progress is told in rows while a replica is made.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`], and
    /// those of [`Store::open`].
    pub fn open_server(
        url: &ServerUrl,
        location: &ReplicaLocation,
        services: Environment,
        progress: &mut JobProgress<'_>,
    ) -> Result<Self, StoreError> {
        let link = ReplicaLink::open(url, &services.account, location, progress)?;
        let path = link.path().unwrap_or_else(|| Path::new("")).to_owned();
        let mut store = Self::open(&path, services)?;
        store.link(link)?;
        Ok(store)
    }

    /// Another store of the same database, for work beside this one.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn another(&self) -> Result<Self, StoreError> {
        let services = Environment::real(self.account());
        let mut other = Self::open(self.path(), services)?;
        if let Some(link) = &self.replica {
            other.link(link.another())?;
        }
        if let Some(operator) = self.acting() {
            other.act_as(&operator.name)?;
        }
        Ok(other)
    }

    /// From here on edits are written through, if they may be.
    pub(super) fn link(&mut self, link: ReplicaLink) -> Result<(), StoreError> {
        if link.writer.refusal().is_none() {
            self.access = WriteAccess::Full;
        }
        // What a crash loses is on the server.
        pragmas::sync_seldom(&self.connection)?;
        self.replica = Some(link);
        Ok(())
    }

    /// Brings what others write on the server into the replica, from now on and by itself;
    /// [`Store::changed_externally`] tells. A database file needs no such thing.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the system allows no other thread.
    pub fn keep_current(&mut self) -> Result<(), StoreError> {
        self.replica.as_mut().map_or(Ok(()), |link| link.follow(&self.connection))
    }

    /// What a person should know of the connection to the server, if anything.
    #[must_use]
    pub fn server_note(&self) -> Option<String> {
        self.replica.as_ref().and_then(ReplicaLink::note)
    }

    /// The server that this is a replica of, as a URL without a password; `None` for a
    /// database file.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// What edits ask of the server.
    pub(crate) fn remote(&self) -> Option<&dyn RemoteDatabase> {
        self.replica.as_ref().map(ReplicaLink::remote)
    }

    /// Why nothing can be written.
    pub(crate) fn read_only_error(&self) -> StoreError {
        if self.server.is_none() {
            return StoreError::ReadOnly;
        }
        let refusal = self.replica.as_ref().and_then(|link| link.writer.refusal());
        StoreError::ServerReadOnly(refusal.unwrap_or("this is the replica of a server"))
    }
}
