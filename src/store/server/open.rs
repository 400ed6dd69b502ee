//! Opens a server: its replica, brought up to date, as an ordinary store whose changes are
//! written through.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::follow::{Followed, Follower};
use super::location::{ReplicaFile, ReplicaLocation};
use super::marker::ReplicaMark;
use super::replica;
use super::session::ServerSession;
use super::target::ServerTarget;
use super::unseen;
use super::url::ServerUrl;
use super::write::{ServerWriter, WriteRights};
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::edit::remote::RemoteDatabase;

/// A replica in use: its file, what keeps it current, and what writes changes through. It
/// lives as long as the store.
pub(crate) struct ReplicaLink {
    // Dropped first: it writes to the file.
    follower: Option<Follower>,
    followed: Option<Followed>,
    pub(super) writer: ServerWriter,
    /// None in a store beside the one that opened the server.
    file: Option<ReplicaFile>,
    /// What the replica said of itself when it was looked at last.
    mark: Option<ReplicaMark>,
}

impl ReplicaLink {
    /// Connects to a server and makes its replica what the server is now.
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

    /// The same for a store beside the one that opened the server and keeps it current.
    pub(super) fn another(&self) -> Self {
        Self {
            follower: None,
            followed: None,
            writer: self.writer.another(),
            file: None,
            mark: None,
        }
    }

    /// Where the replica is.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| &*file.path)
    }

    /// From here on what others write on the server comes into the replica by itself.
    pub(crate) fn follow(&mut self, copy: &Connection) -> Result<(), StoreError> {
        self.mark = Some(ReplicaMark::read(copy)?);
        if let Some(followed) = self.followed.take() {
            self.follower = Some(Follower::start(followed)?);
        }
        Ok(())
    }

    /// Whether what was written to the replica since the last call, or since it is followed,
    /// are only indexes.
    pub(crate) fn only_made_indexes(&mut self, copy: &Connection) -> Result<bool, StoreError> {
        let Some(mark) = &mut self.mark else {
            return Ok(false);
        };
        let now = ReplicaMark::read(copy)?;
        let earlier = std::mem::replace(mark, now);
        Ok(mark.only_made_indexes(&earlier))
    }

    /// What keeps the replica current, before it does so by itself.
    pub(super) fn followed(&mut self) -> Option<&mut Followed> {
        self.followed.as_mut()
    }

    /// What a person should know of the connection, if anything.
    pub(crate) fn note(&self) -> Option<String> {
        self.follower.as_ref().and_then(Follower::note)
    }

    /// Where changes are written through.
    pub(crate) fn remote(&self) -> &dyn RemoteDatabase {
        &self.writer
    }
}
