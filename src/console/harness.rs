//! Tests of the console read like a person typing: keys go through the real
//! key table, `update`, a real store and the real drawing. Only the terminal
//! is missing, and the worker's jobs run in place.

use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::config::{FilterEdit, SavedFilter};
use super::effect::{Effect, SessionEnd};
use super::frame::Console;
use super::geometry::{ScreenLayout, Size};
use super::hits::HitMap;
use super::key::Key;
use super::keyboard::Keyboard;
use super::keymap::Action;
use super::message::{DialogAnswer, Message};
use super::mouse::{MouseAct, MouseReport};
use super::open_console::open_console;
use super::pointer::Pointer;
use super::run_job::run_job;
use super::runner::{self, RunOutcome};
use super::theme::{DARK, Theme, ThemeSet};
use super::typing::Press;
use super::{update, view};
use crate::domain::Cancel;
use crate::store::testing::{TestDb, environment, fill_disk};
use crate::store::{DemoPlan, Store};

pub(super) struct Harness {
    console: Console,
    pub(super) db: TestDb,
    pub(super) ended: Option<SessionEnd>,
    store: Store,
    theme: Theme,
    pointer: Pointer,
    pointed_at: Instant,
    /// The last text copied to the clipboard.
    pub(super) copied: Option<String>,
}

impl Deref for Harness {
    type Target = Console;

    fn deref(&self) -> &Console {
        &self.console
    }
}

impl DerefMut for Harness {
    fn deref_mut(&mut self) -> &mut Console {
        &mut self.console
    }
}

impl Harness {
    /// The console on a small demo database.
    pub(super) fn demo() -> Self {
        Self::demo_of(40, 12, 90)
    }

    /// The console on a demo database with these numbers of users, companies and grants.
    pub(super) fn demo_of(users: u64, companies: u64, grants: u64) -> Self {
        Self::on(Self::demo_db(users, companies, grants))
    }

    /// A demo database.
    pub(super) fn demo_db(users: u64, companies: u64, grants: u64) -> TestDb {
        let db = TestDb::new();
        let plan = DemoPlan { users, companies, grants, seed: 1 };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        db
    }

    /// The console on a database, at 120×40.
    pub(super) fn on(db: TestDb) -> Self {
        let store = db.open();
        Self::with(db, store)
    }

    /// The console with a user of the HR system as operator.
    pub(super) fn acting_as(db: TestDb, username: &str) -> Self {
        let mut store = db.open();
        store.act_as(username).expect("an operator");
        Self::with(db, store)
    }

    fn with(db: TestDb, store: Store) -> Self {
        let size = Size { width: 120, height: 40 };
        let (console, effects) =
            open_console(&store, size, false).expect("the database can be read");
        let theme = ThemeSet::built_in().load(DARK, false).expect("the theme can be read");
        let mut harness = Self {
            console,
            db,
            ended: None,
            store,
            theme,
            pointer: Pointer::default(),
            pointed_at: Instant::now(),
            copied: None,
        };
        harness.perform(effects);
        harness
    }

    pub(super) fn size(mut self, width: u16, height: u16) -> Self {
        self.send(Message::Resize { width, height });
        self
    }

    pub(super) fn ascii(mut self) -> Self {
        self.theme.ascii = true;
        self
    }

