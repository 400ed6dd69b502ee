//! The preview of importing a file of users or companies.

use crate::console::dialogs::preview::PreviewLine;
use crate::console::number::count;
use crate::console::plans::EntityImportPlan;
use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{ChangeRow, RowCount, RowEdit};
use crate::store::ImportReport;
use crate::text;
use tui_input::Input;

/// The preview of the import.
#[derive(Debug)]
pub(crate) struct EntityImportDialog {
    pub(crate) plan: EntityImportPlan,
    /// The affected rows, as they are shown.
    pub(crate) lines: Vec<PreviewLine>,
    /// The width to which the lines are wrapped.
    pub(super) columns: usize,
    pub(crate) reason: Input,
    /// Whether a message reported that much access would be lost; Enter then confirms it.
    pub(crate) loss_shown: bool,
    pub(crate) top: usize,
}

impl EntityImportDialog {
    /// The number of lines above the list: figures, the reason and space.
    pub(crate) const HEAD: usize = 7;

    pub(crate) fn new(plan: EntityImportPlan) -> Self {
        let lines = lines(&plan.report);
        Self { plan, lines, columns: 0, reason: Input::default(), loss_shown: false, top: 0 }
    }

    /// Wraps the lines to the width of the dialog, unless they are already.
    pub(crate) fn wrap_lines(&mut self, columns: usize) {
        // The indentation of the list, and of continuation lines.
        const INDENT: usize = 4;
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        let broken = |line: PreviewLine| {
            let PreviewLine { is_heading, what, figures, .. } = line;
            text::wrap(&what, columns.saturating_sub(2 * INDENT), INDENT).into_iter().map(
                move |what| PreviewLine { is_heading, ..PreviewLine::new(what, figures.clone()) },
            )
        };
        self.lines = lines(&self.plan.report).into_iter().flat_map(broken).collect();
    }
}

/// The rows by what happens to them: first the tenants and organizations that are created,
/// then the users and companies with their related rows.
fn lines(report: &ImportReport) -> Vec<PreviewLine> {
    let Some(change) = &report.recorded.change else {
        return Vec::new();
    };
    let mut parts: Vec<&RowCount> = change.rows.iter().collect();
    parts.sort_by_key(|part| !matches!(part.table.as_str(), "hrm_tenant" | "organization"));
    let mut lines = Vec::new();
    if let Some(username) = &report.recorded.last_admin {
        let text = format!("{username} {IS_LAST_SUPER_ADMIN}: this will be refused");
        lines.push(PreviewLine::heading(text));
    }
    if let Some(loss) = &report.recorded.loss {
        lines.push(PreviewLine::heading(format!("this {loss}")));
    }
    for part in parts {
        let is_of_it = |row: &&ChangeRow| row.table == part.table && row.edit == part.edit;
        let rows: Vec<&ChangeRow> = report.recorded.edits.iter().filter(is_of_it).collect();
        // A user who has a temporary address for a while is edited twice.
        let heading = if rows.len() as u64 >= part.count {
            part.to_string()
        } else {
            format!("{part}; the first {}:", count(rows.len()))
        };
        lines.push(PreviewLine::heading(heading));
        lines.extend(rows.into_iter().map(|row| {
            let what =
                if row.edit == RowEdit::Update { row.to_string() } else { row.label.clone() };
            PreviewLine::new(what, String::new())
        }));
    }
    lines
}
