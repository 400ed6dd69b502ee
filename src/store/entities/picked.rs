//! Columns of the server's tables in which a new row must have one of a few values that the
//! database names, and for which it has none itself: a person picks it.

use super::edit_context::EditContext;
use super::table_info::TableInfo;
use crate::domain::{Choice, Draft, Field, FieldProblem};
use crate::filter::Axis;
use crate::store::sql_value::SqlValue;

/// Values by column.
pub(super) type PickedValues = Vec<(&'static str, SqlValue)>;

/// What fields of employee records begin with.
const EMPLOYEE: &str = "employee.";

/// The field of a column.
fn field(info: &TableInfo, column: &str) -> Field {
    let prefix = if info.table == "hrm_employee" { EMPLOYEE } else { "" };
    Field::column(&format!("{prefix}{column}"))
}

/// What is picked for a user, and for the employee record, and what is wrong with it.
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

/// What a line of a file says of a user or company who is there already: what only new ones get
/// stays as it is.
pub(super) fn without_picked(info: &TableInfo, draft: &Draft) -> Draft {
    let is_picked = |it: Field| info.picked().any(|(column, _)| field(info, column) == it);
    let kept = draft.stated().filter(|(field, _)| !is_picked(*field));
    kept.fold(Draft::default(), |draft, (field, text)| draft.with(field, text))
}

/// What is picked for a company, and what is wrong with it.
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

/// What a draft states of columns of which all must be picked.
fn required(info: &TableInfo, draft: &Draft) -> (PickedValues, Vec<FieldProblem>) {
    let (values, wrong) = stated(info, draft);
    let problems = if wrong.is_empty() { missing(info, &values) } else { wrong };
    (values, problems)
}

/// What a draft states of these columns, by column, and what is wrong with it.
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

/// What is not picked yet.
pub(super) fn missing(info: &TableInfo, values: &PickedValues) -> Vec<FieldProblem> {
    let is_missing = |column: &str| values.iter().all(|(name, _)| *name != column);
    info.picked()
        .filter(|(column, _)| is_missing(column))
        .map(|(column, labels)| {
            FieldProblem::new(field(info, column), format!("is required: {}", one_of(labels)))
        })
        .collect()
}

/// What a draft states of columns that are none of these, or not for a row that exists.
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
    /// What is picked for a new user or company, or, if that is asked, for the first employee
    /// record of a user.
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
