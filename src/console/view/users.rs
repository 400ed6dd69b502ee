//! The Users pane: the shown users with role, status and number of companies.

use std::cmp::Ordering;

use super::super::geometry::Area;
use super::super::number::{count, number};
use super::super::state::{Pane, State};
use super::greeting;
use super::paint::{Painter, columns};
use crate::filter::Axis;
use crate::store::AccessRow;

/// Where the parts of a line stand; a part without columns is left out.
struct UsersLayout {
    name: u16,
    full_name: u16,
    role: u16,
    status: u16,
    companies: u16,
    /// How many companies the user can really work in.
    effective: u16,
}

/// The cursor, the mark and the sign of an inactive user.
const SIGNS: u16 = 3;
/// From this width on effective companies are a column beside the grants.
const WITH_EFFECTIVE: u16 = 46;
/// From this width on the full name is a column beside the username.
const BOTH_NAMES: u16 = 26;
/// The columns of the status.
const STATUS: u16 = 8;
/// Between the figures and the border.
const MARGIN: u16 = 1;

impl UsersLayout {
    /// For a pane of so many columns, and users with at most so many companies.
    fn new(width: u16, most: usize) -> Self {
        let companies = columns(count(most).len()).max(4);
        // With less room the two are one column.
        let effective = if width >= WITH_EFFECTIVE { companies } else { 0 };
        let companies = if effective > 0 { companies } else { companies.max(5) };
        let role = if width >= 30 { 12 } else { 0 };
        let gaps = MARGIN + 1 + u16::from(role > 0) + u16::from(effective > 0);
        let rest = width.saturating_sub(SIGNS + role + companies + effective + gaps);
        let full_name = if rest >= BOTH_NAMES { rest / 2 } else { 0 };
        // The sign before a name tells the status too.
        let status = if rest > BOTH_NAMES + STATUS { STATUS } else { 0 };
        let rest = rest - status - u16::from(status > 0);
        let full_name = if status > 0 { rest / 2 } else { full_name };
        let name = rest - full_name - u16::from(full_name > 0);
        Self { name, full_name, role, status, companies, effective }
    }
}

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let users = &state.users;
    let focused = state.focus == Pane::Users && !painter.covered;
    painter.frame(area, &title(state), focused);
    let inner = area.inner();
    if users.len() == 0 {
        greeting::draw(painter, state, Pane::Users, inner);
        return;
    }
    let layout = UsersLayout::new(inner.width, state.companies.total());
    headings(painter, inner, &layout);
    let list = inner.below(1);
    let shown = users.window(users.top..users.top + usize::from(list.height));
    for ((y, at), id) in (list.y..).zip(users.top..).zip(shown) {
        let line = Area { y, height: 1, ..list };
        let at_cursor = at == users.cursor;
        if at_cursor {
            let theme = painter.theme;
            painter.tint(line, if focused { theme.cursor } else { theme.cross });
        }
        if state.user_picked(at) {
            painter.text(line.x + 1, y, 1, "*", painter.theme.marked);
        }
        if let Some(row) = state.rows.get(*id) {
            let bright = at_cursor && focused;
            user(painter, line, &layout, row, bright);
        } else {
            let text = if state.rows.knows(*id) { "(gone)" } else { "…" };
            painter.text(line.x + SIGNS, y, layout.name, text, painter.theme.faint);
        }
        if at_cursor {
            painter.text(line.x, y, 1, "▌", painter.theme.accent);
        }
    }
    painter.scrollbar(area, users.top, list.height.into(), users.len());
}

/// How many are shown of how many, in which order, through which filter.
fn title(state: &State) -> String {
    let unknown = || "…".to_owned();
    let shown = if state.users.complete { count(state.users.len()) } else { unknown() };
    let all = state.users_in_all().map_or_else(unknown, number);
    format!("1 Users ─ {shown} of {all}{}", state.user_sieve.title(Axis::Users))
}

fn headings(painter: &mut Painter<'_>, area: Area, layout: &UsersLayout) {
    let faint = painter.theme.faint;
    let mut x = area.x + SIGNS;
    for (heading, width) in [
        ("name", layout.full_name),
        ("user", layout.name),
        ("role", layout.role),
        ("status", layout.status),
    ] {
        if width > 0 {
            painter.text(x, area.y, width, heading, faint);
            x += width + 1;
        }
    }
    let right = (area.x + area.width).saturating_sub(MARGIN);
    painter.right(right, area.y, layout.companies, "cos.", faint);
    let right = right.saturating_sub(layout.companies + 1);
    painter.right(right, area.y, layout.effective, "eff.", faint);
}

fn user(
    painter: &mut Painter<'_>,
    line: Area,
    layout: &UsersLayout,
    row: &AccessRow,
    bright: bool,
) {
    let theme = painter.theme;
    let user = &row.user;
    // On the cursor's line in the focused pane dim letters can't be read.
    let style =
        if user.active || bright { ratatui::style::Style::new() } else { theme.inactive.into() };
    if !user.active {
        painter.text(line.x + 2, line.y, 1, "×", style);
    }
    let status = if user.active { "active" } else { "inactive" };
    let role = if user.role.is_empty() { "no role" } else { &user.role };
    let mut x = line.x + SIGNS;
    for (part, width) in [
        (user.full_name.as_str(), layout.full_name),
        (user.username.as_str(), layout.name),
        (role, layout.role),
        (status, layout.status),
    ] {
        if width > 0 {
            painter.text(x, line.y, width, part, style);
            x += width + 1;
        }
    }
    let right = (line.x + line.width).saturating_sub(MARGIN);
    let companies = if layout.effective > 0 { count(row.count()) } else { both_counts(row) };
    painter.right(right, line.y, layout.companies, &companies, style);
    let right = right.saturating_sub(layout.companies + 1);
    painter.right(right, line.y, layout.effective, &count(row.effective), style);
}

/// The grants, and how many companies more or fewer the user can really work in: `2+1`.
fn both_counts(row: &AccessRow) -> String {
    let (granted, effective) = (row.count(), row.effective);
    match effective.cmp(&granted) {
        Ordering::Equal => count(granted),
        Ordering::Greater => format!("{}+{}", count(granted), count(effective - granted)),
        Ordering::Less => format!("{}−{}", count(granted), count(granted - effective)),
    }
}
