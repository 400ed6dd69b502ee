//! Drawing the open dialogs, and what their drawings share: the frame, the
//! foot with the keys, a list of lines.

use super::Dialog;
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::state::State;
use crate::console::view::{Painter, keys};

/// The line at the foot of a dialog, where its keys stand.
pub(crate) struct Foot {
    line: Area,
    /// What is left of this column is taken.
    from: u16,
}

impl Foot {
    pub(super) fn of(dialog: Area) -> Self {
        let inner = dialog.inner();
        let y = inner.y + inner.height.saturating_sub(1);
        let (x, width) = (inner.x + 1, inner.width.saturating_sub(2));
        Self { line: Area { x, y, width, height: 1 }, from: x }
    }

    /// The same to the right of a column that is taken.
    pub(super) fn after(dialog: Area, end: u16) -> Self {
        Self { from: end + 2, ..Self::of(dialog) }
    }
}

/// Whether the top dialog shows its keys itself.
pub(crate) fn has_foot(dialog: Option<&Dialog>) -> bool {
    dialog.is_some_and(|dialog| dialog.part().has_foot())
}

/// Draws the top dialog, and below it only dialogs that fill the height: of any
/// other, a strip of its frame would show.
pub(crate) fn draw_all(painter: &mut Painter<'_>, state: &State, screen: &ScreenLayout) {
    let Some((top, below)) = state.dialogs.split_last() else {
        return;
    };
    painter.covered = true;
    for dialog in below.iter().filter(|dialog| dialog.part().is_tall()) {
        draw(painter, state, dialog, screen);
    }
    painter.covered = false;
    draw(painter, state, top, screen);
}

/// Draws a dialog; the top one with its keys.
fn draw(painter: &mut Painter<'_>, state: &State, dialog: &Dialog, screen: &ScreenLayout) {
    let foot = dialog.part().draw(painter, state, screen, dialog.rows(screen));
    if let Some(foot) = foot.filter(|_| !painter.covered && has_foot(Some(dialog))) {
        let hints = keys::that_fit(keys::of(state), foot.line.width);
        keys::draw(painter, foot.line, foot.from, &hints);
    }
}

/// A list to scroll.
pub(super) fn draw_lines(
    painter: &mut Painter<'_>,
    screen: &ScreenLayout,
    title: &str,
    (lines, top): (&[String], usize),
) -> Foot {
    let area = screen.dialog(lines.len());
    let rows = screen.dialog_rows_of(lines.len());
    frame(painter, area, title);
    let inner = area.inner();
    for (y, line) in (inner.y..).zip(lines.iter().skip(top).take(rows)) {
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), line, painter.theme.base);
    }
    painter.scrollbar(area, top, rows, lines.len());
    Foot::of(area)
}

/// Clears the dialog's area and draws its frame.
pub(super) fn frame(painter: &mut Painter<'_>, area: Area, title: &str) {
    painter.clear(area);
    painter.frame(area, title, true);
}
