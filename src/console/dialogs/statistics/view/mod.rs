//! Draws the statistics: five sections over all panes, or some of them if there is little
//! room.

mod chart;
mod companies;
mod counts;
mod months;
mod panel;
mod roles;
mod totals;

use ratatui::widgets::Tabs;

use panel::Panel;

use super::sections::{self, Sections};
use super::{Section, StatisticsDialog};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use crate::domain::Figures;
use crate::text;

/// Draws the statistics; an edited access policy is mentioned.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    state: &State,
    screen: &ScreenLayout,
) {
    let theme = painter.theme;
    painter.clear(screen.body);
    let Some(figures) = &dialog.figures else {
        painter.frame(screen.body, "Statistics", true);
        let inner = screen.body.inner();
        let waiting = "counting users and grants …";
        painter.text(inner.x + 1, inner.y, inner.width.saturating_sub(1), waiting, theme.base);
        return;
    };
    let sections = sections::of(screen, dialog);
    if let Some(area) = sections.names {
        let key = state.key_in(Context::Statistics, Action::NextPane);
        names(painter, dialog, &key, area);
    }
    // The border of the focused section is drawn last.
    for focused in [false, true] {
        for section in Section::ALL.into_iter().filter(|it| (*it == dialog.section) == focused) {
            if let Some(area) = sections.area(section) {
                painter.border(area, focused);
            }
        }
    }
    for section in Section::ALL {
        if let Some(area) = sections.area(section) {
            draw_section(
                painter,
                (dialog, figures, state.has_edited_policy()),
                section,
                (area, &sections),
            );
        }
    }
}

fn draw_section(
    painter: &mut Painter<'_>,
    (dialog, figures, is_edited): (&StatisticsDialog, &Figures, bool),
    section: Section,
    (area, sections): (Area, &Sections),
) {
    let focused = dialog.section == section;
    let detail = match section {
        Section::Totals => is_edited.then(|| "policy edited".to_owned()),
        Section::Counts => counts::detail(dialog, figures),
        Section::Companies => Some(companies::detail(dialog)),
        Section::Roles => roles::detail(dialog),
        Section::Months => months::detail(dialog, figures),
    };
    let mut title = section.name().to_owned();
    for part in [detail.as_deref(), dialog.counting.then_some("counting …")].into_iter().flatten()
    {
        title = format!("{title} ─ {part}");
    }
    painter.title(area, &title, focused);
    let len = dialog.len(section);
    let (room, step) = (sections.room(section, len), sections.step(section, len));
    let part = Panel { area: area.inner(), room, step, focused, section };
    match section {
        Section::Totals => totals::draw(painter, dialog, figures, &part),
        Section::Counts => counts::draw(painter, dialog, figures, &part),
        Section::Companies => companies::draw(painter, dialog, figures, &part),
        Section::Roles => roles::draw(painter, dialog, figures, &part),
        Section::Months => months::draw(painter, dialog, figures, &part),
    }
    if section.is_across() && len > part.room {
        let (first, last) = (dialog.tops[section as usize] + 1, len);
        let seen = (first - 1 + part.room).min(last);
        let sign = if seen < last { "▸ " } else { "" };
        let text = format!(" {first}–{seen} of {last} {sign}");
        let y = area.y + area.height.saturating_sub(1);
        painter.right(
            area.x + area.width.saturating_sub(1),
            y,
            area.width,
            &text,
            painter.theme.faint,
        );
    } else if !section.is_across() {
        let top = dialog.tops[section as usize];
        painter.scrollbar(area, top, part.room, len);
    }
}

/// Draws the names of the sections, with the shown one highlighted.
fn names(painter: &mut Painter<'_>, dialog: &StatisticsDialog, key: &str, area: Area) {
    let theme = painter.theme;
    let names = Section::ALL.map(Section::name);
    let needed: usize = names.iter().map(|name| text::width(name) + 3).sum();
    if needed > area.width.into() {
        let at = dialog.section as usize + 1;
        let text = format!("{} {at} of {} · {key}", dialog.section.name(), names.len());
        painter.text(area.x + 1, area.y, area.width.saturating_sub(1), &text, theme.accent);
        return;
    }
    let tabs = Tabs::new(names)
        .select(dialog.section as usize)
        .style(theme.faint)
        .highlight_style(theme.accent);
    painter.widget(area, tabs);
}
