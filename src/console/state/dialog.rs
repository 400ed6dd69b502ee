//! Dialogs: values on a stack, the top one answers first.

use tui_input::Input;

use super::super::effect::JobKind;
use super::super::help;
use super::super::keymap::Context;
use super::delete::{DeleteDialog, deletion_lines};
use super::entity_import::EntityImportDialog;
use super::file::{FileDialog, ProblemsDialog, ReplaceDialog};
use super::filter::{FilterDialog, SortDialog};
use super::form::FormDialog;
use super::history::{HistoryDialog, UndoDialog};
use super::palette::PaletteDialog;
use super::preview::lines;
use super::rules::RulesDialog;
use super::statistics::StatisticsDialog;
use super::why::WhyDialog;
use super::wrapped::Wrapped;
use crate::domain::{Bulk, Preview};

#[derive(Debug)]
pub(crate) enum Dialog {
    Help(HelpDialog),
    List(ListDialog),
    Hidden(HiddenDialog),
    Preview(Box<PreviewDialog>),
    Progress(ProgressDialog),
    Filter(FilterDialog),
    Sort(SortDialog),
    Form(Box<FormDialog>),
    Delete(Box<DeleteDialog>),
    History(HistoryDialog),
    Undo(Box<UndoDialog>),
    Why(Box<WhyDialog>),
    Palette(PaletteDialog),
    File(FileDialog),
    Replace(Box<ReplaceDialog>),
    Problems(Box<ProblemsDialog>),
    EntityImport(Box<EntityImportDialog>),
    Rules(RulesDialog),
    Statistics(Box<StatisticsDialog>),
}

/// Every key and sign, narrowed by what is typed.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    pub(crate) top: usize,
}

/// A list too long for the message line.
#[derive(Debug)]
pub(crate) struct ListDialog {
    pub(crate) title: String,
    pub(crate) lines: Wrapped,
    pub(crate) top: usize,
}

impl ListDialog {
    pub(crate) fn new(title: String, lines: Vec<String>) -> Self {
        Self { title, lines: Wrapped::new(lines), top: 0 }
    }
}

/// The filter hides some of what is marked: which is meant?
#[derive(Debug)]
pub(crate) struct HiddenDialog {
    /// On all that is marked.
    pub(crate) all: Bulk,
    /// Only on what is shown of it.
    pub(crate) shown: Bulk,
}

/// What a bulk change would do, before it is done.
#[derive(Debug)]
pub(crate) struct PreviewDialog {
    pub(crate) bulk: Bulk,
    pub(crate) preview: Preview,
    pub(crate) reason: Input,
    /// The count, typed in where the guard asks for it.
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

/// Long work under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProgressDialog {
    pub(crate) job: JobKind,
    pub(crate) title: &'static str,
    pub(crate) done: u64,
    /// Zero until it is known.
    pub(crate) total: u64,
    /// Cells in a second.
    pub(crate) rate: u64,
    /// Whether the person wants it to stop.
    pub(crate) stopping: bool,
}

impl Dialog {
    /// Where its keys stand in the key table.
    pub(crate) fn context(&self) -> Context {
        match self {
            Self::Help(_) | Self::List(_) => Context::Reading,
            Self::Hidden(_) => Context::Hidden,
            Self::Preview(_) | Self::EntityImport(_) => Context::Preview,
            Self::Progress(_) => Context::Progress,
            Self::Filter(_) => Context::Filter,
            Self::Sort(_) => Context::Sort,
            Self::History(history) if history.line.is_some() => Context::HistoryFilter,
            Self::Form(_) => Context::Form,
            Self::Delete(_) => Context::Delete,
            Self::History(_) => Context::History,
            Self::Undo(_) => Context::Undo,
            Self::Why(_) => Context::Why,
            Self::Palette(_) => Context::Palette,
            Self::File(_) => Context::File,
            Self::Replace(_) => Context::Replace,
            Self::Problems(_) => Context::Problems,
            Self::Rules(_) => Context::Rules,
            Self::Statistics(_) => Context::Statistics,
        }
    }

