//! The text of a filter that is being typed, and what is known of it.

use crate::console::dialogs::text_field::SelectedInput;
use crate::filter::{self, Axis, Completion, FilterError};

/// Ticks without a key after which an error is told: between a quarter of a second and half
/// of one.
pub(super) const PAUSE: u8 = 2;

/// The line in which a filter is typed.
#[derive(Debug)]
pub(crate) struct FilterDialog {
    pub(crate) axis: Axis,
    pub(crate) input: SelectedInput,
    /// What is wrong with the text; then the last good filter stands.
    pub(crate) error: Option<FilterError>,
    /// Ticks since the text changed; at `PAUSE` an error is told.
    pub(super) paused: u8,
    /// What Esc goes back to.
    pub(crate) before: String,
    /// How far back in the history.
    pub(crate) recalled: usize,
    /// The completions that Tab goes through, and which one is shown.
    pub(crate) completing: Option<(Completion, usize)>,
}

impl FilterDialog {
    /// Whether the text is a filter of the other axis only.
    pub(super) fn fits_other_axis(&self) -> bool {
        self.error.is_some() && filter::parse(self.axis.other(), self.input.value().trim()).is_ok()
    }

    /// Spaces before the text that is parsed.
    pub(super) fn indent(&self) -> usize {
        let text = self.input.value();
        text.chars().count() - text.trim_start().chars().count()
    }
}
