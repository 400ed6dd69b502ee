//! The text of a filter that is being typed, and its state.

use crate::console::dialogs::text_field::SelectedInput;
use crate::filter::{self, Axis, Completion, FilterError, HistoryFilter};

/// The number of ticks without a key after which an error is shown: between a quarter and half
/// a second.
pub(super) const PAUSE: u8 = 2;

/// The line in which a filter is typed.
#[derive(Debug)]
pub(crate) struct FilterDialog {
    pub(crate) axis: Axis,
    pub(crate) input: SelectedInput,
    /// The error in the text, if any; the last valid filter applies then.
    pub(crate) error: Option<FilterError>,
    /// Ticks since the text has changed; at `PAUSE` an error is shown.
    pub(super) paused: u8,
    /// The filter that Esc restores.
    pub(crate) before: String,
    /// How far back in the history the text is.
    pub(crate) recalled: usize,
    /// The completions that Tab goes through, and the index of the one shown.
    pub(crate) completing: Option<(Completion, usize)>,
}

impl FilterDialog {
    /// Whether the text is a filter of the other axis only.
    pub(super) fn fits_other_axis(&self) -> bool {
        self.error.is_some() && filter::parse(self.axis.other(), self.input.value().trim()).is_ok()
    }

    /// Whether the text is a filter of the history, but of neither list.
    pub(super) fn fits_history(&self) -> bool {
        self.error.is_some()
            && !self.fits_other_axis()
            && HistoryFilter::parse(self.input.value().trim()).is_ok()
    }

    /// Whether the error is about a field that the history alone has.
    pub(super) fn has_field_of_history(&self) -> bool {
        let text = self.input.value().trim();
        let field = self.error.as_ref().and_then(|error| text.get(error.range()));
        let is_of_list =
            |name: &str| self.axis.other().fields().iter().any(|field| field.name() == name);
        field.is_some_and(|name| HistoryFilter::has_field(name) && !is_of_list(name))
    }

    /// The number of spaces before the text that is parsed.
    pub(super) fn indent(&self) -> usize {
        let text = self.input.value();
        text.chars().count() - text.trim_start().chars().count()
    }
}
