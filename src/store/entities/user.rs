//! Checks drafts of users, and writes them.

use rusqlite::Connection;

use super::check::{emptied, no_names};
use super::edit_context::{EditContext, Reference, insert};
use super::names::RowMatch;
use super::picked::{self, PickedValues};
use super::row_values::{RowValues, get, has_value, put};
use super::{employee, lookalikes};
use crate::domain::{Draft, Field, FieldProblem, UserId, yes_or_no};
use crate::filter::Axis;
use crate::store::edit::writer::Writer;
use crate::store::schema::field_columns::{FieldRule, USER_FIELDS};
use crate::store::sql_value::SqlValue;
use crate::store::{StoreError, journal};

/// The default role of a new user.
const LEAST_ROLE: &str = "Employee";

/// The problem of a name or an address that another user has.
pub(super) const TAKEN: &str = "is taken: another user has it";

/// A checked draft.
pub(super) struct CheckedUser {
    /// The values, by column.
    pub(super) values: Vec<(&'static str, SqlValue)>,
    pub(super) organization: Option<Reference>,
    /// The key of the home company, if it is set; `Null` for none.
    pub(super) home: Option<SqlValue>,
    /// The picked values for an employee record.
    pub(super) record: PickedValues,
}

/// Checks a draft against the database. `row` is the current user, `None` for a new
/// one.
pub(super) fn check(
    connection: &Connection,
    context: &EditContext,
    draft: &Draft,
    row: Option<&RowValues>,
) -> Result<Result<CheckedUser, Vec<FieldProblem>>, StoreError> {
    let (info, new) = (&context.users, row.is_none());
    let mut problems: Vec<FieldProblem> =
        USER_FIELDS.iter().filter_map(|rule| rule.problem(info, draft, row)).collect();
    problems.extend(no_names(context, draft, row));
    let (roles, organizations) = (&context.names.roles, &context.names.organizations);
    problems.extend(emptied(
        info,
        draft,
        row,
        &[
            (Field::Role, "role_id", Some(roles)),
            (Field::Organization, "organization_id", Some(organizations)),
            (Field::Active, "is_active", None),
        ],
    ));
    let (mut values, record, wrong) = picked::of_user(context, draft, new);
    problems.extend(wrong);
    for rule in USER_FIELDS.iter().filter(|rule| info.has(rule.column)) {
        if let Some(text) = draft.get(rule.field) {
            values.push((rule.column, value_of(rule, text.trim(), info.requires(rule.column))));
        }
    }

    let role = draft.get(Field::Role).map(str::trim).filter(|text| !text.is_empty());
    match (role, new) {
        (Some(text), _) => match context.refer(Field::Role, roles, text, false) {
            Ok(Reference::NamedRow(key)) => {
                let given = row.and_then(|row| get(row, "role_id")) != Some(&key);
                let role = roles.by_key(&key).filter(|_| given);
                if role.is_some_and(|role| !context.may_give(role)) {
                    let why = "is higher than the operator's own";
                    problems.push(FieldProblem::new(Field::Role, why));
                }
                values.push(("role_id", key));
            }
            Ok(Reference::Missing { .. }) => {}
            Err(problem) => problems.push(problem),
        },
        (None, true) if info.has("role_id") => match default_role(context) {
            Some(key) => values.push(("role_id", key)),
            None if info.requires("role_id") => {
                problems.push(FieldProblem::new(Field::Role, "is required"));
            }
            None => {}
        },
        _ => {}
    }

    let mut home = None;
    let mut home_company = None;
    if let Some(text) = draft.get(Field::Home).map(str::trim) {
        if text.is_empty() {
            home = Some(SqlValue::Null);
        } else if !context.employees.has("user_id") || !context.employees.has("company_id") {
            let why = "is not kept in this database: it has no employee records";
            problems.push(FieldProblem::new(Field::Home, why));
        } else {
            let companies = &context.names.companies;
            match (context.refer(Field::Home, companies, text, false), companies.find(text)) {
                (Ok(Reference::NamedRow(key)), RowMatch::One(company)) => {
                    home = Some(key);
                    home_company = Some(company);
                }
                (Err(problem), _) => problems.push(problem),
                _ => {}
            }
        }
    }

    let stated = draft.get(Field::Organization).map(str::trim).filter(|text| !text.is_empty());
    let organization = match stated {
        _ if new && info.requires("organization_id") && !organizations.exists() => {
            let why = "is required, but this database has no table organization: no user can be \
                       made here";
            Err(FieldProblem::new(Field::Organization, why))
        }
        Some(text) => context.refer(Field::Organization, organizations, text, true).map(Some),
        None if new => context.organization_for(home_company),
        None => Ok(None),
    };
    let organization = organization.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let homeless = new && home_company.is_none();
    if homeless && problems.is_empty() && !context.could_see_user_of(organization.as_ref()) {
        let why = "must be one of the operator's tenant, or set a home company";
        problems.push(FieldProblem::new(Field::Organization, why));
    }
    problems.extend(collision(connection, context, &values, row, &problems)?);
    let alike = lookalikes::problems(connection, context, draft, row, &problems)?;
    if new && alike.iter().any(|problem| problem.field == Field::Username) {
        // The line probably means an existing user, so the address is not the mistake.
        problems.retain(|problem| problem.field != Field::Email);
    }
    problems.extend(alike);
    if problems.is_empty() {
        Ok(Ok(CheckedUser { values, organization, home, record }))
    } else {
        problems.sort_by_key(|problem| problem.field);
        problems.dedup();
        Ok(Err(problems))
    }
}

/// The values that another user already has.
fn collision(
    connection: &Connection,
    context: &EditContext,
    values: &[(&'static str, SqlValue)],
    row: Option<&RowValues>,
    known: &[FieldProblem],
) -> Result<Option<FieldProblem>, StoreError> {
    let mut whole: RowValues = row.cloned().unwrap_or_default();
    for (column, value) in values {
        put(&mut whole, column, value.clone());
    }
    let key = row.and_then(|row| get(row, "id"));
    let Some(columns) = context.users.collision(connection, &whole, key)? else {
        return Ok(None);
    };
    let field = USER_FIELDS.iter().find(|rule| columns.iter().any(|column| column == rule.column));
    let field = field.map_or(Field::Username, |rule| rule.field);
    let is_known = known.iter().any(|problem| problem.field == field);
    Ok((!is_known).then(|| FieldProblem::new(field, TAKEN)))
}

fn value_of(rule: &FieldRule, text: &str, required: bool) -> SqlValue {
    match (rule.field, text) {
        (Field::Active, text) => SqlValue::Integer(yes_or_no(text).unwrap_or(true).into()),
        (_, "") if !required => SqlValue::Null,
        (_, text) => text.to_owned().into(),
    }
}

fn default_role(context: &EditContext) -> Option<SqlValue> {
    let roles = &context.names.roles;
    match (roles.find(LEAST_ROLE), &roles.all[..]) {
        (RowMatch::One(role), _) => Some(role.key.clone()),
        (_, [only]) => Some(only.key.clone()),
        _ => None,
    }
}

/// Adds a user.
pub(super) fn add(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    draft: &Draft,
) -> Result<Result<UserId, Vec<FieldProblem>>, StoreError> {
    let checked = match check(writer.connection, context, draft, None)? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    let id = writer.next_id("hrm_users")?.ok_or_else(|| {
        StoreError::Impossible("the ids of hrm_users are not declared as whole numbers".into())
    })?;
    let username = draft.get(Field::Username).unwrap_or_default().to_owned();
    let at = SqlValue::from(writer.at.to_owned());
    let mut known = checked.values;
    if let Some(organization) = checked.organization {
        known.push(("organization_id", context.organization(writer, organization)?));
    }
    known.extend([
        ("id", SqlValue::Integer(id)),
        // Not the hash of any password: nobody can log in with it.
        ("password_hash", format!("!{}", writer.new_id()).into()),
        ("must_reset_password", SqlValue::Integer(1)),
        ("created_at", at.clone()),
        ("updated_at", at),
        ("created_by", context.operator.clone().into()),
    ]);
    if !known.iter().any(|(column, _)| *column == "is_active") {
        known.push(("is_active", SqlValue::Integer(1)));
    }
    for name in ["first_name", "last_name"] {
        if context.users.requires(name) && !known.iter().any(|(column, _)| *column == name) {
            known.push((name, String::new().into()));
        }
    }
    let mut values = context.users.known(known);
    let (connection, now) = (writer.connection, writer.at);
    context.users.fill(connection, &mut values, now, &mut || writer.new_id())?;
    insert(writer, &context.users, &values, &label(&username))?;
    if let Some(spellings) = &mut context.spellings {
        spellings.note(draft);
    }
    // Records in the history whom the id belongs to.
    let person = journal::person::of(writer.connection, writer.schema(), &SqlValue::Integer(id))?;
    let who = (&*username, &person);
    let (change, expects_known) = (writer.change, &mut false);
    journal::person::name_user(writer.connection, change, UserId(id), who, expects_known)?;
    if let Some(home) = checked.home.filter(|home| *home != SqlValue::Null) {
        employee::add(writer, context, id, &values, (home, checked.record))?;
    }
    Ok(Ok(UserId(id)))
}

/// Edits a user; true if anything was changed.
pub(super) fn edit(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    id: UserId,
    draft: &Draft,
) -> Result<Result<bool, Vec<FieldProblem>>, StoreError> {
    let key = SqlValue::Integer(id.0);
    let row = context.users.row(writer.connection, &key)?;
    let row = row.ok_or_else(|| StoreError::Gone(format!("the user {id}")))?;
    let checked = match check(writer.connection, context, draft, Some(&row))? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    let username = get(&row, "username").map(SqlValue::to_text).unwrap_or_default();
    let mut values = checked.values;
    if let Some(organization) = checked.organization {
        values.push(("organization_id", context.organization(writer, organization)?));
    }
    values.retain(|(column, value)| !has_value(Axis::Users, &row, column, value));
    let mut edited = !values.is_empty();
    let decides_access = |(column, _): &(&str, _)| ["role_id", "is_active"].contains(column);
    if let Some(admins) = &mut context.admins
        && values.iter().any(decides_access)
    {
        admins.note(writer, id)?;
    }
    if edited {
        values.push(("updated_at", writer.at.to_owned().into()));
        values.push(("modified_by", context.operator.clone().into()));
        values.retain(|(column, _)| context.users.has(column));
        writer.update_row("hrm_users", &key, &values, &label(&username))?;
        if let Some(spellings) = &mut context.spellings {
            spellings.note(draft);
        }
    }
    if let Some(home) = checked.home {
        edited |= employee::set_home(writer, context, id.0, &row, (home, checked.record))?;
    }
    Ok(Ok(edited))
}

/// Gives a user a temporary address, until the real one is free.
pub(super) fn give_temporary_address(
    writer: &mut Writer<'_>,
    context: &EditContext,
    id: UserId,
) -> Result<(), StoreError> {
    let key = SqlValue::Integer(id.0);
    let row = context.users.row(writer.connection, &key)?.unwrap_or_default();
    let username = get(&row, "username").map(SqlValue::to_text).unwrap_or_default();
    let address = format!("{}@meantime.invalid", writer.new_id());
    let values = [("email", SqlValue::from(address))];
    writer.update_row("hrm_users", &key, &values, &label(&username)).map(drop)
}

/// Whether this database has a column for a field of users.
pub(super) fn stores(context: &EditContext, field: Field) -> bool {
    let EditContext { users, employees, names, .. } = context;
    match field {
        Field::Role => users.has("role_id") && names.roles.exists(),
        Field::Organization => users.has("organization_id") && names.organizations.exists(),
        Field::Home => employees.has("user_id") && employees.has("company_id"),
        field => USER_FIELDS.iter().any(|rule| rule.field == field && users.has(rule.column)),
    }
}

/// A user as a draft with every field that this database has.
///
/// # Errors
/// [`StoreError::Gone`].
pub(super) fn draft_of(
    connection: &Connection,
    context: &mut EditContext,
    id: UserId,
) -> Result<Draft, StoreError> {
    let row = context.users.row(connection, &SqlValue::Integer(id.0))?;
    let row = row.ok_or_else(|| StoreError::Gone(format!("the user {id}")))?;
    let value = |column| get(&row, column).unwrap_or(&SqlValue::Null);
    let mut draft = Draft::default();
    for field in Field::OF_USER.iter().copied().filter(|field| stores(context, *field)) {
        let text = match field {
            Field::Role => context.names.roles.display_name_of_key(value("role_id")),
            Field::Organization => {
                context.names.organizations.display_name_of_key(value("organization_id"))
            }
            // Read below, after the context is no longer borrowed.
            Field::Home => continue,
            field => text_of_field(Axis::Users, &row, USER_FIELDS, field),
        };
        draft.set(field, text);
    }
    if stores(context, Field::Home) {
        let record = employee::first_record(connection, context, id.0)?;
        let home = record.map(|(_, company)| context.names.companies.display_name_of_key(&company));
        draft.set(Field::Home, home.unwrap_or_default());
    }
    Ok(draft)
}

/// The value of a field that has a column of its own.
pub(super) fn text_of_field(
    axis: Axis,
    row: &RowValues,
    rule: &[FieldRule],
    field: Field,
) -> String {
    if field == Field::Active {
        let active = has_value(axis, row, "is_active", &SqlValue::Integer(1));
        return if active { "yes" } else { "no" }.into();
    }
    let column = rule.iter().find(|rule| rule.field == field).map_or("", |rule| rule.column);
    get(row, column).map(SqlValue::to_text).unwrap_or_default()
}

/// The label of a user in the history.
pub(super) fn label(username: &str) -> String {
    format!("user {username}")
}
