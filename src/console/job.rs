//! Long work that the worker does on its own connection.

use std::collections::HashSet;

use super::plans::{DeletionPlan, EntityImportPlan, ExportPlan, LeavePlan, Reading, Subject};
use crate::domain::{
    Bulk, ChangeId, CompanyId, Draft, HistoryQuery, People, Preview, Statistics, UserId, Zone,
};
use crate::exchange::Mode;
use crate::filter::{Axis, Filter, HistoryFilter};
use crate::store::Order;

/// Long work on the worker. A newer request of one kind replaces the older.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    /// Count for each company how many of these users may work in it, and see who they
    /// are.
    CountMarked(Vec<UserId>),
    /// Count what a bulk change would do; the totals where they are known.
    Preview { request: BulkRequest, totals: Option<Statistics> },
    /// Commit it, if it does what the preview says.
    Commit { request: BulkRequest, preview: Box<Preview>, reason: Option<String> },
    /// Find the users that a filter lets through. `request` numbers the lists
    /// of an axis, so that the answer to an older request is known as such.
    SelectUsers { filter: Filter, order: Order, marked: HashSet<UserId>, request: u64 },
    /// Find the companies that a filter lets through.
    SelectCompanies { filter: Filter, order: Order, marked: HashSet<CompanyId>, request: u64 },
    /// Count what undoing a change would do: this one, or the last that can be
    /// undone.
    PreviewUndo(Option<ChangeId>),
    /// Count what redoing the change undone last would do.
    PreviewRedo,
    /// Undo a change: this one, or the newest.
    Undo(Option<ChangeId>),
    /// Redo the change undone last; if one is named, only if it is that one.
    Redo(Option<ChangeId>),
    /// Look what would go with a user or company; the totals where they are
    /// known.
    PreviewDeletion { subject: Subject, totals: Option<Statistics> },
    /// Look what it would do that users leave.
    PreviewLeave { users: Vec<UserId>, people: People },
    /// Have users leave, if that does what was shown.
    Leave { plan: Box<LeavePlan>, reason: Option<String> },
    /// Delete a user or company with its grants, if that is what would go.
    Delete(Box<DeletionPlan>),
    /// Write a file.
    Export { plan: ExportPlan, replace: bool },
    /// Read a file and count what importing it would do; the totals where they
    /// are known.
    Plan { path: String, mode: Mode, reading: Reading, totals: Option<Statistics> },
    /// Read a file of users or companies and tell what taking it over would do.
    PlanEntityImport { path: String, axis: Axis, reading: Reading },
    /// Calculate again what importing it would do.
    RecalculateEntityImport(Box<EntityImportPlan>),
    /// Take it over, if that does what the plan says.
    ImportEntities { plan: Box<EntityImportPlan>, reason: Option<String> },
    /// Find what saving a draft of a company, or of a new one, would do to access.
    PreviewCompany { id: Option<CompanyId>, draft: Draft },
    /// Find the users or companies that lines of a pasted text name.
    FindPasted { axis: Axis, lines: Vec<String> },
    /// Find the users whose names are like what was typed.
    Jump { typed: String },
    /// Find what the names in a filter of the history, typed so, name.
    FilterHistory { text: String, filter: Box<HistoryFilter>, zone: Zone },
    /// Find who gained and lost what in changes of the history.
    HistoryByUser(Box<HistoryQuery>),
    /// Find who can get into a company.
    Who(CompanyId, Zone),
    /// Find what an auditor asks first about access.
    Findings,
    /// Read the ids of all users.
    ListUsers { request: u64 },
    /// Read the home companies of all users.
    ReadHomes,
    /// Count the statistics.
    Count,
    /// Count the statistics in full, for their screen.
    Figures,
}

/// A bulk change, and whom it was chosen for: the ids of users belong to these people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BulkRequest {
    pub(crate) bulk: Bulk,
    /// As far as they are known.
    pub(crate) people: People,
}

/// The slots of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobKind {
    ReadHomes,
    Count,
    Figures,
    SelectUsers,
    SelectCompanies,
    CountMarked,
    Preview,
    PreviewUndo,
    Commit,
    PreviewDeletion,
    PreviewLeave,
    Leave,
    PreviewCompany,
    FindPasted,
    Jump,
    FilterHistory,
    HistoryByUser,
    Who,
    Findings,
    Delete,
    Undo,
    Redo,
    Export,
    Plan,
    PlanEntityImport,
    ImportEntities,
}

impl Job {
    pub(crate) fn kind(&self) -> JobKind {
        match self {
            // One slot: both say which users are shown.
            Self::ListUsers { .. } | Self::SelectUsers { .. } => JobKind::SelectUsers,
            Self::SelectCompanies { .. } => JobKind::SelectCompanies,
            Self::ReadHomes => JobKind::ReadHomes,
            Self::Count => JobKind::Count,
            Self::Figures => JobKind::Figures,
            Self::CountMarked(_) => JobKind::CountMarked,
            Self::Preview { .. } => JobKind::Preview,
            Self::Commit { .. } => JobKind::Commit,
            Self::PreviewUndo(_) | Self::PreviewRedo => JobKind::PreviewUndo,
            Self::PreviewDeletion { .. } => JobKind::PreviewDeletion,
            Self::PreviewLeave { .. } => JobKind::PreviewLeave,
            Self::Leave { .. } => JobKind::Leave,
            Self::PreviewCompany { .. } => JobKind::PreviewCompany,
            Self::FindPasted { .. } => JobKind::FindPasted,
            Self::Jump { .. } => JobKind::Jump,
            Self::FilterHistory { .. } => JobKind::FilterHistory,
            Self::HistoryByUser(_) => JobKind::HistoryByUser,
            Self::Who(..) => JobKind::Who,
            Self::Findings => JobKind::Findings,
            Self::Delete(_) => JobKind::Delete,
            Self::Undo(_) => JobKind::Undo,
            Self::Redo(_) => JobKind::Redo,
            Self::Export { .. } => JobKind::Export,
            Self::Plan { .. } => JobKind::Plan,
            Self::PlanEntityImport { .. } | Self::RecalculateEntityImport(_) => {
                JobKind::PlanEntityImport
            }
            Self::ImportEntities { .. } => JobKind::ImportEntities,
        }
    }
}

impl JobKind {
    /// Whether the job writes to the database.
    pub(crate) fn writes(self) -> bool {
        matches!(
            self,
            Self::Commit
                | Self::Delete
                | Self::Leave
                | Self::Undo
                | Self::Redo
                | Self::ImportEntities
        )
    }

    /// What its progress counts.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Export | Self::PreviewLeave | Self::Leave => "users",
            Self::Plan => "bytes",
            Self::PlanEntityImport | Self::ImportEntities => "lines",
            _ => "cells",
        }
    }
}
