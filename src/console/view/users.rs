//! The Users pane: the shown users with their chosen columns.

use super::super::geometry::Area;
use super::super::hits::{ColumnEdge, HitTarget, PaneItem};
use super::super::number::{count, number};
use super::super::state::{Pane, State};
use super::super::user_column::{UserColumn, UserDate};
use super::greeting;
use super::paint::{Painter, columns};
use super::user_columns::{MARGIN, SIGNS, UserColumns, heading};
use crate::filter::{Axis, HighlightedTexts, ShownName};
use crate::store::AccessRow;
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let users = &state.users;
    let focused = state.focus == Pane::Users && !painter.covered;
    let inner = area.inner();
    let layout = UserColumns::of(state, inner.width);
    painter.title(area, &title(state, &layout), focused);
    painter.hit(area, HitTarget::PaneItem(PaneItem::of(Pane::Users)));
    if users.len() == 0 {
        greeting::draw(painter, state, Pane::Users, inner);
        return;
    }
    headings(painter, state, inner, &layout);
    let list = inner.below(1);
    let highlighted = state.user_filter.filter.highlighted();
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
            user(painter, (line, bright), (&layout, &highlighted), (state, row));
        } else {
            let text = if state.rows.knows(*id) { "(gone)" } else { "…" };
            painter.text(line.x + SIGNS, y, layout.text_room, text, painter.theme.faint);
        }
        if at_cursor {
            painter.text(line.x, y, 1, "▌", painter.theme.accent);
        }
    }
    painter.scrollbar(area, users.top, list.height.into(), users.len());
}

/// The chosen columns that do not fit in a pane of this area.
pub(super) fn hidden_columns(state: &State, area: Area) -> Vec<UserColumn> {
    let layout = UserColumns::of(state, area.inner().width);
    let chosen = state.shown_columns().iter().copied();
    chosen.filter(|column| !layout.shows(*column)).collect()
}

/// The width of a column in a pane of this area; 0 if it is left out.
pub(super) fn width_of(state: &State, area: Area, column: UserColumn) -> u16 {
    UserColumns::of(state, area.inner().width).width_of(column)
}

/// The values that the columns cut or leave out, in words. Names, role, home company and status
/// are not among them, because the line below the panes always shows them.
pub(super) fn values_of_hidden_columns(state: &State, area: Area, row: &AccessRow) -> Vec<String> {
    let layout = UserColumns::of(state, area.inner().width);
    let value = |column| match column {
        UserColumn::Email | UserColumn::Tenant => {
            let shown = text_of(state, row, column);
            let is_whole = columns(text::width(&text::safe(shown))) <= layout.width_of(column);
            if is_whole { String::new() } else { shown.to_owned() }
        }
        _ if layout.shows(column) => String::new(),
        UserColumn::NewestGrant => {
            format!("newest grant {}", day(state, row, UserDate::NewestGrant))
        }
        UserColumn::LastChange => format!("last change {}", day(state, row, UserDate::LastChange)),
        UserColumn::Drift => format!("drift {}", count(state.drift_of(row))),
        _ => String::new(),
    };
    let chosen = state.shown_columns().iter().copied();
    chosen.map(value).filter(|text| !text.is_empty()).collect()
}

/// Whether the roles fit in a pane of this area.
pub(super) fn shows_role(state: &State, area: Area) -> bool {
    UserColumns::of(state, area.inner().width).shows(UserColumn::Role)
}

/// The title in a pane.
pub(super) fn title_in(state: &State, area: Area) -> String {
    title(state, &UserColumns::of(state, area.inner().width))
}

/// How many users are shown of how many, in which order, with which filter.
fn title(state: &State, layout: &UserColumns) -> String {
    let unknown = || "…".to_owned();
    let shown = if state.users.complete { count(state.users.len()) } else { unknown() };
    let all = state.users_in_all().map_or_else(unknown, number);
    let by = state.user_filter.order.by;
    let mut columns = layout.texts.iter().chain(&layout.figures);
    let in_headings = state.users.len() > 0 && columns.any(|(column, _)| column.sort() == by);
    let order_and_filter = state.user_filter.title(Axis::Users, !in_headings);
    let pane = state.pane_title(Pane::Users);
    format!("{pane} ─ {shown} of {all}{order_and_filter}")
}

