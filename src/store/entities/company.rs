//! Checks drafts of companies, and writes them.

use rusqlite::{Connection, OptionalExtension};

use super::check::{emptied, no_names};
use super::edit_context::{EditContext, Reference, insert, new_uuid};
use super::lookalikes::DIFFERS;
use super::names::NamedId;
use super::picked;
use super::row_values::{RowValues, get, has_value, put};
use super::user::text_of_field;
use crate::domain::lookalike::{difference, listed};
use crate::domain::{CompanyId, Draft, Field, FieldProblem, yes_or_no};
use crate::filter::Axis;
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::schema::field_columns::COMPANY_FIELDS;
use crate::store::sql_value::SqlValue;

/// The currency if no company and no tenant has one: the HR system's own default.
const CURRENCY: &str = "SGD";

/// A checked draft.
pub(super) struct CheckedCompany {
    values: Vec<(&'static str, SqlValue)>,
    tenant: Option<Reference>,
}

/// Checks a draft against the database. `row` is the current company, `None` for a
/// new one.
pub(super) fn check(
    connection: &Connection,
    context: &EditContext,
    draft: &Draft,
    row: Option<&RowValues>,
) -> Result<Result<CheckedCompany, Vec<FieldProblem>>, StoreError> {
    let (info, new) = (&context.companies, row.is_none());
    let mut problems: Vec<FieldProblem> =
        COMPANY_FIELDS.iter().filter_map(|rule| rule.problem(info, draft, row)).collect();
    problems.extend(no_names(context, draft, row));
    problems.extend(emptied(
        info,
        draft,
        row,
        &[
            (Field::Tenant, "tenant_id", Some(&context.names.tenants)),
            (Field::Currency, "currency_code", None),
            (Field::Active, "is_active", None),
        ],
    ));
    let mut values: Vec<(&'static str, SqlValue)> = Vec::new();
    for rule in COMPANY_FIELDS.iter().filter(|rule| info.has(rule.column)) {
        let text = draft.get(rule.field).map(str::trim);
        let value = match (rule.field, text) {
            (_, None) | (Field::Currency | Field::Active, Some("")) => continue,
            (Field::Active, Some(text)) => {
                SqlValue::Integer(yes_or_no(text).unwrap_or(true).into())
            }
            (_, Some(text)) => text.to_owned().into(),
        };
        values.push((rule.column, value));
    }
    let (picked, wrong) = picked::of_company(context, draft, new);
    values.extend(picked);
    problems.extend(wrong);
    let tenants = &context.names.tenants;
    let stated = draft.get(Field::Tenant).map(str::trim).filter(|text| !text.is_empty());
    let tenant = match stated {
        _ if new && info.requires("tenant_id") && !tenants.exists() => {
            let why = "is required, but this database has no table hrm_tenant: no company can be \
                       made here";
            Err(FieldProblem::new(Field::Tenant, why))
        }
        Some(text) if info.has("tenant_id") => {
            context.refer(Field::Tenant, tenants, text, true).map(Some)
        }
        Some(_) => Err(FieldProblem::not_stored(Field::Tenant)),
        None if new && info.has("tenant_id") => match &tenants.all[..] {
            [only] => Ok(Some(Reference::NamedRow(only.key.clone()))),
            [] if info.requires("tenant_id") => Err(FieldProblem::none_yet(Field::Tenant)),
            _ if info.requires("tenant_id") => Err(FieldProblem::new(Field::Tenant, "is required")),
            _ => Ok(None),
        },
        None => Ok(None),
    };
    let lacks_tenant = tenant.is_err() && stated.is_none();
    let tenant = tenant.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    if lacks_tenant && new {
        problems.extend(likely_meant(context, draft));
    }
    let mut whole: RowValues = row.cloned().unwrap_or_default();
    for (column, value) in &values {
        put(&mut whole, column, value.clone());
    }
    if let Some(Reference::NamedRow(key)) = &tenant {
        put(&mut whole, "tenant_id", key.clone());
    }
    let key = row.and_then(|row| get(row, "id"));
    if let Some(columns) = info.collision(connection, &whole, key)?
        && !problems.iter().any(|problem| problem.field == Field::Code)
    {
        let in_tenant = columns.iter().any(|column| column == "tenant_id");
        let why = if in_tenant {
            "is taken: another company of the tenant has it"
        } else {
            "is taken: another company has it"
        };
        let by_name = columns.iter().any(|column| column == "name");
        let field = if by_name { Field::Name } else { Field::Code };
        problems.push(FieldProblem::new(field, why));
    }
    let is_tenant_new = matches!(tenant, Some(Reference::Missing { .. }));
    if !is_tenant_new && !problems.iter().any(|problem| problem.field == Field::Code) {
        problems.extend(twin(context, row, &whole));
    }
    if problems.is_empty() {
        Ok(Ok(CheckedCompany { values, tenant }))
    } else {
        problems.sort_by_key(|problem| problem.field);
        problems.dedup();
        Ok(Err(problems))
    }
}

/// The existing company that a new one without a tenant may be meant for, as a problem.
fn likely_meant(context: &EditContext, draft: &Draft) -> Option<FieldProblem> {
    let code = draft.get(Field::Code)?.trim();
    let twin = context.names.companies.coded_like(code).find(|it| !it.code.is_empty())?;
    let why = format!("{DIFFERS}{} {}", listed(&twin.code), difference(code, &twin.code));
    Some(FieldProblem::new(Field::Code, why))
}

/// The problem if another company of the same tenant has a code that looks the same. An
/// unchanged code and tenant are accepted.
fn twin(context: &EditContext, row: Option<&RowValues>, whole: &RowValues) -> Option<FieldProblem> {
    let value = |row, column| get(row, column).unwrap_or(&SqlValue::Null);
    let differs = |column| row.is_none_or(|row| value(row, column) != value(whole, column));
    if !differs("code") && !differs("tenant_id") {
        return None;
    }
    let code = get(whole, "code").map(SqlValue::to_text)?;
    let (own, tenant) = (get(whole, "id"), value(whole, "tenant_id"));
    let is_twin = |it: &&NamedId| it.tenant == *tenant && own != Some(&it.key);
    let twin = context.names.companies.coded_like(&code).find(is_twin)?;
    let why = if twin.code == code {
        "is taken: another company has it".to_owned()
    } else {
        let by = difference(&code, &twin.code);
        format!("{DIFFERS}{} {by}", listed(&twin.code))
    };
    Some(FieldProblem::new(Field::Code, why))
}

/// Adds a company.
pub(super) fn add(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    draft: &Draft,
) -> Result<Result<CompanyId, Vec<FieldProblem>>, StoreError> {
    let checked = match check(writer.connection, context, draft, None)? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut known = checked.values;
    let mut tenant = SqlValue::Null;
    if let Some(reference) = checked.tenant {
        tenant = context.tenant(writer, reference)?;
        known.push(("tenant_id", tenant.clone()));
    }
    let id = new_uuid(writer, &context.names.companies);
    let code = draft.get(Field::Code).unwrap_or_default().to_owned();
    let name = draft.get(Field::Name).unwrap_or_default().trim().to_owned();
    if !known.iter().any(|(column, _)| *column == "currency_code") {
        known.push(("currency_code", currency(writer.connection, context, &tenant)?));
    }
    if !known.iter().any(|(column, _)| *column == "is_active") {
        known.push(("is_active", SqlValue::Integer(1)));
    }
    known.extend([
        ("id", SqlValue::from(id.clone())),
        ("timezone", "UTC".to_owned().into()),
        ("created_by", context.operator.clone().into()),
        ("created_at", writer.at.to_owned().into()),
    ]);
    let mut values = context.companies.known(known);
    let (connection, now) = (writer.connection, writer.at);
    context.companies.fill(connection, &mut values, now, &mut || writer.new_id())?;
    let key = insert(writer, &context.companies, &values, &label(&code))?;
    let labels = Vec::new();
    let named = NamedId { key, id: id.clone(), code, name, labels, tenant };
    context.names.push_company(named);
    Ok(Ok(CompanyId::new(&id)))
}

/// Edits a company; true if anything was changed.
pub(super) fn edit(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    key: &SqlValue,
    draft: &Draft,
) -> Result<Result<bool, Vec<FieldProblem>>, StoreError> {
    let row = context.companies.row(writer.connection, key)?;
    let row = row.ok_or_else(|| StoreError::Gone("the company".into()))?;
    let checked = match check(writer.connection, context, draft, Some(&row))? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut values = checked.values;
    if let Some(reference) = checked.tenant {
        values.push(("tenant_id", context.tenant(writer, reference)?));
    }
    values.retain(|(column, value)| !has_value(Axis::Companies, &row, column, value));
    if values.is_empty() {
        return Ok(Ok(false));
    }
    values.push(("modified_at", writer.at.to_owned().into()));
    values.push(("modified_by", context.operator.clone().into()));
    values.retain(|(column, _)| context.companies.has(column));
    let code = get(&row, "code").map(SqlValue::to_text).unwrap_or_default();
    writer.update_row("hrm_company", key, &values, &label(&code)).map(Ok)
}

/// Whether this database has a column for a field of companies.
pub(super) fn stores(context: &EditContext, field: Field) -> bool {
    let EditContext { companies, names, .. } = context;
    match field {
        Field::Tenant => companies.has("tenant_id") && names.tenants.exists(),
        field => {
            COMPANY_FIELDS.iter().any(|rule| rule.field == field && companies.has(rule.column))
        }
    }
}

/// A company as a draft with every field that this database has.
///
/// # Errors
/// [`StoreError::Gone`].
pub(super) fn draft_of(
    connection: &Connection,
    context: &EditContext,
    key: &SqlValue,
) -> Result<Draft, StoreError> {
    let row = context.companies.row(connection, key)?;
    let row = row.ok_or_else(|| StoreError::Gone("the company".into()))?;
    let mut draft = Draft::default();
    for field in Field::OF_COMPANY.iter().copied().filter(|field| stores(context, *field)) {
        let tenant =
            || get(&row, "tenant_id").map(|key| context.names.tenants.display_name_of_key(key));
        let text = match field {
            Field::Tenant => tenant().unwrap_or_default(),
            field => text_of_field(Axis::Companies, &row, COMPANY_FIELDS, field),
        };
        draft.set(field, text);
    }
    Ok(draft)
}

/// The label of a company in the history.
pub(super) fn label(code: &str) -> String {
    format!("company {code}")
}

/// The currency of a new company: that of its tenant, otherwise the most common among the
/// tenant's companies, otherwise the most common among all.
fn currency(
    connection: &Connection,
    context: &EditContext,
    tenant: &SqlValue,
) -> Result<SqlValue, StoreError> {
    let info = &context.companies;
    if !info.has("currency_code") {
        return Ok(SqlValue::Null);
    }
    if let Some(own) = context.tenant_currency(connection, tenant)? {
        return Ok(own);
    }
    let order = if info.has("tenant_id") { "sum(tenant_id = ?1) DESC, " } else { "" };
    let sql = format!(
        "SELECT currency_code FROM hrm_company WHERE currency_code IS NOT NULL \
         GROUP BY 1 ORDER BY {order}count(*) DESC, ?1 IS NULL, 1 LIMIT 1"
    );
    let found =
        connection.prepare_cached(&sql)?.query_row([tenant], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| CURRENCY.to_owned().into()))
}
