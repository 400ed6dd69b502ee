//! Draws the preview of a bulk change: the figures, the reason, the confirmation, and the
//! users and companies that it would change.

use tui_input::Input;

use super::figures::FigureTone;
use super::{PreviewDialog, PreviewField, PreviewLine};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::number;
use crate::console::state::State;
use crate::console::theme::StyleSpec;
use crate::console::view::{Painter, columns};
use crate::text;

/// The width of the labels, in columns.
pub(crate) const LABELS: u16 = 12;

pub(crate) fn draw(
    painter: &mut Painter<'_>,
    state: &State,
    dialog: &PreviewDialog,
    screen: &ScreenLayout,
    rows: usize,
) -> Footer {
    let theme = painter.theme;
    let preview = &dialog.preview;
    let height = dialog.lines.len() + dialog.head_lines();
    let area = if dialog.is_double { screen.double_dialog(height) } else { screen.dialog(height) };
    frame(painter, area, &format!("{}{}", title(state, dialog), state.policy_note()));
    let inner = area.inner();
    let line = |row| line_of(inner, row);
    for (row, figure) in (0..).zip(&dialog.figures) {
        let look = match figure.tone {
            FigureTone::Plain => theme.base,
            FigureTone::Gain => theme.done,
            FigureTone::Loss => theme.warning,
        };
        let room = usize::from(line(row).width.saturating_sub(LABELS));
        draw_labelled(painter, line(row), figure.label, figure.within(room), look);
    }
    let row = columns(dialog.figures.len());
    draw_labelled(painter, line(row), "reason", "", theme.base);
    let beside = |row: u16, taken: u16| {
        let at = line(row);
        let taken = (LABELS + taken).min(at.width);
        Area { x: at.x + taken, width: at.width - taken, ..at }
    };
    reason(painter, beside(row, 0), &dialog.reason, dialog.field == PreviewField::Reason);
    if let Some(guard) = &preview.guard {
        draw_labelled(painter, line(row + 1), "guard", &format!("this {guard}"), theme.error);
        let words = format!("type {} to confirm: ", number(guard.count()));
        draw_labelled(painter, line(row + 2), "", &words, theme.base);
        let at = beside(row + 2, columns(text::width(&words)));
        painter.field(at, &dialog.count, dialog.field == PreviewField::Count);
    }

    draw_lists(painter, area, dialog, rows);
    Footer::of(area)
}

/// Draws the lists side by side, or the one that has everything.
fn draw_lists(painter: &mut Painter<'_>, area: Area, dialog: &PreviewDialog, rows: usize) {
    let (head, lines, top) = (dialog.head_lines(), &dialog.lines, dialog.top);
    if !dialog.is_double {
        return draw_list(painter, area, head, (&lines.users, top, rows));
    }
    let inner = area.inner();
    let half = inner.width / 2;
    let left = Area { width: half, ..inner };
    let right = Area { x: inner.x + half, width: inner.width - half, ..inner };
    draw_column(painter, left, head, (&lines.users, top, rows));
    draw_column(painter, right, head, (&lines.companies, top, rows));
    painter.scrollbar(area.below(columns(head)), top, rows, lines.len());
}

/// The row of a figure or field.
pub(crate) fn line_of(inner: Area, row: u16) -> Area {
    Area {
        x: inner.x + 2,
        // On a low screen, the lowest lines share one row above the key hints.
        y: inner.y + row.min(inner.height.saturating_sub(2)),
        width: inner.width.saturating_sub(4),
        height: 1,
    }
}

/// Draws a figure with its label.
pub(crate) fn draw_labelled(
    painter: &mut Painter<'_>,
    at: Area,
    label: &str,
    words: &str,
    look: StyleSpec,
) {
    painter.text(at.x, at.y, LABELS, label, painter.theme.faint);
    painter.text(at.x + LABELS, at.y, at.width.saturating_sub(LABELS), words, look);
}

/// Draws the field for the reason, which is optional.
pub(crate) fn reason(painter: &mut Painter<'_>, at: Area, input: &Input, focused: bool) {
    let end = painter.field(at, input, focused);
    if input.value().is_empty() {
        let x = end + u16::from(focused);
        let room = (at.x + at.width).saturating_sub(x);
        painter.text(x, at.y, room, "optional", painter.theme.faint);
    }
}

/// Draws the visible part of the list.
pub(crate) fn draw_list(
    painter: &mut Painter<'_>,
    area: Area,
    head: usize,
    list: (&[PreviewLine], usize, usize),
) {
    draw_column(painter, area.inner(), head, list);
    painter.scrollbar(area.below(columns(head)), list.1, list.2, list.0.len());
}

/// Draws a column of the list, without a scroll bar.
fn draw_column(
    painter: &mut Painter<'_>,
    inner: Area,
    head: usize,
    (list, top, rows): (&[PreviewLine], usize, usize),
) {
    let theme = painter.theme;
    let body = Area { x: inner.x, width: inner.width, ..inner.below(columns(head)) };
    let shown = list.iter().skip(top).take(rows);
    let widest = list.iter().map(|line| text::width(&line.figures)).max().unwrap_or(0);
    // The numbers have a column of their own, before the names.
    let figures = if widest > 0 { columns(widest.max(4)) } else { 0 };
    for (y, line) in (body.y..body.y + body.height.saturating_sub(1)).zip(shown) {
        let at = Area { x: inner.x + 2, y, width: inner.width.saturating_sub(5), height: 1 };
        if line.is_heading {
            painter.text(at.x, at.y, at.width, &line.what, theme.accent);
        } else {
            let look = match line.figures.as_str() {
                "+0" => theme.faint,
                figures if figures.contains('−') => theme.warning,
                _ => theme.done,
            };
            painter.right(at.x + figures, at.y, figures, &line.figures, look);
            let taken = figures + 2;
            let room = at.width.saturating_sub(taken);
            let end = columns(text::width(&line.end)).min(room);
            let look = if line.is_loss { theme.warning } else { theme.base };
            let x = painter.text(at.x + taken, at.y, room - end, &line.what, look);
            painter.text(x, at.y, end, &line.end, look);
        }
    }
}

fn title(state: &State, dialog: &PreviewDialog) -> String {
    let taken = state.copied.as_ref().map_or("", |taken| &taken.name);
    dialog.request.bulk.operation.title(taken)
}
