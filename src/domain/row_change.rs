//! The effect of a change on whole rows: users, companies, rules and what belongs
//! to them. Cells of the access matrix are counted separately.

use std::fmt;

use super::SchemaName;

/// How a row was edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowEdit {
    /// It was added.
    Insert,
    /// Some of its values were changed.
    Update,
    /// It was deleted.
    Delete,
}

impl RowEdit {
    /// Every kind of edit.
    pub(crate) const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    /// The word in the journal, and in SQL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// Parses the word of the journal.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edit| edit.as_str() == word)
    }

    /// The past participle for messages.
    #[must_use]
    pub fn past(self) -> &'static str {
        match self {
            Self::Insert => "added",
            Self::Update => "changed",
            Self::Delete => "deleted",
        }
    }

    /// The plain form: `add`.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Insert => "add",
            Self::Update => "change",
            Self::Delete => "delete",
        }
    }

    /// The form for previews: `would add`.
    #[must_use]
    pub fn would(self) -> &'static str {
        match self {
            Self::Insert => "would add",
            Self::Update => "would change",
            Self::Delete => "would delete",
        }
    }
}

/// How many rows of one table a change added, changed or deleted, shown as
/// `2 users added`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCount {
    /// The table.
    pub table: String,
    /// What happened to them.
    pub edit: RowEdit,
    /// How many.
    pub count: u64,
}

impl fmt::Display for RowCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", table_rows(&self.table, self.count), self.edit.past())
    }
}

/// `1 user`, `12 employees`, `3 rows of hrm_claim`, for people.
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
        "grantgrid_policy" => ("access policy", "access policies"),
        _ if count == 1 => return format!("1 row of {}", SchemaName::from(table)),
        _ => return format!("{count} rows of {}", SchemaName::from(table)),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A row that a change added, changed or deleted, with the name stored in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its position within the change, from 1.
    pub number: u64,
    /// The table.
    pub table: String,
    /// Its label: `user ada`.
    pub label: String,
    /// What happened to it.
    pub edit: RowEdit,
    /// The changed values, by column; empty for rows added or deleted.
    pub values: Vec<ValueChange>,
}

impl fmt::Display for ChangeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.values_in_words() {
            Some(values) => write!(f, "{}: {values}", self.label),
            None => f.write_str(&self.label),
        }
    }
}

impl ChangeRow {
    /// The changed values in words, without the bookkeeping columns: the change itself has the
    /// time and the operator. `None` if nothing is left.
    pub(crate) fn values_in_words(&self) -> Option<String> {
        let values =
            self.values.iter().filter(|it| !BOOKKEEPING_COLUMNS.contains(&it.column.as_str()));
        let values: Vec<String> = values.map(ToString::to_string).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The new status, if the row was activated or deactivated and nothing else was changed.
    pub(crate) fn switched(&self) -> Option<bool> {
        let mut values =
            self.values.iter().filter(|it| !BOOKKEEPING_COLUMNS.contains(&it.column.as_str()));
        match (values.next(), values.next()) {
            (Some(value), None) if value.column == "is_active" && self.edit == RowEdit::Update => {
                Some(value.after.as_deref() == Some("1"))
            }
            _ => None,
        }
    }
}

/// Columns that the HR system updates with every edit of a row.
pub(crate) const BOOKKEEPING_COLUMNS: [&str; 3] = ["updated_at", "modified_at", "modified_by"];

/// One changed value, as texts; `None` for NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueChange {
    /// The column.
    pub column: String,
    /// The value before.
    pub before: Option<String>,
    /// The value after.
    pub after: Option<String>,
    /// The display names of both values, if they are ids and both names are known.
    pub names: Option<(String, String)>,
}

impl fmt::Display for ValueChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| NOTHING.into());
        let (before, after) = (shown(&self.before), shown(&self.after));
        match (self.column.as_str(), &self.names, active(&before), active(&after)) {
            ("company_id", Some((before, after)), ..) => write!(f, "home {before} → {after}"),
            (column, Some((before, after)), ..) => {
                let word = column.strip_suffix("_id").unwrap_or(column);
                write!(f, "{word} {before} → {after}")
            }
            ("is_active", _, Some(before), Some(after)) => write!(f, "active {before} → {after}"),
            (column, ..) => {
                let word = if column.ends_with("_id") { column } else { &column.replace('_', " ") };
                write!(f, "{word} {before} → {after}")
            }
        }
    }
}

