//! The command palette: what can be done here, and by which key.

use ratatui::style::Style;

use super::PaletteDialog;
use crate::console::dialogs::outline::{Foot, frame, hit_lines};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::{Painter, columns};
use crate::text;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    palette: &PaletteDialog,
    screen: &ScreenLayout,
) -> Foot {
    let theme = painter.theme;
    let found = palette.found();
    // As tall as with nothing typed, so that it does not jump while one types.
    let area = screen.dialog(palette.all());
    let rows = screen.dialog_rows_of(palette.all());
    frame(painter, area, &format!("Actions – {}", palette.pane.name()));
    let inner = area.inner();
    let cursor = (palette.cursor.chosen, palette.cursor.top);
    hit_lines(painter, inner, cursor, (rows, found.len(), 1));
    for (y, (is_chosen, binding)) in (inner.y..).zip(palette.cursor.shown(&found, rows)) {
        let line = Area { y, height: 1, ..inner };
        let mut keys: Style = theme.focus.into();
        if is_chosen {
            painter.light(line);
            keys = Style::new();
        }
        let end = line.x + line.width.saturating_sub(1);
        let name = palette.keys_of(binding);
        let width = columns(text::width(&name));
        let room = line.width.saturating_sub(width + 5);
        painter.text(line.x + 2, y, room, binding.does, Style::new());
        painter.right(end, y, width, &name, keys);
    }
    if found.is_empty() {
        let text = "no matching action";
        painter.text(inner.x + 2, inner.y, inner.width.saturating_sub(3), text, theme.warning);
    }
    painter.scrollbar(area, palette.cursor.top, rows, found.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, ": ", theme.faint);
    let field = Area { x, y: foot, width: inner.width / 2, height: 1 };
    let x = painter.field(field, &palette.typed, true);
    Foot::after(area, x)
}
