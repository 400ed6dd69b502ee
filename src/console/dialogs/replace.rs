//! The question before an export overwrites a file.

use super::file;
use super::outline::{Foot, frame};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, State, Tone};
use crate::console::view::Painter;
use crate::exchange::Export;

/// An export whose file exists.
#[derive(Clone, Debug)]
pub(crate) struct ReplaceDialog {
    pub(crate) path: String,
    pub(crate) export: Export,
    pub(crate) everything: bool,
}

/// The answer to the question before a file is replaced.
fn answer(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(question) = console.dialogs.take_top::<ReplaceDialog>() else {
        return;
    };
    if action == Action::Replace {
        let ReplaceDialog { path, export, everything } = question;
        file::write(console, path, export, (everything, true), effects);
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
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Foot> {
        draw(painter, self, screen);
        None
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}

fn draw(painter: &mut Painter<'_>, dialog: &ReplaceDialog, screen: &ScreenLayout) {
    let lines =
        [dialog.path.clone(), String::new(), "y      overwrite".into(), "Esc    cancel".into()];
    let area = screen.dialog(lines.len());
    frame(painter, area, "File exists");
    let inner = area.inner();
    let theme = painter.theme;
    for (y, line) in (inner.y + 1..inner.y + inner.height).zip(&lines) {
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), line, theme.base);
    }
}
