//! The history: a line for each change, newest first.

use ratatui::style::Style;

use super::{HistoryDialog, history_title, whole_seconds};
use crate::console::dialogs::outline::{Foot, frame, hit_lines};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::number;
use crate::console::view::{Painter, columns};
use crate::domain::Change;
use crate::text;

/// Columns of the parts of a line: number, time, kind, and at least of the
/// figures.
const NUMBER: u16 = 6;
const TIME: u16 = 19;
const KIND: u16 = 9;
const FIGURE: u16 = 7;

/// On a narrower screen times are without their seconds, in so many columns.
const WITH_SECONDS: u16 = 90;
/// On a still narrower one the figures alone tell what was done.
const WITH_KIND: u16 = 64;
const MINUTES: u16 = 16;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &HistoryDialog,
    screen: &ScreenLayout,
) -> Foot {
    let theme = painter.theme;
    let area = screen.dialog(usize::MAX);
    frame(painter, area, &history_title(dialog));
    let inner = area.inner();
    let rows = HistoryDialog::rows(screen);
    let headings = HistoryParts {
        number: "change",
        at: "when (UTC)",
        kind: "kind",
        figures: ["granted", "revoked"],
        words: "operator, reason",
        look: theme.faint.into(),
    };
    let figure = |change: &Change| text::width(&number(change.added.max(change.removed))) + 1;
    let widest = dialog.changes.iter().map(figure).max().unwrap_or(0);
    let columns = HistoryColumns {
        time: if inner.width < WITH_SECONDS { MINUTES } else { TIME },
        kind: if inner.width < WITH_KIND { 0 } else { KIND + 1 },
        figure: columns(widest).max(FIGURE),
    };
    line(painter, Area { height: 1, ..inner }, columns, &headings);
    let body = inner.below(1);
    if dialog.changes.is_empty() {
        let none = match (dialog.text.as_str(), dialog.only()) {
            ("", None) => "no changes yet",
            ("", Some(_)) => "no recorded changes for this cell",
            _ => "no changes match",
        };
        painter.text(body.x + 1, body.y, body.width, none, theme.base);
    }
    let cursor = (dialog.cursor.chosen, dialog.cursor.top);
    hit_lines(painter, body, cursor, (rows, dialog.changes.len(), 1));
    for (y, (is_chosen, change)) in (body.y..).zip(dialog.cursor.shown(&dialog.changes, rows)) {
        let area = Area { y, height: 1, ..inner };
        if is_chosen {
            painter.light(area);
        }
        line_of(painter, area, columns, change);
    }
    painter.scrollbar(area, dialog.cursor.top, rows, dialog.changes.len());
    Foot::of(area)
}

/// The columns of what is not always as wide.
#[derive(Clone, Copy)]
struct HistoryColumns {
    time: u16,
    /// With the space behind it; nothing where there is no room.
    kind: u16,
    figure: u16,
}

/// What is in a line, from the left.
struct HistoryParts<'a> {
    number: &'a str,
    at: &'a str,
    kind: &'a str,
    figures: [&'a str; 2],
    words: &'a str,
    look: Style,
}

fn line_of(painter: &mut Painter<'_>, area: Area, columns: HistoryColumns, change: &Change) {
    let mut words = change.who();
    if let Some(by) = change.undone_by {
        words = format!("{words} · undone by {by}");
    }
    if let Some(of) = change.reverts {
        words = format!("{words} · for change {of}");
    }
    if !change.rows.is_empty() {
        words = format!("{words} · {}", change.rows_in_words());
    }
    if let Some(reason) = &change.reason {
        words = format!("{words} · {reason}");
    }
    let undone = change.undone_by.is_some();
    let figure = |sign: char, cells: u64| match cells {
        0 => "·".to_owned(),
        cells => format!("{sign}{}", number(cells)),
    };
    let (added, removed) = (figure('+', change.added), figure('−', change.removed));
    let parts = HistoryParts {
        number: &change.id.to_string(),
        at: whole_seconds(&change.at),
        kind: change.kind.as_str(),
        figures: [&added, &removed],
        words: &words,
        look: if undone { painter.theme.inactive.into() } else { Style::new() },
    };
    line(painter, area, columns, &parts);
}

fn line(painter: &mut Painter<'_>, area: Area, columns: HistoryColumns, parts: &HistoryParts<'_>) {
    let HistoryColumns { time, kind, figure: width } = columns;
    let (y, end, look) = (area.y, area.x + area.width.saturating_sub(1), parts.look);
    let mut x = area.x + 1;
    painter.right(x + NUMBER, y, NUMBER, parts.number, look);
    x += NUMBER + 2;
    painter.text(x, y, time, parts.at.get(..usize::from(time)).unwrap_or(parts.at), look);
    x += time + 2;
    painter.text(x, y, kind.saturating_sub(1), parts.kind, look);
    x += kind;
    for figure in parts.figures {
        painter.right(x + width, y, width, figure, look);
        x += width + 1;
    }
    x += 1;
    painter.text(x, y, end.saturating_sub(x), parts.words, look);
}
