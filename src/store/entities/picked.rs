//! Columns that only the server has, without a default, and for which a new row must have one
//! of a few values: the operator picks it.

use super::edit_context::EditContext;
use super::table_info::TableInfo;
use crate::domain::{Choice, Draft, Field, FieldProblem};
use crate::filter::Axis;
use crate::store::sql_value::SqlValue;

/// Values by column.
pub(super) type PickedValues = Vec<(&'static str, SqlValue)>;

/// The prefix of fields of employee records.
const EMPLOYEE: &str = "employee.";

/// The field of a column.
fn field(info: &TableInfo, column: &str) -> Field {
    let prefix = if info.table == "hrm_employee" { EMPLOYEE } else { "" };
    Field::column(&format!("{prefix}{column}"))
}

/// The picked values for a user and for the employee record, and their problems.
pub(super) fn of_user(
    context: &EditContext,
    draft: &Draft,
    is_new: bool,
) -> (PickedValues, PickedValues, Vec<FieldProblem>) {
    let EditContext { users, employees, .. } = context;
    let tables: &[&TableInfo] = if is_new { &[users, employees] } else { &[employees] };
    let (own, mut problems) = if is_new { required(users, draft) } else { Default::default() };
    let gets_record = is_new && draft.get(Field::Home).is_some_and(|home| !home.trim().is_empty());
    let (record, wrong) =
        if gets_record { required(employees, draft) } else { stated(employees, draft) };
    problems.extend(wrong);
    problems.extend(misplaced(tables, draft));
    (own, record, problems)
}

/// The draft of a line about an existing user or company, without the values that only new
/// ones get.
pub(super) fn without_picked(info: &TableInfo, draft: &Draft) -> Draft {
    let is_picked = |it: Field| info.picked().any(|(column, _)| field(info, column) == it);
    let others = draft.stated().filter(|(field, _)| !is_picked(*field));
    others.fold(Draft::default(), |draft, (field, text)| draft.with(field, text))
}

/// The picked values for a company, and their problems.
pub(super) fn of_company(
    context: &EditContext,
    draft: &Draft,
    is_new: bool,
) -> (PickedValues, Vec<FieldProblem>) {
    if !is_new {
        return (Vec::new(), misplaced(&[], draft));
    }
    let (own, mut problems) = required(&context.companies, draft);
    problems.extend(misplaced(&[&context.companies], draft));
    (own, problems)
}

/// The values of a draft for columns of which all must be picked.
fn required(info: &TableInfo, draft: &Draft) -> (PickedValues, Vec<FieldProblem>) {
    let (values, wrong) = stated(info, draft);
    let problems = if wrong.is_empty() { missing(info, &values) } else { wrong };
    (values, problems)
}

/// The values of a draft for these columns, and their problems.
fn stated(info: &TableInfo, draft: &Draft) -> (PickedValues, Vec<FieldProblem>) {
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    for (column, labels) in info.picked() {
        let field = field(info, column);
        let Some(text) = draft.get(field).map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        let same = |label: &&String| label.as_str() == text;
        let alike = |label: &&String| label.to_lowercase() == text.to_lowercase();
        match labels.iter().find(same).or_else(|| labels.iter().find(alike)) {
            Some(label) => {
                let column = Field::column(column).word();
                values.push((column, label.clone().into()));
            }
            None => problems.push(FieldProblem::new(field, format!("must be {}", one_of(labels)))),
        }
    }
    (values, problems)
}

/// The problems of columns that are not picked yet.
pub(super) fn missing(info: &TableInfo, values: &PickedValues) -> Vec<FieldProblem> {
    let is_missing = |column: &str| values.iter().all(|(name, _)| *name != column);
    info.picked()
        .filter(|(column, _)| is_missing(column))
        .map(|(column, labels)| {
            FieldProblem::new(field(info, column), format!("is required: {}", one_of(labels)))
        })
        .collect()
}

/// The problems of columns in a draft that cannot be picked at all, or not for an existing
/// row.
fn misplaced(tables: &[&TableInfo], draft: &Draft) -> Vec<FieldProblem> {
    let is_known = |it: Field| {
        tables.iter().any(|info| info.picked().any(|(column, _)| field(info, column) == it))
    };
    draft
        .stated()
        .filter(|(field, _)| matches!(field, Field::Column(_)) && !is_known(*field))
        .map(|(field, _)| FieldProblem::new(field, "is not a column that can be set here"))
        .collect()
}

fn one_of(labels: &[String]) -> String {
    match labels {
        [only] => only.clone(),
        labels => format!("one of {}", labels.join(", ")),
    }
}

impl EditContext {
    /// The columns to pick for a new user or company, or, unless `is_new`, for the first
    /// employee record of a user.
    pub(super) fn pick_lists(&self, axis: Axis, is_new: bool) -> Vec<(Field, Vec<Choice>)> {
        let tables = match (axis, is_new) {
            (Axis::Users, true) => vec![&self.users, &self.employees],
            (Axis::Users, false) => vec![&self.employees],
            (Axis::Companies, true) => vec![&self.companies],
            (Axis::Companies, false) => Vec::new(),
        };
        let choice = |label: &String| Choice { text: label.clone(), label: label.clone() };
        tables
            .into_iter()
            .flat_map(|info| {
                info.picked().map(move |(column, labels)| {
                    (field(info, column), labels.iter().map(choice).collect())
                })
            })
            .collect()
    }
}
