//! Draws the lines of a dialog's list in two columns, with a note on the right. The selected
//! line is highlighted, and each line can be clicked.

use ratatui::style::Style;

use super::cursor::ListCursor;
use super::outline::hit_lines;
use crate::console::geometry::Area;
use crate::console::view::{Painter, columns};
use crate::text;

/// The texts of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListLine<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) note: &'a str,
    /// Whether the second column explains the first; otherwise it is another name.
    pub(super) explains: bool,
}

/// The columns of the signs before a line, and between its two columns.
const SIGNS: u16 = 2;
const GAP: u16 = 2;

/// The width of the widest of some texts, at most `most` columns.
pub(super) fn widest<'a>(texts: impl Iterator<Item = &'a str>, most: u16) -> u16 {
    columns(texts.map(|it| text::width(&text::safe(it))).max().unwrap_or(0)).min(most)
}

/// Draws the lines of a list of which `rows` are visible at once. The first column has at most
/// `first` columns, but is not cut if the second one is empty.
pub(super) fn draw_lines<'a>(
    painter: &mut Painter<'_>,
    body: Area,
    cursor: ListCursor,
    (rows, len, first): (usize, usize, u16),
    line_at: impl Fn(usize) -> ListLine<'a>,
) {
    hit_lines(painter, body, (cursor.chosen, cursor.top), (rows, len, 1));
    let shown = cursor.top..len.min(cursor.top.saturating_add(rows));
    for (at, y) in shown.zip(body.y..) {
        let line = Area { y, height: 1, ..body };
        let is_chosen = at == cursor.chosen;
        if is_chosen {
            painter.light(line);
        }
        // Faint letters are unreadable on the selected line.
        let faint: Style = if is_chosen { Style::new() } else { painter.theme.faint.into() };
        let ListLine { first: name, second, note, explains } = line_at(at);
        let end = line.x + line.width.saturating_sub(1);
        let noted = columns(text::width(note));
        painter.right(end, y, noted, note, faint);
        let right = if noted > 0 { end.saturating_sub(noted + GAP) } else { end };
        let x = line.x + SIGNS;
        let room = right.saturating_sub(x);
        if second.is_empty() {
            painter.text(x, y, room, name, Style::new());
            continue;
        }
        painter.text(x, y, first.min(room), name, Style::new());
        let x = x + first + GAP;
        let style = if explains { faint } else { Style::new() };
        painter.text(x, y, right.saturating_sub(x), second, style);
    }
}
