//! What the command line and the environment say of the console.

/// How the console looks and begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The name of a theme; `None` follows the configuration, then the terminal.
    pub(crate) theme: Option<String>,
    /// Draw with ASCII signs only.
    pub(crate) ascii: bool,
    /// Begin without what was remembered of the last session.
    pub(crate) fresh: bool,
    /// The database is a made-up one that goes with the console: say so.
    pub(crate) demo: bool,
}
