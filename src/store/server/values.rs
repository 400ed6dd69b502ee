//! Converts texts from a server to the values that the HR system writes into SQLite: times
//! with six fractional digits, booleans as 0 and 1.

use std::borrow::Cow;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::describe::ColumnKind;

/// A value of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CopiedValue<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    /// A text as the server sent it.
    Sent(&'a [u8]),
}

impl ToSql for CopiedValue<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Sent(bytes) => ValueRef::Text(bytes),
        }))
    }
}

/// The value of a column; `None` means NULL.
pub(super) fn value(kind: ColumnKind, text: Option<Cow<'_, str>>) -> CopiedValue<'_> {
    let Some(text) = text else {
        return CopiedValue::Null;
    };
    match kind {
        ColumnKind::Boolean => CopiedValue::Integer(i64::from(text.starts_with('t'))),
        ColumnKind::Integer => text.parse().map_or(CopiedValue::Text(text), CopiedValue::Integer),
        ColumnKind::Time => CopiedValue::Text(time(text)),
        ColumnKind::Text => CopiedValue::Text(text),
    }
}

/// The value of a field of a line of `COPY`; most need no copying.
pub(super) fn copied(kind: ColumnKind, bytes: &[u8]) -> CopiedValue<'_> {
    let is_plain = match kind {
        ColumnKind::Text => !bytes.contains(&b'\\'),
        ColumnKind::Time => is_whole_time(bytes),
        ColumnKind::Integer | ColumnKind::Boolean => false,
    };
    if is_plain { CopiedValue::Sent(bytes) } else { value(kind, field(bytes)) }
}

/// Whether a time already has its six digits.
fn is_whole_time(bytes: &[u8]) -> bool {
    bytes.len() == 26
        && (bytes[10], bytes[19]) == (b' ', b'.')
        && bytes[20..].iter().all(u8::is_ascii_digit)
}

/// A time in UTC. A date, and text that is not a time, stay as they are.
fn time(text: Cow<'_, str>) -> Cow<'_, str> {
    let plain = text.strip_suffix("+00").unwrap_or(&text);
    let seconds = plain.get(..19).filter(|it| it.as_bytes()[10] == b' ');
    let (Some(seconds), Some(fraction)) = (seconds, plain.get(19..)) else {
        return text;
    };
    let digits = fraction.strip_prefix('.').unwrap_or(fraction);
    if digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    if digits.len() == 6 && plain.len() == text.len() {
        return text;
    }
    format!("{seconds}.{digits:0<6}").into()
}

/// A field of a line of `COPY`; `None` for NULL.
pub(super) fn field(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if bytes == b"\\N" {
        return None;
    }
    if !bytes.contains(&b'\\') {
        return Some(String::from_utf8_lossy(bytes));
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        let escaped = if *byte == b'\\' { rest.next() } else { None };
        plain.push(match escaped {
            None => *byte,
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'v') => 11,
            Some(other) => *other,
        });
    }
    Some(String::from_utf8_lossy(&plain).into_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_copy_are_decoded() {
        for (bytes, expected) in [
            (&b"plain"[..], Some("plain")),
            (b"", Some("")),
            (b"\\N", None),
            (b"\\\\N", Some("\\N")),
            (b"a\\tb\\nc\\\\\\r\\b\\f\\v", Some("a\tb\nc\\\r\u{8}\u{c}\u{b}")),
            ("München".as_bytes(), Some("München")),
        ] {
            assert_eq!(field(bytes).as_deref(), expected);
        }
    }

    #[test]
    fn a_field_copied_unchanged_has_the_same_value() {
        for (kind, sent) in [
            (ColumnKind::Text, "plain"),
            (ColumnKind::Text, "a\\tb"),
            (ColumnKind::Text, "\\N"),
            (ColumnKind::Time, "2025-06-07 08:09:10.123456"),
            (ColumnKind::Time, "2025-06-07 08:09:10.123+00"),
            (ColumnKind::Time, "0044-03-15 00:00:00.12 BC"),
            (ColumnKind::Time, "2025-06-07 08:09:10"),
            (ColumnKind::Integer, "12"),
            (ColumnKind::Boolean, "t"),
        ] {
            let plain = match copied(kind, sent.as_bytes()) {
                CopiedValue::Sent(bytes) => text(std::str::from_utf8(bytes).expect("UTF-8")),
                other => other,
            };
            assert_eq!(plain, value(kind, field(sent.as_bytes())), "{sent}");
        }
    }

    fn text(text: &str) -> CopiedValue<'static> {
        CopiedValue::Text(text.to_owned().into())
    }

    #[test]
    fn values_are_as_the_hr_system_writes_them() {
        for (kind, sent, expected) in [
            (ColumnKind::Boolean, "t", CopiedValue::Integer(1)),
            (ColumnKind::Boolean, "false", CopiedValue::Integer(0)),
            (ColumnKind::Integer, "-7", CopiedValue::Integer(-7)),
            (ColumnKind::Text, "007", text("007")),
            (ColumnKind::Time, "2025-06-07 08:09:10", text("2025-06-07 08:09:10.000000")),
            (ColumnKind::Time, "2025-06-07 08:09:10.12", text("2025-06-07 08:09:10.120000")),
            (ColumnKind::Time, "2025-06-07 08:09:10.123456", text("2025-06-07 08:09:10.123456")),
            (ColumnKind::Time, "2025-06-07 08:09:10.5+00", text("2025-06-07 08:09:10.500000")),
            (ColumnKind::Time, "2025-06-07", text("2025-06-07")),
            (ColumnKind::Time, "infinity", text("infinity")),
            (ColumnKind::Time, "0044-03-15 00:00:00 BC", text("0044-03-15 00:00:00 BC")),
        ] {
            assert_eq!(value(kind, Some(sent.into())), expected, "{sent}");
        }
        assert_eq!(value(ColumnKind::Time, None), CopiedValue::Null);
    }
}
