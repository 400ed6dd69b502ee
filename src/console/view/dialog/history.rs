//! The history: a line for each change, the newest first.

use ratatui::style::Style;

use super::super::super::geometry::{Area, Screen};
use super::super::super::number::number;
use super::super::super::state::{HistoryDialog, history_title, whole_seconds};
use super::super::paint::Painter;
use super::frame;
use crate::domain::Change;

/// Columns of the parts of a line: number, time, kind, added, removed.
const NUMBER: u16 = 6;
const TIME: u16 = 19;
const KIND: u16 = 9;
const FIGURE: u16 = 10;

pub(super) fn draw(painter: &mut Painter<'_>, dialog: &HistoryDialog, screen: &Screen) {
    let theme = painter.theme;
    let area = screen.dialog(usize::MAX);
    frame(painter, area, &history_title(dialog));
    let inner = area.inner();
    let rows = screen.dialog_rows_of(usize::MAX);
    if dialog.changes.is_empty() {
        let none = match (dialog.text.as_str(), &dialog.only) {
            ("", None) => "nothing was changed yet",
            _ => "no change is like that",
        };
        painter.text(inner.x + 1, inner.y, inner.width, none, theme.faint);
    }
    let shown = dialog.changes.iter().enumerate().skip(dialog.top).take(rows);
    for (y, (at, change)) in (inner.y..).zip(shown) {
        let area = Area { y, height: 1, ..inner };
        if at == dialog.chosen {
            painter.tint(area, theme.cursor);
            painter.text(area.x, y, 1, "▌", theme.accent);
        }
        line(painter, area, change);
    }
    painter.scrollbar(area, dialog.top, rows, dialog.changes.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let room = inner.width.saturating_sub(2);
    let hint = "Enter its cells  / filter  u undo it  c this cell  Esc close";
    painter.right(inner.x + inner.width - 1, foot, room, hint, theme.faint);
}

fn line(painter: &mut Painter<'_>, area: Area, change: &Change) {
    let theme = painter.theme;
    let undone = change.undone_by.is_some();
    let style: Style = if undone { theme.inactive.into() } else { Style::new() };
    let (y, end) = (area.y, area.x + area.width.saturating_sub(1));
    let mut x = area.x + 1;
    painter.right(x + NUMBER, y, NUMBER, &change.id.to_string(), style);
    x += NUMBER + 2;
    painter.text(x, y, TIME, whole_seconds(&change.at), style);
    x += TIME + 2;
    painter.text(x, y, KIND, change.kind.as_str(), style);
    x += KIND + 1;
    painter.right(x + FIGURE, y, FIGURE, &format!("+{}", number(change.added)), style);
    x += FIGURE + 1;
    painter.right(x + FIGURE, y, FIGURE, &format!("−{}", number(change.removed)), style);
    x += FIGURE + 2;
    let mut words = change.operator.clone();
    if let Some(by) = change.undone_by {
        words = format!("{words} · undone by {by}");
    }
    if let Some(of) = change.reverts {
        words = format!("{words} · of change {of}");
    }
    if !change.rows.is_empty() {
        words = format!("{words} · {}", change.rows_in_words());
    }
    if let Some(reason) = &change.reason {
        words = format!("{words} · {reason}");
    }
    painter.text(x, y, end.saturating_sub(x), &words, style);
}
