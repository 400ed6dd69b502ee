//! Collects conditions on changes, with the values of their parameters.

use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::list_as_table;

/// Conditions on changes `c`, and the values of all parameters.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<SqlValue>,
}

impl Conditions {
    /// Adds a condition.
    pub(super) fn push(&mut self, condition: &str) {
        self.sql.push_str(condition);
    }

    /// Adds a number and returns its placeholder.
    pub(super) fn add(&mut self, number: i64) -> String {
        self.put(SqlValue::Integer(number))
    }

    /// Adds a text and returns its placeholder.
    pub(super) fn add_text(&mut self, text: &str) -> String {
        self.put(SqlValue::from(text.to_owned()))
    }

    /// Adds ids, and returns the table that has them in its column `value`.
    pub(super) fn add_ids(&mut self, ids: &[i64]) -> String {
        list_as_table(&self.add_text(&format!("{ids:?}")))
    }

    fn put(&mut self, value: SqlValue) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }
}
