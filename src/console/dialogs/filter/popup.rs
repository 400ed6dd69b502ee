//! The popup above the filter line, which shows what can be typed there. It covers the lower
//! part of the panes.

use super::dialog::{FilterDialog, PAUSE};
use super::suggestions::at_cursor;
use crate::console::dialogs::popup::{Suggestion, list};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use crate::filter::Axis;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &FilterDialog,
    state: &State,
    screen: &ScreenLayout,
) {
    if dialog.paused >= PAUSE && dialog.fits_other_axis() {
        let pane = match dialog.axis.other() {
            Axis::Users => "Users",
            Axis::Companies => "Companies",
        };
        let text = state.key_in(Context::Filter, Action::Accept);
        let offer =
            Suggestion { text, meaning: format!("filter {pane} by it"), count: String::new() };
        list(painter, screen, "Works in the other list", (&[offer], None));
        return;
    }
    let (title, lines, chosen) = at_cursor(dialog, state);
    if !lines.is_empty() {
        list(painter, screen, &title, (&lines, chosen));
    }
}
