//! grantgrid's own tables on a server: their columns, and how values are converted to text and
//! back.

use super::describe::ColumnKind;
use super::values::{CopiedValue, value};
use crate::store::sql_value::SqlValue;

/// The form of the tables.
pub(super) const FORMAT: i64 = 1;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnKind {
    Number,
    Text,
    Flag,
    Uuid,
    Time,
    /// Any value, as JSON.
    Any,
}

/// How rows written since a position are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// By the version of the journal in which each was last written.
    Written,
    /// By the number of their change, because they never change.
    Change,
    /// There are so few that all are read again.
    All,
}

/// One of grantgrid's own tables, except `grantgrid_meta`.
#[derive(Debug)]
pub(super) struct OwnTable {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, OwnKind)],
    /// How many of the columns, from the first, form the key.
    pub(super) key: usize,
    pub(super) freshness: Freshness,
}

use OwnKind::{Any, Flag, Number, Text, Time, Uuid};

pub(super) const CHANGE: OwnTable = OwnTable {
    name: "grantgrid_change",
    columns: &[
        ("id", Number),
        ("at", Time),
        ("operator", Text),
        ("kind", Text),
        ("reason", Text),
        ("added", Number),
        ("removed", Number),
        ("reverts", Number),
        ("undone_by", Number),
        ("account", Text),
    ],
    key: 1,
    freshness: Freshness::Written,
};
pub(super) const USER: OwnTable = OwnTable {
    name: "grantgrid_user",
    columns: &[("id", Number), ("username", Text), ("person", Text)],
    key: 1,
    freshness: Freshness::Written,
};
pub(super) const COMPANY: OwnTable = OwnTable {
    name: "grantgrid_company",
    columns: &[("number", Number), ("id", Text), ("code", Text), ("name", Text)],
    key: 1,
    freshness: Freshness::Written,
};
pub(super) const FORMER: OwnTable = OwnTable {
    name: "grantgrid_former",
    columns: &[("kind", Text), ("id", Number), ("until", Number), ("code", Text), ("name", Text)],
    key: 3,
    freshness: Freshness::Written,
};
pub(super) const CELL: OwnTable = OwnTable {
    name: "grantgrid_cell",
    columns: &[
        ("change_id", Number),
        ("user_id", Number),
        ("company", Number),
        ("added", Flag),
        ("grant_id", Uuid),
        ("created_at", Time),
        ("modified_at", Time),
    ],
    key: 0,
    freshness: Freshness::Change,
};
pub(super) const ROW: OwnTable = OwnTable {
    name: "grantgrid_row",
    columns: &[
        ("change_id", Number),
        ("number", Number),
        ("table_name", Text),
        ("row_key", Any),
        ("edit", Text),
        ("label", Text),
        ("person", Text),
    ],
    key: 2,
    freshness: Freshness::Written,
};
pub(super) const VALUE: OwnTable = OwnTable {
    name: "grantgrid_value",
    columns: &[
        ("change_id", Number),
        ("number", Number),
        ("column_name", Text),
        ("before", Any),
        ("after", Any),
    ],
    key: 3,
    freshness: Freshness::Change,
};
pub(super) const RULE: OwnTable = OwnTable {
    name: "grantgrid_rule",
    columns: &[("role", Text), ("scope", Text)],
    key: 1,
    freshness: Freshness::All,
};
pub(super) const POLICY: OwnTable = OwnTable {
    name: "grantgrid_policy",
    columns: &[("role", Text), ("reach", Text), ("grants", Text), ("home", Text)],
    key: 1,
    freshness: Freshness::All,
};

/// All of these tables.
pub(super) const OWN_TABLES: [&OwnTable; 9] =
    [&CHANGE, &USER, &COMPANY, &FORMER, &CELL, &ROW, &VALUE, &RULE, &POLICY];

impl OwnKind {
    /// The type on the server.
    pub(super) fn server_type(self) -> &'static str {
        match self {
            Number => "bigint",
            Text => "text",
            Flag => "boolean",
            Uuid => "uuid",
            Time => "timestamp",
            Any => "jsonb",
        }
    }

    /// The text that the server converts back to the value; `None` for NULL.
    pub(super) fn to_server(self, value: &SqlValue) -> Option<String> {
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let plain = match value {
            SqlValue::Null => return None,
            SqlValue::Integer(number) => number.to_string(),
            SqlValue::Real(number) => number.to_string(),
            SqlValue::Text(bytes) | SqlValue::Blob(bytes) => lossy(bytes),
        };
        let is_text = matches!(value, SqlValue::Text(_) | SqlValue::Blob(_));
        Some(if self == Any && is_text {
            serde_json::Value::from(plain).to_string()
        } else {
            plain
        })
    }

    /// The replica's value for the server's text.
    pub(super) fn to_replica(self, text: Option<&str>) -> SqlValue {
        let Some(text) = text else {
            return SqlValue::Null;
        };
        match self {
            Number => text.parse().map_or_else(|_| text.to_owned().into(), SqlValue::Integer),
            Flag => SqlValue::Integer(i64::from(text.starts_with('t'))),
            Text | Uuid => text.to_owned().into(),
            Time => match value(ColumnKind::Time, Some(text.into())) {
                CopiedValue::Text(text) => text.into_owned().into(),
                _ => SqlValue::Null,
            },
            Any => match serde_json::from_str(text) {
                Ok(serde_json::Value::String(text)) => text.into(),
                Ok(serde_json::Value::Number(number)) => number.as_i64().map_or_else(
                    || number.as_f64().map_or(SqlValue::Null, SqlValue::Real),
                    SqlValue::Integer,
                ),
                _ => SqlValue::Null,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_round_trip() {
        for value in [
            SqlValue::Null,
            SqlValue::Integer(-7),
            SqlValue::from("7".to_owned()),
            SqlValue::from("a \"b\"\n海".to_owned()),
            SqlValue::Real(1.5),
        ] {
            let there = Any.to_server(&value);
            let back = Any.to_replica(there.as_deref());
            assert_eq!(value, back, "{there:?}");
        }
    }

    #[test]
    fn every_column_is_in_the_definition() {
        for table in OWN_TABLES {
            let start = format!("CREATE TABLE IF NOT EXISTS {} (", table.name);
            let (_, rest) = super::super::own_sql::OWN_TABLES.split_once(&start).expect(table.name);
            let (columns, _) = rest.split_once(");\n").expect(table.name);
            for (column, kind) in table.columns {
                let defined = format!("\n    {column} {}", kind.server_type());
                assert!(columns.contains(&defined), "{} {column}", table.name);
            }
            assert_eq!(table.freshness == Freshness::Written, columns.contains("\n    written "));
        }
    }
}