    /// How many lines the dialog would show if there was room.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Help(help) => help::lines(help.search.value()).len(),
            Self::List(list) => list.lines.lines().len(),
            Self::Preview(dialog) => lines(&dialog.preview).len(),
            Self::History(history) => history.changes.len(),
            Self::Delete(dialog) => deletion_lines(dialog).len(),
            Self::Undo(dialog) => dialog.lines.lines().len(),
            Self::Why(dialog) => dialog.lines.len(),
            Self::Palette(palette) => palette.all(),
            Self::Problems(dialog) => dialog.lines.lines().len(),
            Self::EntityImport(dialog) => dialog.lines.len(),
            Self::Statistics(_)
            | Self::File(_)
            | Self::Replace(_)
            | Self::Hidden(_)
            | Self::Progress(_)
            | Self::Filter(_)
            | Self::Sort(_)
            | Self::Form(_)
            // Its lines are the rules themselves.
            | Self::Rules(_) => 0,
        }
    }

    /// The lines that stand above its list: in a preview figures, fields and
    /// space.
    pub(crate) fn head(&self) -> usize {
        match self {
            Self::Preview(dialog) => dialog.head(),
            Self::EntityImport(_) => EntityImportDialog::HEAD,
            _ => 0,
        }
    }

    /// The first line of its list that is shown.
    pub(crate) fn top_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Help(help) => Some(&mut help.top),
            Self::List(list) => Some(&mut list.top),
            Self::Preview(dialog) => Some(&mut dialog.top),
            Self::Delete(dialog) => Some(&mut dialog.top),
            Self::Undo(dialog) => Some(&mut dialog.top),
            Self::Why(dialog) => Some(&mut dialog.top),
            Self::Problems(dialog) => Some(&mut dialog.top),
            Self::EntityImport(dialog) => Some(&mut dialog.top),
            Self::Statistics(_)
            | Self::Hidden(_)
            | Self::Progress(_)
            | Self::History(_)
            | Self::Palette(_)
            | Self::File(_)
            | Self::Replace(_)
            | Self::Filter(_)
            | Self::Sort(_)
            | Self::Form(_)
            | Self::Rules(_) => None,
        }
    }

    /// Breaks its lines to so many columns, where they may be long.
    pub(crate) fn wrap(&mut self, columns: usize) {
        match self {
            Self::Why(dialog) => dialog.wrap(columns),
            Self::List(dialog) => dialog.lines.wrap(columns),
            Self::Problems(dialog) => dialog.lines.wrap(columns),
            Self::Undo(dialog) => dialog.lines.wrap(columns),
            Self::EntityImport(dialog) => dialog.wrap(columns),
            _ => {}
        }
    }

    /// The field that typed characters go to.
    pub(crate) fn field_mut(&mut self) -> Option<&mut Input> {
        match self {
            Self::Help(help) => Some(&mut help.search),
            Self::Palette(palette) => Some(&mut palette.typed),
            Self::File(dialog) => Some(&mut dialog.path),
            Self::EntityImport(dialog) => Some(&mut dialog.reason),
            Self::History(history) => history.line.as_mut().map(|line| &mut line.input),
            Self::Delete(dialog) if dialog.guard.is_some() => Some(&mut dialog.count),
            Self::Preview(dialog) => Some(match dialog.field {
                PreviewField::Reason => &mut dialog.reason,
                PreviewField::Count => &mut dialog.count,
            }),
            _ => None,
        }
    }
}

impl PreviewDialog {
    pub(crate) fn new(bulk: Bulk, preview: Preview) -> Self {
        let field =
            if preview.guard.is_some() { PreviewField::Count } else { PreviewField::Reason };
        Self { bulk, preview, reason: Input::default(), count: Input::default(), field, top: 0 }
    }

    /// The lines above the list of the affected.
    pub(crate) fn head(&self) -> usize {
        if self.preview.guard.is_some() { 9 } else { 7 }
    }

    /// Whether the guard is content.
    pub(crate) fn count_is_right(&self) -> bool {
        let Some(guard) = &self.preview.guard else {
            return true;
        };
        let digits: String = self.count.value().chars().filter(|it| !", .".contains(*it)).collect();
        digits.parse() == Ok(guard.count())
    }
}
