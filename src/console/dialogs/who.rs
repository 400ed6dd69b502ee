//! Who can work in a company, and why. The worker finds them; from the list, one key opens a
//! user or an explanation.

use super::columns::{ListLine, draw_lines, widest};
use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame};
use super::progress;
use super::why::WhyDialog;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::{count, counted};
use crate::console::plans::{WhoLine, WhoList};
use crate::console::state::{Notice, State, Tone};
use crate::console::view::{Painter, name_in_one};
use crate::domain::{AccessReason, Cancel, Cell, CompanyId, GrantedSince, User, Zone};
use crate::filter::{Axis, Filter};
use crate::store::{AccessEntry, Query, Store, StoreError};
use crate::text;

/// The most users in the list; `who` on the command line lists all.
const MOST: usize = 10_000;

/// The users who can work in one company.
#[derive(Debug)]
pub(crate) struct WhoDialog {
    list: WhoList,
    /// The width of the widest name, in columns.
    widest: u16,
    cursor: ListCursor,
}

impl WhoLine {
    /// The user's name, in at most `room` columns.
    fn name_within(&self, room: usize) -> String {
        name_in_one(&self.full_name, &self.name, room)
    }

    fn note(words: String) -> Self {
        Self { full_name: String::new(), name: words, reason: String::new() }
    }
}

/// Requests who can work in the company under the cursor.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    match console.state.companies.current().map(|company| company.id.clone()) {
        Some(company) => open_of(console, company, effects),
        None => console.state.notice = Some(Notice::new(Tone::Info, "there is no company here")),
    }
}

/// Requests who can work in a company.
pub(crate) fn open_of(console: &mut Console, company: CompanyId, effects: &mut Vec<Effect>) {
    progress::open(console, JobKind::Who, "Finding who can get in…");
    let zone = console.state.settings.zone;
    effects.push(Effect::Start(Job::Who(company, zone)));
}

/// Finds who can work in a company.
pub(crate) fn find(
    store: &mut Store,
    (company, zone): (&CompanyId, Zone),
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let found = store.companies().iter().find(|it| it.id == *company);
    let name = found.map_or(String::new(), |it| format!("{} {}", it.code, it.name));
    let filter = Filter::everything(Axis::Users);
    let (mut users, mut lines) = (Vec::new(), Vec::new());
    let mut total: u64 = 0;
    store.for_each_with_access(company, &Query::of(&filter), cancel, |user, entry| {
        total += 1;
        if lines.len() < MOST {
            users.push(user.id);
            lines.push(line(&user, &entry, zone));
        }
        if cancel.is_cancelled() { Err(StoreError::Cancelled) } else { Ok(()) }
    })?;
    if total == 0 {
        lines.push(WhoLine::note("no one can get in".into()));
    } else if total > MOST as u64 {
        let words = format!("… the first {}; `grantgrid who` lists everyone", count(MOST));
        lines.push(WhoLine::note(words));
    }
    let title = format!("Who can get into {name} ─ {}", counted(total, "user", "users"));
    let company = company.clone();
    Ok(Message::Dialog(DialogAnswer::WhoFound(Box::new(WhoList { company, title, users, lines }))))
}

/// Shows the list, replacing an older one.
pub(crate) fn found(console: &mut Console, list: WhoList) {
    progress::close(console, JobKind::Who);
    console.dialogs.close_all::<WhoDialog>();
    let names = list.lines.iter().filter(|line| !line.reason.is_empty());
    let names: Vec<String> = names.map(|line| line.name_within(usize::MAX)).collect();
    let widest = widest(names.iter().map(String::as_str), u16::MAX);
    console.dialogs.open(WhoDialog { list, widest, cursor: ListCursor::default() });
}

fn line(user: &User, entry: &AccessEntry, zone: Zone) -> WhoLine {
    let User { username, full_name, role, .. } = user;
    let reason = match (entry.reason, entry.deciding_grant()) {
        (AccessReason::Role, _) => format!("by role, {role}"),
        (AccessReason::Home, _) => "home company".to_owned(),
        (_, None) => "granted".to_owned(),
        (_, Some(grant)) => {
            let day = |at: &String| zone.day(at);
            let since = match &grant.since {
                GrantedSince::Known(at) => format!(" {}", day(at)),
                GrantedSince::Dated(at) => format!(", dated {}", day(at)),
                GrantedSince::Unknown => " at an unknown time".to_owned(),
            };
            let by = grant.made_by.as_ref().map(|made| format!(" by {}", made.operator));
            let why = grant.made_by.as_ref().and_then(|made| made.reason.as_ref());
            let why = why.map(|why| format!(", reason: “{why}”"));
            format!("granted{since}{}{}", by.unwrap_or_default(), why.unwrap_or_default())
        }
    };
    let (full_name, name) = (full_name.clone(), username.clone());
    WhoLine { full_name, name, reason }
}

/// Handles the keys of the list.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<WhoDialog>() else {
        return;
    };
    let len = dialog.list.lines.len();
    if dialog.cursor.act(action, screen.dialog_rows_of(len), len) {
        return;
    }
    match action {
        Action::Card | Action::Why => {
            if let Some(user) = dialog.list.users.get(dialog.cursor.chosen) {
                let cell = Cell { user: *user, company: dialog.list.company.clone() };
                // An explanation below would be about another cell.
                console.dialogs.close_all::<WhyDialog>();
                effects.push(Effect::ReadWhy { cell, all: action == Action::Card });
            }
        }
        _ => {
            console.dialogs.close();
        }
    }
}

impl DialogPart for WhoDialog {
    fn context(&self) -> Context {
        Context::Who
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
        let area = screen.wide_dialog(self.list.lines.len());
        let rows = screen.dialog_rows_of(self.list.lines.len());
        // A long name is cut to make room for the note about the policy.
        let note = state.policy_note();
        let room = usize::from(area.width).saturating_sub(text::width(note) + 4);
        frame(painter, area, &format!("{}{note}", text::clip(&self.list.title, room)));
        let inner = area.inner();
        let lines = &self.list.lines;
        let body = Area { height: inner.height.saturating_sub(1), ..inner };
        let first = self.widest.min(inner.width / 2);
        let top = self.cursor.top.min(lines.len());
        let shown = &lines[top..lines.len().min(top + rows)];
        let names: Vec<String> = shown.iter().map(|it| it.name_within(first.into())).collect();
        draw_lines(painter, body, self.cursor, (rows, lines.len(), first), |at| {
            let second = lines[at].reason.as_str();
            let first = if second.is_empty() { &lines[at].name } else { &names[at - top] };
            ListLine { first, second, note: "", explains: true }
        });
        painter.scrollbar(area, self.cursor.top, rows, self.list.lines.len());
        Some(Footer::of(area))
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        let is_about_user = matches!(action, Action::Card | Action::Why);
        (!is_about_user || self.list.users.get(self.cursor.chosen).is_some()).then_some(usual)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.list.lines.len() > 1).then_some((UP_AND_DOWN, "choose"))
    }
}
