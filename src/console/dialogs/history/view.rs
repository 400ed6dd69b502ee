//! Draws the history: a line for each change, newest first, and the cells of the selected
//! change beside or below it.

use chrono::{DateTime, Utc};
use ratatui::style::Style;

use super::{HistoryDialog, history_title};
use crate::console::dialogs::outline::{Foot, frame, hit_lines};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::{Painter, columns};
use crate::domain::{Change, Zone, ago};
use crate::text;

/// The widths of the parts of a line: number, local time to the minute, how long ago.
const NUMBER: u16 = 6;
const TIME: u16 = 16;
const AGO: u16 = 14;
/// A narrower list does not show how long ago a change was; a still narrower one shows only
/// the day.
const WITH_AGO: u16 = 84;
const WITH_TIME: u16 = 60;
const DAY: u16 = 10;

/// The widths that all lines share.
struct HistoryColumns {
    zone: Zone,
    now: Option<DateTime<Utc>>,
    time: u16,
    ago: u16,
    operator: u16,
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    (dialog, zone): (&HistoryDialog, Zone),
    screen: &ScreenLayout,
) -> Foot {
    let area = screen.wide_dialog(dialog.lines(screen));
    frame(painter, area, &history_title(dialog));
    let inner = area.inner();
    let rows = dialog.rows(screen);
    let is_beside = HistoryDialog::has_cells_beside(screen);
    let list = Area { width: if is_beside { inner.width * 3 / 5 } else { inner.width }, ..inner };
    let operators = dialog.changes.iter().map(|change| text::width(&change.who()));
    let parts = HistoryColumns {
        zone,
        now: dialog.now,
        time: if list.width >= WITH_TIME { TIME } else { DAY },
        ago: if list.width >= WITH_AGO { AGO } else { 0 },
        operator: columns(operators.max().unwrap_or(0)).clamp(8, (list.width / 4).max(8)),
    };
    headings(painter, list, &parts);
    let body = list.below(1);
    if dialog.changes.is_empty() {
        let none = match (dialog.text.as_str(), dialog.only()) {
            ("", None) => "no changes yet",
            ("", Some(_)) => "no recorded changes for this cell",
            _ => "no changes match",
        };
        painter.text(body.x + 1, body.y, body.width, none, painter.theme.base);
    }
    let cursor = (dialog.cursor.chosen, dialog.cursor.top);
    hit_lines(painter, body, cursor, (rows, dialog.changes.len(), 1));
    for (y, (is_chosen, change)) in (body.y..).zip(dialog.cursor.shown(&dialog.changes, rows)) {
        let line = Area { y, height: 1, ..list };
        if is_chosen {
            painter.light(line);
        }
        let told = dialog.told.get(&change.id).map(String::as_str);
        line_of(painter, line, &parts, (change, told, is_chosen));
    }
    let below = HistoryDialog::below(screen);
    if is_beside {
        let x = list.x + list.width;
        let height = inner.height.saturating_sub(1);
        for y in inner.y..inner.y + height {
            painter.text(x, y, 1, "│", painter.theme.faint);
        }
        let width = inner.width.saturating_sub(list.width + 2);
        cells(painter, Area { x: x + 2, width, height, ..inner }, dialog);
    } else if below > 0 {
        let y = body.y + columns(rows);
        let line = "─".repeat(inner.width.into());
        painter.text(inner.x, y, inner.width, &line, painter.theme.faint);
        let width = inner.width.saturating_sub(2);
        cells(painter, Area { x: inner.x + 1, y: y + 1, width, height: below - 1 }, dialog);
    }
    let bar = Area { height: columns(rows) + 3, ..area };
    painter.scrollbar(bar, dialog.cursor.top, rows, dialog.changes.len());
    Foot::of(area)
}

fn headings(painter: &mut Painter<'_>, area: Area, parts: &HistoryColumns) {
    let faint = painter.theme.faint;
    let zone = parts.now.map_or_else(String::new, |now| format!(" ({})", parts.zone.name(now)));
    painter.right(area.x + 1 + NUMBER, area.y, NUMBER, "change", faint);
    let mut x = area.x + NUMBER + 3;
    painter.text(x, area.y, parts.time, &format!("when{zone}"), faint);
    x += parts.time + 2;
    if parts.ago > 0 {
        x += parts.ago + 1;
    }
    painter.text(x, area.y, parts.operator, "operator", faint);
    x += parts.operator + 1;
    let room = (area.x + area.width).saturating_sub(x + 1);
    painter.text(x, area.y, room, "what, and the reason", faint);
}

fn line_of(
    painter: &mut Painter<'_>,
    area: Area,
    parts: &HistoryColumns,
    (change, told, is_chosen): (&Change, Option<&str>, bool),
) {
    let is_undone = change.undone_by.is_some();
    // Faint letters are unreadable on the selected line.
    let look: Style =
        if is_undone && !is_chosen { painter.theme.inactive.into() } else { Style::new() };
    let faint: Style = if is_chosen { Style::new() } else { painter.theme.faint.into() };
    let (y, end) = (area.y, area.x + area.width.saturating_sub(1));
    let mut x = area.x + 1;
    painter.right(x + NUMBER, y, NUMBER, &change.id.to_string(), look);
    x += NUMBER + 2;
    let at = parts.zone.show(&change.at);
    painter.text(x, y, parts.time, at.get(..parts.time.into()).unwrap_or(&at), look);
    x += parts.time + 2;
    if parts.ago > 0 {
        let ago = parts.now.map(|now| ago(&change.at, now)).unwrap_or_default();
        painter.text(x, y, parts.ago, &ago, faint);
        x += parts.ago + 1;
    }
    painter.text(x, y, parts.operator, &change.who(), look);
    x += parts.operator + 1;
    painter.text(x, y, end.saturating_sub(x), &words(change, told), look);
}

/// What the change did, whether it was undone, and the reason.
fn words(change: &Change, told: Option<&str>) -> String {
    let mut words = told.unwrap_or("…").to_owned();
    if let Some(of) = change.reverts {
        words = format!("{} of {of}: {words}", change.kind.as_str());
    }
    if let Some(by) = change.undone_by {
        words = format!("{words} · undone by {by}");
    }
    if let Some(reason) = &change.reason {
        words = format!("{words} · {reason}");
    }
    words
}

/// The cells and rows of the selected change, as many as fit.
fn cells(painter: &mut Painter<'_>, area: Area, dialog: &HistoryDialog) {
    let theme = painter.theme;
    let Some(change) = dialog.chosen() else {
        return;
    };
    let known = dialog.cells.as_ref().filter(|(of, _)| *of == change.id);
    let Some((_, lines)) = known else {
        painter.text(area.x, area.y, area.width, "…", theme.faint);
        return;
    };
    let room = usize::from(area.height);
    let shown = if lines.len() > room { room.saturating_sub(1) } else { lines.len() };
    for (line, y) in lines.iter().take(shown).zip(area.y..) {
        let look = match line.chars().next() {
            Some('−') => theme.warning,
            Some('+') => theme.done,
            _ => theme.base,
        };
        painter.text(area.x, y, area.width, line, look);
    }
    if shown < lines.len() {
        let rest = format!("… {} lines more", lines.len() - shown);
        painter.text(area.x, area.y + columns(shown), area.width, &rest, theme.faint);
    }
}
