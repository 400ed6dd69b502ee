//! The dialogs for the path of a file to write or read.

use super::choices::{ExportScope, Imported, Purpose, ReadingChoices};
use crate::console::dialogs::text_field;
use crate::console::state::State;
use crate::exchange::{Format, Layout as FileLayout, Mode};
use std::path::Path;
use tui_input::{Input, InputRequest};

/// The path and the choices for a file to write or to read.
#[derive(Debug)]
pub(crate) struct FileDialog {
    pub(crate) purpose: Purpose,
    /// How the imported file is read.
    pub(crate) reading: ReadingChoices,
    pub(crate) path: Input,
    /// The index of the line that has the focus; the path is the last one.
    pub(crate) line: usize,
    /// The completions of the path, and the index of the one shown.
    pub(crate) candidates: Option<(Vec<String>, usize)>,
    /// The path that was proposed last, which follows the choices.
    pub(super) proposed: String,
    /// Whether nobody has edited or moved in the path yet.
    pub(super) fresh: bool,
    /// The name of the database without its extension.
    pub(super) stem: String,
}

impl FileDialog {
    /// The dialog of an export; of what is marked, if anything is.
    pub(crate) fn export(state: &State) -> Self {
        let what = if state.marks.is_empty() { ExportScope::Shown } else { ExportScope::Marked };
        let layout = FileLayout::Matrix;
        Self::new(state, Purpose::Export { what, layout, format: Format::Xlsx })
    }

    pub(crate) fn import(state: &State) -> Self {
        Self::new(state, Purpose::Import { what: Imported::first(state), mode: Mode::Add })
    }

    fn new(state: &State, purpose: Purpose) -> Self {
        let name = &state.session.database;
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        let mut dialog = Self {
            purpose,
            reading: ReadingChoices::default(),
            path: Input::default(),
            line: 0,
            candidates: None,
            proposed: String::new(),
            fresh: true,
            stem,
        };
        dialog.line = dialog.path_line();
        dialog.propose();
        dialog
    }

    /// The index of the line with the path, which is the last.
    pub(crate) fn path_line(&self) -> usize {
        self.lines().len()
    }

    /// Whether the path has the focus.
    pub(crate) fn is_at_path(&self) -> bool {
        self.line == self.path_line()
    }

    /// Whether typing replaces the proposed path.
    pub(crate) fn is_replaced(&self) -> bool {
        self.fresh && !self.proposed.is_empty() && self.path.value() == self.proposed
    }

    /// Edits the path, whichever line has the focus.
    pub(crate) fn edit_path(&mut self, request: InputRequest) {
        let is_replaced = self.is_replaced();
        self.candidates = None;
        // A key that deletes edits the proposed path instead.
        let is_replaced = is_replaced && matches!(request, InputRequest::InsertChar(_));
        self.change_path(|path| text_field::edit(path, is_replaced, request));
    }

    /// Inserts pasted text into the path; a proposed path is replaced.
    pub(super) fn paste_path(&mut self, text: &str) {
        let is_replaced = self.is_replaced();
        self.candidates = None;
        self.change_path(|path| text_field::paste(path, is_replaced, text));
    }

    /// Gives the focus to the path and changes it; a known extension selects the format of an
    /// export.
    pub(crate) fn change_path(&mut self, change: impl FnOnce(&mut Input)) {
        let before = self.path.value().to_owned();
        change(&mut self.path);
        self.fresh = false;
        // What was found in another file, or chosen for it, does not apply to this one.
        if self.path.value() != before {
            self.reading = ReadingChoices::default();
        }
        self.line = self.path_line();
        let named = Format::of(Path::new(self.path.value().trim()));
        if let (Purpose::Export { format, .. }, Ok(named)) = (&mut self.purpose, named) {
            *format = named;
        }
    }

    /// Moves the focus a line up or down.
    pub(crate) fn go(&mut self, down: bool) {
        let last = self.path_line();
        self.line = if down { (self.line + 1).min(last) } else { self.line.saturating_sub(1) };
    }

    /// Selects the next or the previous option of the line.
    pub(crate) fn turn(&mut self, forward: bool, may_mark: bool) {
        self.turn_line(forward);
        let is_marked = matches!(self.purpose, Purpose::Export { what: ExportScope::Marked, .. });
        if is_marked && !may_mark {
            self.turn_line(forward);
        }
        self.propose();
    }

    /// Proposes the usual name for such a file, unless the operator has typed one, and the
    /// extension of the format, if the path has that of another.
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
