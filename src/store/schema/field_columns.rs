//! The columns that store the fields of users and companies. The names of fields are in
//! [`Field`]; fields that refer to other rows (role, organization, home, tenant, currency) are
//! handled in `entities/user.rs` and `entities/company.rs`.

use crate::domain::Field;

/// A field with a column of its own, and what its text must satisfy.
pub(crate) struct FieldRule {
    pub(crate) field: Field,
    /// The column that stores it.
    pub(crate) column: &'static str,
    /// Whether a new row must have a value, if the column requires one.
    pub(crate) known: bool,
}

impl FieldRule {
    const fn new(field: Field, column: &'static str, known: bool) -> Self {
        Self { field, column, known }
    }
}

/// The fields of a user that are columns of `hrm_users`.
pub(crate) const USER_FIELDS: &[FieldRule] = &[
    FieldRule::new(Field::Username, "username", true),
    FieldRule::new(Field::FirstName, "first_name", false),
    FieldRule::new(Field::LastName, "last_name", false),
    FieldRule::new(Field::Email, "email", true),
    FieldRule::new(Field::Active, "is_active", false),
];

/// The fields of a company that are columns of `hrm_company`.
pub(crate) const COMPANY_FIELDS: &[FieldRule] = &[
    FieldRule::new(Field::Code, "code", true),
    FieldRule::new(Field::Name, "name", true),
    FieldRule::new(Field::Currency, "currency_code", false),
    FieldRule::new(Field::Active, "is_active", false),
];
