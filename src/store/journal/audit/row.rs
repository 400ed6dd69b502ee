//! One row of the HR system's audit log.

use rusqlite::types::Value;
use serde::Serialize;

use crate::store::StoreError;

/// A row of the log, without the operator and the time.
pub(crate) struct AuditRow {
    action: &'static str,
    resource_type: &'static str,
    resource_id: String,
    /// JSON.
    changes: String,
}

impl AuditRow {
    pub(super) fn new(
        action: &'static str,
        resource_type: &'static str,
        resource_id: String,
        changes: &impl Serialize,
    ) -> Result<Self, StoreError> {
        let changes = serde_json::to_string(changes)
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self { action, resource_type, resource_id, changes })
    }

    /// The value of a column other than the id, the operator and the time.
    pub(crate) fn value(&self, column: &str) -> Value {
        let text = match column {
            "action" => self.action,
            "resource_type" => self.resource_type,
            "resource_id" => &self.resource_id,
            "changes" => &self.changes,
            // The HR system's term for the action.
            _ => "Success",
        };
        text.to_owned().into()
    }
}