    /// Types keys: plain characters, and names in angle brackets.
    pub(super) fn keys(mut self, keys: &str) -> Self {
        let mut rest = keys;
        while let Some(letter) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let (key, after) = match named {
                Some((name, after)) => (named_key(name), after),
                None => (Key::char(letter), &rest[letter.len_utf8()..]),
            };
            self.send(Message::Key(key));
            rest = after;
        }
        self
    }

    /// Presses the key that an action has now.
    #[track_caller]
    pub(super) fn act(mut self, action: Action) -> Self {
        let context = self.console.context();
        let lines = self.console.state.settings.keys.lines_in(context);
        let keys =
            lines.filter(|line| line.binding.action == action).find_map(|it| it.keys.first());
        let keys = keys.unwrap_or_else(|| panic!("{action:?} has a key")).keys().to_vec();
        for key in keys {
            self.send(Message::Key(key));
        }
        self
    }

    /// Pastes a text into a terminal with bracketed paste.
    pub(super) fn pastes(mut self, text: &str) -> Self {
        self.send(Message::Pasted(text.into()));
        self
    }

    /// Pastes pieces of a text into a terminal without bracketed paste: the keys of each piece
    /// arrive at once, `pause` milliseconds after the piece before.
    pub(super) fn pastes_as_keys(mut self, pieces: &[&str], pause: u64) -> Self {
        let mut now = Instant::now();
        let mut keyboard = Keyboard::new(&self.console, now);
        let step = Duration::from_millis(1);
        for piece in pieces {
            let at = now;
            let key = |letter: char| match letter {
                '\r' | '\n' => Key::plain(KeyCode::Enter),
                '\t' => Key::plain(KeyCode::Tab),
                letter => Key::char(letter),
            };
            let presses: Vec<Press> =
                piece.chars().map(|letter| Press { key: key(letter), at }).collect();
            keyboard.add(&presses);
            while now < at + Duration::from_millis(pause) {
                self.handle_typed(&mut keyboard, now);
                now += step;
            }
        }
        while keyboard.is_waiting() {
            self.handle_typed(&mut keyboard, now);
            now += step;
        }
        self
    }

    fn handle_typed(&mut self, keyboard: &mut Keyboard, now: Instant) {
        while let Some(message) = keyboard.next(&self.console, now) {
            self.send(message);
        }
        keyboard.drawn(&self.console, now);
    }

    /// Clicks on a position.
    pub(super) fn click(mut self, x: u16, y: u16) -> Self {
        for does in [MouseAct::Press, MouseAct::Release] {
            self.mouse(MouseReport { does, x, y });
        }
        self
    }

    /// Clicks `further` columns to the right of where a text begins on the screen.
    pub(super) fn click_on(self, text: &str, further: u16) -> Self {
        let (x, y) = self.position_of(text);
        self.click(x + further, y)
    }

    /// Drags from one position to another.
    pub(super) fn drag(mut self, from: (u16, u16), to: (u16, u16)) -> Self {
        for (does, (x, y)) in
            [(MouseAct::Press, from), (MouseAct::Drag, to), (MouseAct::Release, to)]
        {
            self.mouse(MouseReport { does, x, y });
        }
        self
    }

    /// Handles a report of the mouse.
    pub(super) fn mouse(&mut self, report: MouseReport) {
        let (hits, _) = self.drawn();
        let stamp = self.console.dialogs.stamp();
        // Enough time passes that this is not a double click.
        self.pointed_at += Duration::from_secs(1);
        if let Some(pointed) = self.pointer.handle(report, &hits, (stamp, true), self.pointed_at) {
            self.send(Message::Pointed(pointed));
        }
    }

    /// The layout of the screen.
    pub(super) fn layout(&self) -> ScreenLayout {
        self.console.screen()
    }

    /// The position at which a text begins on the screen.
    pub(super) fn position_of(&self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let found =
            screen.lines().zip(0..).find_map(|(line, y)| Some((line.split_once(text)?.0, y)));
        let (before, y) = found.unwrap_or_else(|| panic!("{text} is not on the screen:\n{screen}"));
        (u16::try_from(crate::text::width(before)).expect("a column"), y)
    }

    /// Lets a quarter of a second pass.
    pub(super) fn tick(mut self) -> Self {
        self.send(Message::Tick);
        self
    }

    /// Makes the disk full, or gives it space again.
    pub(super) fn full_disk(self, full: bool) -> Self {
        fill_disk(&self.store, full);
        self
    }

    /// Quits, and opens the same database again.
    pub(super) fn reopened(self) -> Self {
        let Self { db, store, .. } = self;
        drop(store);
        Self::on(db)
    }

    /// Quits, and opens the same database again with the remembered view.
    pub(super) fn remembered(self) -> Self {
        let memory = update::memory::remembered(&self.console.state);
        let mut again = self.reopened();
        let mut effects = Vec::new();
        update::recall(&mut again.console, memory, &mut effects);
        again.perform(effects);
        again
    }

    /// The screen as text.
    pub(super) fn screen(&self) -> String {
        let buffer = self.buffer();
        let width = usize::from(buffer.area.width).max(1);
        let mut lines: Vec<String> = Vec::new();
        for row in buffer.content.chunks(width) {
            let mut line = String::new();
            let mut covered = 0;
            for cell in row {
                if covered == 0 {
                    line.push_str(cell.symbol());
                    covered = crate::text::width(cell.symbol()).max(1);
                }
                covered -= 1;
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }

    /// The message, the hints and the status bar.
    pub(super) fn foot(&self) -> String {
        let screen = self.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let has_message = self.state.notice.is_some() && self.layout().detail.is_some();
        let rows = if has_message { 3 } else { 2 };
        lines[lines.len().saturating_sub(rows)..].join("\n")
    }

    pub(super) fn buffer(&self) -> Buffer {
        self.drawn().1
    }

    fn drawn(&self) -> (HitMap, Buffer) {
        let Size { width, height } = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let hits = view::draw_on(&mut buffer, &self.console, &self.theme);
        (hits, buffer)
    }

    pub(super) fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }

    fn send(&mut self, message: Message) {
        let effects = update::update(&mut self.console, message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let db = &self.db;
        let copied = &mut self.copied;
        let mut saved = self.console.state.settings.own_filters.clone();
        let acting =
            self.console.state.session.acting.as_ref().map(|operator| operator.name.clone());
        let ended = runner::run_effects(&mut self.store, &mut self.console, effects, |effect| {
            Ok(match effect {
                Effect::Start(job) => {
                    let mut own = Store::open(&db.path(), environment())?;
                    if let Some(name) = &acting {
                        own.act_as(name)?;
                    }
                    let mut told = Vec::new();
                    let mut send = |message| match message {
                        Message::Progress { .. } => {}
                        message => told.push(message),
                    };
                    let result = run_job(&mut own, &job, &Cancel::default(), &mut send);
                    let note = runner::noted(&mut own, Some(&result));
                    told.push(result);
                    told.extend(note);
                    RunOutcome::Messages(told)
                }
                Effect::Copy(text) => {
                    *copied = Some(text);
                    RunOutcome::Done
                }
                Effect::EditFilters(edit) => {
                    let (FilterEdit::Save(filter) | FilterEdit::Remove(filter)) = &edit;
                    saved.retain(|it: &SavedFilter| it.name != filter.name);
                    if let FilterEdit::Save(filter) = &edit {
                        saved.push(filter.clone());
                    }
                    let edited = DialogAnswer::FiltersEdited(edit, saved.clone());
                    RunOutcome::Messages(vec![Message::Dialog(edited)])
                }
                Effect::Quit(status) => RunOutcome::End(SessionEnd::Quit(status)),
                Effect::ShowDemo => RunOutcome::End(SessionEnd::SwitchToDemo),
                _ => RunOutcome::Done,
            })
        });
        self.ended = ended.expect("nothing here can fail").or(self.ended);
    }
}

fn named_key(name: &str) -> Key {
    if let Some(letter) = name.strip_prefix("c-") {
        return Key::ctrl(letter.chars().next().expect("a letter"));
    }
    Key::plain(match name {
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "tab" => KeyCode::Tab,
        "s-tab" => KeyCode::BackTab,
        "esc" => KeyCode::Esc,
        "enter" => KeyCode::Enter,
        "bs" => KeyCode::Backspace,
        "f1" => KeyCode::F(1),
        "f5" => KeyCode::F(5),
        "space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        name => panic!("no key is called {name}"),
    })
}
