//! The dialogs in which a file is named, to be written or read, and what
//! comes of them: a question before a file is replaced, a list of problems.

mod update;
mod view;
pub(crate) mod work;

pub(crate) use update::{open_export, open_import, take, write};

use std::path::Path;

use encoding_rs::Encoding;
use tui_input::{Input, InputRequest};

use super::draw::Foot;
use super::{DialogPart, OnAction, keys};
use crate::console::geometry::Layout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use crate::exchange::{Format, Layout as FileLayout, Mode};
use crate::filter::Axis;

/// A file to write or to read.
#[derive(Debug)]
pub(crate) struct FileDialog {
    pub(crate) purpose: Purpose,
    pub(crate) path: Input,
    /// The line that keys go to; the last is the path.
    pub(crate) line: usize,
    /// The completions of the path, and which one is shown.
    pub(crate) candidates: Option<(Vec<String>, usize)>,
    /// The path that was proposed last: it follows the choices.
    proposed: String,
    /// Nobody moved in the path yet.
    fresh: bool,
    /// The database's name, without its ending.
    stem: String,
}

/// What the file is for, with the choices for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Export { what: What, layout: FileLayout, format: Format },
    Import { what: Imported, mode: Mode, encoding: Option<EncodingChoice> },
}

/// The encoding that a file may have which is not UTF-8: a person chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EncodingChoice {
    pub(crate) guess: &'static Encoding,
    pub(crate) is_chosen: bool,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// What the filters let through, in the order of the screen.
    Shown,
    /// What is marked; all shown of an axis on which nothing is.
    Marked,
    Everything,
}

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    Grants,
    /// Users or companies themselves.
    Entities(Axis),
}

impl Imported {
    const ALL: [Self; 3] =
        [Self::Grants, Self::Entities(Axis::Users), Self::Entities(Axis::Companies)];

    /// What the database lacks first of all.
    fn first(state: &State) -> Self {
        if state.companies.total() == 0 {
            Self::Entities(Axis::Companies)
        } else if state.users_in_all() == Some(0) {
            Self::Entities(Axis::Users)
        } else {
            Self::Grants
        }
    }
}

/// A line with a choice.
pub(crate) struct FileChoice {
    pub(crate) label: &'static str,
    pub(crate) options: Vec<&'static str>,
    pub(crate) chosen: usize,
}

impl FileDialog {
    /// The dialog of an export: of what is marked, if anything is.
    pub(crate) fn export(state: &State) -> Self {
        let what = if state.marks.is_empty() { What::Shown } else { What::Marked };
        let layout = FileLayout::Matrix;
        Self::new(state, Purpose::Export { what, layout, format: Format::Xlsx })
    }

    pub(crate) fn import(state: &State) -> Self {
        Self::new(
            state,
            Purpose::Import { what: Imported::first(state), mode: Mode::Add, encoding: None },
        )
    }

    fn new(state: &State, purpose: Purpose) -> Self {
        let name = &state.session.database;
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        let mut dialog = Self {
            purpose,
            path: Input::default(),
            line: purpose.choices().len(),
            candidates: None,
            proposed: String::new(),
            fresh: true,
            stem,
        };
        dialog.propose();
        dialog
    }

    /// Whether keys go to the path.
    pub(crate) fn is_at_path(&self) -> bool {
        self.line == self.purpose.choices().len()
    }

    /// Whether what is typed now comes in place of the proposed path.
    pub(crate) fn is_replaced(&self) -> bool {
        self.fresh && !self.proposed.is_empty() && self.path.value() == self.proposed
    }

    /// Edits the path, wherever the keys went before.
    pub(crate) fn edit_path(&mut self, request: InputRequest) {
        if self.is_replaced() && matches!(request, InputRequest::InsertChar(_)) {
            self.path.reset();
        }
        self.path.handle(request);
        self.path_changed();
    }

    /// Inserts pasted text into the path, replacing a suggested one.
    fn paste_path(&mut self, text: &str) {
        if self.is_replaced() {
            self.path.reset();
        }
        self.path = keys::with(&self.path, text);
        self.path_changed();
    }

    fn path_changed(&mut self) {
        self.line = self.purpose.choices().len();
        self.candidates = None;
        self.follow_ending();
    }

    /// Somebody was in the path: a known ending chooses the format of an export.
    pub(crate) fn follow_ending(&mut self) {
        self.fresh = false;
        // What was asked of another file says nothing of this one.
        if let Purpose::Import { encoding, .. } = &mut self.purpose
            && encoding.take().is_some()
        {
            self.line = self.purpose.choices().len();
        }
        let named = Format::of(Path::new(self.path.value().trim()));
        if let (Purpose::Export { format, .. }, Ok(named)) = (&mut self.purpose, named) {
            *format = named;
        }
    }

    /// Asks whether the file is in this encoding; it is not chosen yet.
    pub(crate) fn ask_encoding(&mut self, guess: &'static Encoding) {
        if let Purpose::Import { encoding, .. } = &mut self.purpose {
            *encoding = Some(EncodingChoice { guess, is_chosen: false });
            self.line = self.purpose.choices().len() - 1;
        }
    }

    /// Goes a line up or down.
    pub(crate) fn go(&mut self, down: bool) {
        let last = self.purpose.choices().len();
        self.line = if down { (self.line + 1).min(last) } else { self.line.saturating_sub(1) };
    }

    /// Chooses the next or the last option of the line.
    pub(crate) fn turn(&mut self, forward: bool, may_mark: bool) {
        self.purpose.turn(self.line, forward);
        let is_marked = matches!(self.purpose, Purpose::Export { what: What::Marked, .. });
        if is_marked && !may_mark {
            self.purpose.turn(self.line, forward);
        }
        self.propose();
    }

