//! Draws the roles: the number of users, their coverage, and the number of cells with drift.

use ratatui::style::Style;

use super::Panel;
use crate::console::dialogs::statistics::{RoleColumn, Section, StatisticsDialog};
use crate::console::geometry::Area;
use crate::console::number::number;
use crate::console::view::Painter;
use crate::console::view::bar;
use crate::domain::Figures;

/// The widths of the figures, each with a space before it.
const USERS: u16 = 10;
const PERCENT: u16 = 9;
const DRIFT: u16 = 10;
/// The least width of the bar, and the width of the rule, if they fit.
const BAR: u16 = 12;
const RULE: u16 = 8;
/// The least width to which a name is cut for them.
const NAME: u16 = 16;

/// What Enter would show.
pub(super) fn detail(dialog: &StatisticsDialog) -> Option<String> {
    let roles = dialog.roles();
    let line = roles.get(dialog.chosen(Section::Roles))?;
    let name = line.name();
    Some(match (dialog.role_column, line.figures.users) {
        (RoleColumn::Users, 1) => format!("{name}: 1 user"),
        (RoleColumn::Users, users) => format!("{name}: {} users", number(users)),
        (RoleColumn::Drift, _) => format!("{name}: {} drift", number(line.figures.drift)),
    })
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    figures: &Figures,
    part: &Panel,
) {
    let theme = painter.theme;
    let area = part.area;
    let fixed = USERS + PERCENT + DRIFT + 3;
    let room = area.width.saturating_sub(fixed);
    let rules = if room >= NAME + BAR + RULE { RULE } else { 0 };
    let names = if room >= NAME + BAR { NAME + (room - NAME - BAR - rules) / 3 } else { room };
    let bars = room - names - rules;
    // The right ends of the columns, from left to right.
    let users = area.x + 2 + names + rules + USERS;
    let percent = users + bars + PERCENT;
    let drift = percent + DRIFT;
    let heading = |painter: &mut Painter<'_>, end: u16, width: u16, text: &str| {
        painter.right(end, area.y, width.saturating_sub(1), text, theme.faint);
    };
    painter.text(area.x + 2, area.y, names, "role", theme.faint);
    if rules > 0 {
        painter.text(area.x + 2 + names + 1, area.y, rules - 1, "rule", theme.faint);
    }
    heading(painter, users, USERS, "users");
    heading(painter, percent, PERCENT, "coverage");
    heading(painter, drift, DRIFT, "drift");

    let top = dialog.tops[Section::Roles as usize];
    let lines = dialog.roles();
    let shown = lines.iter().enumerate().skip(top).take(part.room);
    for (y, (at, role)) in (area.y + 1..).zip(shown) {
        let line = Area { y, height: 1, ..area };
        part.hit(painter, line, at);
        let chosen = at == dialog.chosen(Section::Roles);
        if chosen {
            part.light(painter, line);
        }
        let plain = |look: Style| if chosen { Style::new() } else { look };
        painter.text(line.x + 2, y, names, role.name(), plain(theme.base.into()));
        if rules > 0 {
            let scope = role.rule.map_or("", |rule| rule.scope.as_str());
            painter.text(line.x + 2 + names + 1, y, rules - 1, scope, plain(theme.faint.into()));
        }
        let it = role.figures;
        painter.right(users, y, USERS - 1, &number(it.users), plain(theme.base.into()));
        let coverage = figures.coverage_of_users(it.users, it.grants);
        if bars > 0 {
            let drawn = bar(coverage, usize::from(bars - 2));
            painter.text(users + 2, y, bars - 2, drawn.trim_end(), theme.granted);
        }
        painter.right(
            percent,
            y,
            PERCENT - 1,
            &format!("{coverage:.1} %"),
            plain(theme.base.into()),
        );
        let look = if it.drift > 0 { theme.drift.into() } else { plain(theme.base.into()) };
        painter.right(drift, y, DRIFT - 1, &number(it.drift), look);
        if chosen && part.focused {
            let (end, width) = match dialog.role_column {
                RoleColumn::Users => (users, USERS),
                RoleColumn::Drift => (drift, DRIFT),
            };
            painter.tint(Area { x: end + 1 - width, width, ..line }, theme.cell);
        }
    }
}
