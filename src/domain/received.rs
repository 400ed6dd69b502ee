//! Rows that are reported while a server is read for the first time.

/// A user or a company that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceivedRow {
    /// A user.
    User {
        /// The login name.
        username: String,
        /// First and last name.
        person: String,
    },
    /// A company.
    Company {
        /// The code.
        code: String,
        /// The name.
        name: String,
    },
}
