//! Columns of pairs, and fields of JSON, that say whether there is a grant: `username,
//! company, granted`. A no or an empty value must never grant, whatever the heading.

use std::collections::HashMap;
use std::ops::Range;

use super::cell::{CellKind, FileCell};
use super::grant_line::{CellMeaning, GrantLine, GrantTarget, Verdict, is_date, means_missing};
use super::grant_words::{self, GrantHeading, RefusalHeading};
use super::mark_runs::MarkRuns;
use super::marks::FileSigns;
use super::wording::units;
use crate::domain::Answer;
use crate::exchange::format::word;

/// How many texts that are not an answer are kept: as many as problems are listed.
const MOST_TEXTS: usize = 1000;

/// All such columns and fields.
#[derive(Default)]
pub(super) struct GrantColumns {
    all: Vec<GrantColumn>,
    /// The fields of JSON, by the words of their names.
    by_field: HashMap<String, usize>,
    /// The marks of entries with a list of companies, which need not have the fields.
    of_lists: MarkRuns,
}

/// One column, or one field of JSON.
pub(super) struct GrantColumn {
    heading: String,
    /// The column in the file; `None` for a field of JSON.
    pub(super) column: Option<u32>,
    /// Whether the workbook hides it: then a no is a problem.
    is_hidden: bool,
    heading_kind: GrantHeading,
    refusal: RefusalHeading,
    signs: FileSigns,
    /// Whether it has an answer, and one that is not just a dash or the like.
    has_answers: bool,
    has_words: bool,
    /// How many other texts it has, and how many of these are dates.
    others: usize,
    dates: usize,
    /// The pairs that have a value in it.
    seen: MarkRuns,
    /// The pairs without a value; set at the end.
    blank: MarkRuns,
    lines: Vec<GrantLine>,
    /// Lines that say to revoke, in a column with an unknown heading.
    refusals: Vec<GrantLine>,
    /// Lines with a date, in a column with an unknown heading; `None` if its dates cannot be the end
    /// of a grant.
    dated: Option<Vec<GrantLine>>,
}

impl GrantColumns {
    /// Adds a column that may say whether a line grants, and returns its number.
    pub(super) fn add(&mut self, heading: &str, column: Option<u32>, is_hidden: bool) -> usize {
        self.all.push(GrantColumn {
            heading: heading.to_owned(),
            column,
            is_hidden,
            heading_kind: GrantHeading::of(heading),
            refusal: RefusalHeading::of(heading),
            signs: FileSigns::default(),
            has_answers: false,
            has_words: false,
            others: 0,
            dates: 0,
            seen: MarkRuns::default(),
            blank: MarkRuns::default(),
            lines: Vec::new(),
            refusals: Vec::new(),
            dated: (!grant_words::is_beginning(heading)).then(Vec::new),
        });
        self.all.len() - 1
    }

    /// The column of a field of JSON.
    pub(super) fn field(&mut self, key: &str) -> usize {
        let named = word(key);
        let named = if named.is_empty() { key.to_owned() } else { named };
        if let Some(known) = self.by_field.get(&named) {
            return *known;
        }
        let at = self.add(key, None, false);
        self.by_field.insert(named, at);
        at
    }

    /// Records a cell that is not empty, and the mark of its pair if that is known.
    pub(super) fn record(&mut self, at: usize, mark: Option<usize>, cell: &FileCell) {
        if cell.is_blank() {
            return;
        }
        let column = &mut self.all[at];
        if let Some(mark) = mark {
            column.seen.add(mark..mark + 1);
        }
        column.note(mark.map(GrantTarget::Pair), cell);
    }

    /// Records a field of an entry with a list of companies. Here an empty value matters too.
    pub(super) fn record_list(&mut self, at: usize, of: GrantTarget, cell: &FileCell) {
        self.all[at].note(Some(of), cell);
    }

    /// Records a column of a line of a matrix: only a clear statement that the marks are not
    /// grants counts.
    pub(super) fn record_marks(&mut self, at: usize, of: GrantTarget, cell: &FileCell) {
        let column = &mut self.all[at];
        let counts = match column.meaning(cell) {
            CellMeaning::No(_) | CellMeaning::Sign(_) => true,
            CellMeaning::Ended(_) => matches!(cell.mark(), Some(Answer::Yes | Answer::Sign(_))),
            CellMeaning::Yes
            | CellMeaning::Nothing
            | CellMeaning::Other(_)
            | CellMeaning::Dated(_) => false,
        };
        if counts {
            column.note(Some(of), cell);
        }
    }

    /// Records that these marks come from a list of companies.
    pub(super) fn note_list(&mut self, marks: Range<usize>) {
        self.of_lists.add(marks);
    }

