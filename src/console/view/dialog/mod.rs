//! Dialogs, one above the other.

mod entity_import;
mod file;
mod form;
mod help;
mod history;
mod palette;
mod preview;
mod progress;
mod rules;
mod why;

use super::super::geometry::{Area, Layout};
use super::super::number::{count, counted};
use ratatui::style::Style;

use super::super::state::{Dialog, HiddenDialog, SortDialog, State, sort_name, sorts};
use super::keys;
use super::paint::Painter;
use crate::domain::Bulk;
use crate::filter::Axis;
use crate::store::SortBy;

/// The line at the foot of a dialog, where its keys stand.
struct Foot {
    line: Area,
    /// What is left of this column is taken.
    from: u16,
}

impl Foot {
    fn of(dialog: Area) -> Self {
        let inner = dialog.inner();
        let y = inner.y + inner.height.saturating_sub(1);
        let (x, width) = (inner.x + 1, inner.width.saturating_sub(2));
        Self { line: Area { x, y, width, height: 1 }, from: x }
    }

    /// The same where something stands at the left, up to a column.
    fn after(dialog: Area, end: u16) -> Self {
        Self { from: end + 2, ..Self::of(dialog) }
    }
}

/// Whether a dialog has its keys at its own foot, or in its lines.
pub(super) fn has_foot(dialog: Option<&Dialog>) -> bool {
    match dialog {
        None | Some(Dialog::Filter(_) | Dialog::Statistics(_)) => false,
        Some(Dialog::History(it)) => it.line.is_none(),
        Some(_) => true,
    }
}

/// Draws the top dialog, and below it only what has the whole height: of any
/// other a strip of its frame would look out.
pub(super) fn draw_all(painter: &mut Painter<'_>, state: &State, screen: &Layout) {
    let Some((top, below)) = state.dialogs.split_last() else {
        return;
    };
    painter.covered = true;
    for dialog in below {
        if matches!(dialog, Dialog::History(_) | Dialog::Statistics(_)) {
            draw(painter, state, dialog, screen);
        }
    }
    painter.covered = false;
    draw(painter, state, top, screen);
}

/// Draws a dialog; the top one with its keys.
fn draw(painter: &mut Painter<'_>, state: &State, dialog: &Dialog, screen: &Layout) {
    let foot = draw_body(painter, state, dialog, screen);
    if let Some(foot) = foot.filter(|_| !painter.covered && has_foot(Some(dialog))) {
        let hints = keys::that_fit(keys::of(state), foot.line.width);
        keys::draw(painter, foot.line, foot.from, &hints);
    }
}

/// Draws all but the keys, and answers where they stand.
fn draw_body(
    painter: &mut Painter<'_>,
    state: &State,
    dialog: &Dialog,
    screen: &Layout,
) -> Option<Foot> {
    Some(match dialog {
        Dialog::Help(help) => help::draw(painter, help, screen),
        Dialog::List(list) => {
            draw_lines(painter, screen, &list.title, (list.lines.lines(), list.top))
        }
        Dialog::Hidden(question) => {
            draw_hidden(painter, question, screen);
            return None;
        }
        Dialog::Preview(it) => {
            let rows = screen.dialog_rows(dialog);
            preview::draw(painter, state, it, screen, rows)
        }
        Dialog::EntityImport(it) => {
            let rows = screen.dialog_rows(dialog);
            entity_import::draw(painter, it, screen, rows)
        }
        Dialog::Progress(it) => progress::draw(painter, *it, screen),
        // Stands in the message line.
        Dialog::Filter(_) => return None,
        Dialog::Sort(choice) => draw_sort(painter, state, *choice, screen),
        Dialog::Form(it) => form::draw(painter, it, screen),
        Dialog::Delete(it) => {
            let rows = screen.dialog_rows(dialog);
            form::draw_delete(painter, it, screen, rows)
        }
        Dialog::Palette(it) => palette::draw(painter, it, screen),
        Dialog::Rules(it) => rules::draw(painter, state, *it, screen),
        Dialog::File(it) => file::draw(painter, it, screen),
        Dialog::Replace(it) => {
            file::draw_replace(painter, it, screen);
            return None;
        }
        Dialog::Problems(it) => file::draw_problems(painter, it, screen),
        Dialog::History(it) => history::draw(painter, it, screen),
        Dialog::Statistics(it) => {
            super::statistics::draw(painter, it, screen);
            return None;
        }
        Dialog::Why(it) => why::draw(painter, it, screen),
        Dialog::Undo(it) => {
            let verb = if it.undo { "Undo" } else { "Redo" };
            let title = format!("{verb} change {}", it.preview.change.id);
            draw_lines(painter, screen, &title, (it.lines.lines(), it.top))
        }
    })
}

