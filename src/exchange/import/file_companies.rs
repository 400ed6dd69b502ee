//! The companies of a file: which one a heading, a line or an entry names, and the
//! column that each has among those that the file covers.

use std::collections::{HashMap, HashSet};

use super::ProblemKind;
use super::apostrophes::Apostrophes;
use super::cell::{FileCell, Use};
use super::parsed_file::Mark;
use crate::domain::Company;
use crate::domain::lookalike::typed;
use crate::domain::naming::NameMatch;
use crate::exchange::companies::CompanyReferences;
use crate::store::Store;

/// The maximum number of companies listed for an ambiguous name.
const CANDIDATES: usize = 5;

/// The companies of the database, and which of them the file covers.
pub(super) struct FileCompanies<'a> {
    all: &'a [Company],
    known: CompanyReferences<'a>,
    /// The index of the company of each column.
    columns: Vec<usize>,
    /// Its position in the file.
    in_file: Vec<Option<u32>>,
    column_of: HashMap<usize, u32>,
    /// Companies with several columns: it is unknown which of the columns counts.
    disputed: HashSet<usize>,
    /// The names of companies in earlier lines and entries, with their tenants.
    earlier: HashMap<(String, String), Result<u32, NoCompany>>,
}

/// The result of looking up a heading.
pub(super) enum HeadingMatch {
    Column(u32),
    Problem(ProblemKind, String),
    Unknown,
}

/// Why a name does not identify a company.
#[derive(Clone)]
pub(super) struct NoCompany {
    pub(super) kind: ProblemKind,
    /// The problem; what is skipped because of it is added at the end.
    pub(super) why: String,
    /// Whether it is the tenant that is wrong.
    pub(super) is_of_tenant: bool,
}

