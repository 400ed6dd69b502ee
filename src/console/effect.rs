//! What `update` asks the world to do.

use super::config::FilterEdit;
use super::job::{Job, JobKind};
use super::plans::{CopySource, Subject};
use super::user_column::UserDate;
use crate::domain::{
    Cell, Change, ChangeId, Draft, HistoryQuery, Person, RolePolicy, Scope, UserId, Zone,
};
use crate::filter::{Axis, HistoryFilter};
use crate::store::HomeCompanies;

/// Work for the loop. Short work on the store runs in place, a [`Job`] on the
/// worker.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Read the rows of these users.
    ReadRows(Vec<UserId>),
    /// Read a date of these users.
    ReadDates { date: UserDate, users: Vec<UserId> },
    /// Give the cell of this person a grant, or take it away.
    Edit { cell: Cell, person: Person, granted: bool, attempt: u8 },
    /// Take the newest change back.
    Undo { attempt: u8 },
    /// Make the change undone last again.
    Redo { attempt: u8 },
    /// Change what the rule of a role gives.
    SetRule { role: String, scope: Scope, attempt: u8 },
    /// Change what the access policy of a role is.
    SetPolicy { role: String, policy: RolePolicy, attempt: u8 },
    /// Read the rules, because an undo may have changed them.
    ReadRules,
    /// Look whether another program wrote.
    Poll,
    /// Read companies and users again, whether anything changed or not.
    Reload,
    /// Find what the names in a filter of the history, typed so, name.
    FilterHistory { text: String, filter: HistoryFilter, zone: Zone },
    /// Read a page of the history.
    ReadHistory(HistoryQuery),
    /// Read what these changes did, in words, and the first cells of one.
    TellHistory { changes: Vec<Change>, cells_of: Option<ChangeId> },
    /// Read the cells of a change.
    ReadCells(ChangeId),
    /// Read why a cell is as it is, or all of its user's.
    ReadWhy { cell: Cell, all: bool },
    /// Read a text to copy.
    ReadCopy { what: String, source: CopySource },
    /// Save or remove a filter in the file of saved filters.
    EditFilters(FilterEdit),
    /// Put a text on the terminal's clipboard.
    Copy(String),
    /// Read what a form needs; without a subject, of a new one.
    OpenForm { axis: Axis, subject: Option<Subject> },
    /// Look whether a form could be saved as it is.
    CheckForm { axis: Axis, subject: Option<Subject>, draft: Draft },
    /// Read again what an open form shows.
    RereadForm { axis: Axis, subject: Option<Subject> },
    /// Add a user or company, or change the subject, where it still says what was
    /// seen of it; much access is taken away only once that is confirmed.
    Save {
        axis: Axis,
        subject: Option<Subject>,
        draft: Draft,
        seen: Draft,
        confirmed_loss: Option<u64>,
        attempt: u8,
    },
    /// Read the lists again after rows of theirs were written.
    Refresh,
    /// List the files that a path may become.
    ListFiles(String),
    /// Use these home companies from now on.
    InstallHomes(HomeCompanies),
    /// Run this on the worker.
    Start(Job),
    /// Stop the worker's job of this kind.
    Cancel(JobKind),
    /// Let the next of the keys that wait have its turn, after what was asked
    /// for before.
    TakeKey,
    /// Draw everything again.
    Redraw,
    /// Give the terminal back to the shell until it says to go on.
    Suspend,
    /// Leave this database for a made-up one.
    ShowDemo,
    /// End with this exit status.
    Quit(u8),
}

/// How a session on one database ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionEnd {
    /// The person, or the system, quits with this exit status.
    Quit(u8),
    /// The person wants to look at a made-up database.
    ForDemo,
}
