//! Handles the statistics: counting them, moving in them, and going to the users behind a
//! figure.

use super::sections::{self, Sections};
use super::{RoleColumn, Section, StatisticsDialog, Target};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::geometry::{ScreenLayout, scroll};
use crate::console::job::{Job, JobKind};
use crate::console::keymap::Action;
use crate::console::state::Pane;
use crate::console::update::filter;
use crate::domain::Figures;
use crate::filter::Axis;

/// Opens the statistics and starts counting them.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    console.dialogs.open(StatisticsDialog::being_counted());
    effects.push(Effect::Start(Job::Figures));
}

/// Counts again, if the statistics are shown, because something was written.
pub(crate) fn refresh(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = open_dialog(console) {
        dialog.counting = true;
        effects.push(Effect::Start(Job::Figures));
    }
}

/// Takes the result of a count.
pub(crate) fn counted(console: &mut Console, figures: Figures) {
    if let Some(dialog) = open_dialog(console) {
        dialog.counted(figures);
    }
}

/// The count failed: the previous figures stay; if there are none, the dialog closes.
pub(crate) fn failed(console: &mut Console) {
    let known = open_dialog(console).is_some_and(|dialog| {
        dialog.counting = false;
        dialog.figures.is_some()
    });
    if !known {
        console.dialogs.close_all::<StatisticsDialog>();
    }
}

/// Handles the keys of the statistics.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let sections = sections(console).unwrap_or_default();
    let Some(dialog) = console.dialogs.top_as_mut::<StatisticsDialog>() else {
        return;
    };
    let room = sections.room(dialog.section, dialog.len(dialog.section));
    let page = isize::try_from(room).unwrap_or(isize::MAX).max(1);
    match action {
        Action::NextPane => turn(dialog, 1),
        Action::PreviousPane => turn(dialog, Section::ALL.len() - 1),
        Action::Left | Action::Right => sideways(dialog, action == Action::Right),
        Action::Up => dialog.go(-1),
        Action::Down => dialog.go(1),
        Action::PageUp => dialog.go(-page),
        Action::PageDown => dialog.go(page),
        Action::HalfPageUp => dialog.go(-(page / 2).max(1)),
        Action::HalfPageDown => dialog.go((page / 2).max(1)),
        Action::First => dialog.go(isize::MIN),
        Action::Last => dialog.go(isize::MAX),
        Action::Sort => {
            dialog.section = Section::Companies;
            dialog.sort_again();
        }
        Action::Accept => {
            if let Some(target) = dialog.target() {
                show(console, target, effects);
            }
        }
        Action::WithoutCompany => show(console, StatisticsDialog::without_company(), effects),
        _ => close(console, effects),
    }
}

/// Goes to the users behind an entry of a section, like its key.
pub(crate) fn lead_from(
    console: &mut Console,
    (section, at): (usize, usize),
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = console.dialogs.top_as_mut::<StatisticsDialog>() else {
        return;
    };
    let Some(section) = Section::ALL.get(section).copied().filter(|it| at < dialog.len(*it)) else {
        return;
    };
    dialog.section = section;
    dialog.chosen[section as usize] = at;
    act(console, Action::Accept, effects);
}

impl StatisticsDialog {
    /// Scrolls the selected entries into view.
    pub(super) fn keep_in_sight(&mut self, screen: &ScreenLayout) {
        let sections = sections::of(screen, self);
        for section in Section::ALL {
            let len = self.len(section);
            let room = sections.room(section, len);
            let chosen = self.chosen(section);
            let top = &mut self.tops[section as usize];
            *top = scroll(*top, chosen, room, len);
        }
    }
}

fn turn(dialog: &mut StatisticsDialog, by: usize) {
    dialog.section = Section::ALL[(dialog.section as usize + by) % Section::ALL.len()];
}

/// Moves sideways: to the next entry if entries are side by side, to the other figure of a
/// role, or from a list to the section beside it.
fn sideways(dialog: &mut StatisticsDialog, right: bool) {
    match (dialog.section, dialog.role_column, right) {
        (section, ..) if section.is_across() => dialog.go(if right { 1 } else { -1 }),
        (Section::Roles, RoleColumn::Users, true) => dialog.role_column = RoleColumn::Drift,
        (Section::Roles, RoleColumn::Drift, false) => dialog.role_column = RoleColumn::Users,
        (.., true) => turn(dialog, 1),
        (.., false) => turn(dialog, Section::ALL.len() - 1),
    }
}

/// Goes back to the panes, which show what is behind a figure.
fn show(console: &mut Console, target: Target, effects: &mut Vec<Effect>) {
    close(console, effects);
    if target.pane == Pane::Matrix {
        filter::show(&mut console.state, Axis::Companies, "", effects);
    }
    let filter = target.filter.as_str();
    filter::lead_to(&mut console.state, target.pane, (filter, filter), effects);
    if let Some(at) = target.company.and_then(|id| console.state.companies.position(&id)) {
        console.state.companies.move_to(at);
    }
}

fn close(console: &mut Console, effects: &mut Vec<Effect>) {
    if open_dialog(console).is_some_and(|dialog| dialog.counting) {
        effects.push(Effect::Cancel(JobKind::Figures));
    }
    console.dialogs.close();
}

/// The layout of the sections, if the statistics are shown.
fn sections(console: &Console) -> Option<Sections> {
    let screen = console.state.screen();
    console.dialogs.find::<StatisticsDialog>().map(|it| sections::of(&screen, it))
}

fn open_dialog(console: &mut Console) -> Option<&mut StatisticsDialog> {
    console.dialogs.find_mut::<StatisticsDialog>()
}