    /// Puts the usual name of such a file where the person has named none, and
    /// the ending of the format where another's stands.
    fn propose(&mut self) {
        let Purpose::Export { layout, format, .. } = self.purpose else {
            return;
        };
        if self.path.value() == self.proposed {
            let what = match layout {
                FileLayout::Matrix => "access",
                FileLayout::Pairs => "grants",
            };
            self.proposed = format!("{}-{what}.{}", self.stem, format.ending());
            self.path = Input::new(self.proposed.clone());
            return;
        }
        let path = self.path.value().trim();
        let has_others = Format::of(Path::new(path)).is_ok_and(|named| named != format);
        if let Some((stem, _)) = path.rsplit_once('.').filter(|_| has_others) {
            self.path = Input::new(format!("{stem}.{}", format.ending()));
        }
    }
}

impl Purpose {
    /// The choices, from the top.
    pub(crate) fn choices(self) -> Vec<FileChoice> {
        match self {
            Self::Export { what, layout, format } => vec![
                FileChoice {
                    label: "what",
                    options: vec!["shown", "marked", "everything"],
                    chosen: what as usize,
                },
                FileChoice {
                    label: "layout",
                    options: vec!["matrix", "pairs"],
                    chosen: layout as usize,
                },
                FileChoice {
                    label: "format",
                    options: vec!["csv", "xlsx", "json"],
                    chosen: format as usize,
                },
            ],
            Self::Import { what, mode, encoding } => {
                let chosen = Imported::ALL.iter().position(|it| *it == what).unwrap_or(0);
                let options = vec!["grants", "users", "companies"];
                let mut choices = vec![FileChoice { label: "what", options, chosen }];
                if what == Imported::Grants {
                    let options = vec!["add", "mirror"];
                    choices.push(FileChoice { label: "mode", options, chosen: mode as usize });
                }
                if let Some(EncodingChoice { guess, is_chosen }) = encoding {
                    let options = vec!["UTF-8", guess.name()];
                    choices.push(FileChoice {
                        label: "encoding",
                        options,
                        chosen: is_chosen.into(),
                    });
                }
                choices
            }
        }
    }

    /// The encoding that a person has chosen for the file.
    pub(crate) fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Self::Import { encoding: Some(EncodingChoice { guess, is_chosen: true }), .. } => {
                Some(guess)
            }
            _ => None,
        }
    }

    /// What the choices come to, in words.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Import { what: Imported::Entities(Axis::Users), .. } => {
                "each line adds a user, or updates the one with that username; columns:"
            }
            Self::Import { what: Imported::Entities(Axis::Companies), .. } => {
                "each line adds a company, or updates the one with that code; columns:"
            }
            Self::Export { layout: FileLayout::Matrix, .. } => {
                "users in rows, companies in columns, a mark for each grant"
            }
            Self::Export { layout: FileLayout::Pairs, .. } => {
                "one line per grant: date, operator, reason"
            }
            Self::Import { mode: Mode::Add, .. } => "the file only adds grants and revokes nothing",
            Self::Import { mode: Mode::Mirror, .. } => {
                "its users × companies will match the file: missing grants are revoked"
            }
        }
    }

    /// The columns that a file may have, where they are few and fixed.
    pub(crate) fn columns(self) -> &'static str {
        match self {
            Self::Import { what: Imported::Entities(Axis::Users), .. } => {
                "username first_name last_name email role organization home active"
            }
            Self::Import { what: Imported::Entities(Axis::Companies), .. } => {
                "code name tenant currency active"
            }
            _ => "",
        }
    }

    fn turn(&mut self, line: usize, forward: bool) {
        match (self, line) {
            (Self::Export { what, .. }, 0) => {
                *what = next(&[What::Shown, What::Marked, What::Everything], *what, forward);
            }
            (Self::Export { layout, .. }, 1) => {
                *layout = next(&[FileLayout::Matrix, FileLayout::Pairs], *layout, forward);
            }
            (Self::Export { format, .. }, 2) => *format = next(&Format::ALL, *format, forward),
            (Self::Import { what, .. }, 0) => *what = next(&Imported::ALL, *what, forward),
            (Self::Import { what: Imported::Grants, mode, .. }, 1) => {
                *mode = next(&[Mode::Add, Mode::Mirror], *mode, forward);
            }
            (Self::Import { encoding: Some(encoding), .. }, _) if line > 0 => {
                encoding.is_chosen = !encoding.is_chosen;
            }
            _ => {}
        }
    }
}

/// The one after or before it, round and round.
fn next<T: Copy + PartialEq>(all: &[T], now: T, forward: bool) -> T {
    let at = all.iter().position(|it| *it == now).unwrap_or(0);
    let step = if forward { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}

impl DialogPart for FileDialog {
    fn context(&self) -> Context {
        Context::File
    }

    fn on_action(&self) -> OnAction {
        update::act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &Layout,
        _rows: usize,
    ) -> Option<Foot> {
        Some(view::draw(painter, self, screen))
    }

    fn edit(&mut self, request: InputRequest) -> bool {
        self.edit_path(request);
        true
    }

    fn paste(&mut self, text: &str) -> bool {
        self.paste_path(text);
        true
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(match (action, self.purpose) {
            (Action::Accept, Purpose::Export { .. }) => "write",
            (Action::Accept, Purpose::Import { .. }) => "preview",
            _ => usual,
        })
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((&[Action::Up, Action::Down, Action::Left, Action::Right], "choose"))
    }
}
