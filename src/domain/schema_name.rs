//! Names of tables, columns and triggers. Other programs choose them, so they are not safe to
//! print.

use std::fmt;

use crate::text::safe;

/// A name from the schema of the database. Its `Display` is safe for a terminal;
/// [`Self::raw`] is the exact name for SQL and JSON.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaName(String);

impl SchemaName {
    /// The exact name, for SQL and JSON.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SchemaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&safe(&self.0))
    }
}

impl<T: Into<String>> From<T> for SchemaName {
    fn from(name: T) -> Self {
        Self(name.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_safely_and_used_exactly() {
        let name = SchemaName::from("a\u{1b}[2J\n\u{202e}b");
        assert_eq!(name.to_string(), "a�[2J��b");
        assert_eq!(name.raw(), "a\u{1b}[2J\n\u{202e}b");
    }
}
