//! Draws the role rules: a line for each role, with the scope of its rule and the figures.

use ratatui::style::Style;

use super::RulesDialog;
use crate::console::dialogs::outline::{Footer, frame, hit_lines};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::number;
use crate::console::state::State;
use crate::console::view::Painter;
use crate::domain::role::NO_LONGER_EXISTS;
use crate::domain::{RoleFigures, Rule, Scope};

/// The widths of the parts of a line, after the role.
const SCOPE: u16 = 8;
const FIGURE: u16 = 11;

/// The least width of the role, whatever has to be left out for it.
const ROLE: u16 = 16;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    state: &State,
    dialog: &RulesDialog,
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    let list = state.rules.list();
    let rows = RulesDialog::rows(screen, list.len());
    let area = screen.dialog(list.len() + RulesDialog::HEAD);
    frame(painter, area, "Role rules: which companies each role should have");
    let inner = area.inner();
    let look: Style = theme.faint.into();
    let heading = RulesParts { role: "role", scope: "scope", figures: FIGURES, look, drift: look };
    draw_line(painter, Area { height: 1, ..inner }, &heading);
    let counted = state.statistics.roles();
    let body = inner.below(1);
    if list.is_empty() {
        let text = "the database has no roles";
        painter.text(body.x + 2, body.y, body.width.saturating_sub(2), text, theme.faint);
    }
    let cursor = (dialog.cursor.list.chosen, dialog.cursor.list.top);
    hit_lines(painter, body, cursor, (rows, list.len(), 1));
    for (y, (is_chosen, rule)) in (body.y..).zip(dialog.cursor.list.shown(list, rows)) {
        let area = Area { y, height: 1, ..body };
        if is_chosen {
            painter.light(area);
        }
        let figures = counted.and_then(|report| {
            report.roles.iter().find(|(of, _)| of.role == rule.role).map(|(_, figures)| *figures)
        });
        let look: Style = if rule.role_exists { Style::new() } else { theme.inactive.into() };
        let drifts = figures.is_some_and(|figures| figures.drift > 0);
        let [users, required, drift] = figures.map_or_else(unknown, in_words);
        let parts = RulesParts {
            role: &named(rule),
            scope: rule.scope.as_str(),
            figures: [&users, &required, &drift],
            look,
            drift: if drifts { theme.drift.into() } else { look },
        };
        draw_line(painter, area, &parts);
    }
    painter.scrollbar(area, dialog.cursor.list.top, rows, list.len());
    let after = draw_foot(painter, state, inner);
    Footer::after(area, after)
}

const FIGURES: [&str; 3] = ["users", "required", "drift"];

struct RulesParts<'a> {
    role: &'a str,
    scope: &'a str,
    figures: [&'a str; 3],
    look: Style,
    /// The style of the last figure.
    drift: Style,
}

fn draw_line(painter: &mut Painter<'_>, area: Area, parts: &RulesParts<'_>) {
    let (y, end) = (area.y, area.x + area.width.saturating_sub(1));
    let mut right = end;
    // Drift is left out last.
    let looks = [parts.look, parts.look, parts.drift];
    let room = usize::from(area.width.saturating_sub(2 + ROLE + SCOPE) / FIGURE);
    for (figure, look) in parts.figures.iter().zip(looks).rev().take(room) {
        painter.right(right, y, FIGURE, figure, look);
        right = right.saturating_sub(FIGURE).max(area.x);
    }
    let scope = right.saturating_sub(SCOPE).max(area.x);
    painter.text(scope, y, right - scope, parts.scope, parts.look);
    let role = area.x + 2;
    painter.text(role, y, scope.saturating_sub(role + 1), parts.role, parts.look);
}

/// The role, with a note about its rule.
fn named(rule: &Rule) -> String {
    if !rule.role_exists {
        format!("{} · {NO_LONGER_EXISTS}", rule.role)
    } else if rule.is_default() {
        rule.role.clone()
    } else {
        format!("{} · default: {}", rule.role, Scope::default_of(&rule.role).as_str())
    }
}

fn in_words(figures: RoleFigures) -> [String; 3] {
    [number(figures.users), number(figures.required), number(figures.drift)]
}

/// Shown until the figures are counted.
fn unknown() -> [String; 3] {
    ["…", "…", "…"].map(str::to_owned)
}

/// Draws a note in the footer about what the list leaves out, and returns the column after it.
fn draw_foot(painter: &mut Painter<'_>, state: &State, inner: Area) -> u16 {
    let foot = inner.y + inner.height.saturating_sub(1);
    let room = inner.width.saturating_sub(2);
    let without = match state.statistics.roles().map(|report| report.without_role.users) {
        None => "counting …".to_owned(),
        Some(0) => String::new(),
        Some(1) => "1 user has no role".to_owned(),
        Some(users) => format!("{} users have no role", number(users)),
    };
    painter.text(inner.x + 1, foot, room, &without, painter.theme.faint)
}
