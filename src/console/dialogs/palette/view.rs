//! Draws the command palette.

use super::PaletteDialog;
use crate::console::dialogs::columns::{ListLine, draw_lines, widest};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::{Painter, columns};
use crate::text;

/// In a narrower palette, the names of actions are left out.
const WITH_NAMES: u16 = 90;
/// The columns beside a label, for its signs and before its keys.
const BESIDE_LABEL: u16 = 5;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    palette: &PaletteDialog,
    screen: &ScreenLayout,
) -> Footer {
    let found = &palette.found;
    // The typed line does not move; the lines end above it.
    let full = screen.dialog(palette.seen);
    let lower = screen.dialog(found.len().clamp(1, palette.seen.max(1)));
    let area = Area { y: full.y + full.height.saturating_sub(lower.height), ..lower };
    let rows = screen.dialog_rows_of(palette.seen);
    frame(painter, area, &format!("Actions – {}", palette.pane.name()));
    let inner = area.inner();
    let body = Area { height: inner.height.saturating_sub(1), ..inner };
    let first = widest(found.iter().map(|entry| entry.label.as_str()), inner.width / 5 * 3);
    draw_lines(painter, body, palette.cursor, (rows, found.len(), first), |at| {
        let entry = &found[at];
        let room = inner.width.saturating_sub(columns(text::width(&entry.note)) + BESIDE_LABEL);
        let label = entry.label_within(room.into());
        // A long label is shown in full, without the name beside it.
        let is_short = text::width(&text::safe(label)) <= first.into();
        let has_room = is_short && (inner.width >= WITH_NAMES || !entry.is_action());
        let second = if has_room { entry.beside.as_str() } else { "" };
        ListLine { first: label, second, note: &entry.note, explains: true }
    });
    if found.is_empty() {
        let (text, style) = if palette.is_answered() {
            ("no matching action, user or company", painter.theme.warning)
        } else {
            ("looking …", painter.theme.faint)
        };
        painter.text(inner.x + 2, inner.y, inner.width.saturating_sub(3), text, style);
    }
    painter.scrollbar(area, palette.cursor.top, rows, found.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, ": ", painter.theme.faint);
    let field = Area { x, y: foot, width: inner.width / 2, height: 1 };
    let x = painter.field(field, &palette.typed, true);
    Footer::after(area, x)
}
