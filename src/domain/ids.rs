//! Ids as newtypes, so that a user id cannot be used as a company id.
//!
//! The HR system's UUIDs are kept in the spelling of the database, with or without dashes, and
//! written, shown and compared in that spelling. An id that is not a UUID was damaged when the
//! database stored it (see [`CompanyId::is_usable`]).

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as the database spells it.
            #[must_use]
            pub fn new(spelling: &str) -> Self {
                Self(spelling.into())
            }

            /// The spelling of the id in the database.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

                /// Whether the HR system can read this id, which means that it is a UUID. If
                /// the hex digits of an id look like a number, `SQLite` stores that number,
                /// and the id is lost.
            #[must_use]
            pub fn is_usable(&self) -> bool {
                Uuid::try_parse(&self.0).is_ok()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

            // A newtype hashes and compares like its text, so a plain text can look
    // up an id in a map.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

number_id!(
    /// A row of `hrm_users`.
    UserId
);
number_id!(
    /// A row of the role table.
    RoleId
);
number_id!(
    /// A change in grantgrid's journal; later changes have larger numbers.
    ChangeId
);
text_id!(
    /// A row of `hrm_company`.
    CompanyId
);
text_id!(
    /// A row of `hrm_tenant`.
    TenantId
);
text_id!(
    /// A row of `hrm_user_company_access`.
    GrantId
);
