//! Drawing that dialogs share: the frame, the footer with the key hints, a list of lines.

use crate::console::geometry::{Area, ScreenLayout};
use crate::console::hits::HitTarget;
use crate::console::view::{Painter, columns};

/// The footer of a dialog, which has the key hints.
pub(crate) struct Footer {
    pub(super) line: Area,
    /// The columns before this one are taken.
    pub(super) from: u16,
}

impl Footer {
    pub(super) fn of(dialog: Area) -> Self {
        let inner = dialog.inner();
        let y = inner.y + inner.height.saturating_sub(1);
        let (x, width) = (inner.x + 1, inner.width.saturating_sub(2));
        Self { line: Area { x, y, width, height: 1 }, from: x }
    }

    /// A footer whose columns before `end` are taken.
    pub(super) fn after(dialog: Area, end: u16) -> Self {
        Self { from: end + 2, ..Self::of(dialog) }
    }
}

/// Draws a list that can be scrolled.
pub(super) fn draw_lines(
    painter: &mut Painter<'_>,
    screen: &ScreenLayout,
    title: &str,
    (lines, top): (&[String], usize),
) -> Footer {
    let area = screen.dialog(lines.len());
    let rows = screen.dialog_rows_of(lines.len());
    frame(painter, area, title);
    let inner = area.inner();
    for (y, line) in (inner.y..).zip(lines.iter().skip(top).take(rows)) {
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), line, painter.theme.base);
    }
    painter.scrollbar(area, top, rows, lines.len());
    Footer::of(area)
}

/// Makes the lines of a list clickable. It begins at `y`, and each entry has `height` rows.
pub(super) fn hit_lines(
    painter: &mut Painter<'_>,
    body: Area,
    cursor: (usize, usize),
    (rows, len, height): (usize, usize, u16),
) {
    let (chosen, top) = cursor;
    for (row, at) in (top..len.min(top.saturating_add(rows))).enumerate() {
        let y = body.y + columns(row) * height;
        let signed = |it: usize| isize::try_from(it).unwrap_or(isize::MAX);
        let below = signed(at) - signed(chosen);
        painter.hit(Area { y, height, ..body }, HitTarget::Line { below });
    }
}

/// Clears the dialog's area and draws its frame.
pub(super) fn frame(painter: &mut Painter<'_>, area: Area, title: &str) {
    painter.clear(area);
    painter.frame(area, title, true);
}
