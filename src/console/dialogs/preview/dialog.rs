//! The preview of a bulk change: its effect before it is committed, the reason,
//! and the number that the guard asks for.

use super::lines::PreviewLines;
use crate::console::dialogs::guard;
use crate::console::geometry::ScreenLayout;
use crate::console::job::BulkRequest;
use crate::domain::Preview;
use tui_input::Input;

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
    /// What the list shows.
    pub(super) lines: PreviewLines,
    /// Whether users and companies are beside one another.
    pub(super) is_double: bool,
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
        let lines = PreviewLines::new(&preview, false);
        Self { request, preview, reason, count, field, top: 0, lines, is_double: false }
    }

    /// Shows another preview of the same change.
    pub(super) fn renew(&mut self, request: BulkRequest, preview: Preview) {
        self.request = request;
        self.preview = preview;
        self.lines = PreviewLines::new(&self.preview, self.is_double);
        self.count.reset();
        self.field = match &self.preview.guard {
            Some(_) => PreviewField::Count,
            None => PreviewField::Reason,
        };
    }

    /// Uses the width of the screen.
    pub(super) fn fit(&mut self, screen: &ScreenLayout) {
        let is_double = screen.has_double_dialogs();
        if is_double != self.is_double {
            self.is_double = is_double;
            self.lines = PreviewLines::new(&self.preview, is_double);
        }
    }

    /// The lines above the list of the affected.
    pub(crate) fn head_lines(&self) -> usize {
        if self.preview.guard.is_some() { 9 } else { 7 }
    }

    /// Whether the typed number is the one that the guard asks for.
    pub(crate) fn count_is_right(&self) -> bool {
        guard::is_content(self.preview.guard.as_ref(), &self.count)
    }
}
