//! The fields of users and companies. The table here has everything that forms, files and
//! commands need to know about a field.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A field of a user or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name that a user logs in with.
    Username,
    /// The first name of a user.
    FirstName,
    /// The last name of a user.
    LastName,
    /// The email address of a user.
    Email,
    /// The name of a user's role.
    Role,
    /// The name of a user's organization.
    Organization,
    /// The code, name or id of a user's home company; empty for none.
    Home,
    /// The short code of a company.
    Code,
    /// The full name of a company.
    Name,
    /// The code, name or id of a company's tenant.
    Tenant,
    /// The currency of a company, by its code.
    Currency,
    /// Whether the user can log in, or the company is in use: yes or no.
    Active,
    /// A column that only this database has, and for which a new row must choose from a few
    /// values; created by [`Field::column`].
    Column(&'static str),
}

/// Everything that forms, files and commands need to know about a field.
struct FieldEntry {
    field: Field,
    /// The word in files and scripts.
    word: &'static str,
    /// The name that people read.
    label: &'static str,
    /// Column headings in files that mean this field, in lower case without spaces and
    /// punctuation.
    headings: &'static [&'static str],
    /// The placeholder for its value in the help of a command.
    value: &'static str,
    /// The description in the help of a command.
    description: &'static str,
}

const ENTRIES: &[FieldEntry] = &[
    FieldEntry {
        field: Field::Username,
        word: "username",
        label: "username",
        headings: &["username", "user", "login", "loginname", "account"],
        value: "NAME",
        description: "The new login name",
    },
    FieldEntry {
        field: Field::FirstName,
        word: "first_name",
        label: "first name",
        headings: &["firstname", "givenname"],
        value: "TEXT",
        description: "The first name",
    },
    FieldEntry {
        field: Field::LastName,
        word: "last_name",
        label: "last name",
        headings: &["lastname", "surname", "familyname"],
        value: "TEXT",
        description: "The last name",
    },
    FieldEntry {
        field: Field::Email,
        word: "email",
        label: "e-mail",
        headings: &["email", "mail", "emailaddress"],
        value: "ADDRESS",
        description: "The e-mail address, unique among users",
    },
    FieldEntry {
        field: Field::Role,
        word: "role",
        label: "role",
        headings: &["role", "rolename"],
        value: "NAME",
        description: "The role [default for a new user: Employee]",
    },
    FieldEntry {
        field: Field::Organization,
        word: "organization",
        label: "organization",
        headings: &["organization", "organisation", "org"],
        value: "NAME",
        description: "The organization [default for a new user: from the home company's tenant, \
                      otherwise the most common]",
    },
    FieldEntry {
        field: Field::Home,
        word: "home",
        label: "home company",
        headings: &["home", "homecompany", "homecompanycode", "company", "companycode"],
        value: "CODE",
        description: "The home company (in the employee record), by its code, name, \
                      `CODE (TENANT)` or id, or '' for none",
    },
    FieldEntry {
        field: Field::Code,
        word: "code",
        label: "code",
        headings: &["code", "companycode", "company"],
        value: "CODE",
        description: "The new code",
    },
    FieldEntry {
        field: Field::Name,
        word: "name",
        label: "name",
        headings: &["name", "companyname"],
        value: "TEXT",
        description: "The full name",
    },
    FieldEntry {
        field: Field::Tenant,
        word: "tenant",
        label: "tenant",
        headings: &["tenant", "tenantname", "tenantcode"],
        value: "CODE",
        description: "The tenant, by its code, name or id [default for a new company: the only one]",
    },
    FieldEntry {
        field: Field::Currency,
        word: "currency",
        label: "currency",
        headings: &["currency", "currencycode"],
        value: "CODE",
        description: "The currency, three capital letters [default for a new company: the \
                      tenant's, otherwise the most common]",
    },
    FieldEntry {
        field: Field::Active,
        word: "active",
        label: "active",
        headings: &["active", "isactive", "status", "enabled"],
        value: "YES|NO",
        description: "Whether the user or company is active; inactive users cannot log in",
    },
];

impl Field {
    /// The fields of a user, in the order of the form. The first identifies the user.
    pub const OF_USER: &'static [Self] = &[
        Self::Username,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Role,
        Self::Organization,
        Self::Home,
        Self::Active,
    ];

    /// The fields of a company, in the order of the form. The first identifies the company.
    pub const OF_COMPANY: &'static [Self] =
        &[Self::Code, Self::Name, Self::Tenant, Self::Currency, Self::Active];

    /// The field that a column heading in a file means. `heading` is in lower case without
    /// spaces and punctuation.
    #[must_use]
    pub fn headed(fields: &[Self], heading: &str) -> Option<Self> {
        fields.iter().copied().find(|field| field.entry().headings.contains(&heading))
    }

    /// The field for a column with this name. Names are leaked, so that a field is `Copy`;
    /// there are only the column names of a database and those that a person types.
    #[must_use]
    pub fn column(name: &str) -> Self {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        Self::Column(names.get(name).copied().unwrap_or_else(|| {
            let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
            names.insert(name);
            name
        }))
    }

    /// The word in files and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Column(name) => name,
            field => field.entry().word,
        }
    }

    /// The name that people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Column(name) => name,
            field => field.entry().label,
        }
    }

    /// The placeholder for its value in the help of a command.
    #[must_use]
    pub fn value(self) -> &'static str {
        self.entry().value
    }

    /// The description in the help of a command.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.entry().description
    }

    fn entry(self) -> &'static FieldEntry {
        // A test checks that the table is complete.
        ENTRIES.iter().find(|entry| entry.field == self).unwrap_or(&ENTRIES[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_entry_and_unambiguous_headings() {
        for fields in [Field::OF_USER, Field::OF_COMPANY] {
            for field in fields.iter().copied() {
                assert_eq!(field.entry().field, field);
                for heading in field.entry().headings {
                    assert_eq!(Field::headed(fields, heading), Some(field), "{heading}");
                }
                let word = field.word().replace('_', "");
                assert_eq!(Field::headed(fields, &word), Some(field), "{word}");
            }
            assert_eq!(Field::headed(fields, "shoesize"), None);
        }
    }

    #[test]
    fn a_column_is_labeled_with_its_name() {
        let (one, two) = (Field::column("kind"), Field::column(&String::from("kind")));
        assert_eq!((one, one.word(), one.label()), (two, "kind", "kind"));
        assert_ne!(one, Field::column("sort"));
    }
}
