//! How the console looks, as the command line says.

/// The themes to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThemeChoice {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
    /// No colours, as with `NO_COLOR`.
    Plain,
}

/// How the console looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// The colours; `None` follows `NO_COLOR` and the terminal.
    pub theme: Option<ThemeChoice>,
    /// Draw with ASCII signs only.
    pub ascii: bool,
    /// The database is a made-up one that goes with the console: say so.
    pub demo: bool,
}
