//! The view of a database as it was left.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the panes were left. What an older program did not write has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// The database that it is about.
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
    /// The columns of the users that were chosen on the screen; empty where none were.
    pub(crate) columns: Vec<String>,
    /// Their widths that were chosen on the screen.
    pub(crate) widths: BTreeMap<String, u16>,
    /// What was chosen in the palette, the newest first.
    pub(crate) recent: Vec<String>,
}

/// What was shown of the users, or of the companies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct AxisMemory {
    pub(crate) filter: String,
    /// The name of the order.
    pub(crate) sort: String,
    pub(crate) descending: bool,
    /// Filters that were kept, the newest last.
    pub(crate) history: Vec<String>,
}
