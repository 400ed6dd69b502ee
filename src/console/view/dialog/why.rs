//! Why a cell is as it is: the answer first, then the rest, to scroll.

use super::super::super::geometry::Screen;
use super::super::super::state::{WhyDialog, WhyTone};
use super::super::paint::Painter;
use super::frame;

pub(super) fn draw(painter: &mut Painter<'_>, dialog: &WhyDialog, screen: &Screen) {
    let theme = painter.theme;
    let area = screen.dialog(dialog.lines.len());
    let rows = screen.dialog_rows_of(dialog.lines.len());
    frame(painter, area, &dialog.title());
    let inner = area.inner();
    for (y, line) in (inner.y..).zip(dialog.lines.iter().skip(dialog.top).take(rows)) {
        let look = match line.tone {
            WhyTone::Answer => theme.focus,
            WhyTone::Heading => theme.accent,
            WhyTone::Plain => theme.base,
            WhyTone::Granted => theme.granted,
            WhyTone::Drift => theme.drift,
            WhyTone::Faint => theme.faint,
        };
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), &line.text, look);
    }
    painter.scrollbar(area, dialog.top, rows, dialog.lines.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let room = inner.width.saturating_sub(2);
    let other = if dialog.all { "w this company" } else { "w all companies" };
    let hint = format!("{other}  t history  ↑ ↓ scroll  Esc close");
    painter.right(inner.x + inner.width.saturating_sub(1), foot, room, &hint, theme.faint);
}
