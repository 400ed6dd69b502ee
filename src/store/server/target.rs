//! Which server and database is open, and where its replica is.

use std::path::PathBuf;
use std::sync::Arc;

use super::describe::ServerSchema;
use super::session::ServerIdentity;
use super::unseen::UnseenColumns;
use super::url::ServerUrl;

/// What another connection to the same database needs.
#[derive(Clone)]
pub(super) struct ServerTarget {
    pub(super) url: ServerUrl,
    pub(super) account: String,
    /// The path of the replica.
    pub(super) path: PathBuf,
    pub(super) schema: ServerSchema,
    pub(super) identity: ServerIdentity,
    /// The columns of new rows that only the server has.
    pub(super) unseen: Arc<UnseenColumns>,
}
