//! The SQL of grantgrid's own tables on a server: what the first write runs there, and
//! what `grantgrid schema` prints for somebody who may create tables where the login may
//! not. It is the counterpart of `schema/own.sql`, the same tables in a file.

use crate::store::schema::own;

/// Creates the tables where they are missing; running it again changes nothing. Tables are
/// made in the first schema of the search path.
pub(super) const OWN_TABLES: &str = include_str!("write/own.sql");

/// What somebody should know who reads this SQL.
const HEAD: &str = "-- grantgrid's own tables on a PostgreSQL server, for the schema of the HR system's tables. \
    Running this again changes nothing.\n";

/// What a login needs, as comments.
const PRIVILEGES: &str = include_str!("privileges.sql");

/// Triggers that notify grantgrid of what others write.
const NOTIFY: &str = include_str!("notify.sql");

/// The SQL that somebody with more rights may want to read and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnSql {
    /// grantgrid's own tables on a PostgreSQL server, with the privileges that logins need.
    Server,
    /// Triggers on a server that tell open consoles of changes at once.
    Notify,
    /// grantgrid's own tables in a `SQLite` file.
    File,
}

impl OwnSql {
    /// The statements. Each can be run again and then changes nothing.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Server => format!("{HEAD}{OWN_TABLES}{PRIVILEGES}"),
            Self::Notify => NOTIFY.to_owned(),
            Self::File => own::TABLES.to_owned(),
        }
    }
}
