//! Asks before an export overwrites a file.

use super::outline::{Footer, frame};
use super::progress;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::plans::ExportPlan;
use crate::console::state::{Notice, State, Tone};
use crate::console::view::Painter;
use crate::text;

/// The width of the keys, in columns.
const KEYS: usize = 7;

/// An export to a file that exists.
#[derive(Debug)]
pub(crate) struct ReplaceDialog {
    pub(crate) plan: ExportPlan,
}

/// Asks whether the file should be overwritten.
pub(crate) fn open(console: &mut Console, plan: ExportPlan) {
    progress::close(console, JobKind::Export);
    console.dialogs.open(ReplaceDialog { plan });
}

/// Writes a file on the worker. If it exists, the dialog asks first, unless `replace` is set.
pub(crate) fn write(
    console: &mut Console,
    plan: ExportPlan,
    replace: bool,
    effects: &mut Vec<Effect>,
) {
    progress::open(console, JobKind::Export, "Writing the file…");
    effects.push(Effect::Start(Job::Export { plan, replace }));
}

/// Handles the answer.
fn answer(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(question) = console.dialogs.close_top::<ReplaceDialog>() else {
        return;
    };
    if action == Action::Replace {
        write(console, question.plan, true, effects);
    } else {
        console.state.notice = Some(Notice::new(Tone::Info, "nothing was written"));
    }
}

impl DialogPart for ReplaceDialog {
    fn context(&self) -> Context {
        Context::Replace
    }

    fn on_action(&self) -> OnAction {
        answer
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        draw(painter, self, state, screen);
        None
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}

fn draw(painter: &mut Painter<'_>, dialog: &ReplaceDialog, state: &State, screen: &ScreenLayout) {
    let key = |action| text::fit(&state.key_in(Context::Replace, action), KEYS);
    let lines = [
        dialog.plan.path.clone(),
        String::new(),
        format!("{}overwrite", key(Action::Replace)),
        format!("{}cancel", key(Action::Close)),
    ];
    let area = screen.dialog(lines.len());
    frame(painter, area, "File exists");
    let inner = area.inner();
    let theme = painter.theme;
    for (y, line) in (inner.y + 1..inner.y + inner.height).zip(&lines) {
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), line, theme.base);
    }
}