/// The question which of the marked are meant, where the filter hides some.
fn draw_hidden(painter: &mut Painter<'_>, question: &HiddenDialog, screen: &Layout) {
    let theme = painter.theme;
    let HiddenDialog { all, shown } = question;
    let mut lines = Vec::new();
    for (marked, shown, noun) in [
        (all.users.len(), shown.users.len(), "users"),
        (all.companies.len(), shown.companies.len(), "companies"),
    ] {
        if marked > shown {
            lines.push(format!(
                "{} of the {} marked {noun} {} hidden by the filter.",
                count(marked - shown),
                count(marked),
                if marked - shown == 1 { "is" } else { "are" },
            ));
        }
    }
    lines.push(String::new());
    let size = |bulk: &Bulk| {
        let users = counted(bulk.users.len() as u64, "user", "users");
        match bulk.companies.len() as u64 {
            _ if bulk.users.is_empty() => "none".into(),
            0 => users,
            many => format!("{users} × {}", counted(many, "company", "companies")),
        }
    };
    lines.push(format!("a      all marked: {}", size(all)));
    lines.push(format!("s      only the visible ones: {}", size(shown)));
    lines.push("Esc    cancel".into());
    let area = screen.dialog(lines.len());
    frame(painter, area, "Include hidden marks?");
    let inner = area.inner();
    for (y, line) in (inner.y + 1..inner.y + inner.height).zip(&lines) {
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), line, theme.base);
    }
}

/// The choice of an order.
fn draw_sort(
    painter: &mut Painter<'_>,
    state: &State,
    choice: SortDialog,
    screen: &Layout,
) -> Foot {
    let theme = painter.theme;
    let sorts = sorts(choice.axis);
    let area = screen.dialog(sorts.len() + 1);
    let title = match choice.axis {
        Axis::Users => "Sort users by",
        Axis::Companies => "Sort companies by",
    };
    frame(painter, area, title);
    let inner = area.inner();
    let order = state.axis_filter(choice.axis).order;
    for ((y, at), by) in (inner.y..inner.y + inner.height).zip(0..).zip(sorts) {
        let line = Area { y, height: 1, ..inner };
        if at == choice.chosen {
            painter.tint(line, theme.cursor);
            painter.text(line.x, y, 1, "▌", theme.accent);
        }
        let way = match (order.by == *by, order.descending) {
            (true, true) => " ↓",
            (true, false) => " ↑",
            _ => "",
        };
        let of = if *by == SortBy::Count { "number of " } else { "" };
        let text = format!("{of}{}{way}", sort_name(choice.axis, *by));
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), &text, Style::new());
    }
    Foot::of(area)
}

/// A list to scroll.
fn draw_lines(
    painter: &mut Painter<'_>,
    screen: &Layout,
    title: &str,
    (lines, top): (&[String], usize),
) -> Foot {
    let area = screen.dialog(lines.len());
    let rows = screen.dialog_rows_of(lines.len());
    frame(painter, area, title);
    let inner = area.inner();
    for (y, line) in (inner.y..).zip(lines.iter().skip(top).take(rows)) {
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), line, painter.theme.base);
    }
    painter.scrollbar(area, top, rows, lines.len());
    Foot::of(area)
}

fn frame(painter: &mut Painter<'_>, area: Area, title: &str) {
    painter.clear(area);
    painter.frame(area, title, true);
}
