//! Which theme the console uses: the one that the command line, the environment or the
//! configuration names, otherwise one that matches the terminal's background.

use super::Options;
use super::config::Config;
use super::theme::{self, DARK, Theme, ThemeSet};

/// The theme that the screen is drawn with, and the set that others come from.
pub(crate) struct DrawnTheme {
    themes: ThemeSet,
    ascii: bool,
    name: String,
    theme: Theme,
}

/// The theme of a new session.
pub(crate) struct InitialTheme {
    pub(crate) look: DrawnTheme,
    /// Whether it follows the terminal's background.
    pub(crate) follows: bool,
    /// The problem of the requested theme, if it cannot be used.
    pub(crate) problem: Option<String>,
}

impl InitialTheme {
    /// The theme that the options, the environment or the configuration name, in this order.
    ///
    /// # Errors
    ///
    /// A theme of the program itself cannot be read.
    pub(crate) fn choose(
        themes: ThemeSet,
        options: &Options,
        config: &Config,
    ) -> anyhow::Result<Self> {
        let without = theme::without_colors().map(str::to_owned);
        let wanted = options.theme.clone().or(without).or_else(|| config.theme.clone());
        let ascii = options.ascii || config.ascii || !theme::speaks_utf8();
        let follows = wanted.is_none();
        let name = wanted.unwrap_or_else(|| theme::guessed().to_owned());
        let (name, theme, problem) = match themes.load(&name, ascii) {
            Ok(theme) => (name, theme, None),
            Err(problem) => {
                let theme = themes.load(DARK, ascii);
                let theme = theme.or_else(|_| ThemeSet::built_in().load(DARK, ascii));
                let theme = theme.map_err(|problem| anyhow::anyhow!("the theme {problem}"))?;
                (DARK.to_owned(), theme, Some(problem.to_string()))
            }
        };
        Ok(Self { look: DrawnTheme { themes, ascii, name, theme }, follows, problem })
    }
}

impl DrawnTheme {
    /// The name of the theme that was drawn last.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The names of the available themes.
    pub(crate) fn names(&self) -> Vec<String> {
        let can_be_used = |name: &String| self.themes.load(name, self.ascii).is_ok();
        self.themes.names().into_iter().filter(can_be_used).collect()
    }

    /// The theme with a name; the current one if its file cannot be read.
    pub(crate) fn theme(&mut self, name: &str) -> &Theme {
        if self.name != name {
            name.clone_into(&mut self.name);
            if let Ok(theme) = self.themes.load(name, self.ascii) {
                self.theme = theme;
            }
        }
        &self.theme
    }
}