    /// Takes the columns that decide, and the headings of the others, which are ignored.
    /// `marks` is the number of marks. A missing value is reported once for each pair.
    pub(super) fn take(&mut self, marks: usize) -> (Vec<GrantColumn>, Vec<String>) {
        let (_, mut pairs) = MarkRuns::up_to(marks).split_by(&self.of_lists);
        let mut deciding = Vec::new();
        let mut others = Vec::new();
        for mut column in std::mem::take(&mut self.all) {
            if column.needs_answers() {
                (pairs, column.blank) = pairs.split_by(&column.seen);
            }
            let is_full = column.dated.as_ref().is_some_and(|dated| dated.len() >= marks);
            column.choose_lines(is_full);
            let is_read = !column.lines.is_empty() || !column.blank.is_empty();
            if is_read || column.has_answers && column.heading_kind != GrantHeading::Aside {
                deciding.push(column);
            } else if !column.is_hidden {
                others.push(column.heading);
            }
        }
        (deciding, others)
    }
}

impl GrantColumn {
    /// The meaning of a cell in this column: one rule for tables and all forms of JSON.
    fn meaning(&self, cell: &FileCell) -> CellMeaning {
        let text = || cell.text.trim().to_owned();
        if matches!(self.heading_kind, GrantHeading::Ends | GrantHeading::MayEnd) {
            // Only an empty cell or a clear no keeps the grant.
            return match cell.mark() {
                _ if cell.is_blank() => CellMeaning::Yes,
                Some(Answer::No) => CellMeaning::Yes,
                Some(Answer::Sign(sign)) => CellMeaning::Sign(sign),
                _ => CellMeaning::Ended(text()),
            };
        }
        if cell.is_blank() {
            return CellMeaning::Nothing;
        }
        let plus = || grant_words::answer(&cell.text).filter(|_| cell.kind == CellKind::Text);
        let action = || {
            let grants = grant_words::action(&cell.text)?;
            Some(if grants { Answer::Yes } else { Answer::No })
        };
        let decides = self.heading_kind == GrantHeading::Decides;
        let answer = cell.mark().or_else(plus).or_else(|| action().filter(|_| decides));
        match answer {
            Some(Answer::Yes) => CellMeaning::Yes,
            Some(Answer::No) => CellMeaning::No(text()),
            Some(Answer::Sign(sign)) => CellMeaning::Sign(sign),
            None => CellMeaning::Other(text()),
        }
    }

    /// Records the meaning of a cell.
    fn note(&mut self, of: Option<GrantTarget>, cell: &FileCell) {
        if self.heading_kind == GrantHeading::Aside {
            return;
        }
        let is_open = matches!(self.heading_kind, GrantHeading::Open | GrantHeading::MayEnd);
        let is_date = is_date(cell);
        if let Some(of) = of.as_ref().filter(|_| is_open) {
            let text = || cell.text.trim().to_owned();
            if grant_words::action(&cell.text) == Some(false) || self.refusal.refuses(&cell.text) {
                self.refusals.push(GrantLine { of: of.clone(), meaning: CellMeaning::No(text()) });
            } else if let Some(dated) = &mut self.dated
                && is_date
                && !means_missing(&cell.text)
            {
                let text = if dated.len() < MOST_TEXTS { text() } else { String::new() };
                dated.push(GrantLine { of: of.clone(), meaning: CellMeaning::Dated(text) });
            }
        }
        let mut meaning = self.meaning(cell);
        match &mut meaning {
            CellMeaning::Yes => (self.has_answers, self.has_words) = (true, true),
            CellMeaning::No(text) => {
                self.has_answers = true;
                self.has_words |= !means_missing(text);
            }
            CellMeaning::Sign(sign) => {
                (self.has_answers, self.has_words) = (true, true);
                self.signs.record(*sign, &cell.text);
            }
            CellMeaning::Other(text) if is_open && means_missing(text) => {}
            CellMeaning::Other(text) => {
                self.others += 1;
                self.dates += usize::from(is_date);
                if self.others > MOST_TEXTS {
                    text.clear();
                }
            }
            CellMeaning::Ended(_)
                if self.heading_kind == GrantHeading::MayEnd && cell.mark().is_none() =>
            {
                self.others += 1;
                self.dates += usize::from(is_date);
            }
            CellMeaning::Nothing | CellMeaning::Ended(_) | CellMeaning::Dated(_) => {}
        }
        if self.others > self.dates {
            // A date that is not the time of the grant.
            self.dated = None;
        }
        if is_open && self.others > 0 {
            // The column has other words too, so it is not one of yes and no.
            self.lines = Vec::new();
        } else if let (Some(of), false) = (of, meaning == CellMeaning::Yes) {
            self.lines.push(GrantLine { of, meaning });
        }
    }

    /// Whether a pair without a value in it is a problem.
    fn needs_answers(&self) -> bool {
        match self.heading_kind {
            GrantHeading::Decides => true,
            GrantHeading::Open => self.others == 0 && self.has_answers,
            GrantHeading::Ends | GrantHeading::MayEnd | GrantHeading::Aside => false,
        }
    }

