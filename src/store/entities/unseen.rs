//! What a new row needs on the server of a replica besides what the replica has.

use super::edit_context::EditContext;
use crate::store::edit::remote::RemoteDatabase;

impl EditContext {
    /// The same with the columns that only the server has, if there is one.
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
