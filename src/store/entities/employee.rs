//! The home company of a user: the company of the first employee record by id, which
//! is created if there is none.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::edit_context::{EditContext, insert};
use super::picked::{self, PickedValues};
use super::row_values::{RowValues, get};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::sql_value::SqlValue;

/// The values that the HR system itself writes to a new record and expects to find there.
const PAY: [(&str, i64); 3] =
    [("allowances", 0), ("employee_cpf_rate", 20), ("employer_cpf_rate", 17)];

/// Creates the employee record of a user.
pub(super) fn add(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    user: i64,
    row: &RowValues,
    (home, picked): (SqlValue, PickedValues),
) -> Result<(), StoreError> {
    let missing = picked::missing(&context.employees, &picked);
    if !missing.is_empty() {
        return Err(StoreError::Invalid(missing));
    }
    let code = next_code(writer.connection, context)?;
    let username = get(row, "username").map(SqlValue::to_text).unwrap_or_default();
    let name = |column| get(row, column).map(SqlValue::to_text).unwrap_or_default();
    let at = SqlValue::from(writer.at.to_owned());
    let today: String = writer.at.chars().take(10).collect();
    let mut known = vec![
        ("employee_id", SqlValue::from(code.clone())),
        ("first_name", name("first_name").into()),
        ("last_name", name("last_name").into()),
        ("hire_date", today.into()),
        ("basic_salary", SqlValue::Integer(0)),
        ("timezone", "UTC".to_owned().into()),
        ("is_active", SqlValue::Integer(1)),
        ("is_manager", SqlValue::Integer(0)),
        ("user_id", SqlValue::Integer(user)),
        ("company_id", home),
        ("created_at", at.clone()),
        ("modified_at", at),
        ("created_by", context.operator.clone().into()),
    ];
    known.extend(writer.next_id("hrm_employee")?.map(|id| ("id", SqlValue::Integer(id))));
    known.extend(picked);
    known.extend(PAY.map(|(column, number)| (column, SqlValue::Integer(number))));
    if let Some(organization) = get(row, "organization_id").filter(|key| **key != SqlValue::Null) {
        known.push(("organization_id", organization.clone()));
    }
    let mut values = context.employees.known(known);
    let (connection, now) = (writer.connection, writer.at);
    context.employees.fill(connection, &mut values, now, &mut || writer.new_id())?;
    insert(writer, &context.employees, &values, &label(&username))?;
    Ok(())
}

/// Sets or removes the home company of a user; true if it was different before.
pub(super) fn set_home(
    writer: &mut Writer<'_>,
    context: &mut EditContext,
    user: i64,
    row: &RowValues,
    (home, picked): (SqlValue, PickedValues),
) -> Result<bool, StoreError> {
    match first_record(writer.connection, context, user)? {
        None if home == SqlValue::Null => Ok(false),
        None => add(writer, context, user, row, (home, picked)).map(|()| true),
        Some((_, company)) if company == home => Ok(false),
        Some((id, _)) => {
            let username = get(row, "username").map(SqlValue::to_text).unwrap_or_default();
            let mut values = vec![
                ("company_id", home),
                ("modified_at", writer.at.to_owned().into()),
                ("modified_by", context.operator.clone().into()),
            ];
            values.retain(|(column, _)| context.employees.has(column));
            writer.update_row("hrm_employee", &SqlValue::Integer(id), &values, &label(&username))
        }
    }
}

/// The id and company of a user's first employee record.
pub(super) fn first_record(
    connection: &Connection,
    context: &mut EditContext,
    user: i64,
) -> Result<Option<(i64, SqlValue)>, StoreError> {
    if !context.employees.has("user_id") || !context.employees.has("company_id") {
        return Ok(None);
    }
    if !context.many {
        let sql = "SELECT id, company_id FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1";
        let found = connection
            .prepare_cached(sql)?
            .query_row([user], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        return Ok(found);
    }
    if context.records.is_none() {
        let mut records = HashMap::new();
        let sql = "SELECT user_id, id, company_id FROM hrm_employee \
             WHERE user_id IS NOT NULL ORDER BY id DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let SqlValue::Integer(user) = row.get(0)? {
                records.insert(user, (row.get(1)?, row.get(2)?));
            }
        }
        context.records = Some(records);
    }
    Ok(context.records.as_ref().and_then(|records| records.get(&user).cloned()))
}

/// The code after the last one: `E0010` after `E0009`.
fn next_code(connection: &Connection, context: &mut EditContext) -> Result<String, StoreError> {
    if !context.employees.has("employee_id") {
        return Ok(String::new());
    }
    let last = match context.last_code.take() {
        Some(code) => Some(code),
        None => connection
            .prepare_cached("SELECT employee_id FROM hrm_employee ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| row.get::<_, SqlValue>(0))
            .optional()?
            .map(|code| code.to_text()),
    };
    let mut code = last.as_deref().and_then(following).unwrap_or_else(|| "E0001".into());
    let mut exists =
        connection.prepare_cached("SELECT 1 FROM hrm_employee WHERE employee_id = ?1")?;
    while exists.exists([&code])? {
        code = following(&code).unwrap_or_else(|| "E0001".into());
    }
    context.last_code = Some(code.clone());
    Ok(code)
}

/// A code with its number increased by one; `None` if it does not end with a number.
fn following(code: &str) -> Option<String> {
    let stem = code.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &code[stem.len()..];
    let next = digits.parse::<u64>().ok()?.checked_add(1)?;
    Some(format!("{stem}{next:0width$}", width = digits.len()))
}

fn label(username: &str) -> String {
    format!("employee record of {username}")
}

#[cfg(test)]
mod tests {
    use super::following;

    #[test]
    fn employee_codes_continue_in_their_format() {
        for (code, next) in
            [("E0009", "E0010"), ("E9", "E10"), ("007", "008"), ("NYC-99", "NYC-100")]
        {
            assert_eq!(following(code).as_deref(), Some(next));
        }
        assert_eq!(following("abc"), None);
        assert_eq!(following("E99999999999999999999"), None);
    }
}
