//! Conditions on changes, gathered one by one with the values of their parameters.

use crate::store::sql_value::SqlValue;

/// Conditions on changes `c`, and the values of all parameters.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<SqlValue>,
}

impl Conditions {
    /// Adds a condition.
    #[allow(clippy::needless_pass_by_value)] // it is made for this
    pub(super) fn push(&mut self, condition: String) {
        self.sql.push_str(&condition);
    }

    /// The place of a further number.
    pub(super) fn add(&mut self, number: i64) -> String {
        self.put(SqlValue::Integer(number))
    }

    /// The place of a further text.
    pub(super) fn add_text(&mut self, text: &str) -> String {
        self.put(SqlValue::from(text.to_owned()))
    }

    fn put(&mut self, value: SqlValue) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }
}
