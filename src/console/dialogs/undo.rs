//! The preview and confirmation before a change is undone or redone.

use super::outline::{Footer, draw_lines};
use super::{Wrapped, progress};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::edit;
use crate::console::view::Painter;
use crate::domain::{ChangeCell, ChangeId, Zone, effects_in_words, rows_in_words};
use crate::store::UndoPreview;

/// What undoing or redoing one change would do.
#[derive(Debug)]
pub(crate) struct UndoDialog {
    pub(crate) preview: UndoPreview,
    /// Whether the change is undone; otherwise it is redone.
    pub(crate) undo: bool,
    pub(crate) lines: Wrapped,
    pub(crate) top: usize,
}

impl UndoDialog {
    /// The most cells and rows of the change that are listed.
    pub(crate) const CELLS: usize = 8;

    /// `did` describes what the change did to rows; it is empty if it changed none. Times are
    /// shown in this zone.
    pub(crate) fn new(
        (preview, did): (UndoPreview, &str),
        cells: &[ChangeCell],
        undo: bool,
        zone: Zone,
    ) -> Self {
        let lines = Wrapped::new(undo_lines((&preview, did), cells, undo, zone));
        Self { preview, undo, lines, top: 0 }
    }
}

/// The lines of the dialog: what the change did, the figures, then the cells that are skipped.
fn undo_lines(
    (preview, did): (&UndoPreview, &str),
    cells: &[ChangeCell],
    undo: bool,
    zone: Zone,
) -> Vec<String> {
    let change = &preview.change;
    let doing = if undo { "undo" } else { "redo" };
    let mut lines = vec![
        format!(
            "{} of {} by {}",
            change.kind.as_str(),
            zone.show_to_the_minute(&change.at),
            change.who()
        ),
        format!(
            "{}",
            change
                .reason
                .as_deref()
                .map_or_else(|| "no reason given".to_owned(), |it| format!("reason: {it}"))
        ),
    ];
    lines.extend(preview.skipped.iter().map(ToString::to_string));
    lines.extend(Some(did).filter(|did| !did.is_empty()).map(str::to_owned));
    lines.extend(cells.iter().map(|cell| {
        let did = if cell.added { "granted" } else { "revoked" };
        format!("{did} {}", cell.named)
    }));
    let rest = (change.added + change.removed).saturating_sub(cells.len() as u64);
    if rest > 0 && !cells.is_empty() {
        lines.push(format!("… and {} more", number(rest)));
    }
    lines.push(String::new());
    lines.extend(will_do(preview, doing));
    let effect =
        preview.effect.map_or_else(String::new, |effect| effects_in_words(&effect, &preview.homes));
    if !effect.is_empty() {
        lines.push(format!("access: {effect}"));
    }
    if preview.left_rows_count > 0 {
        lines.push("will be skipped, changed since or in use:".into());
        lines.extend(preview.left_rows.iter().map(|row| format!("  {row}")));
        let rest = preview.left_rows_count - preview.left_rows.len() as u64;
        if rest > 0 {
            lines.push(format!("  … and {} more", number(rest)));
        }
    }
    if preview.left_alone_count > 0 {
        lines.push(match preview.left_alone_count {
            1 => "1 cell changed since and will be skipped:".to_owned(),
            many => format!("{} cells changed since and will be skipped:", number(many)),
        });
        lines.extend(preview.left_alone.iter().map(|cell| format!("  {cell}")));
        let rest = preview.left_alone_count - preview.left_alone.len() as u64;
        if rest > 0 {
            lines.push(format!("  … and {} more", number(rest)));
        }
    }
    lines
}

/// What will happen to rows and grants.
fn will_do(preview: &UndoPreview, doing: &str) -> Vec<String> {
    let shown = preview.edits.iter().take(UndoDialog::CELLS);
    let mut lines: Vec<String> =
        shown.map(|row| format!("{doing} will {} {row}", row.edit.verb())).collect();
    let rows = preview.rows.iter().map(|rows| rows.count).sum::<u64>();
    if rows > lines.len() as u64 {
        lines.push(format!("… in total: {}", rows_in_words(&preview.rows)));
    }
    if rows == 0 || preview.added + preview.removed > 0 {
        let (added, removed) = (number(preview.added), number(preview.removed));
        lines.push(format!("{doing} will grant {added} and revoke {removed}"));
    }
    lines
}

/// Requests the preview of undoing or redoing a change: this one, or the next in order.
pub(crate) fn request_preview(
    console: &mut Console,
    id: Option<ChangeId>,
    undo: bool,
    effects: &mut Vec<Effect>,
) {
    if edit::is_refused(&mut console.state) {
        return;
    }
    progress::open(console, JobKind::PreviewUndo, "Calculating the effect…");
    effects.push(Effect::Start(if undo { Job::PreviewUndo(id) } else { Job::PreviewRedo }));
}

/// Shows a preview.
pub(crate) fn previewed(console: &mut Console, dialog: UndoDialog) {
    progress::close(console, JobKind::PreviewUndo);
    console.dialogs.open(dialog);
}

/// Handles the keys of the dialog.
fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.close_top::<UndoDialog>() else {
        return;
    };
    let id = Some(dialog.preview.change.id);
    if action != Action::Accept {
        console.state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
    } else if dialog.undo {
        progress::open(console, JobKind::Undo, "Undoing the change…");
        effects.push(Effect::Start(Job::Undo(id)));
    } else {
        progress::open(console, JobKind::Redo, "Redoing the change…");
        effects.push(Effect::Start(Job::Redo(id)));
    }
}

/// Another program changed the database while the dialog is open.
fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as::<UndoDialog>() {
        let (id, undo) = (dialog.preview.change.id, dialog.undo);
        console.dialogs.close();
        request_preview(console, Some(id), undo, effects);
    }
}

impl DialogPart for UndoDialog {
    fn context(&self) -> Context {
        Context::Undo
    }

    fn on_action(&self) -> OnAction {
        decide
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let verb = if self.undo { "Undo" } else { "Redo" };
        let title = format!("{verb} change {}{}", self.preview.change.id, state.policy_note());
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
        Some(match action {
            Action::Close => "cancel",
            Action::Accept if !self.undo => "redo it",
            _ => usual,
        })
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(recalculate))
    }
}
