//! The access policy: what the HR system does for each role. Every edit is a change of its
//! own, as for the role rules, which one key opens.

use ratatui::style::Style;

use super::outline::{Footer, frame, hit_lines};
use super::role_cursor::RoleCursor;
use crate::console::dialogs::cursor;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{self, Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::request::Request;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::written::Written;
use crate::console::update::{edit, written};
use crate::console::view::Painter;
use crate::domain::role::NO_LONGER_EXISTS;
use crate::domain::{
    AccessEffect, Cancel, GrantEffect, HomeAccess, Policy, Reach, RolePolicy, effect_in_short,
};
use crate::store::{Committed, Store, StoreError};

/// The number of lines above the list.
const HEAD: usize = 1;

/// Up to this many users, the effect on access is counted immediately, without the worker.
const MOST_COUNTED: usize = 20_000;

/// The widths of the three parts of a policy, after the role.
const PARTS: [u16; 3] = [9, 10, 16];

/// The table of policies.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyDialog {
    cursor: RoleCursor,
    /// The part of the policy that keys change.
    part: usize,
}

/// Shows the policy in place of the rules.
pub(crate) fn open(console: &mut Console) {
    console.dialogs.close();
    console.dialogs.open(PolicyDialog::default());
}

/// Handles the keys of the table.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    match action {
        _ if keymap::moves_in_list(action) => go(console, action),
        Action::Left | Action::Right => {
            if let Some(dialog) = console.dialogs.top_as_mut::<PolicyDialog>() {
                let forward = action == Action::Right;
                dialog.part = cursor::turned(Some(dialog.part), PARTS.len(), forward);
            }
        }
        Action::NextScope => {
            edit_chosen(console, |policy, part| turned(policy.policy, part), effects);
        }
        Action::Default => edit_chosen(console, |policy, _| policy.default, effects),
        Action::Undo => edit::start(&mut console.state, Effect::Undo { attempt: 0 }, effects),
        Action::Redo => edit::start(&mut console.state, Effect::Redo { attempt: 0 }, effects),
        Action::NextPane => {
            console.dialogs.close();
            console.requests.push(Request::OpenRules);
        }
        _ => {
            console.dialogs.close();
        }
    }
}

/// The roles, from the top.
fn roles(state: &State) -> Vec<&str> {
    state.policies.iter().map(|policy| policy.role.as_deref().unwrap_or_default()).collect()
}

fn rows(screen: &ScreenLayout, policies: usize) -> usize {
    screen.dialog_rows_of(policies + HEAD).saturating_sub(HEAD)
}

fn go(console: &mut Console, action: Action) {
    let roles = roles(&console.state);
    let rows = rows(&console.state.screen(), roles.len());
    if let Some(dialog) = console.dialogs.top_as_mut::<PolicyDialog>() {
        dialog.cursor.act(action, rows, &roles);
    }
}

/// The policy with the next value of one part.
fn turned(policy: RolePolicy, part: usize) -> RolePolicy {
    match part {
        0 => RolePolicy { reach: cursor::next(Reach::ALL, policy.reach), ..policy },
        1 => RolePolicy { grants: cursor::next(GrantEffect::ALL, policy.grants), ..policy },
        _ => RolePolicy { home: cursor::next(HomeAccess::ALL, policy.home), ..policy },
    }
}

/// Edits the selected policy.
fn edit_chosen(
    console: &mut Console,
    change: impl Fn(&Policy, usize) -> RolePolicy,
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = console.dialogs.top_as::<PolicyDialog>() else {
        return;
    };
    if dialog.cursor.is_refused(&mut console.state) {
        return;
    }
    let Some(now) = console.state.policies.get(dialog.cursor.list.chosen) else {
        return;
    };
    let policy = change(now, dialog.part);
    let text = match &now.role {
        None => {
            "this line applies to every other role; only the policy of a role can be edited".into()
        }
        Some(role) if policy == now.policy => {
            format!("the policy of {role} is already the default")
        }
        Some(role) => {
            let role = role.clone();
            return edit::start(
                &mut console.state,
                Effect::SetPolicy { role, policy, attempt: 0 },
                effects,
            );
        }
    };
    console.state.notice = Some(Notice::new(Tone::Info, text));
}

