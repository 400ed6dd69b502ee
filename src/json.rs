//! JSON output: values are exact, and characters that could control a terminal
//! are escaped even where JSON does not require it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::text::acts;

/// Writes one value on one line.
pub(crate) fn write_line(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping(CompactFormatter)))
}

/// Writes one value, indented, one field per line.
pub(crate) fn write_pretty(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping(PrettyFormatter::new())))
}

/// Escapes further characters; the layout is that of another formatter.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, letter)) = rest.char_indices().find(|(_, letter)| acts(*letter)) {
            self.0.write_string_fragment(writer, &rest[..at])?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + letter.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(value: &Value) -> [String; 2] {
        let (mut line, mut pretty) = (Vec::new(), Vec::new());
        write_line(&mut line, value).expect("a line");
        write_pretty(&mut pretty, value).expect("lines");
        [line, pretty].map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn json_output_is_exact_and_cannot_control_a_terminal() {
        let every: String = ('\0'..=char::MAX).collect();
        let value = json!({ "a\u{9b}b": [every, "東京 é \u{202e}\u{85}x", 1, [], {}, null] });
        for text in written(&value) {
            assert!(!text.chars().any(|c| acts(c) && c != '\n'));
            assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
        }
        assert_eq!(written(&json!("東\u{202e}\u{9b}é"))[0], "\"東\\u202e\\u009bé\"");
        assert_eq!(written(&json!("a\u{200b}\u{e0041}"))[0], "\"a\\u200b\\udb40\\udc41\"");
    }

    #[test]
    fn json_is_indented_like_serde_json() {
        let value = json!({ "a": [1, { "b": "c" }], "d": {}, "e": [] });
        let [line, pretty] = written(&value);
        assert_eq!(line, serde_json::to_string(&value).expect("a line"));
        assert_eq!(pretty, serde_json::to_string_pretty(&value).expect("lines"));
    }
}
