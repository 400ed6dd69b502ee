//! Data passed between the dialogs and the store by jobs and effects; independent of any
//! dialog.

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

/// The most problems that are listed.
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

    /// The person it is about, so that nothing happens to another person with the same id.
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

/// The contents of a form.
#[derive(Clone, Debug)]
pub(crate) struct FormContents {
    pub(crate) axis: Axis,
    /// `None` for a new user or company.
    pub(crate) subject: Option<Subject>,
    pub(crate) draft: Draft,
    /// The fields that this database has.
    pub(crate) fields: Vec<Field>,
    pub(crate) choices: Choices,
}

/// What deleting a user or a company would delete, and why it needs confirmation, if it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeletionPlan {
    pub(crate) subject: Subject,
    pub(crate) impact: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated; `None` if both are possible.
    pub(crate) protected: Option<String>,
    pub(crate) guard: Option<Guard>,
    /// The effect on access; for a user, of deactivation (or activation) too.
    pub(crate) effect: AccessEffect,
}

/// A file of users or companies that was read, with the result of a dry run.
#[derive(Clone, Debug)]
pub(crate) struct EntityImportPlan {
    pub(crate) axis: Axis,
    /// The path of the file.
    pub(crate) file: String,
    pub(crate) records: Arc<EntityFile>,
    pub(crate) report: Arc<ImportReport>,
}

impl EntityImportPlan {
    /// The problems in the file, each with its position, as many as are listed.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = self.report.problems.iter().take(MOST_PROBLEMS);
        problems.map(|it| format!("{}: {}", self.records.position(it), it.problem)).collect()
    }

    /// The numbers of lines by their effect: `2 added, 1 changed, 3 unchanged`.
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

/// How to read a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The encoding that the operator chose for a file that is not UTF-8.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The sheet of a workbook; `None` for the one with the best headings.
    pub(crate) sheet: Option<String>,
    /// Whether hidden rows, columns and sheets are read.
    pub(crate) hidden: Hidden,
}

impl Reading {
    /// The same as options of the reader.
    pub(crate) fn import(&self) -> Import {
        Import { sheet: self.sheet.clone(), hidden: self.hidden, ..Import::default() }
    }
}

/// Who can work in a company.
#[derive(Debug)]
pub(crate) struct WhoList {
    pub(crate) company: CompanyId,
    /// The code and name of the company.
    pub(crate) name: String,
    /// What an inactive company means.
    pub(crate) inactive: Option<String>,
    /// The filter of the list; `None` for the list without one.
    pub(crate) filter: Option<String>,
    /// How many users match.
    pub(crate) total: u64,
    /// The users. The first have a line in `lines` each, and all others together one more.
    pub(crate) users: Vec<UserId>,
    pub(crate) lines: Vec<WhoLine>,
}

/// A user, and why the user can work there.
#[derive(Debug)]
pub(crate) struct WhoLine {
    pub(crate) full_name: String,
    /// The username, or a text that is not about a user.
    pub(crate) name: String,
    /// Empty if the line is not about a user.
    pub(crate) reason: String,
}

/// An export to a file.
#[derive(Clone, Debug)]
pub(crate) struct ExportPlan {
    pub(crate) path: String,
    pub(crate) export: Export,
    /// Whether all users and companies are exported; the worker finds them.
    pub(crate) everything: bool,
}

/// The users or companies that a pasted text names.
#[derive(Clone, Debug)]
pub(crate) struct PastedNames {
    pub(crate) axis: Axis,
    pub(crate) users: Vec<UserId>,
    /// The persons whom the ids belong to.
    pub(crate) people: People,
    pub(crate) companies: Vec<CompanyId>,
    /// The names that nobody has.
    pub(crate) unknown: Vec<String>,
    /// The names that several have, with some of those.
    pub(crate) ambiguous: Vec<String>,
}

impl PastedNames {
    /// An empty result for an axis.
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
    /// The text itself.
    Text(String),
    /// The usernames of these users, one on each line.
    Usernames(Vec<UserId>),
    /// The line of a user, with tabs between its parts.
    Row(UserId),
    /// The explanation of a cell.
    Why(Cell),
}

/// A text that was read to be copied, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopiedText {
    pub(crate) what: String,
    /// `None` if it is longer than terminals accept.
    pub(crate) text: Option<String>,
}

/// What would happen if users leave: they are deactivated, and all their grants revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeavePlan {
    pub(crate) users: Vec<UserId>,
    pub(crate) people: People,
    /// The number of grants that are revoked.
    pub(crate) grants: u64,
    /// The first of these users.
    pub(crate) leavers: Vec<Leaver>,
    pub(crate) changes_nothing: bool,
    pub(crate) effect: AccessEffect,
    /// If one of them is the last active Super Admin, which is rejected.
    pub(crate) last_admin: Option<String>,
    /// The access that would be lost, if it is so much that it has to be confirmed.
    pub(crate) confirmed_loss: Option<u64>,
    pub(crate) guard: Option<Guard>,
    /// How many of these users the filter hides.
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
pub(crate) struct ChangeDescriptions {
    /// When this was read.
    pub(crate) now: DateTime<Utc>,
    pub(crate) words: Vec<(ChangeId, String)>,
    /// The first cells and rows of one change.
    pub(crate) cells: Option<(Change, Vec<ChangeCell>, Vec<ChangeRow>)>,
    /// What its cells do not tell about access, in words.
    pub(crate) access: Vec<String>,
}