/// Commits the edit, and counts its effect on access.
pub(crate) fn set(
    store: &mut Store,
    role: &str,
    policy: RolePolicy,
) -> Result<Message, StoreError> {
    let effect = if store.user_ids_after(None, MOST_COUNTED + 1)?.len() <= MOST_COUNTED {
        let edits = [(store.find_policy(role)?, policy)];
        Some(store.preview_policies(&edits, &Cancel::default())?.effect)
    } else {
        None
    };
    let committed = Box::new(store.set_policy(role, policy, None)?);
    let role = role.to_owned();
    Ok(Message::Dialog(DialogAnswer::PolicySet { role, policy, effect, committed }))
}

/// Shows the result; whatever shows access is read again.
pub(crate) fn changed(
    console: &mut Console,
    role: &str,
    (policy, effect): (RolePolicy, Option<AccessEffect>),
    committed: &Committed,
    effects: &mut Vec<Effect>,
) {
    let words = policy.words();
    console.state.notice = Some(if committed.change.is_some() {
        let undo = console.state.hint(Action::Undo, "undoes");
        let effect = effect.map(|effect| format!(" · {}", effect_in_short(&effect)));
        let effect = effect.unwrap_or_default();
        let text = format!("the access policy of {role} is now: {words}{effect}{undo}");
        Notice::new(Tone::Done, text)
    } else {
        let text = format!("the access policy of {role} is already: {words}");
        Notice::new(Tone::Warning, text)
    });
    // Whatever shows access is read again.
    written::follow(console, Written::Cells { rows: true }, None, effects);
}

impl DialogPart for PolicyDialog {
    fn context(&self) -> Context {
        Context::Policy
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let theme = painter.theme;
        let list = &state.policies;
        let rows = rows(screen, list.len());
        let area = screen.dialog(list.len() + HEAD);
        frame(painter, area, "Access policy: what the HR system does for each role");
        let inner = area.inner();
        let heads = ["reach", "grants", "home"];
        let heading = Area { height: 1, ..inner };
        draw_line(painter, heading, "role", heads, theme.faint.into(), None);
        let body = inner.below(1);
        let cursor = (self.cursor.list.chosen, self.cursor.list.top);
        hit_lines(painter, body, cursor, (rows, list.len(), 1));
        for (y, (is_chosen, policy)) in (body.y..).zip(self.cursor.list.shown(list, rows)) {
            let line = Area { y, height: 1, ..body };
            if is_chosen {
                painter.light(line);
            }
            let RolePolicy { reach, grants, home } = policy.policy;
            let parts = [reach.as_str(), grants.as_str(), home.as_str()];
            let focus = is_chosen.then_some(self.part);
            draw_line(painter, line, &named(policy), parts, Style::new(), focus);
        }
        painter.scrollbar(area, self.cursor.list.top, rows, list.len());
        Some(Footer::of(area))
    }

    fn settle(&mut self, state: &State) {
        let roles = roles(state);
        self.cursor.settle(rows(&state.screen(), roles.len()), &roles);
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((&[Action::Up, Action::Down, Action::Left, Action::Right], "choose"))
    }
}

/// Draws a line of the table, with brackets around the part that keys change.
fn draw_line(
    painter: &mut Painter<'_>,
    line: Area,
    role: &str,
    parts: [&str; 3],
    look: Style,
    focus: Option<usize>,
) {
    let end = line.x + line.width.saturating_sub(1);
    let mut x = end.saturating_sub(PARTS.iter().sum()).max(line.x + 2);
    painter.text(line.x + 2, line.y, x.saturating_sub(line.x + 4), role, look);
    for (part, (word, width)) in parts.into_iter().zip(PARTS).enumerate() {
        if focus == Some(part) {
            let room = (width + 1).min(end.saturating_sub(x) + 1);
            painter.text(x - 1, line.y, room, &format!("[{word}]"), look);
        } else {
            painter.text(x, line.y, width.saturating_sub(1).min(end.saturating_sub(x)), word, look);
        }
        x += width;
    }
}

/// The role, with a note about its policy.
fn named(policy: &Policy) -> String {
    let role = policy.label();
    if !policy.role_exists && policy.role.is_some() {
        format!("{role} · {NO_LONGER_EXISTS}")
    } else if policy.is_edited() {
        format!("{role} · edited")
    } else {
        role.to_owned()
    }
}
