//! The columns that only the server of a replica has and that a new row needs.

use super::edit_context::EditContext;
use crate::store::edit::remote::RemoteDatabase;

impl EditContext {
    /// Adds the columns that only the server has, if there is a server.
    pub(super) fn with_remote(mut self, remote: Option<&dyn RemoteDatabase>) -> Self {
        if let Some(remote) = remote {
            let Self { users, companies, employees, tenants, organizations, .. } = &mut self;
            for info in [users, companies, employees, tenants, organizations] {
                info.add_unseen(remote.unseen_columns(info.table));
            }
        }
        self
    }
}
