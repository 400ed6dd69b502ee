//! A JSON value that reports duplicate fields of an object: the usual reader silently
//! keeps the last one.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// An element of an array, with the fields that it has several times with different
/// values.
pub(super) struct Entry {
    pub(super) value: Value,
    /// The names of these fields, each once, in the order of the file.
    pub(super) contradicted: Vec<String>,
}

/// Reads an [`Entry`].
pub(super) struct EntrySeed;

impl<'de> DeserializeSeed<'de> for EntrySeed {
    type Value = Entry;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Entry, D::Error> {
        let mut contradicted = Vec::new();
        let value = Tree(&mut contradicted).deserialize(json)?;
        Ok(Entry { value, contradicted })
    }
}

/// Reads a value, and collects the duplicate fields with different values.
struct Tree<'c>(&'c mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Tree(&mut *self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(Tree(&mut *self.0))?;
            let earlier = fields.insert(key.clone(), value);
            let differs = earlier.is_some_and(|earlier| fields.get(&key) != Some(&earlier));
            if differs && !self.0.contains(&key) {
                self.0.push(key);
            }
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Entry {
        let mut json = serde_json::Deserializer::from_str(text);
        EntrySeed.deserialize(&mut json).expect("JSON")
    }

    #[test]
    fn a_field_that_contradicts_itself_is_named_once() {
        let contradicted = |text: &str| read(text).contradicted;
        assert_eq!(contradicted(r#"{"a": 1, "a": 2, "a": 1, "b": 1, "b": 1}"#), ["a"]);
        assert_eq!(
            contradicted(r#"{"c": {"NYC": "x", "NYC": ""}, "d": [{"e": 1, "e": 2}]}"#),
            ["NYC", "e"]
        );
        assert_eq!(contradicted(r#"{"a": 1, "A": 2}"#), [""; 0]);
    }

    #[test]
    fn entries_are_read_as_serde_json_reads_them() {
        let text = r#"{"a": [1, -2, 1.5, 1e300, true, null, "é\u0041", {}], "b": {"c": []}}"#;
        assert_eq!(read(text).value, serde_json::from_str::<Value>(text).expect("JSON"));
    }
}
