//! Draws the menu of what can be copied.

use super::CopyDialog;
use crate::console::dialogs::columns::{ListLine, draw_lines, widest};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::ScreenLayout;
use crate::console::view::Painter;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &CopyDialog,
    screen: &ScreenLayout,
) -> Footer {
    let entries = &dialog.entries;
    let area = screen.dialog(entries.len());
    let rows = screen.dialog_rows_of(entries.len());
    frame(painter, area, "Copy to the clipboard");
    let inner = area.inner();
    let first = widest(entries.iter().map(|entry| entry.what.as_str()), inner.width / 2);
    draw_lines(painter, inner, dialog.cursor, (rows, entries.len(), first), |at| {
        let entry = &entries[at];
        ListLine { first: &entry.what, second: &entry.shown, note: "", explains: true }
    });
    painter.scrollbar(area, dialog.cursor.top, rows, entries.len());
    Footer::of(area)
}