impl<'a> FileCompanies<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        let all = store.companies();
        Self {
            all,
            known: CompanyReferences::new(all, store.company_names()),
            columns: Vec::new(),
            in_file: Vec::new(),
            column_of: HashMap::new(),
            disputed: HashSet::new(),
            earlier: HashMap::new(),
        }
    }

    /// How many companies the file covers.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// Whether a heading names a company, or several.
    pub(super) fn names_company(&self, apostrophes: Apostrophes, heading: &FileCell) -> bool {
        self.find(apostrophes, heading, None) != NameMatch::Unknown
    }

    /// Whether a heading may name a company, or several, however names are written.
    pub(super) fn may_name_company(&self, heading: &FileCell) -> bool {
        heading.unusable(Use::Find).is_none() && self.names_company(Apostrophes::Unknown, heading)
    }

    /// The column of a matrix under a heading.
    pub(super) fn column(&mut self, apostrophes: Apostrophes, heading: &FileCell) -> HeadingMatch {
        match self.find(apostrophes, heading, None) {
            NameMatch::One(company) if !self.column_of.contains_key(&company) => {
                HeadingMatch::Column(self.cover(company, heading.column))
            }
            NameMatch::One(company) => {
                let code = &self.all[company].code;
                let sentence = format!("{code} has a column already; both are skipped");
                self.disputed.insert(company);
                HeadingMatch::Problem(ProblemKind::DuplicateColumn, sentence)
            }
            NameMatch::Several(several) => {
                let why = self.ambiguous(heading.text.trim(), &several);
                let sentence = format!("{why}; column skipped");
                HeadingMatch::Problem(ProblemKind::AmbiguousCompany, sentence)
            }
            NameMatch::Unknown => HeadingMatch::Unknown,
        }
    }

    /// The column of a company that a line or an entry names.
    pub(super) fn company(
        &mut self,
        apostrophes: Apostrophes,
        cell: &FileCell,
        tenant: Option<&FileCell>,
    ) -> Result<u32, NoCompany> {
        let key = (cell.text.clone(), tenant.map_or_else(String::new, |cell| cell.text.clone()));
        if let Some(known) = self.earlier.get(&key) {
            return known.clone();
        }
        let found = match self.find(apostrophes, cell, tenant) {
            NameMatch::One(company) => Ok(self.cover(company, cell.column)),
            NameMatch::Several(several) => Err(NoCompany {
                kind: ProblemKind::AmbiguousCompany,
                why: self.ambiguous(cell.text.trim(), &several),
                is_of_tenant: false,
            }),
            NameMatch::Unknown => Err(self.no_match(apostrophes, cell, tenant)),
        };
        self.earlier.insert(key, found.clone());
        found
    }

    /// Why no company matches a name.
    fn no_match(
        &self,
        apostrophes: Apostrophes,
        cell: &FileCell,
        tenant: Option<&FileCell>,
    ) -> NoCompany {
        let text = cell.text.trim();
        let (kind, why) = match tenant {
            None => (ProblemKind::UnknownCompany, self.known.unknown(text)),
            Some(tenant) if self.of_tenant(apostrophes, tenant).is_some() => {
                let why = format!("no company {} in {}", typed(text), typed(tenant.text.trim()));
                (ProblemKind::UnknownCompany, why)
            }
            Some(tenant) => {
                (ProblemKind::UnknownTenant, self.known.unknown_tenant(tenant.text.trim()))
            }
        };
        NoCompany { kind, why, is_of_tenant: kind == ProblemKind::UnknownTenant }
    }

    /// The message about a heading that names no company.
    pub(super) fn unknown(&self, heading: &str) -> String {
        self.known.unknown(heading)
    }

    /// The name of the company of a column, for messages.
    pub(super) fn reference(&self, column: u32) -> String {
        self.known.reference(self.columns[column as usize])
    }

    /// The position of a company's column in the file.
    pub(super) fn in_file(&self, column: u32) -> Option<u32> {
        self.in_file[column as usize]
    }

    /// The indexes of the companies in the store, and the positions of their columns in the file.
    pub(super) fn into_columns(self) -> (Vec<usize>, Vec<Option<u32>>) {
        (self.columns, self.in_file)
    }

    /// Removes the companies whose columns are disputed, with their marks: they are not covered, so
    /// their cells do not change.
    pub(super) fn remove_disputed(&mut self, marks: &mut Vec<Mark>) {
        if self.disputed.is_empty() {
            return;
        }
        let mut next = 0;
        let mut new_column = |company: &usize| {
            let is_kept = !self.disputed.contains(company);
            next += u32::from(is_kept);
            is_kept.then(|| next - 1)
        };
        let new_columns: Vec<Option<u32>> = self.columns.iter().map(&mut new_column).collect();
        marks.retain_mut(|mark| match new_columns[mark.column as usize] {
            Some(column) => {
                mark.column = column;
                true
            }
            None => false,
        });
        let mut is_kept = new_columns.iter().map(Option::is_some);
        self.columns.retain(|_| is_kept.next() == Some(true));
        let mut is_kept = new_columns.iter().map(Option::is_some);
        self.in_file.retain(|_| is_kept.next() == Some(true));
    }

    /// The column of a company, a new one if it has none.
    fn cover(&mut self, company: usize, in_file: u32) -> u32 {
        let next = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        *self.column_of.entry(company).or_insert_with(|| {
            self.columns.push(company);
            self.in_file.push(Some(in_file));
            next
        })
    }

    /// The companies that a text names, or may name.
    fn find(
        &self,
        apostrophes: Apostrophes,
        cell: &FileCell,
        tenant: Option<&FileCell>,
    ) -> NameMatch {
        let within = match tenant.map(|tenant| self.of_tenant(apostrophes, tenant)) {
            Some(None) => return NameMatch::Unknown,
            within => within.flatten(),
        };
        self.known.names.find_among(readings(apostrophes, cell), within.as_deref())
    }

    /// The companies of a tenant; `None` if it is unknown.
    fn of_tenant(&self, apostrophes: Apostrophes, cell: &FileCell) -> Option<Vec<usize>> {
        self.known.names.of_tenant(readings(apostrophes, cell))
    }

    fn ambiguous(&self, text: &str, several: &[usize]) -> String {
        let count = several.len();
        let names: Vec<String> =
            several.iter().take(CANDIDATES).map(|at| typed(&self.known.reference(*at))).collect();
        let more = if count > CANDIDATES { ", …" } else { "" };
        format!("“{}” names {count} companies: {}{more}", typed(text), names.join(", "))
    }
}

/// The possible texts of a cell.
fn readings(apostrophes: Apostrophes, cell: &FileCell) -> impl Iterator<Item = &str> {
    let (text, other) = apostrophes.readings(&cell.text);
    std::iter::once(text).chain(other)
}
