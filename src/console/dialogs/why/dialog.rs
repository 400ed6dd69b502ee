//! The explanation of a cell, or of all companies of a user, as lines wrapped to the width of
//! the dialog.

use crate::console::state::CellState;
use crate::domain::why::words;
use crate::domain::{Agreement, Cell, UserChange, Why, WhyCell};
use crate::text;

/// The most changes of the journal that are searched; this many take no noticeable time.
pub(crate) const LOOKED_THROUGH: u64 = 20_000;

/// The most changes that the explanation of a user lists.
pub(crate) const LATEST: usize = 5;

/// The explanation of the cursor's cell, or of its user.
#[derive(Debug)]
pub(crate) struct WhyDialog {
    pub(crate) why: Why,
    /// The newest changes to the user, if all companies are explained.
    pub(super) latest: Vec<UserChange>,
    /// The cell for which it was opened.
    pub(crate) cell: Cell,
    /// Whether all companies of the user are explained, not only the cell.
    pub(crate) all: bool,
    pub(crate) top: usize,
    /// The wrapped lines, and the width to which they are wrapped.
    pub(crate) lines: Vec<WhyLine>,
    pub(super) columns: usize,
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhyTone {
    /// The answer itself.
    Answer,
    /// Other sentences.
    Plain,
    /// A heading.
    Heading,
    /// A company in the list that the user can work in.
    Granted,
    /// A company in the list with drift.
    Drift,
    /// Less important.
    Faint,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WhyLine {
    pub(crate) tone: WhyTone,
    pub(crate) text: String,
}

impl WhyDialog {
    pub(crate) fn new(why: Why, latest: Vec<UserChange>, cell: Cell, all: bool) -> Self {
        Self { why, latest, cell, all, top: 0, lines: Vec::new(), columns: 0 }
    }

    pub(crate) fn title(&self) -> String {
        let user = &self.why.user.username;
        match &self.why.cells[..] {
            [cell] if !self.all => format!("Why ─ {user} × {}", cell.company.code),
            _ => format!("Why ─ {user}, all companies"),
        }
    }

    /// Wraps the lines to this width, unless they are already.
    pub(crate) fn wrap_lines(&mut self, columns: usize) {
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        self.lines = self
            .paragraphs()
            .into_iter()
            .flat_map(|(tone, indent, text)| {
                let lines = text::wrap(&text, columns, indent).into_iter();
                lines.map(move |text| WhyLine { tone, text })
            })
            .collect();
        self.top = self.top.min(self.lines.len().saturating_sub(1));
    }

    /// The whole text, one line for each sentence.
    pub(crate) fn text(&self) -> String {
        let paragraphs = self.paragraphs().into_iter().map(|(_, _, text)| text);
        paragraphs.collect::<Vec<_>>().join("\n")
    }

    /// The paragraphs, each with the indentation of its continuation lines.
    fn paragraphs(&self) -> Vec<(WhyTone, usize, String)> {
        let Self { why, .. } = self;
        let mut paragraphs = Vec::new();
        let mut add = |tone, indent, text: String| paragraphs.push((tone, indent, text));
        match &why.cells[..] {
            [cell] if !self.all => {
                add(WhyTone::Answer, 0, words::answer(why, cell));
                for sentence in words::sentences(why, cell) {
                    add(WhyTone::Plain, 0, sentence);
                }
                add(WhyTone::Plain, 0, String::new());
                add(WhyTone::Heading, 0, "History".into());
                if cell.history.is_empty() {
                    add(WhyTone::Faint, 0, "no recorded changes for this cell".into());
                }
                for entry in &cell.history {
                    let sign = if entry.added { '+' } else { '−' };
                    add(WhyTone::Plain, 2, format!("{sign} {}", words::of_change(why, entry)));
                }
            }
            cells => {
                let mut paragraphs = words::of_user(why).into_iter();
                for sentence in paragraphs.by_ref().take(1) {
                    add(WhyTone::Answer, 0, sentence);
                }
                for sentence in paragraphs {
                    add(WhyTone::Plain, 0, sentence);
                }
                add(WhyTone::Plain, 0, String::new());
                add(WhyTone::Heading, 0, "Companies".into());
                if cells.is_empty() {
                    add(WhyTone::Faint, 0, "none".into());
                }
                for cell in cells {
                    add(tone_of(cell), 2, in_list(why, cell));
                }
                add(WhyTone::Plain, 0, String::new());
                add(WhyTone::Heading, 0, "Latest changes".into());
                if self.latest.is_empty() {
                    add(WhyTone::Faint, 0, "no recorded changes of this user".into());
                }
                for change in &self.latest {
                    add(WhyTone::Plain, 2, change.in_words(why.zone));
                }
            }
        }
        if let Some(sentence) = words::not_searched(why) {
            add(WhyTone::Faint, 0, sentence);
        }
        paragraphs
    }
}

fn tone_of(cell: &WhyCell) -> WhyTone {
    match state_of(cell) {
        CellState::Drift | CellState::ImpliedDrift => WhyTone::Drift,
        CellState::Ineffective => WhyTone::Plain,
        _ => WhyTone::Granted,
    }
}

fn state_of(cell: &WhyCell) -> CellState {
    CellState::of(cell.state(), cell.agreement() == Agreement::Drift)
}

/// A company in the list, with its sign from the matrix.
fn in_list(why: &Why, cell: &WhyCell) -> String {
    let sign = state_of(cell).sign();
    let company = &cell.company;
    let agreement = match words::agreement(cell) {
        "" => String::new(),
        agreement => format!(", {agreement}"),
    };
    let short = words::in_short(why, cell);
    format!("{sign} {} {}{agreement}: {short}", company.code, company.name)
}
