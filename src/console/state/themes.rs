//! Which theme the screen is drawn with.

use super::super::theme;

#[derive(Clone, Debug, Default)]
pub(crate) struct Themes {
    /// Its name.
    pub(crate) chosen: String,
    /// Whether the terminal's background decides.
    pub(crate) follows: bool,
}

impl Themes {
    /// The terminal said what its background is.
    pub(crate) fn background(&mut self, light: bool) {
        if self.follows {
            theme::for_background(light).clone_into(&mut self.chosen);
        }
    }
}
