//! Who can work in a company, and why. The worker finds them; from the list, one key opens a
//! user or an explanation, and one filters it.

mod dialog;
mod filter_line;

pub(crate) use dialog::WhoDialog;
pub(crate) use filter_line::pause;

use dialog::WhoFilterLine;
use tui_input::InputRequest;

use super::columns::{ListLine, draw_lines, widest};
use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame};
use super::progress;
use super::why::WhyDialog;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction, OnChange, TypedLine};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::count;
use crate::console::plans::{WhoLine, WhoList};
use crate::console::state::{Notice, State, Tone};
use crate::console::view::{Painter, columns, name_in_one};
use crate::domain::{AccessReason, Cancel, Cell, CompanyId, GrantedSince, User, Zone};
use crate::filter::{self, Axis, Filter};
use crate::store::{AccessEntry, Query, Store, StoreError};
use crate::text;

/// The most users in the list; `who` on the command line lists all.
const MOST: usize = 10_000;

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
    effects.push(Effect::Start(Job::Who(company, zone, None)));
}

/// Finds who can work in a company: everyone, or those that match a filter without errors.
pub(crate) fn find(
    store: &mut Store,
    (company, zone, text): (&CompanyId, Zone, &Option<String>),
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let found = store.companies().iter().find(|it| it.id == *company);
    let name = found.map_or(String::new(), |it| format!("{} {}", it.code, it.name));
    let inactive = found.filter(|it| !it.active).map(|it| {
        format!("{} is inactive. The HR system may no longer offer it to these users.", it.code)
    });
    let filter = filter::parse(Axis::Users, text.as_deref().unwrap_or_default());
    let filter = filter.unwrap_or_else(|_| Filter::everything(Axis::Users));
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
        let words = if filter.is_everything() { "no one can get in" } else { "no match" };
        lines.push(WhoLine::note(words.into()));
    } else if total > MOST as u64 {
        let words = format!("… the first {}; `grantgrid who` lists everyone", count(MOST));
        lines.push(WhoLine::note(words));
    }
    let (company, filter) = (company.clone(), text.clone());
    let list = WhoList { company, name, inactive, filter, total, users, lines };
    Ok(Message::Dialog(DialogAnswer::WhoFound(Box::new(list))))
}

/// Shows the list, replacing an older one. A result for an older filter is dropped.
pub(crate) fn found(console: &mut Console, list: WhoList) {
    progress::close(console, JobKind::Who);
    let names = list.lines.iter().filter(|line| !line.reason.is_empty());
    let names: Vec<String> = names.map(|line| line.name_within(usize::MAX)).collect();
    let widest = widest(names.iter().map(String::as_str), u16::MAX);
    if let Some(filter) = &list.filter {
        if let Some(dialog) = console.dialogs.find_mut::<WhoDialog>()
            && (&dialog.filter, &dialog.list.company) == (filter, &list.company)
        {
            (dialog.list, dialog.cursor) = (list, ListCursor::default());
        }
        return;
    }
    console.dialogs.close_all::<WhoDialog>();
    let (all, filter, cursor) = (list.total, String::new(), ListCursor::default());
    console.dialogs.open(WhoDialog { list, all, filter, line: None, widest, cursor });
}

fn line(user: &User, entry: &AccessEntry, zone: Zone) -> WhoLine {
    let User { username, full_name, role, .. } = user;
    let reason = match (entry.reason, entry.deciding_grant()) {
        (AccessReason::Role, _) => format!("implied by role, {role}"),
        (AccessReason::Home, _) => "implied by home company".to_owned(),
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
    let (rows, len) = (dialog.rows(&screen), dialog.list.lines.len());
    if dialog.cursor.act(action, rows, len) {
        return;
    }
    match action {
        Action::Filter => dialog.line = Some(WhoFilterLine::new(&dialog.filter)),
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
        if self.line.is_some() { Context::WhoFilter } else { Context::Who }
    }

    fn on_action(&self) -> OnAction {
        if self.line.is_some() { filter_line::act } else { act }
    }

    fn edit(&mut self, request: InputRequest) -> bool {
        self.line.as_mut().map(|line| line.input.edit(request)).is_some()
    }

    fn paste(&mut self, text: &str) -> bool {
        self.line.as_mut().map(|line| line.input.paste(text)).is_some()
    }

    fn on_text(&self) -> Option<OnChange> {
        self.line.is_some().then_some(filter_line::typed)
    }

    fn line(&self) -> Option<TypedLine<'_>> {
        self.line.as_ref().map(WhoFilterLine::line)
    }

    fn has_footer(&self) -> bool {
        self.line.is_none()
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let area = screen.wide_dialog(self.list.lines.len() + self.head());
        let rows = self.rows(screen);
        // A long name is cut to make room for the note about the policy.
        let note = state.policy_note();
        let room = usize::from(area.width).saturating_sub(text::width(note) + 4);
        frame(painter, area, &format!("{}{note}", text::clip(&self.title(), room)));
        let inner = area.inner();
        let lines = &self.list.lines;
        let body =
            Area { height: inner.height.saturating_sub(1), ..inner }.below(columns(self.head()));
        if let Some(inactive) = &self.list.inactive {
            let width = inner.width.saturating_sub(2);
            painter.text(inner.x + 1, inner.y, width, inactive, painter.theme.warning);
        }
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
        if self.line.is_some() {
            return Some(if action == Action::Close { "cancel" } else { usual });
        }
        let is_about_user = matches!(action, Action::Card | Action::Why);
        (!is_about_user || self.list.users.get(self.cursor.chosen).is_some()).then_some(usual)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.line.is_none() && self.list.lines.len() > 1).then_some((UP_AND_DOWN, "choose"))
    }
}
