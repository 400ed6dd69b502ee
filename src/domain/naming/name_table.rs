//! Finds rows by any of their names.

use std::collections::HashMap;

use uuid::Uuid;

use super::policy::NamePolicy;
use crate::domain::lookalike::{Fit, WantedName, folded};

/// What kind of name it is. If several names fit equally well, the first kind in this order
/// wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameKind {
    /// A short code.
    Code,
    /// A username, or a full name.
    Name,
    /// An id, with or without dashes.
    Id,
    /// A label that distinguishes it from others with the same code, such as `CODE (TENANT)`.
    Label,
}

/// Rows and their names. A row is a number that the caller chooses.
#[derive(Debug, Default)]
pub(crate) struct NameTable {
    by_form: HashMap<String, Vec<NameTableEntry>>,
    by_id: HashMap<Uuid, Vec<usize>>,
}

/// One name of a row.
#[derive(Debug)]
struct NameTableEntry {
    row: usize,
    kind: NameKind,
    name: Box<str>,
}

/// The rows that match a text best.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BestFit {
    pub(crate) fit: Fit,
    /// Ascending, each once, at least one.
    pub(crate) rows: Vec<usize>,
}

/// The result of looking up a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NameMatch {
    Unknown,
    One(usize),
    /// Ascending, each once.
    Several(Vec<usize>),
}

impl From<Option<BestFit>> for NameMatch {
    fn from(best: Option<BestFit>) -> Self {
        let rows = best.map(|best| best.rows).unwrap_or_default();
        match rows[..] {
            [] => Self::Unknown,
            [one] => Self::One(one),
            _ => Self::Several(rows),
        }
    }
}

impl NameTable {
    /// Adds a name of a row. A blank name is ignored.
    pub(crate) fn add(&mut self, row: usize, kind: NameKind, name: &str) {
        if name.trim().is_empty() {
            return;
        }
        let entry = NameTableEntry { row, kind, name: name.into() };
        self.by_form.entry(folded(name)).or_default().push(entry);
        if kind == NameKind::Id
            && let Ok(id) = Uuid::try_parse(name)
        {
            self.by_id.entry(id).or_default().push(row);
        }
    }

    /// Looks up a name.
    pub(crate) fn find(&self, text: &str) -> NameMatch {
        self.best([text], |_, _| true).into()
    }

    /// The rows that match one of these texts best, considering only kinds of names and rows
    /// for which `may_be` returns true.
    pub(crate) fn best<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        may_be: impl Fn(NameKind, usize) -> bool,
    ) -> Option<BestFit> {
        let mut fits: Vec<(Fit, NameKind, usize)> = Vec::new();
        for text in texts {
            let wanted = WantedName::new(text, false);
            let meant = wanted.unescaped().map(folded);
            let forms = [Some(wanted.folded()), meant.as_deref()].into_iter().flatten();
            for entry in forms.filter_map(|form| self.by_form.get(form)).flatten() {
                fits.extend(wanted.fit(&entry.name).map(|fit| (fit, entry.kind, entry.row)));
            }
            let id = Uuid::try_parse(text.trim()).ok();
            let of_id = id.and_then(|id| self.by_id.get(&id)).into_iter().flatten();
            fits.extend(of_id.map(|row| (Fit::Exact, NameKind::Id, *row)));
        }
        fits.retain(|(_, kind, row)| may_be(*kind, *row));
        let (fit, kind) = NamePolicy::LOOKUP.first_step(|step| {
            let on_step = fits.iter().filter(|(fit, ..)| *fit == step);
            on_step.map(|(fit, kind, _)| (*fit, *kind)).min()
        })?;
        fits.retain(|it| (it.0, it.1) == (fit, kind));
        let mut rows: Vec<usize> = fits.into_iter().map(|(_, _, row)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        Some(BestFit { fit, rows })
    }

    /// The rows with a name that equals one of these texts when folded; ascending, each once.
    pub(crate) fn like<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        let same = texts.into_iter().filter_map(|text| self.by_form.get(&folded(text)));
        let mut rows: Vec<usize> = same.flatten().map(|entry| entry.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}
