//! What an empty pane or database shows: what to do next, with the keys for it.

use super::super::geometry::Area;
use super::super::keymap::{Action, Context};
use super::super::state::{Pane, State};
use super::paint::Painter;

/// The width of the keys, in columns.
const KEYS: u16 = 5;

/// A key and what it does, or a line of text.
enum GreetingLine {
    Plain(&'static str),
    Key(String, &'static str),
    Gap,
}

/// Draws in an empty pane what to do next. If a filter hides everything, that is a text alone.
pub(super) fn draw(painter: &mut Painter<'_>, state: &State, pane: Pane, area: Area) {
    let theme = painter.theme;
    let width = area.width.saturating_sub(1);
    let lines = lines(state, pane, painter.has_dialog, width.into());
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        match line {
            GreetingLine::Gap => {}
            GreetingLine::Plain(text) => {
                painter.text(area.x + 1, y, width, text, theme.faint);
            }
            GreetingLine::Key(key, text) => {
                painter.text(area.x + 1, y, width.min(KEYS), &key, theme.accent);
                let x = area.x + 1 + KEYS;
                painter.text(x, y, width.saturating_sub(KEYS), text, theme.base);
            }
        }
    }
}

/// The lines of an empty pane of this width.
fn lines(state: &State, pane: Pane, has_dialog: bool, width: usize) -> Vec<GreetingLine> {
    let nothing_here = state.has_nothing();
    let new = |of: Pane| GreetingLine::Key(reach(state, of, Action::New), of_new(of));
    let import = || GreetingLine::Key(state.key(Action::Import), "import from a file");
    match pane {
        Pane::Users if !state.user_filter.filter.is_everything() => {
            nothing_shown(state, has_dialog, "no users match")
        }
        Pane::Companies if !state.company_filter.filter.is_everything() => {
            nothing_shown(state, has_dialog, "no companies match")
        }
        Pane::Users => vec![GreetingLine::Plain("no users yet"), new(Pane::Users), import()],
        Pane::Companies => {
            vec![GreetingLine::Plain("no companies yet"), new(Pane::Companies), import()]
        }
        Pane::Matrix if !state.user_filter.is_open() || !state.company_filter.is_open() => {
            vec![GreetingLine::Plain("no cells match")]
        }
        Pane::Matrix if !nothing_here => {
            vec![GreetingLine::Plain("add users and companies first")]
        }
        Pane::Matrix => [
            nothing_yet(width),
            vec![
                new(Pane::Companies),
                new(Pane::Users),
                import(),
                GreetingLine::Key(
                    state.key_in(Context::Users, Action::Demo),
                    "try it with demo data",
                ),
                GreetingLine::Key(state.key_in(Context::Users, Action::Help), "all keys"),
                GreetingLine::Key(state.key_in(Context::Users, Action::Quit), "quit"),
            ],
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// The first lines about an empty database: two sentences on one line, or on two.
fn nothing_yet(width: usize) -> Vec<GreetingLine> {
    const IN_ONE: &str = "This database is empty. Where to start:";
    let parts = if width >= IN_ONE.len() {
        vec![IN_ONE]
    } else {
        vec!["This database is empty.", "Where to start:"]
    };
    parts.into_iter().map(GreetingLine::Plain).chain([GreetingLine::Gap]).collect()
}

/// What to do about a filter. While the filter is being typed, its own line shows that.
fn nothing_shown(state: &State, has_dialog: bool, text: &'static str) -> Vec<GreetingLine> {
    if has_dialog {
        return vec![GreetingLine::Plain(text)];
    }
    vec![
        GreetingLine::Plain(text),
        GreetingLine::Key(state.key(Action::Clear), "clear"),
        GreetingLine::Key(state.key(Action::Filter), "edit"),
    ]
}

fn of_new(pane: Pane) -> &'static str {
    if pane == Pane::Companies { "a new company" } else { "a new user" }
}

/// The keys to press. If the focus is in another pane, the key of this pane comes first.
fn reach(state: &State, pane: Pane, action: Action) -> String {
    let go = match pane {
        Pane::Users => Action::FocusUsers,
        Pane::Companies => Action::FocusCompanies,
        Pane::Matrix => Action::FocusMatrix,
    };
    if state.focus == pane {
        state.key(action)
    } else {
        format!("{} {}", state.key(go), state.key_in(pane.into(), action))
    }
}
