//! One line: what happened at the left, what to press next at the right. The
//! hints come from the key table, as many as there is room for.

use tui_input::Input;

use super::super::geometry::Area;
use super::super::keymap::{self, Context};
use super::super::number::count;
use super::super::state::{Dialog, HistoryDialog, State, Tone};
use super::paint::{Painter, columns};
use crate::filter::{Axis, HistoryFilter};
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let theme = painter.theme;
    let end = area.x + area.width;
    let mut x = area.x + 1;
    if let Some(Dialog::Filter(line)) = state.dialogs.last() {
        let axis = match line.axis {
            Axis::Users => "users / ",
            Axis::Companies => "companies / ",
        };
        x = filter_line(painter, axis, (&line.input, line.error.as_deref()), area) + 2;
    } else if let Some(Dialog::History(HistoryDialog { line: Some(line), .. })) =
        state.dialogs.last()
    {
        x = filter_line(painter, "history / ", (&line.input, line.error.as_deref()), area) + 2;
        if line.input.value().is_empty() {
            let words = HistoryFilter::FIELDS.map(|field| format!("{field}:")).join(" ");
            x = painter.text(x, area.y, end.saturating_sub(x + 1), &words, theme.faint) + 2;
        }
    } else if let Some(notice) = &state.notice {
        let style = match notice.tone {
            Tone::Info => theme.base,
            Tone::Done => theme.done,
            Tone::Warning => theme.warning,
            Tone::Error => theme.error,
        };
        x = painter.text(x, area.y, end.saturating_sub(x + 1), &notice.text, style) + 2;
    } else if !state.marks.is_empty() || state.marks.range.is_some() {
        let text = selection(state);
        x = painter.text(x, area.y, end.saturating_sub(x + 1), &text, theme.marked) + 2;
    }
    let context = state.context();
    let room = end.saturating_sub(x + 1);
    let cannot_delete =
        matches!(state.dialogs.last(), Some(Dialog::Departure(it)) if !it.departure.is_allowed());
    let idle = cannot_delete.then_some(keymap::Action::Accept);
    let hints = chosen(context, idle, room);
    let total: u16 = hints.iter().map(|(key, word)| width(key, word) + GAP).sum();
    let mut x = end.saturating_sub(total.saturating_sub(GAP) + 1);
    for (key, word) in hints {
        x = painter.text(x, area.y, end - x, &key, theme.accent);
        x = painter.text(x + 1, area.y, end - x, word, theme.faint) + GAP;
    }
}

/// The line in which a filter is typed, and what is wrong with it.
fn filter_line(
    painter: &mut Painter<'_>,
    of: &str,
    (input, error): (&Input, Option<&str>),
    area: Area,
) -> u16 {
    let theme = painter.theme;
    let end = (area.x + area.width).saturating_sub(1);
    let x = painter.text(area.x + 1, area.y, area.width, of, theme.faint);
    let room = end.saturating_sub(x + 1);
    let room = if error.is_some() { room / 2 } else { room };
    let field = Area { x, y: area.y, width: room, height: 1 };
    let x = painter.field(field, input, true);
    match error {
        Some(error) => painter.text(x + 2, area.y, end.saturating_sub(x + 2), error, theme.error),
        None => x,
    }
}

/// What the selection is: the marked and those in the range, or the cursor's,
/// on each axis.
fn selection(state: &State) -> String {
    let axis = |marked: usize, hidden: usize, one: &str, several: &str| {
        let marked = marked.max(1);
        let noun = if marked == 1 { one } else { several };
        match hidden {
            0 => format!("{} {noun}", count(marked)),
            hidden => format!("{} {noun} ({} not shown)", count(marked), count(hidden)),
        }
    };
    let marks = &state.marks;
    let (in_users, in_companies) = state.only_in_range();
    let users = axis(marks.users.len() + in_users, marks.hidden_users, "user", "users");
    let marked = marks.companies.len() + in_companies;
    let companies = axis(marked, marks.hidden_companies, "company", "companies");
    let lead = if marks.range.is_some() { "range of" } else { "selected:" };
    format!("{lead} {users} × {companies}")
}

const GAP: u16 = 2;

fn width(key: &str, word: &str) -> u16 {
    columns(text::width(key) + 1 + text::width(word))
}

/// The hints of a context that fit, without a key that does nothing now. Help
/// is the last to go.
fn chosen(
    context: Context,
    idle: Option<keymap::Action>,
    room: u16,
) -> Vec<(String, &'static str)> {
    let all: Vec<(keymap::Action, String, &'static str)> = keymap::bound_in(context)
        .filter(|binding| Some(binding.action) != idle)
        .filter_map(|binding| {
            Some((binding.action, binding.keys.first()?.to_string(), binding.hint?))
        })
        .collect();
    let mut left = room;
    let mut fits = vec![false; all.len()];
    let help_first =
        all.iter().enumerate().filter(|(_, (action, ..))| *action == keymap::Action::Help).chain(
            all.iter().enumerate().filter(|(_, (action, ..))| *action != keymap::Action::Help),
        );
    for (at, (_, key, word)) in help_first {
        let needed = width(key, word) + GAP;
        if needed > left + GAP {
            break;
        }
        left = left.saturating_sub(needed);
        fits[at] = true;
    }
    all.into_iter()
        .zip(fits)
        .filter(|(_, fits)| *fits)
        .map(|((_, key, word), _)| (key, word))
        .collect()
}