    /// Keeps the lines that matter, now that all are known. `is_full` is whether every pair has a
    /// value here.
    fn choose_lines(&mut self, is_full: bool) {
        let has_only_dates = self.heading_kind == GrantHeading::Decides
            && self.dates > 0
            && self.dates == self.others
            && !self.has_answers;
        if has_only_dates {
            self.lines.retain(|line| line.meaning == CellMeaning::Nothing);
        } else if matches!(self.heading_kind, GrantHeading::Open | GrantHeading::MayEnd)
            && self.others > 0
        {
            // Whatever else the column holds, these lines do not request a grant.
            self.lines = std::mem::take(&mut self.refusals);
            // Every grant has a beginning, but only some have an end.
            let may_end = self.heading_kind == GrantHeading::MayEnd || !is_full;
            if may_end && !self.has_words {
                self.lines.extend(self.dated.take().into_iter().flatten());
            }
            self.has_answers = false;
        }
    }

    /// Its name in a sentence.
    pub(super) fn name(&self) -> String {
        let hidden = if self.is_hidden { "the hidden column " } else { "" };
        format!("{hidden}“{}”", self.heading)
    }

    /// The heading, if it was read although it is hidden.
    pub(super) fn hidden_heading(&self) -> Option<&str> {
        self.is_hidden.then_some(self.heading.as_str())
    }

    /// The note on a column that was recognized by its values only.
    pub(super) fn guess(&self, unit: &str) -> Option<String> {
        let is_guess =
            self.heading_kind == GrantHeading::Open && self.others == 0 && self.has_answers;
        is_guess.then(|| {
            format!(
                "the {} {} is read as saying which {} are grants; name it “granted” if that is right",
                self.what(),
                self.name(),
                units(unit)
            )
        })
    }

    /// How letters in it were read.
    pub(super) fn reading(&self) -> Option<String> {
        self.signs.reading()
    }

    /// The lines that do not simply say yes.
    pub(super) fn take_lines(&mut self) -> Vec<GrantLine> {
        std::mem::take(&mut self.lines)
    }

    /// The pairs without a value in it, by the indexes of their marks.
    pub(super) fn blank(&self) -> impl Iterator<Item = usize> + '_ {
        self.blank.iter()
    }

    /// The problem of a line without a value in it.
    pub(super) fn emptiness(&self, unit: &str) -> String {
        format!("{} is empty; write yes or no; the {unit} is skipped", self.name())
    }

    /// What a line means. `unit` is the word for a line of the file.
    pub(super) fn verdict(&self, line: &GrantLine, unit: &str) -> Verdict {
        let name = self.name();
        let (answer, text) = match &line.meaning {
            CellMeaning::Yes => (Some(true), ""),
            CellMeaning::No(text) => (Some(false), text.as_str()),
            CellMeaning::Sign(sign) => (self.signs.meaning(*sign), self.signs.text(*sign).trim()),
            CellMeaning::Nothing => return Verdict::Unclear(self.emptiness(unit)),
            CellMeaning::Other(text) => {
                return Verdict::Unclear(format!(
                    "“{text}” in {name} is not a valid mark (write yes or no); the {unit} is skipped"
                ));
            }
            CellMeaning::Ended(text) => return Verdict::Unclear(self.no_grant(text, unit)),
            CellMeaning::Dated(text) if self.heading_kind == GrantHeading::MayEnd => {
                return Verdict::Unclear(self.no_grant(text, unit));
            }
            CellMeaning::Dated(text) => {
                return Verdict::Unclear(format!(
                    "{name} has a date ({text}), but only some {} have one, so it may be the end of a \
                     grant; name it “granted at” if it is not, or remove it; the {unit} is skipped",
                    units(unit)
                ));
            }
        };
        let is_list = matches!(line.of, GrantTarget::List { .. });
        if matches!(self.heading_kind, GrantHeading::Ends | GrantHeading::MayEnd)
            && let Some(ends) = answer
        {
            let unclear = || Verdict::Unclear(self.no_grant(text, unit));
            return if ends { unclear() } else { Verdict::Grants };
        }
        match answer {
            Some(true) => Verdict::Grants,
            Some(false) if is_list || self.is_hidden => Verdict::Unclear(self.no_grant(text, unit)),
            Some(false) if self.heading_kind == GrantHeading::Decides => Verdict::Denies,
            Some(false) => Verdict::Unclear(format!(
                "{name} says “{text}”, which may mean no access; name the {} “granted” if it does, or \
                 remove it; the {unit} is skipped",
                self.what()
            )),
            None => Verdict::Unclear(format!(
                "“{text}” in {name} could mean yes or no in this file (write yes or no); the {unit} \
                 is skipped"
            )),
        }
    }

    fn no_grant(&self, text: &str, unit: &str) -> String {
        let (name, what) = (self.name(), self.what());
        format!(
            "{name} says “{text}”: that is not a grant; remove the {unit} or the {what}; the {unit} is \
             skipped"
        )
    }

    fn what(&self) -> &'static str {
        if self.column.is_some() { "column" } else { "field" }
    }
}

#[cfg(test)]
mod tests;
