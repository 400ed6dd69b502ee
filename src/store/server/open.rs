//! Opens a server as an ordinary store on its replica, which is brought up to date first and
//! through which changes are written.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::follow::{Followed, Follower};
use super::liveness::ServerNote;
use super::location::{ReplicaFile, ReplicaLocation};
use super::marker::{self, ReplicaMark};
use super::replica;
use super::session::ServerSession;
use super::target::ServerTarget;
use super::unseen;
use super::url::ServerUrl;
use super::write::{ServerWriter, WriteRights};
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::edit::remote::RemoteDatabase;

/// A replica in use: its file, the thread that keeps it current, and the writer of changes. It
/// lives as long as the store.
pub(crate) struct ReplicaLink {
    // Dropped first, because it writes to the file.
    follower: Option<Follower>,
    followed: Option<Followed>,
    pub(super) writer: ServerWriter,
    /// `None` in an additional store of the same server.
    file: Option<ReplicaFile>,
    /// The state of the replica when it was last checked.
    mark: Option<ReplicaMark>,
}

impl ReplicaLink {
    /// Connects to a server and brings its replica up to date.
    pub(super) fn open(
        url: &ServerUrl,
        account: &str,
        location: &ReplicaLocation,
        progress: &mut JobProgress<'_>,
    ) -> Result<Self, StoreError> {
        let mut session = ServerSession::open(url, account, progress.cancel())?;
        let file = location.hold(&session.url, progress)?;
        let identity = session.identity()?;
        let schema = replica::renew(&mut session, (&file, location), &identity, progress)?;
        let name = session.name.clone();
        let rights = WriteRights::read(session.client(), &name)?;
        let unseen = Arc::new(unseen::read((session.client(), &name), &schema)?);
        let (url, account, path) = (url.clone(), account.to_owned(), file.path.clone());
        let target = ServerTarget { url, account, path, schema, identity, unseen };
        let writer = ServerWriter::new(target.clone(), rights);
        let followed = Some(Followed { session, target });
        Ok(Self { follower: None, followed, writer, file: Some(file), mark: None })
    }

    /// The same for an additional store; the store that opened the server keeps the replica
    /// current.
    pub(super) fn another(&self) -> Self {
        Self {
            follower: None,
            followed: None,
            writer: self.writer.another(),
            file: None,
            mark: None,
        }
    }

    /// The path of the replica.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| &*file.path)
    }

    /// Starts the thread that keeps the replica current.
    pub(crate) fn follow(&mut self, copy: &Connection, poll: Duration) -> Result<(), StoreError> {
        self.mark = Some(ReplicaMark::read(copy)?);
        if let Some(followed) = self.followed.take() {
            self.follower = Some(Follower::start(followed, poll)?);
        }
        Ok(())
    }

    /// Whether only indexes were created in the replica since the last call, or since it is
    /// kept current.
    pub(crate) fn only_made_indexes(&mut self, copy: &Connection) -> Result<bool, StoreError> {
        let Some(mark) = &mut self.mark else {
            return Ok(false);
        };
        let now = ReplicaMark::read(copy)?;
        let earlier = std::mem::replace(mark, now);
        Ok(mark.only_made_indexes(&earlier))
    }

    /// Does not use the replica again: the next opening makes another.
    pub(super) fn forget(&self) -> Result<(), StoreError> {
        let path = self.writer.replica();
        let forgotten =
            replica::connect(path).map_err(StoreError::from).and_then(|copy| marker::forget(&copy));
        // If even the mark cannot be written, the file is deleted.
        forgotten.or_else(|_| self.file.as_ref().map_or(Ok(()), ReplicaFile::remove))
    }

    /// What the thread needs, before it is started.
    pub(super) fn followed(&mut self) -> Option<&mut Followed> {
        self.followed.as_mut()
    }

    /// The note about the connection, if there is one.
    pub(crate) fn note(&self) -> Option<ServerNote> {
        self.follower.as_ref().and_then(Follower::note)
    }

    /// The writer of changes.
    pub(crate) fn remote(&self) -> &dyn RemoteDatabase {
        &self.writer
    }
}
