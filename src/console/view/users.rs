//! The Users pane: the shown users with role, status and number of companies.

use super::super::geometry::Area;
use super::super::hits::{HitTarget, PaneItem};
use super::super::number::{count, number};
use super::super::state::{Pane, State, arrow};
use super::greeting;
use super::paint::{Painter, columns};
use super::user_columns::{MARGIN, SIGNS, UserColumns};
use crate::filter::{Axis, ShownName, SoughtTexts};
use crate::store::{AccessRow, Order, SortBy};
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let users = &state.users;
    let focused = state.focus == Pane::Users && !painter.covered;
    let inner = area.inner();
    let layout = UserColumns::new(inner.width, state.companies.total(), state.rows.widths());
    painter.title(area, &title(state, &layout), focused);
    painter.hit(area, HitTarget::PaneItem(PaneItem::of(Pane::Users)));
    if users.len() == 0 {
        greeting::draw(painter, state, Pane::Users, inner);
        return;
    }
    headings(painter, state, inner, &layout);
    let list = inner.below(1);
    let sought = state.user_sieve.filter.sought();
    let shown = users.window(users.top..users.top + usize::from(list.height));
    for ((y, at), id) in (list.y..).zip(users.top..).zip(shown) {
        let line = Area { y, height: 1, ..list };
        let item = PaneItem { user: state.shown_user(at), ..PaneItem::of(Pane::Users) };
        painter.hit(line, HitTarget::PaneItem(item));
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
            user(painter, line, (&layout, &sought), row, bright);
        } else {
            let text = if state.rows.knows(*id) { "(gone)" } else { "…" };
            painter.text(line.x + SIGNS, y, layout.username, text, painter.theme.faint);
        }
        if at_cursor {
            painter.text(line.x, y, 1, "▌", painter.theme.accent);
        }
    }
    painter.scrollbar(area, users.top, list.height.into(), users.len());
}

/// Whether the pane in this area has room for the roles.
pub(super) fn shows_role(state: &State, area: Area) -> bool {
    let width = area.inner().width;
    UserColumns::new(width, state.companies.total(), state.rows.widths()).role > 0
}

/// How many are shown of how many, in which order, through which filter.
fn title(state: &State, layout: &UserColumns) -> String {
    let unknown = || "…".to_owned();
    let shown = if state.users.complete { count(state.users.len()) } else { unknown() };
    let all = state.users_in_all().map_or_else(unknown, number);
    let in_headings = state.users.len() > 0 && is_in_headings(state.user_sieve.order.by, layout);
    let order_and_filter = state.user_sieve.title(Axis::Users, !in_headings);
    let pane = state.pane_title(Pane::Users);
    format!("{pane} ─ {shown} of {all}{order_and_filter}")
}

fn headings(painter: &mut Painter<'_>, state: &State, area: Area, layout: &UserColumns) {
    let order = state.user_sieve.order;
    let faint = painter.theme.faint;
    let mut x = area.x + SIGNS;
    for (heading, sort, width) in [
        ("name", None, layout.full_name),
        ("user", Some(SortBy::Name), layout.username),
        ("role", Some(SortBy::Role), layout.role),
        ("status", None, layout.status),
    ] {
        if width > 0 {
            let heading = heading_of(heading, sort.and_then(|by| arrow_of(order, by)));
            painter.text(x, area.y, width, &heading, faint);
            if let Some(by) = sort {
                let area = Area { x, width, height: 1, ..area };
                painter.hit(area, HitTarget::Heading(Axis::Users, by));
            }
            x += width + 1;
        }
    }
    let right = (area.x + area.width).saturating_sub(MARGIN);
    let companies = heading_of("cos.", arrow_of(order, SortBy::Count));
    painter.right(right, area.y, layout.companies + 1, &companies, faint);
    let width = columns(text::width(&companies)).max(layout.companies);
    let heading = Area { x: right.saturating_sub(width), width, height: 1, ..area };
    painter.hit(heading, HitTarget::Heading(Axis::Users, SortBy::Count));
    let right = right.saturating_sub(layout.companies + 1);
    painter.right(right, area.y, layout.effective, "eff.", faint);
}

/// The arrow over a column, if the list is in its order.
fn arrow_of(order: Order, by: SortBy) -> Option<&'static str> {
    (order.by == by).then(|| arrow(order))
}

/// A heading with the arrow of the order, if the list is in the order of its column.
fn heading_of(heading: &str, arrow: Option<&str>) -> String {
    arrow.map_or_else(|| heading.to_owned(), |arrow| format!("{heading} {arrow}"))
}

/// Whether one of the headings shows the order.
fn is_in_headings(by: SortBy, layout: &UserColumns) -> bool {
    matches!(by, SortBy::Name | SortBy::Count) || by == SortBy::Role && layout.role > 0
}

fn user(
    painter: &mut Painter<'_>,
    line: Area,
    (layout, sought): (&UserColumns, &SoughtTexts),
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
    let role = user.role_title();
    let companies = figures(row, layout);
    // Where ignored grants need more room, what is beside the figures gives way.
    let wider = columns(text::width(&companies)).saturating_sub(layout.companies);
    let needed = |name: &str| columns(text::width(&text::safe(name)));
    let parts = layout.for_line(needed(&user.full_name), needed(&user.username), wider);
    let mut x = line.x + SIGNS;
    for (part, kind, width) in [
        (user.full_name.as_str(), Some(ShownName::FullName), parts.full_name),
        (user.username.as_str(), Some(ShownName::Username), parts.username),
        (role, None, parts.role),
        (status, None, parts.status),
    ] {
        if width > 0 {
            match kind {
                Some(kind) => painter.name((x, line.y, width), (part, kind), style, sought),
                None => painter.text(x, line.y, width, part, style),
            };
            x += width + 1;
        }
    }
    let right = (line.x + line.width).saturating_sub(MARGIN);
    painter.right(right, line.y, layout.companies + wider, &companies, style);
    let right = right.saturating_sub(layout.companies + wider + 1);
    painter.right(right, line.y, layout.effective, &count(row.effective), style);
}

/// The companies granted to the user: those that let the user in, and how many are implied
/// beside them, `2+1`; where effective companies have a column of their own, all that are
/// granted. What the HR system ignores of them follows everywhere: `2+1□1`.
fn figures(row: &AccessRow, layout: &UserColumns) -> String {
    let counting = row.count().saturating_sub(row.ineffective);
    let granted = if layout.effective > 0 { row.count() } else { counting };
    let mut figures = count(granted);
    let implied = row.effective.saturating_sub(counting);
    if layout.effective == 0 && implied > 0 {
        figures = format!("{figures}+{}", count(implied));
    }
    if row.ineffective > 0 {
        figures = format!("{figures}□{}", count(row.ineffective));
    }
    figures
}
