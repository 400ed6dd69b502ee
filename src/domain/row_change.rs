//! What a change did to whole rows: users, companies, rules and what belongs
//! to them. Cells of the access matrix are counted by themselves.

use std::fmt;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowEdit {
    /// It was added.
    Insert,
    /// Some of its values were altered.
    Update,
    /// It was deleted.
    Delete,
}

impl RowEdit {
    /// The word in the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// The edit that a word of the journal stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Insert, Self::Update, Self::Delete].into_iter().find(|edit| edit.as_str() == word)
    }

    /// What a person is told became of the row.
    #[must_use]
    pub fn past(self) -> &'static str {
        match self {
            Self::Insert => "added",
            Self::Update => "altered",
            Self::Delete => "deleted",
        }
    }

    /// What would become of it: `would add`.
    #[must_use]
    pub fn would(self) -> &'static str {
        match self {
            Self::Insert => "would add",
            Self::Update => "would alter",
            Self::Delete => "would delete",
        }
    }
}

/// How many rows of one table a change added, altered or deleted. It reads
/// `2 users added`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCount {
    /// The table.
    pub table: String,
    /// What became of them.
    pub edit: RowEdit,
    /// How many.
    pub count: u64,
}

impl fmt::Display for RowCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", table_rows(&self.table, self.count), self.edit.past())
    }
}

/// `1 user`, `12 employees`, `3 rows of hrm_claim`.
#[must_use]
pub fn table_rows(table: &str, count: u64) -> String {
    let (one, many) = match table {
        "hrm_users" => ("user", "users"),
        "hrm_company" => ("company", "companies"),
        "hrm_tenant" => ("tenant", "tenants"),
        "organization" => ("organization", "organizations"),
        "hrm_employee" => ("employee", "employees"),
        "hrm_user_company_access" => ("grant", "grants"),
        "role" | "hrm_roles" => ("role", "roles"),
        "grantgrid_rule" => ("rule", "rules"),
        _ if count == 1 => return format!("1 row of {table}"),
        _ => return format!("{count} rows of {table}"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A row that a change added, altered or deleted, under the name that the
/// journal has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its place within the change, from 1.
    pub number: u64,
    /// The table.
    pub table: String,
    /// What a person knows it by: `user ada`.
    pub label: String,
    /// What became of it.
    pub edit: RowEdit,
    /// What was altered in it, by column; empty for rows added or deleted.
    pub values: Vec<ValueChange>,
}

impl fmt::Display for ChangeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)?;
        let mut lead = ": ";
        for value in &self.values {
            // When and by whom is said of the change as a whole.
            if !BESIDE.contains(&value.column.as_str()) {
                write!(f, "{lead}{value}")?;
                lead = ", ";
            }
        }
        Ok(())
    }
}

impl ChangeRow {
    /// Whether it was made active or inactive, and nothing else was altered.
    pub(crate) fn switched(&self) -> Option<bool> {
        let mut values = self.values.iter().filter(|it| !BESIDE.contains(&it.column.as_str()));
        match (values.next(), values.next()) {
            (Some(value), None) if value.column == "is_active" && self.edit == RowEdit::Update => {
                Some(value.after.as_deref() == Some("1"))
            }
            _ => None,
        }
    }
}

/// What the HR system notes beside every edit of a row.
pub(crate) const BESIDE: [&str; 3] = ["updated_at", "modified_at", "modified_by"];

/// One value that was altered, as texts; `None` for NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueChange {
    /// The column.
    pub column: String,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there since.
    pub after: Option<String>,
}

impl fmt::Display for ValueChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".into());
        write!(f, "{} {} → {}", self.column, shown(&self.before), shown(&self.after))
    }
}

/// A row that an undo leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftRow {
    /// What a person knows it by: `user ada`.
    pub label: String,
    /// Why.
    pub why: String,
}

impl fmt::Display for LeftRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_person_says_them() {
        let count = |table: &str, edit, count| RowCount { table: table.into(), edit, count };
        assert_eq!(count("hrm_users", RowEdit::Insert, 2).to_string(), "2 users added");
        assert_eq!(count("hrm_company", RowEdit::Delete, 1).to_string(), "1 company deleted");
        assert_eq!(
            count("hrm_claim", RowEdit::Update, 3).to_string(),
            "3 rows of hrm_claim altered"
        );
    }
}