/// The maximum number of related rows to name.
const MOST_RELATED: usize = 3;

/// The text for NULL.
pub(crate) const NOTHING: &str = "nothing";

/// `is_active` in words. NULL has a word of its own, because it means inactive for a user, but
/// active for a company.
fn active(value: &str) -> Option<&'static str> {
    match value {
        NOTHING => Some("not set"),
        "1" => Some("yes"),
        "0" => Some("no"),
        _ => None,
    }
}

/// The edit of one user or company, with the related edits: `added user tim, employee record
/// added`. `None` if the rows are not about a single user or company, or if there are too many
/// related edits.
#[must_use]
pub fn one_in_words(edits: &[ChangeRow]) -> Option<String> {
    let is_subject = |row: &&ChangeRow| ["hrm_users", "hrm_company"].contains(&row.table.as_str());
    if edits.len() > MOST_RELATED + 1 {
        return None;
    }
    let mut subjects = edits.iter().filter(is_subject);
    let (([subject], ..) | (_, Some(subject), None)) = (edits, subjects.next(), subjects.next())
    else {
        return None;
    };
    let beside = edits.iter().filter(|row| row.number != subject.number).map(|row| {
        let Some(values) = row.values_in_words() else {
            let what = if row.table == "hrm_employee" { "employee record" } else { &row.label };
            return format!("{what} {}", row.edit.past());
        };
        if row.table == "hrm_employee" { values } else { format!("{}: {values}", row.label) }
    });
    let first = format!("{} {subject}", subject.edit.past());
    Some(std::iter::once(first).chain(beside).collect::<Vec<_>>().join(", "))
}

/// A row that an undo skips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftRow {
    /// Its label: `user ada`.
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

    fn updated(number: u64, table: &str, label: &str, values: &[(&str, &str, &str)]) -> ChangeRow {
        let values = values.iter().map(|(column, before, after)| ValueChange {
            column: (*column).into(),
            before: Some((*before).into()),
            after: Some((*after).into()),
            names: column.ends_with("y_id").then(|| ("NYC".into(), "TYO".into())),
        });
        let (table, label, values) = (table.into(), label.into(), values.collect());
        ChangeRow { number, table, label, edit: RowEdit::Update, values }
    }

    #[test]
    fn a_row_is_described_without_column_names_and_ids() {
        let values = [("first_name", "Bob", "Rob"), ("role_id", "5", "3"), ("is_active", "1", "0")];
        let user = updated(1, "hrm_users", "user bob", &values);
        assert_eq!(
            user.to_string(),
            "user bob: first name Bob → Rob, role_id 5 → 3, active yes → no",
            "an id without a name is shown as it is"
        );
        let home = [("company_id", "c1", "c2"), ("updated_at", "a", "b")];
        let employee = updated(2, "hrm_employee", "employee record of bob", &home);
        assert_eq!(employee.to_string(), "employee record of bob: home NYC → TYO");
        let user = updated(1, "hrm_users", "user bob", &values[..1]);
        assert_eq!(
            one_in_words(&[user.clone(), employee.clone()]).as_deref(),
            Some("changed user bob: first name Bob → Rob, home NYC → TYO")
        );
        let added = |row| ChangeRow { edit: RowEdit::Insert, values: Vec::new(), ..row };
        assert_eq!(
            one_in_words(&[added(user.clone()), added(employee)]).as_deref(),
            Some("added user bob, employee record added")
        );
        let eve = ChangeRow { number: 3, ..user.clone() };
        assert_eq!(one_in_words(&[user, eve]), None, "several are counted");
    }

    #[test]
    fn counts_are_shown_with_the_right_noun() {
        let count = |table: &str, edit, count| RowCount { table: table.into(), edit, count };
        assert_eq!(count("hrm_users", RowEdit::Insert, 2).to_string(), "2 users added");
        assert_eq!(count("hrm_company", RowEdit::Delete, 1).to_string(), "1 company deleted");
        assert_eq!(
            count("hrm_claim", RowEdit::Update, 3).to_string(),
            "3 rows of hrm_claim changed"
        );
    }
}
