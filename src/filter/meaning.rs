//! Short descriptions of the fields and the words of `is:` for a person who types a filter,
//! and examples of values that cannot be listed.

use super::{Axis, FilterField, FilterState, relative};

impl FilterField {
    /// What the field compares.
    #[must_use]
    pub fn meaning(self, axis: Axis) -> &'static str {
        match (self, axis) {
            (Self::User, Axis::Users) => "the user with this username",
            (Self::User, Axis::Companies) => "granted to this user",
            (Self::Code, _) => "the company with this code",
            (Self::Name, Axis::Users) => "part of the username or full name",
            (Self::Name, Axis::Companies) => "part of the name",
            (Self::Email, _) => "part of the e-mail address",
            (Self::Role, _) => "the user's role",
            (Self::Tenant, _) => "the tenant, by code or name",
            (Self::Home, _) => "the home company, by code or name",
            (Self::Company, _) => "granted this company",
            (Self::Effective, Axis::Users) => "where they can really work, or in how many",
            (Self::Effective, Axis::Companies) => "who can really work there, or how many",
            (Self::Count, Axis::Users) => "how many companies are granted",
            (Self::Count, Axis::Companies) => "how many users have a grant",
            (Self::Granted, _) => "when a grant was made",
            (Self::Is, _) => "a state, such as active or drift",
        }
    }

    /// Example values of a field whose values are not names, each with what it matches.
    #[must_use]
    pub fn examples(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Count => &[
                ("0", "none"),
                (">5", "more than 5"),
                ("<=5", "5 or fewer"),
                ("2..4", "from 2 to 4"),
            ],
            Self::Granted => &[
                ("2025", "in that year"),
                ("2025-02", "in that month"),
                ("2025-02-01", "on that day"),
                (">2025-02", "after that month"),
                ("2024..2025", "from 2024 to 2025"),
                ("<4w", "more than 4 weeks ago"),
            ],
            _ => &[],
        }
    }

    /// What a value that is offered for the field means, where it is not a name.
    #[must_use]
    pub fn meaning_of_value(self, value: &str) -> &'static str {
        if self == Self::Granted { relative::meaning(value) } else { "" }
    }
}

impl FilterState {
    /// What the state means.
    #[must_use]
    pub fn meaning(self, axis: Axis) -> &'static str {
        match (self, axis) {
            (Self::None, Axis::Users) => "no company granted",
            (Self::None, Axis::Companies) => "granted to no user",
            (Self::All, Axis::Users) => "every company granted",
            (Self::All, Axis::Companies) => "granted to every user",
            (Self::Multiple, Axis::Users) => "two companies or more granted",
            (Self::Multiple, Axis::Companies) => "granted to two users or more",
            (Self::Drift, _) => "a grant required by a rule is missing",
            (Self::Implied, _) => "access without a grant",
            (Self::Ineffective, _) => "a grant that the HR system ignores",
            (Self::Active, _) => "active in the HR system",
            (Self::Inactive, _) => "inactive in the HR system",
            (Self::Marked, _) => "marked here",
            (Self::Homeless, _) => "no grant for the home company",
            (Self::CrossTenant, _) => "a grant in another tenant",
            (Self::RepeatsRole, _) => "a grant the role already covers",
        }
    }
}
