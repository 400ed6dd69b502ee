//! The users and companies that a change affects, how many grants each gains or loses, and
//! whether a user loses everything.

/// A user or company affected by a change, with the numbers of grants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// The username, or the company's code and name.
    pub name: String,
    /// The user's full name; empty for a company, or if there is none.
    pub full_name: String,
    /// Grants gained.
    pub added: u64,
    /// Grants lost.
    pub removed: u64,
    /// Set if the user loses all access, or the last grant.
    pub last: Option<LastLoss>,
    /// The companies that the user can no longer work in, in words; at most
    /// [`Affected::MOST_LOST`].
    pub lost: Vec<String>,
    /// How many companies these are in total.
    pub lost_count: u64,
}

/// What a user has nothing left of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LastLoss {
    /// The user loses the last company that the HR system lets them into.
    Access,
    /// The user loses the last grant, but still has access without one, or had none before.
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
    /// The maximum number of lost companies that are named.
    pub const MOST_LOST: usize = 3;

    /// What the user loses: `all access: NYC, LA`, `the home company NYC`; `None` if nothing.
    #[must_use]
    pub fn loss_in_words(&self) -> Option<String> {
        let more = self.lost_count.saturating_sub(self.lost.len() as u64);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let lost = format!("{}{more}", self.lost.join(", "));
        match (self.last.map(LastLoss::in_words), lost.is_empty()) {
            (None, true) => None,
            (None, false) => Some(lost),
            (Some(end), true) => Some(end.to_owned()),
            (Some(end), false) => Some(format!("{end}: {lost}")),
        }
    }

    /// The name for people: of a user, the full name and the username; of a company, its name.
    #[must_use]
    pub fn title(&self) -> String {
        user_title(&self.full_name, &self.name)
    }
}

/// A user as commands name one: the username and the full name, `sarah (Sarah Chen)`; the
/// username alone if there is no full name.
#[must_use]
pub fn username_title(full_name: &str, username: &str) -> String {
    if full_name.is_empty() { username.to_owned() } else { format!("{username} ({full_name})") }
}

/// A user for people: the full name and the username, `Sarah Chen (sarah)`; the username alone
/// if there is no full name.
#[must_use]
pub fn user_title(full_name: &str, username: &str) -> String {
    if full_name.is_empty() || full_name == username {
        return username.to_owned();
    }
    format!("{full_name} ({username})")
}
