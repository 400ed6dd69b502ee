//! Draws the history: a line for each change, newest first, and the cells of the selected
//! change beside or below it.

use chrono::{DateTime, Utc};
use ratatui::style::Style;

use super::{HistoryDialog, history_title};
use crate::console::dialogs::outline::{Footer, frame, hit_lines};
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
/// On a list as narrow as a small terminal, whom and where are more important than by whom.
const WITH_OPERATOR: u16 = 50;

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
) -> Footer {
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
        operator: if list.width >= WITH_OPERATOR {
            columns(operators.max().unwrap_or(0)).clamp(8, (list.width / 4).max(8))
        } else {
            0
        },
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
        let descriptions = dialog.descriptions.get(&change.id).map(String::as_str);
        line_of(painter, line, &parts, (change, descriptions, is_chosen));
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
    Footer::of(area)
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
    if parts.operator > 0 {
        painter.text(x, area.y, parts.operator, "operator", faint);
        x += parts.operator + 1;
    }
    let room = (area.x + area.width).saturating_sub(x + 1);
    painter.text(x, area.y, room, "what, and the reason", faint);
}

fn line_of(
    painter: &mut Painter<'_>,
    area: Area,
    parts: &HistoryColumns,
    (change, descriptions, is_chosen): (&Change, Option<&str>, bool),
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
    if parts.operator > 0 {
        painter.text(x, y, parts.operator, &change.who(), look);
        x += parts.operator + 1;
    }
    let room = end.saturating_sub(x);
    painter.text(x, y, room, &words(change, descriptions, room.into()), look);
}

/// Whom and where, with what became of the change and the reason. Where a long name would hide
/// the companies, the name is cut.
fn words(change: &Change, descriptions: Option<&str>, room: usize) -> String {
    let lead =
        change.reverts.map_or_else(String::new, |of| format!("{} of {of}: ", change.kind.as_str()));
    let descriptions =
        cut_before(descriptions.unwrap_or("…"), &[" + ", " − "], room.saturating_sub(lead.len()));
    let mut words = format!("{lead}{descriptions}");
    if let Some(by) = change.undone_by {
        words = format!("{words} · undone by {by}");
    }
    if let Some(reason) = &change.reason {
        words = format!("{words} · {reason}");
    }
    words
}

/// A line in which what is before a mark is cut so that the rest fits into `room` columns, as far
/// as a few letters are left of it.
fn cut_before(line: &str, marks: &[&str], room: usize) -> String {
    const LEAST: usize = 6;
    let at = marks.iter().filter_map(|mark| line.find(mark)).min();
    let Some((before, rest)) = at.map(|at| line.split_at(at)) else {
        return line.to_owned();
    };
    let width = |text: &str| text::width(&text::safe(text));
    let left = room.saturating_sub(width(rest)).max(LEAST);
    if width(before) <= left {
        return line.to_owned();
    }
    format!("{}{rest}", &*text::clip(before, left))
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
        // The company's code is known before the names are.
        let code_end = line.find(" × ").map_or(line.len(), |at| {
            let code = at + " × ".len();
            line[code..].find(' ').map_or(line.len(), |end| code + end)
        });
        let (cell, name) = line.split_at(code_end);
        let cell = cut_before(cell, &[" × "], area.width.into());
        painter.text(area.x, y, area.width, &format!("{cell}{name}"), look);
    }
    if shown < lines.len() {
        let rest = format!("… {} lines more", lines.len() - shown);
        painter.text(area.x, area.y + columns(shown), area.width, &rest, theme.faint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_hides_no_company() {
        let cut = |line, room| cut_before(line, &[" + ", " − "], room);
        assert_eq!(cut("sarah + TYO", 20), "sarah + TYO");
        assert_eq!(cut("guenther.wolfeschlegelstein + TYO", 20), "guenther.wolf… + TYO");
        assert_eq!(cut("山田太郎山田太郎 − TYO, BER", 20), "山田太郎… − TYO, BER");
        assert_eq!(
            cut("guenther.wolfeschlegelstein + TYO, BER and 5 more", 12),
            "guent… + TYO, BER and 5 more"
        );
        assert_eq!(cut("sarah: role Manager → HR Manager", 12), "sarah: role Manager → HR Manager");
    }
}
