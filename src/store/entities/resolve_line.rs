//! Which user or company a line of a file means, as described in
//! [`naming`](crate::domain::naming). An existing one keeps its spelling.

use super::edit_context::EditContext;
use super::line::ImportLine;
use super::names::{NamedId, RowMatch};
use super::spellings::{NamedUser, Spellings};
use crate::domain::lookalike::{Fit, difference, listed, typed, untyped};
use crate::domain::{Draft, Field, FieldProblem, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::tenant_scope;
use crate::store::sql_value::SqlValue;

/// How many candidates a message lists.
const LISTED: usize = 5;

/// The draft of a line, and the existing user or companies that it means; the error is that it
/// may mean several.
type ResolvedLine<T> = Result<(Draft, T), FieldProblem>;

/// A company by its key and its id.
pub(super) type NamedRow = (SqlValue, String);

/// The texts that a name may mean: with and without its apostrophe.
fn texts(line: &ImportLine, key: Field) -> Vec<&str> {
    let given = line.draft.get(key).unwrap_or_default();
    [Some(given), line.uncovered.as_deref()].into_iter().flatten().collect()
}

/// The problem of a name that may be meant with or without its apostrophe.
fn with_or_without(key: Field, given: &str) -> FieldProblem {
    let why = format!(
        "“{}” may be meant with or without its apostrophe, and both are there; JSON and XLSX keep \
         them apart",
        typed(given)
    );
    FieldProblem::new(key, why)
}

/// The draft of a line with this name; `None` leaves the name out, so that an existing one
/// keeps its own.
fn draft_with(line: &ImportLine, key: Field, name: Option<&str>) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in line.draft.stated() {
        let text = if field == key { name } else { Some(text) };
        if let Some(text) = text {
            draft.set(field, text);
        }
    }
    draft
}

/// The name of a new user or company.
fn new_name<'l>(texts: &[&'l str]) -> Option<&'l str> {
    texts.last().map(|text| text.trim())
}

/// The user whom a line changes, if it does not add one.
pub(super) fn user_of(
    writer: &mut Writer<'_>,
    context: &EditContext,
    line: &ImportLine,
) -> Result<Option<UserId>, StoreError> {
    Ok(match user(writer, context, line)? {
        Ok((_, Some(SqlValue::Integer(id)))) => Some(UserId(id)),
        _ => None,
    })
}

/// The user whom a line means.
pub(super) fn user(
    writer: &mut Writer<'_>,
    context: &EditContext,
    line: &ImportLine,
) -> Result<ResolvedLine<Option<SqlValue>>, StoreError> {
    let key = Field::Username;
    let texts = texts(line, key);
    let mut named =
        |name: &str| writer.key_of("hrm_users", "username", &SqlValue::from(name.to_owned()));
    let mut found = Vec::new();
    for text in &texts {
        let escaped = untyped(text.trim());
        for name in [Some(*text), escaped.as_deref(), Some(text.trim())].into_iter().flatten() {
            if let Some(user) = named(name)? {
                found.push(user);
                break;
            }
        }
    }
    match &found[..] {
        [] => {}
        [one] => return Ok(Ok((draft_with(line, key, None), Some(one.clone())))),
        _ => return Ok(Err(with_or_without(key, texts[0]))),
    }
    let alike = match &context.spellings {
        None => Vec::new(),
        Some(known) => {
            let hidden = hidden(writer, known, &texts)?;
            known.named(&texts, |user| !hidden.contains(&user))
        }
    };
    Ok(match &alike[..] {
        [] => Ok((draft_with(line, key, new_name(&texts)), None)),
        [(user, _)] => Ok((draft_with(line, key, None), Some(user.clone()))),
        several => {
            let usernames: Vec<&str> = several.iter().map(|(_, name)| name.as_str()).collect();
            Err(FieldProblem::new(key, ambiguous(texts[0].trim(), "users", &usernames)))
        }
    })
}

/// Among several users with such a name, those whom the operator may not see.
fn hidden<'s>(
    writer: &Writer<'_>,
    known: &'s Spellings,
    texts: &[&str],
) -> Result<Vec<&'s NamedUser>, StoreError> {
    let mut hidden = Vec::new();
    if writer.catalog.within.is_some() {
        let alike = known.like(texts);
        for user in alike.iter().filter(|_| alike.len() > 1) {
            let SqlValue::Integer(id) = user.0 else { continue };
            if !tenant_scope::has_user(writer.connection, UserId(id))? {
                hidden.push(*user);
            }
        }
    }
    Ok(hidden)
}

/// The companies that a line means; only those of its tenant, if it names one.
pub(super) fn company(context: &EditContext, line: &ImportLine) -> ResolvedLine<Vec<NamedRow>> {
    let key = Field::Code;
    let texts = texts(line, key);
    let stated = line.draft.get(Field::Tenant).map(str::trim).filter(|text| !text.is_empty());
    // A tenant that does not exist yet has no companies.
    let tenant = match stated.map(|text| context.names.tenants.find(text)) {
        None => None,
        Some(RowMatch::One(tenant)) => Some(Some(&tenant.key)),
        Some(_) => Some(None),
    };
    let is_of_tenant =
        |company: &NamedId| tenant.is_none_or(|tenant| tenant == Some(&company.tenant));
    let coded = |text: &&str| context.names.companies.coded(text, is_of_tenant);
    let found: Vec<(Fit, Vec<&NamedId>)> = texts.iter().filter_map(coded).collect();
    let best = found.iter().map(|(fit, _)| *fit).min();
    match &found.iter().filter(|(fit, _)| Some(*fit) == best).collect::<Vec<_>>()[..] {
        [] => {}
        [(_, one)] => {
            let rows = one.iter().map(|it| (it.key.clone(), it.id.clone())).collect();
            return Ok((draft_with(line, key, None), rows));
        }
        _ => return Err(with_or_without(key, texts[0])),
    }
    let mut draft = draft_with(line, key, new_name(&texts));
    if draft.get(key).is_none() {
        draft.set(key, "");
    }
    Ok((draft, Vec::new()))
}

/// Why a line is skipped that may mean several companies.
pub(super) fn several(context: &EditContext, several: &[NamedRow]) -> String {
    let companies = &context.names.companies;
    let names = several.iter().take(LISTED).filter_map(|(key, _)| companies.by_key(key));
    let label = |it: &NamedId| {
        let alone = |label: &&String| matches!(companies.find(label), RowMatch::One(_));
        it.labels.iter().find(alone).cloned().unwrap_or_else(|| companies.display_name(it))
    };
    let names: Vec<String> = names.map(|it| listed(&label(it))).collect();
    let more = if several.len() > LISTED { ", …" } else { "" };
    format!(
        "is the code of {} companies: {}{more}; name the tenant too",
        several.len(),
        names.join(", ")
    )
}

/// The message about a name that means several, with how they differ.
fn ambiguous(given: &str, what: &str, names: &[&str]) -> String {
    let one = |name: &&str| {
        if given == *name {
            listed(name)
        } else {
            format!("{} (differs {})", listed(name), difference(name, given))
        }
    };
    let listed: Vec<String> = names.iter().take(LISTED).map(one).collect();
    let more = if names.len() > LISTED { ", …" } else { "" };
    format!(
        "“{}” matches {} {what}: {}{more}; write it exactly",
        typed(given),
        names.len(),
        listed.join(", ")
    )
}
