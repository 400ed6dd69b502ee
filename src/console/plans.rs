//! What jobs and effects carry between the dialogs and the store: plain data that
//! knows no dialog.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use encoding_rs::Encoding;

use super::number::{counted, number};
use crate::domain::{
    AccessEffect, Cell, Change, ChangeCell, ChangeId, ChangeRow, Choices, CompanyId,
    DeletionImpact, Draft, Field, Guard, People, Person, UserId,
};
use crate::exchange::{EntityFile, Export, Hidden, Import};
use crate::filter::Axis;
use crate::store::ImportReport;

/// Problems that are listed one by one.
const MOST_PROBLEMS: usize = 1000;

/// A user or a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    User { id: UserId, person: Person },
    Company(CompanyId),
}

impl Subject {
    pub(crate) fn axis(&self) -> Axis {
        match self {
            Self::User { .. } => Axis::Users,
            Self::Company(_) => Axis::Companies,
        }
    }

    /// Whom it is about, so that nothing happens to another person under the same id.
    pub(crate) fn people(&self) -> People {
        match self {
            Self::User { id, person } => [(*id, *person)].into_iter().collect(),
            Self::Company(_) => People::new(),
        }
    }
}

/// `user` or `company`.
pub(crate) fn noun(axis: Axis) -> &'static str {
    match axis {
        Axis::Users => "user",
        Axis::Companies => "company",
    }
}

/// What a form opens with.
#[derive(Clone, Debug)]
pub(crate) struct FormContents {
    pub(crate) axis: Axis,
    /// `None` for a new one.
    pub(crate) subject: Option<Subject>,
    pub(crate) draft: Draft,
    /// What this database keeps.
    pub(crate) fields: Vec<Field>,
    pub(crate) choices: Choices,
}

/// What would go with a user or a company, and why that is dangerous, if it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeletionPlan {
    pub(crate) subject: Subject,
    pub(crate) impact: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated, if that is so.
    pub(crate) kept: Option<String>,
    pub(crate) guard: Option<Guard>,
    /// What it does to access; of a user so does another status.
    pub(crate) effect: AccessEffect,
}

/// A file of users or companies that was read, and what a dry run of it told.
#[derive(Clone, Debug)]
pub(crate) struct EntityImportPlan {
    pub(crate) axis: Axis,
    /// The file's name.
    pub(crate) file: String,
    pub(crate) records: Arc<EntityFile>,
    pub(crate) report: Arc<ImportReport>,
}

impl EntityImportPlan {
    /// What is wrong in the file, each with its place, as far as a list goes.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = self.report.problems.iter().take(MOST_PROBLEMS);
        problems.map(|it| format!("{}: {}", self.records.position(it), it.problem)).collect()
    }

    /// What becomes of the lines: `2 added, 1 changed, 3 unchanged`.
    pub(crate) fn in_words(&self) -> String {
        let ImportReport { added, edited, unchanged, .. } = &*self.report;
        format!(
            "{} added, {} changed, {} unchanged",
            counted(*added, "line", "lines"),
            number(*edited),
            number(*unchanged)
        )
    }
}

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The encoding that a person has chosen for a file that is not UTF-8.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The sheet of a workbook; `None` is the one with the best headings.
    pub(crate) sheet: Option<String>,
    /// What becomes of hidden rows, columns and sheets.
    pub(crate) hidden: Hidden,
}

impl Reading {
    /// The same for the reader.
    pub(crate) fn import(&self) -> Import {
        Import { sheet: self.sheet.clone(), hidden: self.hidden, ..Import::default() }
    }
}

/// Who can get into a company.
#[derive(Debug)]
pub(crate) struct WhoList {
    pub(crate) company: CompanyId,
    pub(crate) title: String,
    /// The users, and the note about each; those beyond the first have one line more.
    pub(crate) users: Vec<UserId>,
    pub(crate) lines: Vec<WhoLine>,
}

/// A user, and why the user can get in.
#[derive(Debug)]
pub(crate) struct WhoLine {
    pub(crate) full_name: String,
    /// The username, or words about no user.
    pub(crate) name: String,
    /// Empty where the line is about no user.
    pub(crate) reason: String,
}

/// An export, to a file of this name.
#[derive(Clone, Debug)]
pub(crate) struct ExportPlan {
    pub(crate) path: String,
    pub(crate) export: Export,
    /// All users and companies, which the worker finds.
    pub(crate) everything: bool,
}

/// Whom the names of a pasted text mean.
#[derive(Clone, Debug)]
pub(crate) struct PastedNames {
    pub(crate) axis: Axis,
    pub(crate) users: Vec<UserId>,
    /// Who these users are.
    pub(crate) people: People,
    pub(crate) companies: Vec<CompanyId>,
    /// The names that nobody has.
    pub(crate) unknown: Vec<String>,
    /// The names that several have, with some of them.
    pub(crate) ambiguous: Vec<String>,
}

impl PastedNames {
    /// Nothing found yet on an axis.
    pub(crate) fn new(axis: Axis) -> Self {
        Self {
            axis,
            users: Vec::new(),
            people: People::default(),
            companies: Vec::new(),
            unknown: Vec::new(),
            ambiguous: Vec::new(),
        }
    }

    /// How many users or companies were found.
    pub(crate) fn len(&self) -> usize {
        self.users.len() + self.companies.len()
    }
}

/// Where a text to copy comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CopySource {
    /// It is here already.
    Text(String),
    /// The usernames of these users, a line for each.
    Usernames(Vec<UserId>),
    /// The line of a user, its parts with tabs between.
    Row(UserId),
    /// Why a cell is as it is.
    Why(Cell),
}

/// A text that was read to be copied, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopiedText {
    pub(crate) what: String,
    /// `None` where it is longer than a terminal takes.
    pub(crate) text: Option<String>,
}

/// What it does that users leave: deactivated, with everything revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeavePlan {
    pub(crate) users: Vec<UserId>,
    pub(crate) people: People,
    /// The grants that are revoked.
    pub(crate) grants: u64,
    /// The first of them.
    pub(crate) leavers: Vec<Leaver>,
    pub(crate) changes_nothing: bool,
    pub(crate) effect: AccessEffect,
    /// The last active Super Admin, if that is one of them: it is refused.
    pub(crate) last_admin: Option<String>,
    /// The access that is taken away, where that is so much that it is confirmed.
    pub(crate) confirmed_loss: Option<u64>,
    pub(crate) guard: Option<Guard>,
    /// How many of them the filter hides.
    pub(crate) hidden: u64,
}

/// A user who leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaver {
    /// Full name and username.
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) grants: u64,
    pub(crate) active: bool,
}

/// What changes of the history did.
#[derive(Debug)]
pub(crate) struct ToldHistory {
    /// When that was read.
    pub(crate) now: DateTime<Utc>,
    pub(crate) words: Vec<(ChangeId, String)>,
    /// The first cells and rows of one.
    pub(crate) cells: Option<(Change, Vec<ChangeCell>, Vec<ChangeRow>)>,
}
