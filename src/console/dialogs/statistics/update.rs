//! The statistics: counting them, moving among them, and going on to the users
//! behind a figure.

use super::sections::{self, Sections};
use super::{RoleColumn, Section, StatisticsDialog, Target};
use crate::console::dialogs::Dialog;
use crate::console::effect::Effect;
use crate::console::geometry::scroll;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::Action;
use crate::console::state::{Pane, State};
use crate::console::update::filter;
use crate::domain::Figures;
use crate::filter::Axis;

/// Opens the statistics and has them counted.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    state.dialogs.open(StatisticsDialog::being_counted());
    effects.push(Effect::Start(Job::Figures));
}

/// Counts again, if the statistics are shown: something was written since.
pub(crate) fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(dialog) = open_dialog(state) {
        dialog.counting = true;
        effects.push(Effect::Start(Job::Figures));
    }
}

/// Takes a count in.
pub(crate) fn counted(state: &mut State, figures: Figures) {
    if let Some(dialog) = open_dialog(state) {
        dialog.counted(figures);
    }
}

/// The count failed: what was counted before stays, and nothing is shown for
/// figures that are not known.
pub(crate) fn failed(state: &mut State) {
    let known = open_dialog(state).is_some_and(|dialog| {
        dialog.counting = false;
        dialog.figures.is_some()
    });
    if !known {
        state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Statistics(_)));
    }
}

/// Keys of the statistics.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let sections = sections(state).unwrap_or_default();
    let Some(Dialog::Statistics(dialog)) = state.dialogs.last_mut() else {
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
        Action::First => dialog.go(isize::MIN),
        Action::Last => dialog.go(isize::MAX),
        Action::Sort => {
            dialog.section = Section::Companies;
            dialog.sort_again();
        }
        Action::Accept => {
            if let Some(target) = dialog.target() {
                show(state, target, effects);
            }
        }
        Action::WithoutCompany => show(state, StatisticsDialog::without_company(), effects),
        _ => close(state, effects),
    }
}

/// After every message: the entries under the cursor are in sight.
pub(crate) fn settle(state: &mut State) {
    let Some(sections) = sections(state) else {
        return;
    };
    if let Some(dialog) = open_dialog(state) {
        for section in Section::ALL {
            let len = dialog.len(section);
            let room = sections.room(section, len);
            let chosen = dialog.chosen(section);
            let top = &mut dialog.tops[section as usize];
            *top = scroll(*top, chosen, room, len);
        }
    }
}

fn turn(dialog: &mut StatisticsDialog, by: usize) {
    dialog.section = Section::ALL[(dialog.section as usize + by) % Section::ALL.len()];
}

/// Where entries stand beside each other, to the next one; among the figures
/// of a role, to the other; in a list, to the section beside it.
fn sideways(dialog: &mut StatisticsDialog, right: bool) {
    match (dialog.section, dialog.role_column, right) {
        (section, ..) if section.is_across() => dialog.go(if right { 1 } else { -1 }),
        (Section::Roles, RoleColumn::Users, true) => dialog.role_column = RoleColumn::Drift,
        (Section::Roles, RoleColumn::Drift, false) => dialog.role_column = RoleColumn::Users,
        (.., true) => turn(dialog, 1),
        (.., false) => turn(dialog, Section::ALL.len() - 1),
    }
}

/// Goes back to the panes with what is behind a figure.
fn show(state: &mut State, target: Target, effects: &mut Vec<Effect>) {
    close(state, effects);
    if target.pane == Pane::Matrix {
        filter::show(state, Axis::Companies, "", effects);
    }
    let filter = target.filter.as_str();
    filter::lead_to(state, target.pane, (filter, filter), effects);
    if let Some(at) = target.company.and_then(|id| state.companies.position(&id)) {
        state.companies.move_to(at);
    }
}

fn close(state: &mut State, effects: &mut Vec<Effect>) {
    if open_dialog(state).is_some_and(|dialog| dialog.counting) {
        effects.push(Effect::Cancel(JobKind::Figures));
    }
    state.dialogs.pop();
}

/// Where the sections stand, if the statistics are shown.
fn sections(state: &State) -> Option<Sections> {
    let screen = state.screen();
    state.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Statistics(it) => Some(sections::of(&screen, it)),
        _ => None,
    })
}

fn open_dialog(state: &mut State) -> Option<&mut StatisticsDialog> {
    state.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Statistics(dialog) => Some(&mut **dialog),
        _ => None,
    })
}
