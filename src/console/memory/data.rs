//! The remembered view of a database.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The state of the panes when the session ended. Fields that an older version did not write
/// have their defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// The database that it belongs to.
    pub(crate) database: String,
    pub(crate) users: AxisMemory,
    pub(crate) companies: AxisMemory,
    /// The focused pane: `users`, `companies` or `matrix`.
    pub(crate) pane: String,
    pub(crate) zoomed: bool,
    /// Whether effective access was shown.
    pub(crate) effective: bool,
    /// The user under the cursor, by id.
    pub(crate) user: Option<i64>,
    /// The company under the cursor, by id.
    pub(crate) company: Option<String>,
    /// The columns of the Users pane that were chosen in the console; empty if none were.
    pub(crate) columns: Vec<String>,
    /// The widths of these columns that were chosen in the console.
    pub(crate) widths: BTreeMap<String, u16>,
    /// The recent choices in the palette, newest first.
    pub(crate) recent: Vec<String>,
}

/// The view of users, or of companies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct AxisMemory {
    pub(crate) filter: String,
    /// The name of the sort order.
    pub(crate) sort: String,
    pub(crate) descending: bool,
    /// The filter history, newest last.
    pub(crate) history: Vec<String>,
}
