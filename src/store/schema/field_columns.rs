//! The columns that the fields of users and companies are kept in. What a field is
//! called is in [`Field`]; those that refer to other rows (role, organization, home,
//! tenant, currency) are in the files of users and companies.

use crate::domain::Field;

/// A field with a column of its own, and what is asked of its text.
pub(crate) struct FieldRule {
    pub(crate) field: Field,
    /// The column in which it is kept.
    pub(crate) column: &'static str,
    /// Whether it must be given for a new one, where the column requires a value.
    pub(crate) known: bool,
}

impl FieldRule {
    const fn new(field: Field, column: &'static str, known: bool) -> Self {
        Self { field, column, known }
    }
}

/// The fields of a user that are a column of `hrm_users`.
pub(crate) const USER_FIELDS: &[FieldRule] = &[
    FieldRule::new(Field::Username, "username", true),
    FieldRule::new(Field::FirstName, "first_name", false),
    FieldRule::new(Field::LastName, "last_name", false),
    FieldRule::new(Field::Email, "email", true),
    FieldRule::new(Field::Active, "is_active", false),
];

/// The fields of a company that are a column of `hrm_company`.
pub(crate) const COMPANY_FIELDS: &[FieldRule] = &[
    FieldRule::new(Field::Code, "code", true),
    FieldRule::new(Field::Name, "name", true),
    FieldRule::new(Field::Currency, "currency_code", false),
    FieldRule::new(Field::Active, "is_active", false),
];
