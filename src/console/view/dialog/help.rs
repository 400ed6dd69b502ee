//! Help: every key and sign, narrowed by what is typed.

use super::super::super::geometry::Screen;
use super::super::super::help::{self, Line};
use super::super::super::state::HelpDialog;
use super::super::paint::{Painter, columns};
use super::frame;
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, help: &HelpDialog, screen: &Screen) {
    let theme = painter.theme;
    let lines = help::lines(help.search.value());
    // As tall as without a search, so that it does not jump while one types.
    let area = screen.dialog(help::lines("").len());
    let rows = area.inner().height.saturating_sub(1);
    frame(painter, area, "Help");
    let inner = area.inner();
    let keys = lines
        .iter()
        .map(|line| match line {
            Line::Key { keys, .. } => text::width(keys),
            _ => 0,
        })
        .max()
        .unwrap_or(0)
        .clamp(5, 14);
    let keys = columns(keys);
    for (y, line) in (inner.y..inner.y + rows).zip(lines.iter().skip(help.top)) {
        let (x, width) = (inner.x + 1, inner.width.saturating_sub(2));
        let rest = width.saturating_sub(keys + 2);
        match line {
            Line::Heading(title) => {
                painter.text(x, y, width, title, theme.accent);
            }
            Line::Key { keys: key, does, places } => {
                painter.text(x, y, keys, key, theme.focus);
                let end = painter.text(x + keys + 2, y, rest, does, theme.base);
                let left = (x + width).saturating_sub(end + 2);
                if usize::from(left) >= text::width(places) && places != "panes" {
                    painter.right(x + width, y, left, places, theme.faint);
                }
            }
            Line::Sign { sign, means } => {
                painter.text(x, y, keys, sign, theme.focus);
                painter.text(x + keys + 2, y, rest, means, theme.base);
            }
            Line::Empty => {}
        }
    }
    if lines.is_empty() {
        painter.text(
            inner.x + 1,
            inner.y,
            inner.width,
            "nothing in help has that word",
            theme.warning,
        );
    }
    painter.scrollbar(area, help.top, rows.into(), lines.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, "search: ", theme.faint);
    let typed = help.search.value();
    let x = painter.text(x, foot, inner.width / 2, typed, theme.base);
    let x = painter.text(x, foot, 1, "▏", theme.accent);
    let hint = "↑ ↓ scroll  Esc close";
    let room = (inner.x + inner.width).saturating_sub(x + 2);
    if usize::from(room) > text::width(hint) {
        painter.right(inner.x + inner.width - 1, foot, room, hint, theme.faint);
    }
}
