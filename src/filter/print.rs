//! Printing a filter: the shortest text that parses into the same tree.

use std::fmt::{self, Write as _};

use super::cursor::is_letter;
use super::{Filter, FilterField, Node, NumberRange, Term};

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(nodes) => joined(f, nodes, " | "),
            Self::And(nodes) => {
                for (at, node) in nodes.iter().enumerate() {
                    if at > 0 {
                        f.write_char(' ')?;
                    }
                    grouped(f, node, matches!(node, Self::Or(_)))?;
                }
                Ok(())
            }
            Self::Not(node) => {
                f.write_char('!')?;
                grouped(f, node, matches!(**node, Self::Or(_) | Self::And(_)))
            }
            Self::Term(term) => term.fmt(f),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if is_plain_word(text) => f.write_str(text),
            Self::Text(text) => quoted(f, text),
            Self::Field(field, values) => {
                write!(f, "{}:", field.name())?;
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        f.write_char(',')?;
                    }
                    let is_number =
                        *field == FilterField::Effective && NumberRange::is_meant_by(value);
                    if is_number { quoted(f, value) } else { value_or_quoted(f, value) }?;
                }
                Ok(())
            }
            Self::Effective(ranges) => {
                write!(f, "{}:", FilterField::Effective.name())?;
                joined(f, ranges, ",")
            }
            Self::Count(ranges) => {
                write!(f, "{}:", FilterField::Count.name())?;
                joined(f, ranges, ",")
            }
            Self::Granted(ranges) => {
                write!(f, "{}:", FilterField::Granted.name())?;
                joined(f, ranges, ",")
            }
            Self::Is(states) => {
                write!(f, "{}:", FilterField::Is.name())?;
                let words: Vec<&str> = states.iter().map(|state| state.word()).collect();
                joined(f, &words, ",")
            }
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, items: &[impl fmt::Display], between: &str) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

fn grouped(f: &mut fmt::Formatter<'_>, node: &Node, group: bool) -> fmt::Result {
    if group { write!(f, "({node})") } else { write!(f, "{node}") }
}

/// Whether the text reads as one bare word.
fn is_plain_word(text: &str) -> bool {
    !text.starts_with(['!', '-']) && text.chars().all(|letter| is_letter(letter) && letter != ':')
}

/// Whether the text reads as one value after a colon.
fn is_plain_value(text: &str) -> bool {
    text.chars().all(|letter| is_letter(letter) && letter != ',')
}

fn value_or_quoted(f: &mut impl fmt::Write, value: &str) -> fmt::Result {
    if is_plain_value(value) { f.write_str(value) } else { quoted(f, value) }
}

/// A value, quoted if it has to be after a colon.
#[must_use]
pub fn value(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    // Writing into a String cannot fail.
    let _ = value_or_quoted(&mut written, text);
    written
}

fn quoted(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    f.write_char('"')
}
