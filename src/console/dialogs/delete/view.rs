//! Draws what deleting a user or a company would remove, table by table.

use super::{DeleteDialog, deletion_lines};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::Painter;
use crate::domain::Guard;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    (dialog, note): (&DeleteDialog, &str),
    screen: &ScreenLayout,
    rows: usize,
) -> Footer {
    let theme = painter.theme;
    let impact = &dialog.impact;
    let lines = deletion_lines(dialog);
    let area = screen.dialog(lines.len());
    frame(painter, area, &format!("Delete {}?{note}", impact.label));
    let inner = area.inner();
    let width = inner.width.saturating_sub(4);
    for (y, (line, heavy)) in (inner.y..).zip(lines.iter().skip(dialog.top).take(rows)) {
        let style = if *heavy { theme.warning } else { theme.base };
        painter.text(inner.x + 2, y, width, line, style);
    }
    painter.scrollbar(area, dialog.top, rows, lines.len());
    if dialog.guard.is_none() {
        return Footer::of(area);
    }
    let foot = (inner.y + inner.height).saturating_sub(1);
    let label = match dialog.guard {
        Some(Guard::ManyLoseAccess { .. }) => "type the number of pairs to confirm: ",
        Some(Guard::SuperAdminLosesAccess { .. }) => "type the number of companies to confirm: ",
        _ => "type the number of grants to confirm: ",
    };
    let x = painter.text(inner.x + 2, foot, width, label, theme.warning);
    let room = (inner.x + inner.width / 2).saturating_sub(x);
    let end = painter.field(Area { x, y: foot, width: room, height: 1 }, &dialog.count, true);
    Footer::after(area, end)
}
