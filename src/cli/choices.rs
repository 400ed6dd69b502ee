//! The options that take one of a few words: each table lists the words, what
//! they mean, and their values in the library, which does not know clap.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::exchange::{Format, Hidden, Layout, Mode};

/// The words of one option: word, help, value.
type NamedValues<T> = &'static [(&'static str, &'static str, T)];

const FORMATS: NamedValues<Format> = &[
    ("csv", "Text with values separated by commas", Format::Csv),
    ("xlsx", "A workbook of Excel or a similar program", Format::Xlsx),
    ("json", "JSON", Format::Json),
];

const LAYOUTS: NamedValues<Layout> = &[
    ("matrix", "One line per user, one column per company, a mark for each grant", Layout::Matrix),
    ("pairs", "One line per grant", Layout::Pairs),
];

const MODES: NamedValues<Mode> = &[
    ("add", "Only add grants: cells without a mark are unchanged", Mode::Add),
    (
        "mirror",
        "Also revoke grants of the file's users and companies that it does not have",
        Mode::Mirror,
    ),
];

const HIDDEN: NamedValues<Hidden> = &[
    ("skip", "Skip them; --mode mirror revokes nothing from their users", Hidden::Skip),
    ("read", "Read them as if they were visible", Hidden::Read),
];

pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    parser(FORMATS)
}

pub(super) fn layout() -> impl TypedValueParser<Value = Layout> {
    parser(LAYOUTS)
}

pub(super) fn mode() -> impl TypedValueParser<Value = Mode> {
    parser(MODES)
}

pub(super) fn hidden() -> impl TypedValueParser<Value = Hidden> {
    parser(HIDDEN)
}

fn parser<T: Copy + Send + Sync>(choices: NamedValues<T>) -> impl TypedValueParser<Value = T> {
    let words = choices.iter().map(|(word, help, _)| PossibleValue::new(*word).help(*help));
    PossibleValuesParser::new(words).try_map(|given| {
        let choice = choices.iter().find(|(word, ..)| *word == given);
        choice.map(|(.., value)| *value).ok_or("unknown value")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_can_be_chosen_by_its_file_extension() {
        let words: Vec<_> = FORMATS.iter().map(|(word, _, format)| (*word, *format)).collect();
        assert_eq!(words, Format::ALL.map(|format| (format.ending(), format)));
    }
}
