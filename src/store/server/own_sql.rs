//! The SQL of grantgrid's own tables on a server: what the first write runs there, and what
//! `grantgrid schema` prints for an administrator if the login may not create tables.
//! `schema/own.sql` is its counterpart for files.

use crate::store::schema::own;

/// Creates the tables unless they exist; running it again changes nothing. They are created in
/// the first schema of the search path.
pub(super) const OWN_TABLES: &str = include_str!("write/own.sql");

/// A comment for the administrator who reads this SQL.
const HEAD: &str = "-- grantgrid's own tables on a PostgreSQL server, for the schema of the HR system's tables. \
    Running this again changes nothing.\n";

/// The privileges that a login needs, as comments.
const PRIVILEGES: &str = include_str!("privileges.sql");

/// Triggers that notify grantgrid of what others write.
const NOTIFY: &str = include_str!("notify.sql");

/// The SQL that `grantgrid schema` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnSql {
    /// grantgrid's own tables on a PostgreSQL server, with the privileges that logins need.
    Server,
    /// Triggers on a server that notify open consoles of changes.
    Notify,
    /// grantgrid's own tables in a `SQLite` file.
    File,
}

impl OwnSql {
    /// The statements. Running them again changes nothing.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Server => format!("{HEAD}{OWN_TABLES}{PRIVILEGES}"),
            Self::Notify => NOTIFY.to_owned(),
            Self::File => own::TABLES.to_owned(),
        }
    }
}
