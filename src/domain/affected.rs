//! The users and companies that a change affects, each with how much, and whether it is the
//! last that a user has.

/// A user or a company affected by a change, and by how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// The username, or the company's code and name.
    pub name: String,
    /// Of a user the full name, if there is one.
    pub full_name: String,
    /// Grants that it gains.
    pub added: u64,
    /// Grants that it loses.
    pub removed: u64,
    /// Of a user: the last that is lost, if it is.
    pub last: Option<LastLoss>,
}

/// The last that a user loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LastLoss {
    /// The last company that the HR system lets the user into.
    Access,
    /// The last grant; there still is access without one, or there was none.
    Grant,
}

impl LastLoss {
    /// What is lost: `all access`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Access => "all access",
            Self::Grant => "the last grant",
        }
    }

    /// The word in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Grant => "grant",
        }
    }
}

impl Affected {
    /// How people know it: a user by the full name, with the username beside it.
    #[must_use]
    pub fn title(&self) -> String {
        user_title(&self.full_name, &self.name)
    }
}

/// A user by the full name, if there is one, with the username beside it:
/// `Sarah Chen (sarah)`.
#[must_use]
pub fn user_title(full_name: &str, username: &str) -> String {
    if full_name.is_empty() || full_name == username {
        return username.to_owned();
    }
    format!("{full_name} ({username})")
}
