//! Draws the matches, best first, and below them what was typed.

use super::JumpDialog;
use super::dialog::{MOST, SEEN};
use crate::console::dialogs::columns::{ListLine, draw_lines, widest};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::count;
use crate::console::view::Painter;
use crate::filter::Axis;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &JumpDialog,
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    // The typed line does not move; the matches end above it.
    let full = screen.dialog(SEEN);
    let lower = screen.dialog(dialog.matches.len().clamp(1, SEEN));
    let area = Area { y: full.y + full.height.saturating_sub(lower.height), ..lower };
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
    let first = widest(dialog.matches.iter().map(|it| it.first.as_str()), inner.width / 2);
    let body = Area { height: inner.height.saturating_sub(1), ..inner };
    let len = dialog.matches.len();
    draw_lines(painter, body, dialog.cursor, (rows, len, first), |at| {
        let found = &dialog.matches[at];
        let is_hidden = dialog.hidden.get(at).is_some_and(|hidden| *hidden);
        let note = if dialog.asked == Some(at) {
            "clears the filter"
        } else if is_hidden {
            "hidden by the filter"
        } else {
            ""
        };
        ListLine { first: &found.first, second: &found.second, note, explains: false }
    });
    if dialog.matches.is_empty() {
        let text = match (dialog.text(), dialog.is_answered()) {
            ("", _) => "type some letters of the name, in order",
            (_, true) => "no match",
            (_, false) => "looking …",
        };
        painter.text(inner.x + 2, inner.y, inner.width.saturating_sub(3), text, theme.faint);
    }
    painter.scrollbar(area, dialog.cursor.top, rows, dialog.matches.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, "jump to ", theme.faint);
    let field = Area { x, y: foot, width: inner.width / 2, height: 1 };
    let x = painter.field(field, &dialog.typed, true);
    Footer::after(area, x)
}
