//! What a store can do with a server.

use super::open::ReplicaLink;
use super::place::ReplicaPlace;
use super::url::ServerUrl;
use crate::domain::JobProgress;
use crate::store::{Environment, Store, StoreError};

impl Store {
    /// Opens what grantgrid reads on a server, as it is now: its replica at `place`, which is
    /// made where there is none, and brought up to date otherwise. The store only reads.
    /// Progress is told in rows while a replica is made.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`], and
    /// those of [`Store::open`].
    pub fn open_server(
        url: &ServerUrl,
        place: &ReplicaPlace,
        services: Environment,
        progress: &mut JobProgress<'_>,
    ) -> Result<Self, StoreError> {
        let link = ReplicaLink::open(url, &services.account, place, progress)?;
        let mut store = Self::open(&link.file.path, services)?;
        store.replica = Some(link);
        Ok(store)
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

    /// Why nothing can be written.
    pub(crate) fn read_only_error(&self) -> StoreError {
        if self.server.is_some() { StoreError::ServerReadOnly } else { StoreError::ReadOnly }
    }
}
