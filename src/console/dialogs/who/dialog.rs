//! The list of who can work in a company, and the line in which its filter is typed.

use crate::console::dialogs::cursor::ListCursor;
use crate::console::dialogs::text_field::SelectedInput;
use crate::console::frame::TypedLine;
use crate::console::geometry::ScreenLayout;
use crate::console::number::{counted, number};
use crate::console::plans::WhoList;
use crate::filter::FilterError;

/// The users who can work in one company.
#[derive(Debug)]
pub(crate) struct WhoDialog {
    pub(super) list: WhoList,
    /// How many users can work there, with any filter.
    pub(super) all: u64,
    /// The filter whose result is listed or was requested.
    pub(super) filter: String,
    /// The line in which the filter is being typed.
    pub(super) line: Option<WhoFilterLine>,
    /// The width of the widest name, in columns.
    pub(super) widest: u16,
    pub(super) cursor: ListCursor,
}

impl WhoDialog {
    /// The company, and how many of its users are listed.
    pub(super) fn title(&self) -> String {
        let WhoList { name, total, .. } = &self.list;
        let users = counted(self.all, "user", "users");
        match self.filter.as_str() {
            "" => format!("Who can get into {name} ─ {users}"),
            filter => format!("Who can get into {name} ─ {} of {users} ─ {filter}", number(*total)),
        }
    }

    /// The number of lines above the list.
    pub(super) fn head(&self) -> usize {
        usize::from(self.list.inactive.is_some())
    }

    /// The number of visible lines of the list.
    pub(super) fn rows(&self, screen: &ScreenLayout) -> usize {
        screen.dialog_rows_of(self.list.lines.len() + self.head()).saturating_sub(self.head())
    }
}

/// The filter that is being typed.
#[derive(Debug, Default)]
pub(super) struct WhoFilterLine {
    pub(super) input: SelectedInput,
    /// The filter before the line was opened.
    pub(super) before: String,
    /// The text at the last tick.
    pub(super) paused: String,
    pub(super) error: Option<String>,
    pub(super) error_at: Option<usize>,
}

impl WhoFilterLine {
    pub(super) fn new(text: &str) -> Self {
        Self {
            input: SelectedInput::new(text),
            before: text.to_owned(),
            paused: text.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn line(&self) -> TypedLine<'_> {
        TypedLine {
            label: "who / ",
            input: &self.input,
            error: self.error.as_deref(),
            error_at: self.error_at,
            example: "a name, or role:manager".to_owned(),
            gap: 1,
        }
    }

    pub(super) fn fail(&mut self, error: &FilterError) {
        self.error = Some(error.message().to_owned());
        self.error_at = Some(error.column().saturating_sub(1));
    }
}
