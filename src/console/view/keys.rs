//! Which key hints to show: those that the key table marks as hints, without keys that would
//! do nothing at the moment. Their order is always the same, whichever of them fit.

use super::super::frame::Console;
use super::super::geometry::{Area, ScreenLayout};
use super::super::hits::HitTarget;
use super::super::keymap::{Action, Binding, Context, Group};
use super::super::state::Pane;
use super::hint_order::{BY_USE, IN_ORDER};
use super::paint::{Painter, columns};
use crate::text;

/// A key, and what it does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    action: Action,
    context: Context,
    key: String,
    word: &'static str,
    /// Whether this hint is among the last to be left out.
    is_important: bool,
    /// The lower, the later it is left out among hints of the same importance.
    rank: usize,
}

/// Columns between two hints.
const GAP: u16 = 2;

impl Hint {
    fn width(&self) -> u16 {
        columns(text::width(&self.key) + 1 + text::width(self.word))
    }
}

/// The hints at this moment, in their order on the screen.
pub(crate) fn of(console: &Console) -> Vec<Hint> {
    let context = console.context();
    let state = &console.state;
    let keys = &state.settings.keys;
    let stepping = console.is_stepping().then_some(Context::Matches);
    let is_pane = console.dialogs.is_empty();
    let mut hints: Vec<Hint> = stepping
        .into_iter()
        .chain([context])
        .flat_map(|context| keys.lines_in(context).map(move |line| (context, line)))
        .filter_map(|(context, line)| {
            let first = line.keys.first()?;
            let is_step = context == Context::Matches;
            // For the moment, the key leads from match to match, or the line is the same.
            if !is_step && console.context_of(first.keys()) == Context::Matches {
                return None;
            }
            let word = word(console, line.binding)?;
            let (action, key) = (line.binding.action, first.to_string());
            let is_important = is_step
                || matches!(action, Action::Palette | Action::Close | Action::Quit)
                || action == Action::Help && (is_pane || context == Context::HelpKeys)
                || action == Action::Zoom && state.zoomed
                || action == Action::Clear
                || is_for_picked(console, action);
            // Help comes before all others.
            let rank = BY_USE.iter().position(|it| *it == action).map_or(0, |at| at + 1);
            Some(Hint { action, context, key, word, is_important, rank })
        })
        .collect();
    if let Some((actions, word)) = arrows(console) {
        let keys: Vec<String> =
            actions.iter().filter_map(|action| arrow_of(console, *action)).collect();
        let before = hints.iter().position(|hint| hint.action == Action::Close);
        let arrows = Hint {
            action: Action::Down,
            context,
            key: keys.join(" "),
            word,
            is_important: false,
            rank: 0,
        };
        hints.insert(before.unwrap_or(hints.len()), arrows);
    }
    if is_pane {
        hints.sort_by_key(|hint| {
            // Keys for the moment have their place before those of the pane.
            let at = IN_ORDER.iter().position(|it| *it == hint.action);
            (hint.context != Context::Matches, at)
        });
    } else {
        for hint in &mut hints {
            hint.rank = 0;
        }
        // In a dialog without a field, two keys show its keys.
        let first = hints.iter().position(|hint| hint.action == Action::Help);
        let mut at = 0..;
        hints.retain(|hint| {
            let at = at.next();
            hint.action != Action::Help || at == first
        });
    }
    hints
}

/// The columns of the last hints on the right, those of the palette and help, with the gap
/// before them.
pub(crate) fn width_of_last(hints: &[Hint]) -> u16 {
    let last = |hint: &&Hint| matches!(hint.action, Action::Palette | Action::Help);
    hints.iter().filter(last).map(|hint| hint.width() + GAP).sum()
}

/// The columns of the hints that are the last to go, with the gaps between them.
pub(crate) fn width_of_important(hints: &[Hint]) -> u16 {
    let is_important = hints.iter().filter(|hint| hint.is_important && hint.action != Action::Quit);
    is_important.map(|hint| hint.width() + GAP).sum::<u16>().saturating_sub(GAP)
}

/// The keys of all hints at this moment, each with its word.
#[cfg(test)]
pub(crate) fn shown(console: &Console) -> Vec<(String, &'static str)> {
    of(console).into_iter().map(|hint| (hint.key, hint.word)).collect()
}

/// Whether a key acts on the marked users or companies.
fn is_for_picked(console: &Console, action: Action) -> bool {
    use Action::{Clear, GrantSelection, RevokeSelection, SetSelection};
    is_picking(console) && matches!(action, GrantSelection | RevokeSelection | SetSelection | Clear)
}

/// Whether anything is marked, or a range was started.
fn is_picking(console: &Console) -> bool {
    let state = &console.state;
    console.dialogs.is_empty() && (!state.marks.is_empty() || state.marks.range.is_some())
}

/// The arrow key of an action, otherwise the first of its keys.
fn arrow_of(console: &Console, action: Action) -> Option<String> {
    let lines = console.state.settings.keys.lines_in(console.context());
    let keys: Vec<String> = lines
        .filter(|line| line.binding.action == action)
        .flat_map(|line| &line.keys)
        .map(ToString::to_string)
        .collect();
    let is_arrow = |key: &&String| ["↑", "↓", "←", "→"].contains(&key.as_str());
    keys.iter().find(is_arrow).or(keys.first()).cloned()
}

