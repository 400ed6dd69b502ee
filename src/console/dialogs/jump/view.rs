//! The matches, the best first, and at the foot what was typed.

use ratatui::style::Style;

use super::JumpDialog;
use super::dialog::{MOST, SEEN};
use crate::console::dialogs::outline::{Foot, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::count;
use crate::console::view::{Painter, columns};
use crate::filter::Axis;
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, dialog: &JumpDialog, screen: &ScreenLayout) -> Foot {
    let theme = painter.theme;
    // As tall with few matches, so that it does not jump while one types.
    let area = screen.dialog(SEEN);
    let rows = screen.dialog_rows_of(SEEN);
    let what = match dialog.axis {
        Axis::Users => "Jump to a user",
        Axis::Companies => "Jump to a company",
    };
    let found = match dialog.matches.len() {
        0 => String::new(),
        MOST => format!(" ─ the best {}", count(MOST)),
        1 => " ─ 1 match".to_owned(),
        len => format!(" ─ {} matches", count(len)),
    };
    frame(painter, area, &format!("{what}{found}"));
    let inner = area.inner();
    let widths = dialog.matches.iter().map(|found| text::width(&text::safe(&found.first)));
    let first = columns(widths.max().unwrap_or(0)).min(inner.width / 2);
    let shown = dialog.cursor.shown(&dialog.matches, rows).zip(&dialog.hidden[dialog.cursor.top..]);
    for (((is_chosen, found), hidden), y) in shown.zip(inner.y..) {
        let line = Area { y, height: 1, ..inner };
        if is_chosen {
            painter.light(line);
        }
        let x = line.x + 2;
        painter.text(x, y, first, &found.first, Style::new());
        let note = if *hidden { "hidden by the filter" } else { "" };
        let room = line.width.saturating_sub(first + 5 + columns(note.len()));
        painter.text(x + first + 2, y, room, &found.second, Style::new());
        let end = line.x + line.width.saturating_sub(1);
        let style: Style = if is_chosen { Style::new() } else { theme.faint.into() };
        painter.right(end, y, columns(note.len()), note, style);
    }
    if dialog.matches.is_empty() {
        let text = match (dialog.text(), dialog.is_answered()) {
            ("", _) => "type some letters of the name, in order",
            (_, true) => "no name like this",
            (_, false) => "looking …",
        };
        painter.text(inner.x + 2, inner.y, inner.width.saturating_sub(3), text, theme.faint);
    }
    painter.scrollbar(area, dialog.cursor.top, rows, dialog.matches.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, "jump to ", theme.faint);
    let field = Area { x, y: foot, width: inner.width / 2, height: 1 };
    let x = painter.field(field, &dialog.typed, true);
    Foot::after(area, x)
}
