//! Walks through a JSON file element by element: an array of entries, or an object
//! with the companies and the users.

use std::fmt;
use std::io::BufReader;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::Limits;
use super::encoding::{self, Budget, TextEncoding, Utf8};
use super::entry::{Entry, EntrySeed};
use super::json_value::COMPANIES;
use super::source::Source;
use crate::exchange::ExchangeError;
use crate::exchange::format::Heading;

/// The kind of an element of an array.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonPart {
    /// A user, or a pair.
    Entry,
    /// A company that the file covers.
    Company,
}

/// Passes each element of the file to `take`, which must renew the `budget`: it limits the bytes
/// of an element.
///
/// # Errors
///
/// [`ExchangeError::TooMuch`], [`ExchangeError::UnexpectedJson`], [`ExchangeError::NotJson`],
/// those of reading and of `take`.
pub(super) fn walk(
    source: &Source,
    limits: &Limits,
    budget: &Budget,
    take: &mut dyn FnMut(JsonPart, Entry) -> Result<(), ExchangeError>,
) -> Result<WalkResult, ExchangeError> {
    let TextEncoding { encoding, notes } = encoding::of(source)?;
    let text = Utf8::new(source.rewound()?, encoding, budget.clone());
    let mut stop = None;
    let mut take = |part, entry| {
        stop = take(part, entry).err();
        stop.is_none()
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(text));
    let read = Top(&mut take).deserialize(&mut json);
    let read = read.and_then(|found| json.end().map(|()| found));
    match read {
        Ok(found) => Ok(WalkResult { found, notes }),
        Err(_) if budget.is_spent() => {
            Err(ExchangeError::TooMuch { what: "bytes in an entry", most: limits.line })
        }
        Err(error) => Err(stop.unwrap_or_else(|| match error.io_error_kind() {
            Some(_) => source.fault(error.into()),
            None if error.is_data() => {
                ExchangeError::UnexpectedJson { line: error.line(), column: error.column() }
            }
            None => ExchangeError::NotJson { message: error.to_string(), source: (&error).into() },
        })),
    }
}

/// The result of walking through a file.
pub(super) struct WalkResult {
    /// Whether there was a list of entries.
    pub(super) found: bool,
    /// Notes on how it was read.
    pub(super) notes: Vec<String>,
}

/// Receives an element; returns false to stop reading.
type OnEntry<'t> = dyn FnMut(JsonPart, Entry) -> bool + 't;

/// The whole file: entries, or an object with entries.
struct Top<'t, 'u>(&'t mut OnEntry<'u>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    /// Whether there were entries.
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of entries, or an object with users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<bool, A::Error> {
        Elements(self.0, JsonPart::Entry).visit_seq(array).map(|()| true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = object.next_key::<String>()? {
            if key == COMPANIES {
                object.next_value_seed(Elements(&mut *self.0, JsonPart::Company))?;
            } else if Heading::of(&key) == Some(Heading::Username) {
                found = true;
                object.next_value_seed(Elements(&mut *self.0, JsonPart::Entry))?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// An array whose elements are passed on.
struct Elements<'t, 'u>(&'t mut OnEntry<'u>, JsonPart);

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while let Some(entry) = array.next_element_seed(EntrySeed)? {
            if !(self.0)(self.1, entry) {
                return Err(A::Error::custom("broken off"));
            }
        }
        Ok(())
    }
}
