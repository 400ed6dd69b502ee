//! Which theme the screen is drawn with.

use super::super::theme;

#[derive(Clone, Debug, Default)]
pub(crate) struct Themes {
    /// The name of the chosen theme.
    pub(crate) chosen: String,
    /// Whether it follows the terminal's background.
    pub(crate) follows: bool,
    /// The names of the available themes.
    pub(crate) names: Vec<String>,
    /// A theme that is being tried before it is chosen.
    pub(crate) tried: Option<String>,
}

impl Themes {
    /// Must be called when the terminal reports its background.
    pub(crate) fn background(&mut self, light: bool) {
        if self.follows {
            theme::for_background(light).clone_into(&mut self.chosen);
        }
    }

    /// The theme to draw with.
    pub(crate) fn shown(&self) -> &str {
        self.tried.as_deref().unwrap_or(&self.chosen)
    }

    /// Chooses a theme, which no longer follows the terminal's background.
    pub(crate) fn choose(&mut self, name: &str) {
        name.clone_into(&mut self.chosen);
        (self.follows, self.tried) = (false, None);
    }
}
