//! The preview of a bulk change: its effect before it is committed, the reason,
//! and the number that the guard asks for.

mod lines;
mod update;
pub(super) mod view;

pub(crate) use lines::{PreviewLine, populate_lines};
pub(crate) use update::{committed, outdated, previewed};

use tui_input::Input;

use super::outline::Foot;
use crate::console::frame::{DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::BulkRequest;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use crate::domain::Preview;

/// The effect of a bulk change, before it is committed.
#[derive(Debug)]
pub(crate) struct PreviewDialog {
    pub(crate) request: BulkRequest,
    pub(crate) preview: Preview,
    pub(crate) reason: Input,
    /// The number that the guard asks for, as typed.
    pub(crate) count: Input,
    pub(crate) field: PreviewField,
    pub(crate) top: usize,
}

/// Where typed characters go in a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PreviewField {
    Reason,
    Count,
}

impl PreviewDialog {
    pub(crate) fn new(request: BulkRequest, preview: Preview) -> Self {
        let field =
            if preview.guard.is_some() { PreviewField::Count } else { PreviewField::Reason };
        let (reason, count) = (Input::default(), Input::default());
        Self { request, preview, reason, count, field, top: 0 }
    }

    /// The lines above the list of the affected.
    pub(crate) fn head_lines(&self) -> usize {
        if self.preview.guard.is_some() { 9 } else { 7 }
    }

    /// Whether the typed number is the one that the guard asks for.
    pub(crate) fn count_is_right(&self) -> bool {
        let Some(guard) = &self.preview.guard else {
            return true;
        };
        let digits: String = self.count.value().chars().filter(|it| !", .".contains(*it)).collect();
        digits.parse() == Ok(guard.count())
    }
}

impl DialogPart for PreviewDialog {
    fn context(&self) -> Context {
        Context::Preview
    }

    fn on_action(&self) -> OnAction {
        update::decide
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        rows: usize,
    ) -> Option<Foot> {
        Some(view::draw(painter, state, self, screen, rows))
    }

    fn list_len(&self) -> usize {
        lines::lines(&self.preview).len()
    }

    fn head(&self) -> usize {
        self.head_lines()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(match self.field {
            PreviewField::Reason => &mut self.reason,
            PreviewField::Count => &mut self.count,
        })
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(update::recalculate))
    }
}
