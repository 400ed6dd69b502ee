//! Draws the open dialogs.

use crate::console::frame::{Console, DialogPart};
use crate::console::geometry::ScreenLayout;
use crate::console::view::{Painter, keys};

/// Draws the top dialog. Dialogs below it are drawn only if they fill the height; of any
/// other, a strip of its frame would be visible.
pub(crate) fn draw_all(painter: &mut Painter<'_>, console: &Console, screen: &ScreenLayout) {
    let Some(top) = console.dialogs.top() else {
        return;
    };
    painter.covered = true;
    painter.hits.clear();
    for dialog in console.dialogs.below_top().filter(|dialog| dialog.is_tall()) {
        draw(painter, console, dialog, screen);
    }
    painter.covered = false;
    painter.hits.clear();
    draw(painter, console, top, screen);
}

/// Draws a dialog; the top one with its key hints.
fn draw(
    painter: &mut Painter<'_>,
    console: &Console,
    dialog: &dyn DialogPart,
    screen: &ScreenLayout,
) {
    let foot = dialog.draw(painter, &console.state, screen, dialog.rows(screen));
    if let Some(foot) = foot.filter(|_| !painter.covered && dialog.has_footer()) {
        let hints = keys::that_fit(keys::of(console), foot.line.width);
        keys::draw(painter, foot.line, foot.from, &hints);
    }
}
