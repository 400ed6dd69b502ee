//! Which user or company a line of a file means: exactly, then without the spaces
//! around the name, then as names are shown, with escapes, then folded as everywhere else.
//! Who is found keeps the name.

use super::edit_context::EditContext;
use super::line::ImportLine;
use super::names::{List, NameMatch, NamedId};
use super::spellings::NamedUser;
use crate::domain::lookalike::{difference, folded, listed, typed, untyped};
use crate::domain::{Draft, Field, FieldProblem, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::tenant_scope;
use crate::store::sql_value::SqlValue;

/// So many candidates are listed.
const LISTED: usize = 5;

/// The draft of a line, and whom it means if that is somebody known; the error is
/// that it may mean several.
type Meant<T> = Result<(Draft, T), FieldProblem>;

/// A company by its key and its id.
pub(super) type NamedRow = (SqlValue, String);

/// The spellings that a line may mean, each first as it is, then without the spaces
/// around it.
fn spellings(line: &ImportLine, key: Field) -> Vec<[&str; 2]> {
    let given = line.draft.get(key).unwrap_or_default();
    let all = [Some(given), line.uncovered.as_deref()].into_iter().flatten();
    all.map(|text| [text, text.trim()]).collect()
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

/// The draft of a line, with this name; `None` leaves the name out, because who is
/// found keeps it.
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

/// The name of somebody new.
fn new_name<'l>(all: &[[&'l str; 2]]) -> Option<&'l str> {
    all.last().map(|[_, bare]| *bare)
}

/// The user whom a line changes, if it adds none.
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
) -> Result<Meant<Option<SqlValue>>, StoreError> {
    let key = Field::Username;
    let all = spellings(line, key);
    let mut found = Vec::new();
    for [text, bare] in &all {
        let mut named =
            |name: &str| writer.key_of("hrm_users", "username", &SqlValue::from(name.to_owned()));
        let escaped = untyped(bare);
        for name in [Some(*text), Some(*bare), escaped.as_deref()].into_iter().flatten() {
            if let Some(user) = named(name)? {
                found.push(user);
                break;
            }
        }
    }
    match &found[..] {
        [] => {}
        [one] => return Ok(Ok((draft_with(line, key, None), Some(one.clone())))),
        _ => return Ok(Err(with_or_without(key, all[0][0]))),
    }
    let mut alike: Vec<&NamedUser> = Vec::new();
    let known = context.spellings.iter();
    for user in known.flat_map(|known| all.iter().flat_map(|[text, _]| known.named(text))) {
        if !alike.contains(&user) {
            alike.push(user);
        }
    }
    if alike.len() > 1 && writer.catalog.within.is_some() {
        let mut own = Vec::new();
        for user in alike {
            let SqlValue::Integer(id) = user.0 else { continue };
            if tenant_scope::has_user(writer.connection, UserId(id))? {
                own.push(user);
            }
        }
        alike = own;
    }
    Ok(match &alike[..] {
        [] => Ok((draft_with(line, key, new_name(&all)), None)),
        [(user, _)] => Ok((draft_with(line, key, None), Some(user.clone()))),
        several => {
            let names: Vec<&str> = several.iter().map(|(_, name)| name.as_str()).collect();
            Err(FieldProblem::new(key, ambiguous(all[0][1], "users", &names)))
        }
    })
}

/// The companies that a line means: one of its tenant where it names one.
pub(super) fn company(context: &EditContext, line: &ImportLine) -> Meant<Vec<NamedRow>> {
    let key = Field::Code;
    let all = spellings(line, key);
    let stated = line.draft.get(Field::Tenant).map(str::trim).filter(|text| !text.is_empty());
    // A tenant that is not there yet has no company.
    let tenant = match stated.map(|text| context.names.tenants.find(text)) {
        None => None,
        Some(NameMatch::One(tenant)) => Some(Some(&tenant.key)),
        Some(_) => Some(None),
    };
    let is_of_tenant =
        |company: &&NamedId| tenant.is_none_or(|tenant| tenant == Some(&company.tenant));
    let companies = &context.names.companies;
    for way in [exactly, nearly] {
        let mut found: Vec<Vec<&NamedId>> = Vec::new();
        for [text, bare] in &all {
            let of_tenant = way(companies, text, bare).into_iter().filter(is_of_tenant);
            found.push(of_tenant.collect());
        }
        found.retain(|found| !found.is_empty());
        match &found[..] {
            [] => {}
            [one] => {
                let rows = one.iter().map(|it| (it.key.clone(), it.id.clone())).collect();
                return Ok((draft_with(line, key, None), rows));
            }
            _ => return Err(with_or_without(key, all[0][0])),
        }
    }
    let mut draft = draft_with(line, key, new_name(&all));
    if draft.get(key).is_none() {
        draft.set(key, "");
    }
    Ok((draft, Vec::new()))
}

/// The companies with exactly this code, else with it but for the spaces around it, else
/// for escapes.
fn exactly<'n>(companies: &'n List, text: &str, bare: &str) -> Vec<&'n NamedId> {
    let of = |code: &str| -> Vec<&NamedId> {
        companies.called(code).filter(|it| it.code == code).collect()
    };
    let escaped = untyped(bare);
    let mut names = [Some(text), Some(bare), escaped.as_deref()].into_iter().flatten();
    names.find_map(|code| Some(of(code)).filter(|found| !found.is_empty())).unwrap_or_default()
}

/// The companies whose code is the same when folded, else those that are called so
/// by id or as `CODE (TENANT)`.
fn nearly<'n>(companies: &'n List, text: &str, bare: &str) -> Vec<&'n NamedId> {
    let wanted = folded(text);
    let coded: Vec<&NamedId> =
        companies.called(text).filter(|it| folded(&it.code) == wanted).collect();
    if !coded.is_empty() {
        return coded;
    }
    let is_labelled = |it: &&NamedId| it.labels.iter().any(|label| folded(label) == wanted);
    companies.called(text).filter(|it| it.id == bare || is_labelled(it)).collect()
}

/// Why a line of a company is skipped that may mean several.
pub(super) fn several(context: &EditContext, several: &[NamedRow]) -> String {
    let companies = &context.names.companies;
    let names = several.iter().take(LISTED).filter_map(|(key, _)| companies.by_key(key));
    let label = |it: &NamedId| {
        let alone = |label: &&String| matches!(companies.find(label), NameMatch::One(_));
        it.labels.iter().find(alone).cloned().unwrap_or_else(|| companies.word_of(it))
    };
    let names: Vec<String> = names.map(|it| listed(&label(it))).collect();
    let more = if several.len() > LISTED { ", …" } else { "" };
    format!(
        "is the code of {} companies: {}{more}; name the tenant too",
        several.len(),
        names.join(", ")
    )
}

/// What is said of a name that several answer to, with what tells them apart.
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
