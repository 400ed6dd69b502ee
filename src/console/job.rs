//! Long-running work for the worker, which has its own connection.

use std::collections::HashSet;

use super::plans::{DeletionPlan, EntityImportPlan, ExportPlan, LeavePlan, Reading, Subject};
use crate::domain::{
    Bulk, ChangeId, CompanyId, Draft, HistoryQuery, People, Preview, Statistics, UserId, Zone,
};
use crate::exchange::Mode;
use crate::filter::{Axis, Filter, HistoryFilter};
use crate::store::Order;

/// Long-running work. A newer job of one kind replaces an older one.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    /// Count how many of these users can work in each company, and read who they are.
    CountMarked(Vec<UserId>),
    /// Preview a bulk change; `totals` are set if known.
    Preview { request: BulkRequest, totals: Option<Statistics> },
    /// Commit it, if its effect is that of the preview.
    Commit { request: BulkRequest, preview: Box<Preview>, reason: Option<String> },
    /// Select the users that match a filter. `request` numbers the requests of an axis, so
    /// that outdated results are recognized.
    SelectUsers { filter: Filter, order: Order, marked: HashSet<UserId>, request: u64 },
    /// Select the companies that match a filter.
    SelectCompanies { filter: Filter, order: Order, marked: HashSet<CompanyId>, request: u64 },
    /// Preview the undo of a change: this one, or the last one that can be undone.
    PreviewUndo(Option<ChangeId>),
    /// Preview the redo of the change that was undone last.
    PreviewRedo,
    /// Undo a change: this one, or the newest.
    Undo(Option<ChangeId>),
    /// Redo the change that was undone last; if one is given, only if it is that one.
    Redo(Option<ChangeId>),
    /// Find out what deleting a user or company would delete; `totals` are set if known.
    PreviewDeletion { subject: Subject, totals: Option<Statistics> },
    /// Preview what happens if users leave.
    PreviewLeave { users: Vec<UserId>, people: People },
    /// Deactivate leaving users and revoke their grants, if the effect is as shown.
    Leave { plan: Box<LeavePlan>, reason: Option<String> },
    /// Delete a user or company with its grants, if the effect is as shown.
    Delete(Box<DeletionPlan>),
    /// Write a file.
    Export { plan: ExportPlan, replace: bool },
    /// Read a file and preview the import; `totals` are set if known.
    Plan { path: String, mode: Mode, reading: Reading, totals: Option<Statistics> },
    /// Read a file of users or companies and preview the import.
    PlanEntityImport { path: String, axis: Axis, reading: Reading },
    /// Preview that import again.
    RecalculateEntityImport(Box<EntityImportPlan>),
    /// Import it, if its effect is that of the plan.
    ImportEntities { plan: Box<EntityImportPlan>, reason: Option<String> },
    /// Find out what saving a draft of a company would do to access; without an id, of a new
    /// one.
    PreviewCompany { id: Option<CompanyId>, draft: Draft },
    /// Find the users or companies named on the lines of a pasted text.
    FindPasted { axis: Axis, lines: Vec<String> },
    /// Find the users with names similar to what was typed.
    Jump { typed: String },
    /// Resolve the names in a filter of the history; `text` is the filter as typed.
    FilterHistory { text: String, filter: Box<HistoryFilter>, zone: Zone },
    /// Find out who gained and lost what in changes of the history.
    HistoryByUser(Box<HistoryQuery>),
    /// Find out who can work in a company.
    Who(CompanyId, Zone, Option<String>),
    /// Find the findings about access.
    Findings,
    /// Read the ids of all users.
    ListUsers { request: u64 },
    /// Read the home companies of all users.
    ReadHomes,
    /// Count the statistics.
    Count,
    /// Count the full statistics.
    Figures,
}

/// A bulk change, and the people whom its user ids must still belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BulkRequest {
    pub(crate) bulk: Bulk,
    /// As far as they are known.
    pub(crate) people: People,
}

/// The worker's slots.
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
            // Both decide which users are shown, so they share a slot.
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
