//! The preview of a bulk change: its effect, the reason, and the number that the guard
//! requires.

use super::figures::PreviewFigure;
use super::lines::PreviewLines;
use crate::console::dialogs::guard;
use crate::console::geometry::ScreenLayout;
use crate::console::job::BulkRequest;
use crate::domain::Preview;
use tui_input::Input;

/// The preview of a bulk change.
#[derive(Debug)]
pub(crate) struct PreviewDialog {
    pub(crate) request: BulkRequest,
    pub(crate) preview: Preview,
    pub(crate) reason: Input,
    /// The typed number that the guard requires.
    pub(crate) count: Input,
    pub(crate) field: PreviewField,
    pub(crate) top: usize,
    /// The lines of the list.
    pub(super) lines: PreviewLines,
    /// The figures above it.
    pub(super) figures: Vec<PreviewFigure>,
    /// Whether users and companies are side by side.
    pub(super) is_double: bool,
}

/// The field that has the focus.
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
        let figures = PreviewFigure::all(&request, &preview);
        Self { request, preview, reason, count, field, top: 0, lines, figures, is_double: false }
    }

    /// Replaces the preview with a newer one of the same change.
    pub(super) fn renew(&mut self, request: BulkRequest, preview: Preview) {
        self.request = request;
        self.preview = preview;
        self.lines = PreviewLines::new(&self.preview, self.is_double);
        self.figures = PreviewFigure::all(&self.request, &self.preview);
        self.count.reset();
        self.field = match &self.preview.guard {
            Some(_) => PreviewField::Count,
            None => PreviewField::Reason,
        };
    }

    /// Adapts to the width of the screen.
    pub(super) fn fit(&mut self, screen: &ScreenLayout) {
        let is_double = screen.has_double_dialogs();
        if is_double != self.is_double {
            self.is_double = is_double;
            self.lines = PreviewLines::new(&self.preview, is_double);
        }
    }

    /// The number of lines above the list.
    pub(crate) fn head_lines(&self) -> usize {
        // The reason, the guard with its number, and an empty line follow the figures.
        self.figures.len() + if self.preview.guard.is_some() { 4 } else { 2 }
    }

    /// Whether the typed number is the one that the guard requires.
    pub(crate) fn count_is_right(&self) -> bool {
        guard::is_satisfied(self.preview.guard.as_ref(), &self.count)
    }
}
