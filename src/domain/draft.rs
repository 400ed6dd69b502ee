//! Users and companies as typed in a form, a file or a command: texts by field.
//! Fields that a draft leaves out stay unchanged, or get a default.

use std::collections::BTreeMap;
use std::fmt;

use super::{Field, SchemaName};
use crate::text;

/// The fields given for one user or company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(BTreeMap<Field, String>);

impl Draft {
    /// The text of a field; `None` if the draft leaves it out.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Sets a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.0.insert(field, text.into());
    }

    /// Returns the draft with a field set.
    #[must_use]
    pub fn with(mut self, field: Field, text: impl Into<String>) -> Self {
        self.set(field, text);
        self
    }

    /// The fields that are set, with their texts.
    pub fn stated(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// The fields that differ from `before`.
    #[must_use]
    pub fn changed_from(&self, before: &Self) -> Self {
        let changed =
            self.0.iter().filter(|(field, text)| before.get(**field) != Some(text.as_str()));
        Self(changed.map(|(field, text)| (*field, text.clone())).collect())
    }

    /// Whether no field is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why the text of a field is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The rejected field.
    pub field: Field,
    /// The reason, as the rest of a sentence that begins with the field.
    pub why: String,
}

impl FieldProblem {
    /// Shortens a long reason in the middle: a value in it can have any length.
    pub(crate) fn new(field: Field, why: impl Into<String>) -> Self {
        Self { field, why: text::sentence(why.into()) }
    }

    /// The database has no column for it.
    pub(crate) fn not_stored(field: Field) -> Self {
        Self::new(field, "is not kept in this database")
    }

    /// It must name a row of a table that has none yet.
    pub(crate) fn none_yet(field: Field) -> Self {
        Self::new(field, "is required: there is none yet; enter a name, and it is created")
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field.label(), self.why)
    }
}

/// One choice of a field in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The text that the field gets: an unambiguous name.
    pub text: String,
    /// The text shown in the list.
    pub label: String,
}

/// The choices of each field in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The roles.
    pub roles: Vec<Choice>,
    /// The organizations.
    pub organizations: Vec<Choice>,
    /// The tenants.
    pub tenants: Vec<Choice>,
    /// The companies.
    pub companies: Vec<Choice>,
    /// For columns that only this database has: the values that a new row must choose from.
    pub columns: Vec<(Field, Vec<Choice>)>,
}

/// The effect of deleting a user or company on other tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletionImpact {
    /// Its label: `user ada`.
    pub label: String,
    /// Its grants, which are deleted too.
    pub grants: u64,
    /// The other rows that refer to it and block the deletion.
    pub blockers: Vec<Blocker>,
    /// Whether rows outside the operator's tenant block it too; they are not listed.
    pub outside_tenant: bool,
    /// Whether it is active, and can be deactivated instead.
    pub active: bool,
}

/// Rows of one table that refer to a user or company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The table.
    pub table: SchemaName,
    /// Its column.
    pub column: SchemaName,
    /// How many rows.
    pub count: u64,
    /// Whether the database would delete them too.
    pub cascades: bool,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::table_rows(self.table.raw(), self.count))
    }
}

impl DeletionImpact {
    /// The message for rows outside the operator's tenant.
    pub const OUTSIDE_TENANT: &'static str = "something outside the operator's tenant refers to it";

    /// Whether nothing but grants refers to it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.blockers.is_empty() && !self.outside_tenant
    }

    /// What blocks the deletion: `12 employees, 1 row of hrm_claim refer to it`.
    #[must_use]
    pub fn blocked_by(&self) -> String {
        if self.outside_tenant {
            return Self::OUTSIDE_TENANT.into();
        }
        let rows: Vec<String> = self.blockers.iter().map(ToString::to_string).collect();
        let one = matches!(&self.blockers[..], [only] if only.count == 1);
        format!("{} {} to it", rows.join(", "), if one { "refers" } else { "refer" })
    }
}
