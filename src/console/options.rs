//! Options of the console from the command line and the environment.

/// Options of the console.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The name of a theme; `None` follows the configuration, then the terminal.
    pub(crate) theme: Option<String>,
    /// Draw with ASCII characters only.
    pub(crate) ascii: bool,
    /// Ignore what was remembered from the last session.
    pub(crate) fresh: bool,
    /// The database is demo data that is deleted at the end; the console shows that.
    pub(crate) demo: bool,
}
