//! Lines of a file that mean the same user or company, however each spells it. If they differ,
//! none of them is used.

use std::collections::HashMap;

use super::edit_context::EditContext;
use super::line::ImportLine;
use super::resolve_line;
use crate::domain::lookalike::looks;
use crate::domain::{ChangeKind, Draft, Field, FieldProblem, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::tenant_scope;
use crate::store::sql_value::SqlValue;

/// The beginning of the problem of such a line; the numbers of the other lines follow.
pub(crate) const TWICE: &str = "is also on line ";

/// The user or company that a line means.
#[derive(PartialEq, Eq, Hash)]
enum LineTarget {
    NamedRow(Vec<u8>),
    /// A new one, identified by its name and tenant in the form that look-alikes share.
    New(String, String),
}

/// The problems of lines that mean the same, by the index of the line.
pub(super) fn find(
    kind: ChangeKind,
    writer: &mut Writer<'_>,
    context: &EditContext,
    lines: &[ImportLine],
) -> Result<HashMap<usize, FieldProblem>, StoreError> {
    let mut by_meant: HashMap<LineTarget, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let meant = match kind {
            ChangeKind::Users => user(writer, context, line)?,
            _ => company(context, line),
        };
        if let Some(meant) = meant {
            by_meant.entry(meant).or_default().push(at);
        }
    }
    let key = if kind == ChangeKind::Users { Field::Username } else { Field::Code };
    let mut problems = HashMap::new();
    for same in by_meant.into_values().filter(|same| same.len() > 1) {
        let first = &lines[same[0]];
        let differing = differing(key, same.iter().map(|at| &lines[*at].draft));
        for (index, at) in same.iter().enumerate() {
            let why = match (&differing[..], index) {
                // They agree, so the first one is used.
                ([], 0) => continue,
                ([], _) => format!("{TWICE}{}", first.line),
                (fields, _) => {
                    let other = if index == 0 { lines[same[1]].line } else { first.line };
                    format!("{TWICE}{other}, with other values: {}", fields.join(", "))
                }
            };
            problems.insert(*at, FieldProblem::new(key, why));
        }
    }
    Ok(problems)
}

/// The fields in which drafts of the same user or company differ.
fn differing<'d>(key: Field, mut drafts: impl Iterator<Item = &'d Draft>) -> Vec<&'static str> {
    let stated = |draft: &'d Draft| -> Vec<(Field, &'d str)> {
        // The key and the tenant are known to mean the same.
        let beside = draft.stated().filter(|(field, _)| {
            *field != key && (key == Field::Username || *field != Field::Tenant)
        });
        beside.map(|(field, text)| (field, text.trim())).filter(|(_, it)| !it.is_empty()).collect()
    };
    let first = drafts.next().map(stated).unwrap_or_default();
    let mut fields: Vec<Field> = Vec::new();
    for other in drafts.map(stated) {
        let only = |one: &[(Field, &str)], other: &[(Field, &str)]| -> Vec<Field> {
            one.iter().filter(|it| !other.contains(it)).map(|(field, _)| *field).collect()
        };
        fields.extend(only(&first, &other));
        fields.extend(only(&other, &first));
    }
    fields.sort();
    fields.dedup();
    fields.into_iter().map(Field::label).collect()
}

fn user(
    writer: &mut Writer<'_>,
    context: &EditContext,
    line: &ImportLine,
) -> Result<Option<LineTarget>, StoreError> {
    Ok(match resolve_line::user(writer, context, line)? {
        Err(_) => None,
        // Not compared here: each line already has the problem that the user is not within the
        // operator's tenant.
        Ok((_, Some(SqlValue::Integer(id))))
            if writer.catalog.within.is_some()
                && !tenant_scope::has_user(writer.connection, UserId(id))? =>
        {
            None
        }
        Ok((_, Some(key))) => Some(row(&key)),
        Ok((draft, None)) => new(draft.get(Field::Username), String::new()),
    })
}

fn company(context: &EditContext, line: &ImportLine) -> Option<LineTarget> {
    let (draft, found) = resolve_line::company(context, line).ok()?;
    match &found[..] {
        [(key, _)] => Some(row(key)),
        [] => {
            let tenant = draft.get(Field::Tenant).unwrap_or_default();
            let tenant = match context.names.tenants.find(tenant) {
                super::names::RowMatch::One(tenant) => tenant.id.clone(),
                _ => looks(tenant),
            };
            new(draft.get(Field::Code), tenant)
        }
        _ => None,
    }
}

fn row(key: &SqlValue) -> LineTarget {
    LineTarget::NamedRow(match key {
        SqlValue::Text(bytes) | SqlValue::Blob(bytes) => bytes.clone(),
        other => format!("{other:?}").into_bytes(),
    })
}

/// The target of a line that adds one; `None` without a name, which is a problem of its own.
fn new(name: Option<&str>, tenant: String) -> Option<LineTarget> {
    let name = looks(name.unwrap_or_default());
    (!name.is_empty()).then_some(LineTarget::New(name, tenant))
}
