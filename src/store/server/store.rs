//! The functions of a store that concern a server.

use std::path::Path;
use std::time::Duration;

use super::follow::POLL;
use super::liveness::ServerNote;
use super::location::ReplicaLocation;
use super::open::ReplicaLink;
use super::url::ServerUrl;
use crate::domain::JobProgress;
use crate::store::edit::remote::RemoteDatabase;
use crate::store::sqlite::pragmas;
use crate::store::{Environment, Store, StoreError, WriteAccess};

impl Store {
    /// Opens what grantgrid reads on a server: its replica at `location` is created or brought
    /// up to date. Edits are committed on the server, unless the login is read-only there.
    /// While a replica is created, progress is reported in rows.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`], and
    /// those of [`Store::open`].
    pub fn open_server(
        url: &ServerUrl,
        location: &ReplicaLocation,
        environment: Environment,
        progress: &mut JobProgress<'_>,
    ) -> Result<Self, StoreError> {
        let link = ReplicaLink::open(url, &environment.account, location, progress)?;
        let path = link.path().unwrap_or_else(|| Path::new("")).to_owned();
        let mut store = match Self::open(&path, environment) {
            // A large one is not looked through before.
            Err(StoreError::Damaged { .. } | StoreError::Database(_)) => {
                link.forget()?;
                return Err(StoreError::Server(format!(
                    "{}: this replica was damaged and is not used again; open the server again",
                    path.display()
                )));
            }
            opened => opened?,
        };
        store.link(link)?;
        Ok(store)
    }

    /// An additional store of the same database.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn another(&self) -> Result<Self, StoreError> {
        let environment = Environment::real(self.account());
        let mut other = Self::open(self.path(), environment)?;
        if let Some(link) = &self.replica {
            other.link(link.another())?;
        }
        if let Some(operator) = self.acting() {
            other.act_as(&operator.name)?;
        }
        other.set_zone(self.zone);
        Ok(other)
    }

    /// Does not use the replica of a server again: the next opening reads the server. A database
    /// file stays as it is.
    pub(crate) fn forget_replica(&self) -> Result<(), StoreError> {
        self.replica.as_ref().map_or(Ok(()), ReplicaLink::forget)
    }

    /// From here on, edits are written through to the server, if that is allowed.
    pub(super) fn link(&mut self, link: ReplicaLink) -> Result<(), StoreError> {
        if link.writer.refusal().is_none() {
            self.access = WriteAccess::Full;
        }
        // What a crash loses is on the server.
        pragmas::sync_seldom(&self.connection)?;
        self.replica = Some(link);
        Ok(())
    }

    /// Starts bringing what others write on the server into the replica;
    /// [`Store::changed_externally`] reports it. Does nothing for a database file.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the system does not allow another thread.
    pub fn keep_current(&mut self) -> Result<(), StoreError> {
        self.keep_current_every(POLL)
    }

    /// The same, but asks the server every `poll` whether anything was committed, and at once
    /// only if the server sends a notification.
    ///
    /// # Errors
    /// Those of [`Store::keep_current`].
    pub fn keep_current_every(&mut self, poll: Duration) -> Result<(), StoreError> {
        self.replica.as_mut().map_or(Ok(()), |link| link.follow(&self.connection, poll))
    }

    /// The note about the connection to the server, if there is one.
    #[must_use]
    pub fn server_note(&self) -> Option<ServerNote> {
        self.replica.as_ref().and_then(ReplicaLink::note)
    }

    /// The server of this replica, as a URL without a password; `None` for a database file.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// Why nothing can be changed on the server with this login; `None` if changes are allowed.
    #[must_use]
    pub fn server_refusal(&self) -> Option<&'static str> {
        self.replica.as_ref().and_then(|link| link.writer.refusal())
    }

    /// The server as edits use it.
    pub(crate) fn remote(&self) -> Option<&dyn RemoteDatabase> {
        self.replica.as_ref().map(ReplicaLink::remote)
    }

    /// The error that says why nothing can be written.
    pub(crate) fn read_only_error(&self) -> StoreError {
        if self.server.is_none() {
            return StoreError::ReadOnly;
        }
        let refusal = self.replica.as_ref().and_then(|link| link.writer.refusal());
        StoreError::ServerReadOnly(refusal.unwrap_or("this is the replica of a server"))
    }
}
