//! The findings about access: each with its number, examples and the filter that shows all of
//! them.

use ratatui::style::Style;

use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame, hit_lines};
use super::progress;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, ExternalChange, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::{counted, number};
use crate::console::state::{Notice, Pane, State, Tone};
use crate::console::update::filter;
use crate::console::view::{Painter, columns};
use crate::domain::{AccessFinding, Cancel};
use crate::store::{Store, StoreError};
use crate::text;

/// The number of lines of a finding: its description and examples.
const LINES: usize = 2;

/// The width of the numbers, in columns.
const NUMBER: u16 = 9;

/// The list of findings.
#[derive(Debug)]
pub(crate) struct FindingsDialog {
    findings: Vec<AccessFinding>,
    cursor: ListCursor,
}

/// Requests the findings.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    progress::open(console, JobKind::Findings, "Checking access…");
    effects.push(Effect::Start(Job::Findings));
}

/// Finds the findings about access.
pub(crate) fn find(store: &Store, cancel: &Cancel) -> Result<Message, StoreError> {
    let found = store.access_findings(cancel)?;
    Ok(Message::Dialog(DialogAnswer::FindingsFound(found)))
}

/// Shows the findings; newer ones replace those that are shown.
pub(crate) fn found(console: &mut Console, findings: Vec<AccessFinding>) {
    progress::close(console, JobKind::Findings);
    let screen = console.state.screen();
    let open = console.dialogs.find_mut::<FindingsDialog>();
    if findings.is_empty() {
        console.dialogs.close_all::<FindingsDialog>();
        console.state.notice = Some(Notice::new(Tone::Info, "no findings"));
    } else if let Some(open) = open {
        open.findings = findings;
        let (rows, len) = (open.rows(&screen), open.findings.len());
        open.cursor.go_to(open.cursor.chosen, rows, len);
    } else {
        console.dialogs.open(FindingsDialog { findings, cursor: ListCursor::default() });
    }
}

/// Handles the keys of the list.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<FindingsDialog>() else {
        return;
    };
    let (rows, len) = (dialog.rows(&screen), dialog.findings.len());
    if dialog.cursor.act(action, rows, len) {
        return;
    }
    match action {
        Action::Accept => show(console, effects),
        _ => {
            console.dialogs.close();
        }
    }
}

/// Goes back to the panes, filtered to the users or companies of the selected finding.
fn show(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.close_top::<FindingsDialog>() else {
        return;
    };
    let Some(finding) = dialog.findings.get(dialog.cursor.chosen) else {
        return;
    };
    let is_about_companies = finding.kind.is_about_companies();
    let pane = if is_about_companies { Pane::Companies } else { Pane::Users };
    filter::lead_to(
        &mut console.state,
        pane,
        (&finding.filter, finding.kind.description()),
        effects,
    );
}

impl FindingsDialog {
    /// The number of visible findings.
    fn rows(&self, screen: &ScreenLayout) -> usize {
        screen.dialog_rows_of(self.findings.len() * LINES) / LINES
    }
}

impl DialogPart for FindingsDialog {
    fn context(&self) -> Context {
        Context::Findings
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
        let rows = self.rows(screen);
        let area = screen.dialog(self.findings.len() * LINES);
        let title = format!("Findings: what an auditor asks about first{}", state.policy_note());
        frame(painter, area, &title);
        let inner = area.inner();
        let cursor = (self.cursor.chosen, self.cursor.top);
        hit_lines(painter, inner, cursor, (rows, self.findings.len(), 2));
        let shown = self.cursor.shown(&self.findings, rows);
        for (y, (is_chosen, finding)) in (inner.y..).step_by(LINES).zip(shown) {
            draw_finding(painter, Area { y, height: 1, ..inner }, finding, is_chosen);
        }
        painter.scrollbar(area, self.cursor.top, rows, self.findings.len());
        Some(Footer::of(area))
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        let outdated = "the database changed in the meantime; close this and open it again";
        Some(ExternalChange { recalculate: open, outdated: Some(outdated) })
    }
}

fn draw_finding(painter: &mut Painter<'_>, line: Area, finding: &AccessFinding, is_chosen: bool) {
    let theme = painter.theme;
    let mut filter: Style = theme.faint.into();
    if is_chosen {
        painter.light(line);
        filter = Style::new();
    }
    let (x, end) = (line.x + NUMBER + 1, line.x + line.width.saturating_sub(1));
    let what = capitalized(finding.kind.description());
    let grants = finding.grants.map(|grants| format!(" ({})", counted(grants, "grant", "grants")));
    let grants = grants.unwrap_or_default();
    painter.right(x - 2, line.y, NUMBER - 1, &number(finding.count), Style::new());
    // The description is cut before the number of grants.
    let room = end.saturating_sub(x + columns(text::width(&grants)));
    let after = painter.text(x, line.y, room, &what, Style::new());
    painter.text(after, line.y, end.saturating_sub(after), &grants, Style::new());
    let width = columns(text::width(&finding.filter)).min(end.saturating_sub(x));
    painter.right(end, line.y + 1, width, &finding.filter, filter);
    let examples = finding.samples.join(" · ");
    painter.text(x, line.y + 1, end.saturating_sub(x + width + 2), &examples, theme.faint);
}

/// The text with a capital first letter, for the beginning of a line.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}
