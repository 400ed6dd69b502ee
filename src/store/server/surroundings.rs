//! Where a server's settings come from besides its URL: the environment, the home folder and
//! the account. Tests pass their own.

use std::path::PathBuf;

/// The environment, the home folder and the account.
pub(super) struct Surroundings<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    home: Option<PathBuf>,
    pub(super) account: String,
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(
        variable: &'a dyn Fn(&str) -> Option<String>,
        home: Option<PathBuf>,
        account: &str,
    ) -> Self {
        Self { variable, home, account: account.to_owned() }
    }

    /// A variable that is set and not empty.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// A file in the home folder.
    pub(super) fn in_home(&self, name: &str) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join(name))
    }
}
