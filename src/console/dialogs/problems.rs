//! The problems of a file that was read. Only a separate key continues without them.

use super::entity_import;
use super::outline::{Footer, draw_lines};
use super::{Wrapped, file, preview};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::BulkRequest;
use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::plans::EntityImportPlan;
use crate::console::state::{Notice, State, Tone};
use crate::console::view::Painter;
use crate::domain::Preview;

/// The problems of a file that was read, and what would be imported without them.
#[derive(Debug)]
pub(crate) struct ProblemsDialog {
    pub(crate) file: String,
    /// The number of all problems.
    pub(crate) count: u64,
    pub(crate) lines: Wrapped,
    pub(crate) top: usize,
    pub(crate) rest: RemainingImport,
}

/// What would be imported without the problems of a file.
#[derive(Debug)]
pub(crate) enum RemainingImport {
    Grants { request: BulkRequest, preview: Box<Preview> },
    Entities(EntityImportPlan),
}

/// Lists problems of a file, of which there are `count`, and the notes about it.
pub(crate) fn open(
    console: &mut Console,
    file: String,
    (count, mut lines, notes): (u64, Vec<String>, &[String]),
    rest: RemainingImport,
) {
    let more = count.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("… and {} more", number(more)));
    }
    lines.extend(notes.iter().map(|note| format!("note: {note}")));
    console.dialogs.open(ProblemsDialog { file, count, lines: Wrapped::new(lines), top: 0, rest });
}

/// Handles the keys of the list: only a separate key continues without the problems.
fn decide(console: &mut Console, action: Action, _effects: &mut Vec<Effect>) {
    match action {
        Action::SkipProblems => {
            let Some(dialog) = console.dialogs.close_top::<ProblemsDialog>() else {
                return;
            };
            match dialog.rest {
                RemainingImport::Grants { request, preview } => {
                    file::keep_choices(console);
                    preview::previewed(console, request, *preview);
                }
                RemainingImport::Entities(plan) => entity_import::preview(console, plan),
            }
        }
        Action::Close => {
            console.dialogs.close();
            let key = console.state.key_in(Context::File, Action::Accept);
            let text =
                format!("nothing was changed; fix the file, then press {key} to read it again");
            console.state.notice = Some(Notice::new(Tone::Info, text));
        }
        _ => {}
    }
}

/// Another program changed the database while the list is open.
fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    let listed = console.dialogs.top_as::<ProblemsDialog>().map(|dialog| &dialog.rest);
    if let Some(RemainingImport::Entities(plan)) = listed {
        let plan = Box::new(plan.clone());
        entity_import::start_again(console, plan, effects);
    }
}

/// A file of grants has to be read again for a new preview.
fn suggest_reading_again(console: &mut Console, _effects: &mut Vec<Effect>) {
    let close = console.state.key_in(Context::Problems, Action::Close);
    let read = console.state.key_in(Context::File, Action::Accept);
    let text = format!(
        "the database changed in the meantime; press {close}, then {read} to read the file again"
    );
    console.state.notice = Some(Notice::new(Tone::Warning, text));
}

impl DialogPart for ProblemsDialog {
    fn context(&self) -> Context {
        Context::Problems
    }

    fn on_action(&self) -> OnAction {
        decide
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let noun = if self.count == 1 { "problem" } else { "problems" };
        let title = format!("{} {noun} in {}", number(self.count), self.file);
        Some(draw_lines(painter, screen, &title, (self.lines.lines(), self.top)))
    }

    fn list_len(&self) -> usize {
        self.lines.lines().len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.lines.wrap(state.screen().dialog_columns());
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        let recalculate = match self.rest {
            RemainingImport::Grants { .. } => suggest_reading_again,
            RemainingImport::Entities(_) => recalculate,
        };
        Some(ExternalChange { recalculate, outdated: None })
    }
}
