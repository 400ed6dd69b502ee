//! Draws the preview of a bulk change: the figures, the reason, the confirmation, and the
//! users and companies that it would change.

use tui_input::Input;

use super::{PreviewDialog, PreviewField, PreviewLine};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::job::BulkRequest;
use crate::console::number::{counted, number};
use crate::console::state::State;
use crate::console::theme::StyleSpec;
use crate::console::view::{Painter, columns};
use crate::domain::{AccessEffect, NO_EFFECT};
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
    let PreviewDialog { request: BulkRequest { bulk, .. }, preview, .. } = dialog;
    let height = dialog.lines.len() + dialog.head_lines();
    let area = if dialog.is_double { screen.double_dialog(height) } else { screen.dialog(height) };
    frame(painter, area, &format!("{}{}", title(state, dialog), state.policy_note()));
    let inner = area.inner();
    let line = |row| line_of(inner, row);
    let users = counted(bulk.users.len() as u64, "user", "users");
    let selection = if bulk.operation.needs_companies() {
        let companies = counted(bulk.companies.len() as u64, "company", "companies");
        format!("{users} × {companies}")
    } else {
        users
    };
    let adds = format!(
        "+{} granted, −{} revoked, {} unchanged",
        number(preview.added),
        number(preview.removed),
        number(preview.unchanged)
    );
    // A figure is never cut.
    let adds = if text::width(&adds) + usize::from(LABELS) <= line(1).width.into() {
        adds
    } else {
        format!(
            "+{} −{}, {} unchanged",
            number(preview.added),
            number(preview.removed),
            number(preview.unchanged)
        )
    };
    let heavy = if preview.removed > 0 { theme.warning } else { theme.done };
    let losing = match preview.losing_last {
        0 => "no one loses their last company".to_owned(),
        1 => "1 user loses their last company".to_owned(),
        several => format!("{} users lose their last company", number(several)),
    };
    let careful = if preview.losing_last > 0 { theme.warning } else { theme.base };
    let coverage =
        format!("{:.1} % → {:.1} %", preview.coverage_before(), preview.coverage_after());
    draw_labelled(painter, line(0), "selected", &selection, theme.base);
    draw_labelled(painter, line(1), "changes", &adds, heavy);
    draw_labelled(painter, line(2), "", &losing, careful);
    draw_labelled(painter, line(3), "coverage", &coverage, theme.base);
    let (effect, look) = (effect(&preview.effect), &preview.effect);
    let look = if look.lost + look.without_effect > 0 { theme.warning } else { theme.base };
    draw_labelled(painter, line(4), "access", &effect, look);
    draw_labelled(painter, line(5), "reason", "", theme.base);
    let beside = |row: u16, taken: u16| {
        let at = line(row);
        let taken = (LABELS + taken).min(at.width);
        Area { x: at.x + taken, width: at.width - taken, ..at }
    };
    reason(painter, beside(5, 0), &dialog.reason, dialog.field == PreviewField::Reason);
    if let Some(guard) = &preview.guard {
        draw_labelled(painter, line(6), "guard", &format!("this {guard}"), theme.error);
        let words = format!("type {} to confirm: ", number(guard.count()));
        draw_labelled(painter, line(7), "", &words, theme.base);
        let at = beside(7, columns(text::width(&words)));
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

/// The effect on who can really work where, in words.
fn effect(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, without_effect } = *effect;
    let mut words = if effect.is_none() {
        NO_EFFECT.to_owned()
    } else {
        format!("+{} −{} user–company pairs with access", number(gained), number(lost))
    };
    if users_losing_last > 0 {
        let users = counted(users_losing_last, "user loses", "users lose");
        words = format!("{words}, {users} all access");
    }
    if without_effect > 0 {
        let grants = counted(without_effect, "grant has", "grants have");
        words = format!("{words}, {grants} no effect");
    }
    words
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
            let look = if line.is_last { theme.warning } else { theme.base };
            let x = painter.text(at.x + taken, at.y, room - end, &line.what, look);
            painter.text(x, at.y, end, &line.end, look);
        }
    }
}

fn title(state: &State, dialog: &PreviewDialog) -> String {
    let taken = state.copied.as_ref().map_or("", |taken| &taken.name);
    dialog.request.bulk.operation.title(taken)
}
