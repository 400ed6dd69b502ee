//! Which theme the screen is drawn with.

use super::super::theme;

#[derive(Clone, Debug, Default)]
pub(crate) struct Themes {
    /// Its name.
    pub(crate) chosen: String,
    /// Whether the terminal's background decides.
    pub(crate) follows: bool,
    /// The names of those that can be chosen.
    pub(crate) names: Vec<String>,
    /// One that is looked at before it is chosen.
    pub(crate) tried: Option<String>,
}

impl Themes {
    /// The terminal said what its background is.
    pub(crate) fn background(&mut self, light: bool) {
        if self.follows {
            theme::for_background(light).clone_into(&mut self.chosen);
        }
    }

    /// The theme to draw with now.
    pub(crate) fn shown(&self) -> &str {
        self.tried.as_deref().unwrap_or(&self.chosen)
    }

    /// Chooses a theme; the terminal's background no longer decides.
    pub(crate) fn choose(&mut self, name: &str) {
        name.clone_into(&mut self.chosen);
        (self.follows, self.tried) = (false, None);
    }
}
