//! What taking a file of users or companies over would do, before it is done.

use crate::console::dialogs::preview::PreviewLine;
use crate::console::number::count;
use crate::console::plans::EntityImportPlan;
use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{ChangeRow, RowCount, RowEdit};
use crate::store::ImportReport;
use crate::text;
use tui_input::Input;

/// The preview of it.
#[derive(Debug)]
pub(crate) struct EntityImportDialog {
    pub(crate) plan: EntityImportPlan,
    /// What would become of which rows, as it is shown.
    pub(crate) lines: Vec<PreviewLine>,
    /// The columns that the lines were broken to.
    pub(super) columns: usize,
    pub(crate) reason: Input,
    /// It was said that it takes away much access; Enter confirms it.
    pub(crate) loss_asked: bool,
    pub(crate) top: usize,
}

impl EntityImportDialog {
    /// The lines above the list: figures, the reason and space.
    pub(crate) const HEAD: usize = 7;

    pub(crate) fn new(plan: EntityImportPlan) -> Self {
        let lines = lines(&plan.report);
        Self { plan, lines, columns: 0, reason: Input::default(), loss_asked: false, top: 0 }
    }

    /// Breaks the lines to the width of a dialog of so many columns, unless
    /// they are already.
    pub(crate) fn wrap_lines(&mut self, columns: usize) {
        // Left of the list and before what goes on in the next line.
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

/// The rows by what becomes of them: first the tenants and organizations that
/// are created on the way, then the users and companies with what belongs to them.
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
        // Of a user who parted with an address for the meantime there are two.
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
