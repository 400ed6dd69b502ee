//! Reads values that any program may have written: every value yields something sensible, and
//! none causes a panic.

use std::borrow::Cow;

use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// An exact value, so that it can be restored byte for byte: a text need not be valid UTF-8.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SqlValue {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl SqlValue {
    /// The value in the form that SQLite functions take.
    pub(crate) fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    /// The text of the value, as of [`text_of`].
    pub(crate) fn to_text(&self) -> String {
        text_of(self.as_ref()).into_owned()
    }
}

impl From<String> for SqlValue {
    fn from(text: String) -> Self {
        Self::Text(text.into_bytes())
    }
}

impl FromSql for SqlValue {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(bytes.into()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.into()),
        })
    }
}

impl ToSql for SqlValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

/// The text of a value: numbers as digits, NULL as an empty text; invalid UTF-8 is replaced.
pub(crate) fn text_of(value: ValueRef<'_>) -> Cow<'_, str> {
    match value {
        ValueRef::Null => Cow::Borrowed(""),
        ValueRef::Integer(number) => Cow::Owned(number.to_string()),
        ValueRef::Real(number) => Cow::Owned(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        },
    }
}

/// The text in a column.
pub(crate) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(text_of(row.get_ref(column)?).into_owned())
}

/// The text in a column; `None` for NULL.
pub(crate) fn optional_text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        value => Some(text_of(value).into_owned()),
    })
}

/// The integer in a column; `None` for anything else.
pub(crate) fn optional_number(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => Some(number),
        _ => None,
    })
}

/// The `is_active` column of a user. NULL means inactive, because the HR system's login
/// refuses it.
pub(crate) fn is_active_user(row: &Row<'_>, column: usize) -> rusqlite::Result<bool> {
    Ok(is_on(row.get_ref(column)?, false))
}

/// The `is_active` column of a company or a role. NULL means active, the default of the HR
/// system's models.
pub(crate) fn is_active(row: &Row<'_>, column: usize) -> rusqlite::Result<bool> {
    Ok(is_on(row.get_ref(column)?, true))
}

/// The boolean value of a column; `null` is returned for NULL.
pub(crate) fn is_on(value: ValueRef<'_>, null: bool) -> bool {
    match value {
        ValueRef::Null => null,
        ValueRef::Integer(0) | ValueRef::Text(b"0" | b"false" | b"False" | b"f") => false,
        _ => true,
    }
}

/// Whether a text looks like a number. A column of NUMERIC affinity (as every column declared
/// `UUID` has) would store it as that number and lose the digits: hex digits like `00…01` or
/// `12…3e45`.
pub(crate) fn reads_as_number(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(mantissa) && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_sqlite_would_store_as_numbers_are_recognized() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (id UUID)").unwrap();
        for id in [
            "00000000000000000000000000000001",
            "12345678123456781234567812345678",
            "123e4567123456781234567812345678",
            "12345678123E56781234567812345678",
            "f1d69ed617f54837970820fe119a72d1",
            "123e4567e23456781234567812345678",
            "e2345678123456781234567812345678",
            "12345678-1234-5678-1234-567812345678",
            "1234567812345678123456781234567e",
        ] {
            let kind: String = connection
                .query_row("INSERT INTO t VALUES (?1) RETURNING typeof(id)", [id], |row| row.get(0))
                .unwrap();
            assert_eq!(reads_as_number(id), kind != "text", "{id} was kept as {kind}");
        }
    }
}
