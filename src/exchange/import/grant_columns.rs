//! Columns of pairs that say whether a line grants: `username, company, granted`.
//! A line that says no must never grant, whatever its column is called.

use std::collections::BTreeMap;

use super::cell::{Cell, CellKind};
use super::{marks, value_words};
use crate::domain::{Answer, Sign, Signs};
use crate::exchange::format::{Heading, word};

/// So many texts that are no answer are kept; no more problems are listed.
const KEPT: usize = 1000;

/// All of them.
#[derive(Default)]
pub(super) struct ValueColumns {
    all: Vec<ValueColumn>,
}

/// One column, or one field of JSON.
#[allow(clippy::struct_excessive_bools)] // what was seen so far
pub(super) struct ValueColumn {
    pub(super) heading: String,
    /// Whether the heading says that it decides; else only its cells can.
    pub(super) is_named: bool,
    /// Whether the heading says that what is in it ends a grant.
    is_ending: bool,
    /// Whether it is known to be about something else.
    is_aside: bool,
    /// Whether it may be a column of yes and no.
    is_possible: bool,
    has_answers: bool,
    has_others: bool,
    are_dates: bool,
    signs: Signs,
    sign_texts: BTreeMap<Sign, String>,
    lines: Vec<ValueLine>,
    /// Lines that say to revoke, in a column that may say anything.
    refusals: Vec<ValueLine>,
    others: usize,
}

/// A line that does not simply say yes.
pub(super) struct ValueLine {
    /// The place of its mark.
    pub(super) mark: usize,
    pub(super) place: (u64, Option<u32>),
    value: Value,
}

enum Value {
    Blank,
    No(String),
    Sign(Sign),
    Other(String),
    /// In a column whose heading says so: the grant has ended, or ends.
    Ended(String),
}

/// What becomes of such a line.
pub(super) enum Verdict {
    Grants,
    /// The file says no.
    Denies,
    /// Nobody knows, and why.
    Unclear(String),
}

impl ValueColumns {
    /// Adds a column that may say whether a line grants, and answers its number.
    pub(super) fn add(&mut self, heading: &str) -> usize {
        let named = word(heading);
        let is_named = value_words::is_heading(&named);
        let is_ending = value_words::is_ending(&named);
        let is_aside = !is_named && !is_ending && Heading::of(heading) == Some(Heading::Aside);
        self.all.push(ValueColumn {
            heading: heading.to_owned(),
            is_named,
            is_ending,
            is_aside,
            is_possible: !is_aside,
            has_answers: false,
            has_others: false,
            are_dates: true,
            signs: Signs::default(),
            sign_texts: BTreeMap::new(),
            lines: Vec::new(),
            refusals: Vec::new(),
            others: 0,
        });
        self.all.len() - 1
    }

    /// The column of a field of JSON; a new one lacks in the `earlier` marks.
    pub(super) fn field(&mut self, key: &str, earlier: usize) -> usize {
        if let Some(known) = self.all.iter().position(|column| column.heading == key) {
            return known;
        }
        let at = self.add(key);
        for mark in 0..earlier {
            self.see(at, Some(mark), None, (0, None));
        }
        at
    }

    /// The number of columns.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// A cell of a column, and the mark of its line.
    pub(super) fn see(
        &mut self,
        at: usize,
        mark: Option<usize>,
        cell: Option<&Cell>,
        place: (u64, Option<u32>),
    ) {
        let column = &mut self.all[at];
        let cell = cell.filter(|cell| !cell.is_blank());
        if column.is_ending {
            // Only an empty cell, or a clear no, leaves the grant as it is.
            if let (Some(cell), Some(mark)) = (cell, mark)
                && cell.mark() != Some(Answer::No)
            {
                let value = Value::Ended(cell.text.trim().to_owned());
                column.lines.push(ValueLine { mark, place, value });
                column.has_answers = true;
            }
            return;
        }
        let action = cell.and_then(|cell| value_words::action(&cell.text));
        if let (Some(false), Some(cell), Some(mark)) = (action, cell, mark)
            && !column.is_named
            && !column.is_aside
        {
            let value = Value::No(cell.text.trim().to_owned());
            column.refusals.push(ValueLine { mark, place, value });
        }
        if !column.is_possible {
            return;
        }
        column.are_dates &= cell.is_none_or(is_date);
        let answer = cell.map(|cell| {
            cell.mark().or(match action {
                Some(true) if column.is_named => Some(Answer::Yes),
                Some(false) if column.is_named => Some(Answer::No),
                _ => None,
            })
        });
        let value = match (answer, cell) {
            (None, _) | (_, None) => Value::Blank,
            (Some(Some(Answer::Yes)), _) => {
                column.has_answers = true;
                return;
            }
            (Some(Some(Answer::No)), Some(cell)) => Value::No(cell.text.trim().to_owned()),
            (Some(Some(Answer::Sign(sign))), Some(cell)) => {
                column.signs.insert(sign);
                column.sign_texts.entry(sign).or_insert_with(|| cell.text.clone());
                Value::Sign(sign)
            }
            (Some(None), Some(cell)) => {
                column.others += 1;
                let is_kept = column.others <= KEPT;
                Value::Other(if is_kept { cell.text.trim().to_owned() } else { String::new() })
            }
        };
        match value {
            Value::Other(_) => column.has_others = true,
            Value::No(_) | Value::Sign(_) | Value::Ended(_) => column.has_answers = true,
            Value::Blank => {}
        }
        if column.has_others && !column.is_named {
            // Other words are there too: it does not say yes or no.
            column.is_possible = false;
            column.lines = Vec::new();
            return;
        }
        column.lines.extend(mark.map(|mark| ValueLine { mark, place, value }));
    }