fn headings(painter: &mut Painter<'_>, state: &State, area: Area, layout: &UserColumns) {
    let order = state.user_filter.order;
    let faint = painter.theme.faint;
    let mut x = area.x + SIGNS;
    for (column, width) in &layout.texts {
        let end = painter.text(x, area.y, *width, &heading(*column, order), faint);
        let at_heading = Area { x, width: *width, height: 1, ..area };
        painter.hit(at_heading, HitTarget::Heading(Axis::Users, column.sort()));
        // The space after it and, where the heading leaves it free, the last place of it.
        let edge = if end < x + width { x + width - 1 } else { x + width };
        let at_edge = Area { x: edge, width: x + width + 1 - edge, height: 1, ..area };
        painter.hit(at_edge, HitTarget::Edge(ColumnEdge { column: *column, other: x }));
        x += width + 1;
    }
    let mut right = (area.x + area.width).saturating_sub(MARGIN);
    for (column, width) in layout.figures.iter().rev() {
        painter.right(right, area.y, *width, &heading(*column, order), faint);
        let at_heading = Area { x: right.saturating_sub(*width), width: *width, height: 1, ..area };
        painter.hit(at_heading, HitTarget::Heading(Axis::Users, column.sort()));
        let at_edge = Area { x: right.saturating_sub(width + 1), width: 1, height: 1, ..area };
        let edge = ColumnEdge { column: *column, other: right.saturating_sub(1) };
        painter.hit(at_edge, HitTarget::Edge(edge));
        right = right.saturating_sub(width + 1);
    }
}

fn user(
    painter: &mut Painter<'_>,
    (line, bright): (Area, bool),
    (layout, highlighted): (&UserColumns, &HighlightedTexts),
    (state, row): (&State, &AccessRow),
) {
    let theme = painter.theme;
    let user = &row.user;
    // Dim letters are unreadable on the cursor's line in the focused pane.
    let style =
        if user.active || bright { ratatui::style::Style::new() } else { theme.inactive.into() };
    if !user.active {
        painter.text(line.x + 2, line.y, 1, "×", style);
    }
    let mut x = line.x + SIGNS;
    for (column, width) in layout.texts.iter().copied() {
        let shown = text_of(state, row, column);
        let kind = match column {
            UserColumn::FullName => Some(ShownName::FullName),
            UserColumn::Username => Some(ShownName::Username),
            UserColumn::Email => Some(ShownName::Email),
            _ => None,
        };
        match kind {
            Some(kind) => painter.name((x, line.y, width), (shown, kind), style, highlighted),
            None => painter.text(x, line.y, width, shown, style),
        };
        x += width + 1;
    }
    let mut right = (line.x + line.width).saturating_sub(MARGIN);
    for (column, width) in layout.figures.iter().rev() {
        let mut style = style;
        let shown = match column {
            UserColumn::Grants => row.figures(layout.shows(UserColumn::Effective)),
            UserColumn::Effective => count(row.effective),
            UserColumn::Drift => {
                let drift = state.drift_of(row);
                if drift > 0 {
                    style = theme.drift.into();
                }
                count(drift)
            }
            UserColumn::LastChange => day(state, row, UserDate::LastChange),
            _ => day(state, row, UserDate::NewestGrant),
        };
        painter.right(right, line.y, *width, &shown, style);
        right = right.saturating_sub(width + 1);
    }
}

/// The day of a date, as text.
fn day(state: &State, row: &AccessRow, date: UserDate) -> String {
    const DAY: usize = 10;
    match state.rows.date(date, row.user.id) {
        Some(at) => state.settings.zone.show(at).chars().take(DAY).collect(),
        None if state.rows.knows_date(date, row.user.id) => "–".into(),
        None => "…".into(),
    }
}

/// The text of a user in a column.
fn text_of<'a>(state: &'a State, row: &'a AccessRow, column: UserColumn) -> &'a str {
    let user = &row.user;
    match column {
        // Without a full name, the username is shown, unless it has a column of its own.
        UserColumn::FullName if user.full_name.is_empty() => {
            let has_column = state.shown_columns().contains(&UserColumn::Username);
            if has_column { "" } else { &user.username }
        }
        UserColumn::FullName => &user.full_name,
        UserColumn::Username => &user.username,
        UserColumn::Email => &user.email,
        UserColumn::Role => user.role_title(),
        UserColumn::Tenant => {
            let tenant = user.tenant.as_ref();
            tenant.and_then(|id| state.companies.tenant_name(id)).unwrap_or("")
        }
        UserColumn::Home => {
            let home = user.home_company.as_ref().and_then(|id| state.companies.by_id(id));
            home.map_or("", |home| &home.code)
        }
        UserColumn::Status => {
            if user.active {
                "active"
            } else {
                "inactive"
            }
        }
        _ => "",
    }
}
