//! What `update` asks the event loop to do.

use super::config::FilterEdit;
use super::job::{Job, JobKind};
use super::plans::{CopySource, Subject};
use super::user_column::UserDate;
use crate::domain::{
    Cell, Change, ChangeId, Draft, HistoryQuery, Person, RolePolicy, Scope, UserId, Zone,
};
use crate::filter::{Axis, HistoryFilter};
use crate::store::HomeCompanies;

/// A request to the event loop. Short work on the store runs in the loop itself, a [`Job`] on
/// the worker.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Read the rows of these users.
    ReadRows(Vec<UserId>),
    /// Read a date of these users.
    ReadDates { date: UserDate, users: Vec<UserId> },
    /// Grant or revoke the cell of this person.
    Edit { cell: Cell, person: Person, granted: bool, attempt: u8 },
    /// Undo the newest change.
    Undo { attempt: u8 },
    /// Redo the change that was undone last.
    Redo { attempt: u8 },
    /// Change the scope of a role's rule.
    SetRule { role: String, scope: Scope, attempt: u8 },
    /// Change the access policy of a role.
    SetPolicy { role: String, policy: RolePolicy, attempt: u8 },
    /// Read the rules, because an undo may have changed them.
    ReadRules,
    /// Check whether another program has written.
    Poll,
    /// Read companies and users again, even if nothing has changed.
    Reload,
    /// Resolve the names in a filter of the history; `text` is the filter as typed.
    FilterHistory { text: String, filter: HistoryFilter, zone: Zone },
    /// Read a page of the history.
    ReadHistory(HistoryQuery),
    /// Describe what these changes did, and read the first cells of one.
    DescribeChanges { changes: Vec<Change>, cells_of: Option<ChangeId> },
    /// Read the cells of a change.
    ReadCells(ChangeId),
    /// Explain a cell, or all cells of its user.
    ReadWhy { cell: Cell, all: bool },
    /// Read a text that will be copied.
    ReadCopy { what: String, source: CopySource },
    /// Save or remove a filter in the file of saved filters.
    EditFilters(FilterEdit),
    /// Put a text on the terminal's clipboard.
    Copy(String),
    /// Read what a form needs; without a subject, for a new user or company.
    OpenForm { axis: Axis, subject: Option<Subject> },
    /// Check whether a form could be saved as it is.
    CheckForm { axis: Axis, subject: Option<Subject>, draft: Draft },
    /// Read again what an open form shows.
    RereadForm { axis: Axis, subject: Option<Subject> },
    /// Add a user or company, or edit the subject, provided that its values are still those
    /// that were seen. If much access would be lost, that must have been confirmed.
    Save {
        axis: Axis,
        subject: Option<Subject>,
        draft: Draft,
        seen: Draft,
        confirmed_loss: Option<u64>,
        attempt: u8,
    },
    /// Read the lists again, because rows of them were written.
    Refresh,
    /// List the files that a path could be completed to.
    ListFiles(String),
    /// Use these home companies.
    InstallHomes(HomeCompanies),
    /// Run this job on the worker.
    Start(Job),
    /// Stop the worker's job of this kind.
    Cancel(JobKind),
    /// Handle the next waiting key, after everything that was requested before.
    NextHeldKey,
    /// Redraw the whole screen.
    Redraw,
    /// Give the terminal back to the shell until the process is continued.
    Suspend,
    /// Leave this database for demo data.
    ShowDemo,
    /// End the program with this exit status.
    Quit(u8),
}

/// How a session on one database ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionEnd {
    /// The user or the system quits, with this exit status.
    Quit(u8),
    /// The user wants to see demo data.
    SwitchToDemo,
}
