//! The history by user: who has gained and lost what in the changes that match the filter.

use crate::console::dialogs::columns::{ListLine, draw_lines, widest};
use crate::console::dialogs::cursor::{ListCursor, UP_AND_DOWN};
use crate::console::dialogs::history::HistoryDialog;
use crate::console::dialogs::history::look_up::understand;
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::{counted, number};
use crate::console::state::{Notice, State, Tone};
use crate::console::view::Painter;
use crate::domain::{Cancel, HistoryQuery, UserHistory, username_title};
use crate::filter::HistoryFilter;
use crate::store::{Store, StoreError};

/// The most users in the list; `history --by-user` on the command line lists all.
const MOST: usize = 2000;

/// The users of the changes, with what they gained and lost.
#[derive(Debug)]
pub(crate) struct HistoryByUserDialog {
    title: String,
    users: Vec<UserHistory>,
    /// The lines: who, and what was gained and lost.
    lines: Vec<(String, String)>,
    cursor: ListCursor,
}

/// Requests the users of the changes that the history shows.
pub(super) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<HistoryDialog>() else {
        return;
    };
    let query = Box::new(HistoryQuery { before: None, limit: 0, ..dialog.query() });
    progress::open(console, JobKind::HistoryByUser, "Looking through the history…");
    effects.push(Effect::Start(Job::HistoryByUser(query)));
}

/// Finds the users of the changes.
pub(crate) fn find(
    store: &Store,
    query: &HistoryQuery,
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let (users, total) = store.history_by_user(query, MOST, cancel)?;
    Ok(Message::Dialog(DialogAnswer::HistoryByUser(users, total)))
}

/// Shows the users.
pub(crate) fn found(console: &mut Console, users: Vec<UserHistory>, total: u64) {
    progress::close(console, JobKind::HistoryByUser);
    let Some(history) = console.dialogs.top_as::<HistoryDialog>() else {
        return;
    };
    if users.is_empty() {
        let text = "in the end, no user gained or lost anything by these changes";
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let shown = if (users.len() as u64) < total {
        format!("the first {} of {} users", number(users.len() as u64), number(total))
    } else {
        counted(total, "user", "users")
    };
    let filter = match history.text.as_str() {
        "" => String::new(),
        text => format!(" ─ {text}"),
    };
    let title = format!("History by user ─ {shown}{filter}");
    let lines = users.iter().map(line).collect();
    let cursor = ListCursor::default();
    console.dialogs.open(HistoryByUserDialog { title, users, lines, cursor });
}

fn line(user: &UserHistory) -> (String, String) {
    let name = username_title(&user.full_name, &user.username);
    let list = |sign: char, codes: &[String]| match codes {
        [] => None,
        codes => Some(format!("{sign} {}", codes.join(", "))),
    };
    let parts = [list('−', &user.lost), list('+', &user.gained)];
    let edits = (!user.edits.is_empty()).then(|| user.edits.join(", "));
    let others = user.without_effect().into_iter().chain(edits);
    let parts: Vec<String> = parts.into_iter().flatten().chain(others).collect();
    let what = if parts.is_empty() { "as before".to_owned() } else { parts.join("; ") };
    (name, what)
}

fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<HistoryByUserDialog>() else {
        return;
    };
    let len = dialog.lines.len();
    if dialog.cursor.act(action, screen.dialog_rows_of(len), len) {
        return;
    }
    let chosen = dialog.users.get(dialog.cursor.chosen).map(|user| user.username.clone());
    console.dialogs.close();
    if let (Action::Accept, Some(name)) = (action, chosen)
        && let Some(history) = console.dialogs.top_as::<HistoryDialog>()
    {
        // Filters the history to the changes of this user.
        let text = HistoryFilter::with_user(&history.text, &name);
        if let Ok(filter) = HistoryFilter::parse(&text) {
            effects.push(understand(&console.state, text, filter));
        }
    }
}

impl DialogPart for HistoryByUserDialog {
    fn context(&self) -> Context {
        Context::HistoryByUser
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let len = self.lines.len();
        let area = screen.wide_dialog(len);
        let rows = screen.dialog_rows_of(len);
        frame(painter, area, &self.title);
        let inner = area.inner();
        let body = Area { height: inner.height.saturating_sub(1), ..inner };
        let first = widest(self.lines.iter().map(|(name, _)| name.as_str()), inner.width / 2);
        draw_lines(painter, body, self.cursor, (rows, len, first), |at| {
            let (first, second) = &self.lines[at];
            ListLine { first, second, note: "", explains: false }
        });
        painter.scrollbar(area, self.cursor.top, rows, len);
        Some(Footer::of(area))
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.lines.len() > 1).then_some((UP_AND_DOWN, "choose"))
    }
}
