//! The end of the reading: everything that depends on the whole file.

use super::Collector;
use crate::exchange::import::parsed_file::ParsedFile;
use crate::exchange::import::problem::ProblemKind;
use crate::exchange::import::unknown::Unknown;
use crate::exchange::import::wording::not_read;
use crate::exchange::import::{grant_decision, marks};

impl Collector<'_> {
    /// In a mirror import, an entry without the fields that others have is a problem: a missing
    /// field does not mean that there is no grant.
    fn protect_partial(&mut self) {
        let all = self.companies.count();
        for (name, entry, companies) in std::mem::take(&mut self.partial) {
            if companies < all || companies == 0 {
                self.ambiguities.short_line.insert(name);
                let sentence = format!(
                    "the entry has fields for {companies} of {all} companies, and no list of \
                     companies. Nothing of this user is revoked"
                );
                self.problem((entry, None), ProblemKind::ShortLine, sentence);
            }
        }
    }

    /// Removes the grant of each line that says no, or does not clearly say yes.
    fn decide_grants(&mut self) {
        let grants = std::mem::take(&mut self.grants);
        let mut marks = std::mem::take(&mut self.marks);
        let of_file = (self.unit, self.mirrors);
        let decision = grant_decision::decide(grants, &mut marks, of_file, &mut |at, sentence| {
            self.problem(at, ProblemKind::BadMark, sentence);
        });
        self.marks = marks;
        self.notes.extend(decision.notes);
        self.ignore(&decision.not_read.iter().map(String::as_str).collect::<Vec<_>>());
        self.ambiguities.unclear_names.extend(decision.unclear_users);
    }

    /// Gives each sign its meaning, now that all of the file are known. A cell whose sign could
    /// mean either is a problem, and does not change.
    fn decide_signs(&mut self) {
        if let Some(reading) = self.signs.reading() {
            self.note(reading);
        }
        let mut marks = std::mem::take(&mut self.marks);
        marks.retain_mut(|mark| {
            let Some(sign) = mark.sign.take() else {
                return true;
            };
            let meaning = self.signs.meaning(sign);
            mark.grants = meaning == Some(true);
            if meaning.is_none() {
                let company = self.company_prefix(mark.column);
                let sentence = marks::ambiguous(&company, self.signs.text(sign));
                let position = (mark.line.into(), self.companies.in_file(mark.column));
                self.problem(position, ProblemKind::AmbiguousMark, sentence);
            }
            meaning != Some(false)
        });
        self.marks = marks;
    }

    /// Reports each column that is not a company but has marks.
    fn decide_unknown(&mut self) {
        for Unknown { heading, position, marked, signs } in self.unknown.take() {
            // A sign without a meaning in this file is not a mark.
            let marked = marked || signs.iter().any(|it| self.signs.meaning(*it) == Some(true));
            if marked && heading.is_empty() {
                let sentence = "marks in a column without a heading; column skipped";
                self.problem(position, ProblemKind::UnknownCompany, sentence.into());
            } else if marked {
                let what = if self.unit == "entry" { "field" } else { "column" };
                let sentence = format!("{}; {what} skipped", self.companies.unknown(&heading));
                self.problem(position, ProblemKind::UnknownCompany, sentence);
            } else if !heading.is_empty() {
                self.ignore(&[&heading]);
            }
        }
    }

    /// Ends the reading.
    pub(in crate::exchange::import) fn finish(mut self) -> ParsedFile {
        self.protect_partial();
        self.decide_grants();
        self.companies.remove_disputed(&mut self.marks);
        self.decide_signs();
        self.decide_unknown();
        if !self.ignored.is_empty() {
            self.notes.push(not_read("columns", &self.ignored));
        }
        let covered = 0..u32::try_from(self.companies.count()).unwrap_or(u32::MAX);
        let references: Vec<String> = covered.map(|at| self.companies.reference(at)).collect();
        let (indexes, in_file) = self.companies.into_columns();
        // A file with usernames alone has nothing to import.
        let is_recognized =
            self.has_entries || !indexes.is_empty() || self.problems.explain_no_company();
        let all = self.store.companies();
        ParsedFile {
            companies: indexes.iter().map(|at| all[*at].id.clone()).collect(),
            references,
            indexes,
            in_file,
            names: self.names,
            apostrophes: self.apostrophes,
            marks: self.marks,
            ambiguities: self.ambiguities,
            one_line_each: self.one_line_each,
            problems: self.problems,
            notes: self.notes,
            sheet: self.sheet,
            unit: self.unit,
            is_recognized,
        }
    }
}
