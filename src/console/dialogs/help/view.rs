//! Draws help.

use super::HelpDialog;
use super::context::in_columns;
use super::lines::{self, HelpLine};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::view::{Painter, columns};
use crate::text;

/// The width of the keys, signs and terms, in columns.
const KEYS: u16 = 15;

/// The lines that match a search, wrapped to the width of the dialog.
pub(super) fn lines(help: &HelpDialog, search: &str) -> Vec<HelpLine> {
    let width = help.width.saturating_sub(usize::from(KEYS) + 1);
    lines::wrapped(lines::lines(search, &help.keys), width.max(20))
}

pub(super) fn draw(painter: &mut Painter<'_>, help: &HelpDialog, screen: &ScreenLayout) -> Footer {
    if let Some(context) = help.context {
        return keys_of_context(painter, help, context, screen);
    }
    let theme = painter.theme;
    let found = lines(help, help.search.value());
    // As tall as without a search, so that typing does not change the size of the dialog.
    let area = screen.wide_dialog(lines(help, "").len());
    let rows = area.inner().height.saturating_sub(1);
    frame(painter, area, "Help");
    let inner = area.inner();
    for (y, line) in (inner.y..inner.y + rows).zip(found.iter().skip(help.top)) {
        let (x, width) = (inner.x + 1, inner.width.saturating_sub(2));
        let rest = width.saturating_sub(KEYS + 1);
        match line {
            HelpLine::Heading(title) => {
                painter.text(x, y, width, title, theme.accent);
            }
            HelpLine::Key { keys: key, does, contexts } => {
                painter.text(x, y, KEYS, key, theme.focus);
                let end = painter.text(x + KEYS + 1, y, rest, does, theme.base);
                let left = (x + width).saturating_sub(end + 2);
                if usize::from(left) >= text::width(contexts) && contexts != "panes" {
                    painter.right(x + width, y, left, contexts, theme.faint);
                }
            }
            HelpLine::Sign { sign, means } => {
                painter.text(x, y, KEYS, sign, theme.focus);
                painter.text(x + KEYS + 1, y, rest, means, theme.base);
            }
            HelpLine::Continuation(description) => {
                painter.text(x + KEYS + 1, y, rest, description, theme.base);
            }
            HelpLine::Empty => {}
        }
    }
    if found.is_empty() {
        painter.text(inner.x + 1, inner.y, inner.width, "no match", theme.warning);
    }
    painter.scrollbar(area, help.top, rows.into(), found.len());
    let foot = inner.y + inner.height.saturating_sub(1);
    let x = painter.text(inner.x + 1, foot, inner.width, "search: ", theme.faint);
    let typed = help.search.value();
    let x = painter.text(x, foot, inner.width / 2, typed, theme.base);
    let x = painter.text(x, foot, 1, "▏", theme.accent);
    Footer::after(area, x)
}

/// Draws the keys of one context, in columns.
fn keys_of_context(
    painter: &mut Painter<'_>,
    help: &HelpDialog,
    context: Context,
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    let shown = in_columns(context, &help.keys, help.has_data, help.width);
    let height = shown.iter().map(|column| column.lines.len()).max().unwrap_or(0);
    let area = screen.wide_dialog(height);
    let rows = area.inner().height.saturating_sub(1);
    frame(painter, area, &format!("Help ─ keys in {}", context.name()));
    let inner = area.inner();
    let end = (inner.x + inner.width).saturating_sub(1);
    // The room that the columns do not need is divided into gaps between them.
    let needed: usize = shown.iter().map(|column| column.width).sum();
    let gap = help.width.saturating_sub(needed) / shown.len().max(1);
    let mut x = inner.x + 1;
    for column in &shown {
        let keys_width = columns(column.keys);
        for (y, line) in (inner.y..inner.y + rows).zip(column.lines.iter().skip(help.top)) {
            let room = end.saturating_sub(x);
            match line {
                HelpLine::Heading(title) => {
                    painter.text(x, y, room, title, theme.accent);
                }
                HelpLine::Key { keys, does, .. } => {
                    painter.text(x, y, room.min(keys_width), keys, theme.focus);
                    let room = room.saturating_sub(keys_width);
                    painter.text(x + keys_width, y, room, does, theme.base);
                }
                HelpLine::Sign { .. } | HelpLine::Continuation(_) | HelpLine::Empty => {}
            }
        }
        x += columns(column.width + gap.max(2));
    }
    painter.scrollbar(area, help.top, rows.into(), height);
    Footer::of(area)
}