/// A word for what the key does now; `None` if it does nothing.
fn word(console: &Console, binding: &Binding) -> Option<&'static str> {
    let usual = binding.hint?;
    let state = &console.state;
    let Some(dialog) = console.dialogs.top() else {
        let word = if binding.action == Action::Zoom && state.zoomed { "all panes" } else { usual };
        return does_something(console, binding).then_some(word);
    };
    dialog.hint(state, binding.action, usual)
}

/// Whether a key of the panes would do anything now.
fn does_something(console: &Console, binding: &Binding) -> bool {
    let state = &console.state;
    let looks_only = matches!(binding.action, Action::History | Action::Rules);
    if state.session.read_only && binding.group == Group::Edit && !looks_only {
        return false;
    }
    let (no_users, no_companies) = (state.users.len() == 0, state.companies.len() == 0);
    match binding.action {
        Action::Clear => {
            let filtered = [&state.user_filter, &state.company_filter];
            console.is_stepping()
                || is_picking(console)
                || filtered.iter().any(|it| !it.text.is_empty())
        }
        Action::SetSelection => is_picking(console),
        Action::Demo => state.has_nothing(),
        Action::EditThis if state.focus == Pane::Companies => !no_companies,
        Action::Mark
        | Action::Populate
        | Action::EditThis
        | Action::Range
        | Action::Card
        | Action::Columns => !no_users,
        Action::Toggle
        | Action::GrantSelection
        | Action::RevokeSelection
        | Action::Why
        | Action::Export => !no_users && !no_companies,
        Action::Who => !no_companies,
        Action::Filter
        | Action::Jump
        | Action::Sort
        | Action::SavedFilters
        | Action::SwitchView
        | Action::Copy
        | Action::Undo
        | Action::History
        | Action::Statistics
        | Action::Findings => state.users_in_all() != Some(0) || state.companies.total() > 0,
        // On a narrow screen, the focused pane already fills the screen.
        Action::Zoom => {
            let screen = ScreenLayout::new(state.size, state.focus, false);
            screen.users.is_some() && screen.companies.is_some()
        }
        _ => true,
    }
}

/// The arrow keys that work now, with a word for them.
fn arrows(console: &Console) -> Option<(&'static [Action], &'static str)> {
    let dialog = console.dialogs.top()?;
    let scrolls = || dialog.list_len() > dialog.rows(&console.screen());
    dialog.arrows().or_else(|| scrolls().then_some((&[Action::Up, Action::Down], "scroll")))
}

/// The hints that fit into this many columns, in the same order. Those for leaving and for help
/// are left out last.
pub(crate) fn that_fit(hints: Vec<Hint>, room: u16) -> Vec<Hint> {
    let mut left = room + GAP;
    let mut fits = vec![false; hints.len()];
    let mut by_use: Vec<usize> = (0..hints.len()).collect();
    by_use.sort_by_key(|at| (!hints[*at].is_important, hints[*at].rank));
    for at in by_use {
        let needed = hints[at].width() + GAP;
        if needed > left {
            break;
        }
        left -= needed;
        fits[at] = true;
    }
    hints.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(hint, _)| hint).collect()
}

/// Draws hints that end at the right of a line. Hints that would begin before `from` are left
/// out; the others do not move.
pub(crate) fn draw(painter: &mut Painter<'_>, line: Area, from: u16, hints: &[Hint]) {
    let theme = painter.theme;
    let end = line.x + line.width;
    let total: u16 = hints.iter().map(|hint| hint.width() + GAP).sum();
    let mut x = end.saturating_sub(total.saturating_sub(GAP));
    for hint in hints {
        let next = x + hint.width() + GAP;
        if x >= from {
            // The hint for the arrow keys covers several keys.
            if hint.action != Action::Down {
                let Hint { action, context, .. } = *hint;
                let area = Area { x, width: hint.width(), height: 1, ..line };
                painter.hit(area, HitTarget::Hint { action, context });
            }
            x = painter.text(x, line.y, end.saturating_sub(x), &hint.key, theme.accent);
            painter.text(x + 1, line.y, end.saturating_sub(x + 1), hint.word, theme.faint);
        }
        x = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(action: Action, word: &'static str) -> Hint {
        Hint {
            action,
            context: Context::Users,
            key: "k".into(),
            word,
            is_important: action == Action::Help,
            rank: 0,
        }
    }

    #[test]
    fn hints_for_help_and_leaving_are_dropped_last() {
        let all = || {
            vec![hint(Action::Undo, "undo"), hint(Action::Zoom, "zoom"), hint(Action::Help, "help")]
        };
        let words = |room| that_fit(all(), room).iter().map(|hint| hint.word).collect::<Vec<_>>();
        assert_eq!(words(22), ["undo", "zoom", "help"]);
        assert_eq!(words(21), ["undo", "help"]);
        assert_eq!(words(13), ["help"]);
        assert_eq!(words(5), [""; 0]);
    }
}
