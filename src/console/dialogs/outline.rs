//! What the drawings of dialogs share: the frame, the foot with the keys, a list
//! of lines.

use crate::console::geometry::{Area, ScreenLayout};
use crate::console::hits::HitTarget;
use crate::console::view::{Painter, columns};

/// The line at the foot of a dialog, where its keys are.
pub(crate) struct Foot {
    pub(super) line: Area,
    /// What is left of this column is taken.
    pub(super) from: u16,
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

/// The lines of a list from `y` on, of which each `height` rows are one entry, take clicks.
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
