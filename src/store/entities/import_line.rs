//! One line of an import: the user or company that it adds or changes.

use super::duplicates::TWICE;
use super::edit_context::EditContext;
use super::line::ImportLine;
use super::{company, picked, resolve_line, user};
use crate::domain::{Field, FieldProblem, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::tenant_scope;
use crate::store::sql_value::SqlValue;

/// The result of a line.
pub(super) enum LineOutcome {
    Added,
    Edited,
    Unchanged,
    Wrong(Vec<FieldProblem>),
}

fn outcome(edited: Result<bool, Vec<FieldProblem>>) -> LineOutcome {
    match edited {
        Ok(true) => LineOutcome::Edited,
        Ok(false) => LineOutcome::Unchanged,
        Err(problems) => LineOutcome::Wrong(problems),
    }
}

/// Imports a line of users.
pub(super) fn one_user(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    line: &ImportLine,
) -> Result<LineOutcome, StoreError> {
    let (draft, found) = match resolve_line::user(writer, context, line)? {
        Ok(meant) => meant,
        Err(problem) => return Ok(LineOutcome::Wrong(vec![problem])),
    };
    Ok(match found {
        Some(SqlValue::Integer(id)) => {
            if writer.catalog.within.is_some()
                && !tenant_scope::has_user(writer.connection, UserId(id))?
            {
                let why = "is taken outside the operator's tenant";
                return Ok(LineOutcome::Wrong(vec![FieldProblem::new(Field::Username, why)]));
            }
            let draft = picked::without_picked(&context.users, &draft);
            if let Some(watch) = &mut context.watch {
                watch.watch(writer, UserId(id), &draft)?;
            }
            outcome(user::edit(writer, context, UserId(id), &draft)?)
        }
        _ => match user::add(writer, context, &draft)? {
            Ok(id) => {
                if let Some(watch) = &mut context.watch {
                    watch.added(id);
                }
                LineOutcome::Added
            }
            Err(problems) => LineOutcome::Wrong(problems),
        },
    })
}

/// Imports a line of companies.
pub(super) fn one_company(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    line: &ImportLine,
) -> Result<LineOutcome, StoreError> {
    let (draft, found) = match resolve_line::company(context, line) {
        Ok(meant) => meant,
        Err(problem) => return Ok(LineOutcome::Wrong(vec![problem])),
    };
    Ok(match &found[..] {
        [] => match company::add(writer, context, &draft)? {
            Ok(id) => {
                context.lines.insert(id.as_str().to_owned(), context.line);
                LineOutcome::Added
            }
            Err(problems) => LineOutcome::Wrong(problems),
        },
        [(key, id)] => {
            if let Some(first) = context.lines.get(id) {
                let why = format!("{TWICE}{first}");
                return Ok(LineOutcome::Wrong(vec![FieldProblem::new(Field::Code, why)]));
            }
            context.lines.insert(id.clone(), context.line);
            let draft = picked::without_picked(&context.companies, &draft);
            outcome(company::edit(writer, context, key, &draft)?)
        }
        several => {
            let why = resolve_line::several(context, several);
            LineOutcome::Wrong(vec![FieldProblem::new(Field::Code, why)])
        }
    })
}