    /// Takes out the columns that decide; the others are not read.
    pub(super) fn take(&mut self) -> (Vec<ValueColumn>, Vec<String>) {
        let mut all = std::mem::take(&mut self.all);
        for column in all.iter_mut().filter(|column| !column.refusals.is_empty()) {
            // Whatever else is in the column, these lines do not ask for a grant.
            let refusals = std::mem::take(&mut column.refusals);
            column.lines =
                if column.decides() { std::mem::take(&mut column.lines) } else { refusals };
            (column.is_possible, column.has_answers) = (true, true);
        }
        let (deciding, others): (Vec<_>, Vec<_>) = all.into_iter().partition(ValueColumn::decides);
        (deciding, others.into_iter().map(|column| column.heading).collect())
    }
}

impl ValueColumn {
    fn decides(&self) -> bool {
        if self.is_ending {
            return self.has_answers;
        }
        let is_dated = self.are_dates && !self.has_answers;
        self.is_possible && !is_dated && (self.has_answers || self.has_others)
    }

    /// How letters in it were read.
    pub(super) fn reading(&self) -> Option<String> {
        let texts = self.sign_texts.iter().map(|(sign, text)| (*sign, text.as_str()));
        marks::reading(self.signs, texts)
    }

    /// The lines that do not simply say yes.
    pub(super) fn take_lines(&mut self) -> Vec<ValueLine> {
        std::mem::take(&mut self.lines)
    }

    /// What a line says.
    pub(super) fn verdict(&self, line: &ValueLine) -> Verdict {
        let heading = &self.heading;
        let (answer, text) = match &line.value {
            Value::Blank => {
                let why = format!("“{heading}” is empty; write yes or no; the line is skipped");
                return Verdict::Unclear(why);
            }
            Value::Other(text) => {
                let why = format!(
                    "“{text}” in “{heading}” is not a valid mark (write yes or no); the line is \
                     skipped"
                );
                return Verdict::Unclear(why);
            }
            Value::Ended(text) => {
                return Verdict::Unclear(format!(
                    "“{heading}” says “{text}”: that is no grant; take the line or the column \
                     out; the line is skipped"
                ));
            }
            Value::No(text) => (Some(false), text.as_str()),
            Value::Sign(sign) => {
                let text = self.sign_texts.get(sign).map_or("", |text| text.trim());
                (sign.among(self.signs), text)
            }
        };
        match answer {
            Some(true) => Verdict::Grants,
            Some(false) if self.is_named => Verdict::Denies,
            Some(false) => Verdict::Unclear(format!(
                "“{heading}” says “{text}”, and it is not clear whether that means no access; name \
                 the column “granted”, or leave it out; the line is skipped"
            )),
            None => Verdict::Unclear(format!(
                "“{text}” in “{heading}” could mean yes or no in this file (write yes or no); the \
                 line is skipped"
            )),
        }
    }
}

/// Whether a cell looks like a date or a time: then a column `granted` says when.
fn is_date(cell: &Cell) -> bool {
    let text = cell.text.trim();
    let parts = text.split(['-', '/', '.', ':', ' ', 'T']).count();
    cell.kind == CellKind::Date || parts >= 3 && text.starts_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of lines with these cells: `+`, `-` or `?`; `None` if the column
    /// does not decide.
    fn verdicts(heading: &str, cells: &[&str]) -> Option<String> {
        let mut columns = ValueColumns::default();
        let at = columns.add(heading);
        for (mark, text) in cells.iter().enumerate() {
            columns.see(at, Some(mark), Some(&Cell::text(2, *text)), (1, None));
        }
        let mut column = columns.take().0.pop()?;
        let mut said = vec!['+'; cells.len()];
        for line in column.take_lines() {
            said[line.mark] = match column.verdict(&line) {
                Verdict::Grants => '+',
                Verdict::Denies => '-',
                Verdict::Unclear(_) => '?',
            };
        }
        Some(said.into_iter().collect())
    }

    #[test]
    fn a_column_decides_by_its_heading_or_by_its_cells() {
        for (heading, cells, said) in [
            ("granted", &["yes", "no", "", "maybe", "0"][..], Some("+-??-")),
            ("Zugriff", &["ja", "nein", "FALSCH"], Some("+--")),
            ("Has access", &["J", "N"], Some("+-")),
            ("access", &["N", "x"], Some("?+")),
            ("status", &["active", "inactive"], Some("+-")),
            ("value", &["", ""], None),
            ("granted", &["2026-01-02", "2025-03-04 10:00"], None),
            ("revoked", &["yes", "no", "", "x", "0"], Some("?++?+")),
            ("Denied", &["x", ""], Some("?+")),
            ("no access", &["", "ja"], Some("+?")),
            ("deleted_at", &["2024-01-01", ""], Some("?+")),
            ("valid until", &["2020-01-01", "2999-01-01"], Some("??")),
            ("entzogen am", &["1.2.2024", ""], Some("?+")),
            ("blocked", &["nein", "no"], None),
            ("granted", &["2026-01-02", "no"], Some("?-")),
            // Nothing says that these decide.
            ("approved?", &["yes", "no"], Some("+?")),
            ("site", &["Rome", "no"], None),
            ("approved?", &["yes", "yes"], Some("++")),
            ("comment", &["no", "ok"], None),
            ("comment", &["removed", "ok"], None),
            ("Action", &["add", "remove", "grant", "revoke", "move"], Some("+-+-?")),
            ("Request", &["permanent", "revoked", ""], Some("+?+")),
            ("Request", &["approved", "abgelehnt"], Some("+?")),
        ] {
            assert_eq!(verdicts(heading, cells).as_deref(), said, "{heading} {cells:?}");
        }
    }
}
