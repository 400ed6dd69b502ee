//! Messages to `update`: results of effects and jobs, and what the user does.

use super::config::{FilterEdit, SavedFilter};
use super::effect::Effect;
use super::found_name::FoundName;
use super::job::{BulkRequest, JobKind};
use super::key::Key;
use super::mouse::{MouseReport, Pointed};
use super::plans::{
    ChangeDescriptions, CopiedText, DeletionPlan, EntityImportPlan, ExportPlan, FormContents,
    LeavePlan, PastedNames, Subject, WhoList,
};
use super::typing::Press;
use super::user_column::UserDate;
use crate::domain::{
    AccessEffect, AccessFinding, AccessLoss, Cell, Change, ChangeCell, ChangeId, ChangeRow,
    Company, CompanyId, Draft, FieldProblem, Figures, HistoryQuery, People, Policy, Preview,
    RolePolicy, Rule, RuleReport, Scope, UserChange, UserHistory, UserId, Why,
};
use crate::exchange::{EncodingSample, Exported, Plan, Sheets};
use crate::store::{
    AccessByCompany, AccessRow, Committed, EditOutcome, HomeCompanies, ImportReport, Reverted,
    ServerNote, UndoPreview,
};
use std::time::Instant;

/// Companies and users, read again.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) companies: Vec<Company>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) policies: Vec<Policy>,
    /// The first users of the list.
    pub(crate) users: Vec<UserId>,
    /// Whether these are all users.
    pub(crate) complete: bool,
    /// Whether the worker must read the home companies again.
    pub(crate) needs_home_companies: bool,
}

/// Why the lists were read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The operator asked for it.
    Requested,
    /// This console wrote rows of them.
    Own,
    /// Another program wrote.
    External,
}

/// Results of reading and writing files.
#[derive(Debug)]
pub(crate) enum FileMessage {
    /// The paths that one can be completed to.
    Listed { typed: String, names: Vec<String> },
    /// A file was written.
    Exported { path: String, written: Exported },
    /// A file with that name exists; nothing was written.
    Exists(Box<ExportPlan>),
    /// A file is not UTF-8, and may have one of these encodings; nothing was read. Each sample
    /// shows how a line reads in one of them.
    EncodingGuess { job: JobKind, line: u64, samples: Vec<EncodingSample> },
    /// The sheets of a workbook to choose from, whether or not it was read.
    SheetsFound(Sheets),
    /// A file was read.
    Planned { file: String, plan: Box<Plan>, people: People, preview: Box<Preview> },
    /// A file of users or companies was read.
    EntitiesPlanned(Box<EntityImportPlan>),
    /// The import would now have another effect; nothing was changed.
    EntitiesOutdated(Box<EntityImportPlan>),
    /// The import is done.
    EntitiesImported(Box<ImportReport>),
}

/// Results of effects and jobs, and what the user does.
#[derive(Debug)]
pub(crate) enum Message {
    /// Keys as the terminal delivers them. The loop finds out which of them a person pressed
    /// and which were pasted, and passes them on as the four messages that follow.
    Pressed(Vec<Press>),
    Key(Key),
    /// A key that came before its dialog was readable, or at once with others.
    Hasty(Key),
    /// Keys that read like text; `first` is set at the beginning of a text.
    Text {
        text: String,
        first: bool,
    },
    /// The Enter at the end of such a text.
    LastEnter,
    /// Pasted text, from a terminal with bracketed paste.
    Pasted(String),
    /// A report of the mouse, and its time. The loop finds out what is at its position.
    Mouse(MouseReport, Instant),
    Pointed(Pointed),
    /// The lists are as requested: handle the next waiting key.
    NextKey,
    Resize {
        width: u16,
        height: u16,
    },
    /// A regular tick.
    Tick,
    RowsRead {
        requested: Vec<UserId>,
        rows: Vec<AccessRow>,
    },
    /// Dates of users; users without one are left out.
    DatesRead {
        date: UserDate,
        requested: Vec<UserId>,
        found: Vec<(UserId, String)>,
    },
    /// These rows cannot be read, with a sentence for the user.
    RowsFailed {
        requested: Vec<UserId>,
        sentence: String,
    },
    Edited {
        cell: Cell,
        granted: bool,
        committed: Box<Committed>,
    },
    Undone(Box<Reverted>),
    Redone(Box<Reverted>),
    /// The terminal reported whether its background is light.
    Background {
        light: bool,
    },
    /// The terminal replied to the last query, so all earlier replies have arrived.
    TerminalKnown,
    /// A note about the change that was just made, shown after the message about it.
    Noted(String),
    /// The state of the connection to the server has changed.
    ServerNote(Option<ServerNote>),
    /// The lists were read again.
    Reloaded {
        lists: Lists,
        cause: Cause,
    },
    UsersListed {
        request: u64,
        ids: Vec<UserId>,
    },
    /// The first users of a list that is still being read.
    FirstUsersFound {
        request: u64,
        ids: Vec<UserId>,
    },
    CompaniesSelected {
        request: u64,
        ids: Vec<CompanyId>,
    },
    HomesRead(HomeCompanies),
    /// Home companies were read; rows may show others now.
    HomesInstalled,
    Counted(Box<RuleReport>),
    RulesRead(Vec<Rule>),
    /// What the marked users have in each company, and who they are. Users who are not
    /// included are gone.
    MarkedCounted {
        counts: AccessByCompany,
        /// The row of the marked user, if only one is marked.
        row: Option<Box<AccessRow>>,
        people: People,
    },
    /// Results for a dialog.
    Dialog(DialogAnswer),
    /// The progress of a job.
    Progress {
        job: JobKind,
        done: u64,
        total: u64,
        rate: u64,
    },
    /// An edit was rejected because the server has other data: since when the cell is granted,
    /// if it is, and how the server's data differed.
    EditRejected {
        cell: Cell,
        /// Whether the edit was a grant.
        wanted: bool,
        now: Option<String>,
        difference: Option<String>,
    },
    /// A job waits for another program to finish writing.
    Waiting(JobKind),
    Previewed {
        request: BulkRequest,
        preview: Box<Preview>,
    },
    Committed(Box<Committed>),
    /// Results for a form, or for the confirmation before a deletion.
    Form(FormAnswer),
    File(FileMessage),
    /// The change to undo or redo was not made in this session, so it is previewed first.
    NotOurs {
        undo: bool,
    },
    /// The data changed since the preview; nothing was committed.
    Outdated(BulkRequest),
    /// The worker has undone or redone a large change.
    LargeReverted {
        reverted: Box<Reverted>,
        undo: bool,
    },
    /// The change to undo or redo is so large that the worker has to do it.
    TooLarge {
        undo: bool,
    },
    /// Another program holds the lock; the effect can be tried again.
    Busy(Effect),
    /// An effect failed, with a sentence for the user.
    Failed(String),
    /// A job failed, with a sentence for the user.
    JobFailed(JobKind, String),
    /// A job was cancelled.
    Stopped(JobKind),
    /// The system or the terminal ends the program, with this exit status.
    End(u8),
}

impl Message {
    /// The job that this message is the result of, if it is one that shows its progress, and the
    /// data was not changed.
    pub(crate) fn job_without_changes(&self) -> Option<JobKind> {
        Some(match self {
            Self::Previewed { .. } => JobKind::Preview,
            Self::Dialog(DialogAnswer::UndoPreviewed { .. }) => JobKind::PreviewUndo,
            Self::Dialog(DialogAnswer::FindingsFound(_)) => JobKind::Findings,
            Self::Dialog(DialogAnswer::WhoFound(_)) => JobKind::Who,
            Self::Dialog(DialogAnswer::HistoryByUser(..)) => JobKind::HistoryByUser,
            Self::Dialog(DialogAnswer::PastedFound(_)) => JobKind::FindPasted,
            Self::Dialog(DialogAnswer::LeavePlanned(_)) => JobKind::PreviewLeave,
            Self::Dialog(DialogAnswer::LeaveOutdated(_)) => JobKind::Leave,
            Self::Outdated(_) => JobKind::Commit,
            Self::Form(FormAnswer::Delete(_)) => JobKind::PreviewDeletion,
            Self::Form(FormAnswer::CompanyEffect { .. }) => JobKind::PreviewCompany,
            Self::Form(FormAnswer::DeletionOutdated(_)) => JobKind::Delete,
            Self::File(FileMessage::Exists(_)) => JobKind::Export,
            Self::File(FileMessage::EncodingGuess { job, .. }) => *job,
            Self::File(FileMessage::Planned { .. }) => JobKind::Plan,
            Self::File(FileMessage::EntitiesPlanned(_)) => JobKind::PlanEntityImport,
            Self::File(FileMessage::EntitiesOutdated(_)) => JobKind::ImportEntities,
            _ => return None,
        })
    }

    /// The changes that this session made or undid, according to the result of an edit.
    pub(crate) fn changes(&self) -> Vec<ChangeId> {
        let of = |change: Option<&Change>| change.map(|change| change.id).into_iter().collect();
        match self {
            Self::Edited { committed, .. }
            | Self::Dialog(
                DialogAnswer::RuleSet { committed, .. } | DialogAnswer::PolicySet { committed, .. },
            )
            | Self::Committed(committed) => of(committed.change.as_ref()),
            Self::Form(FormAnswer::Saved { recorded, .. } | FormAnswer::Deleted(recorded))
            | Self::Dialog(DialogAnswer::Left(recorded)) => of(recorded.change.as_ref()),
            Self::File(FileMessage::EntitiesImported(report)) => {
                of(report.recorded.change.as_ref())
            }
            Self::Undone(reverted)
            | Self::Redone(reverted)
            | Self::LargeReverted { reverted, .. } => {
                vec![reverted.change.id, reverted.original.id]
            }
            _ => Vec::new(),
        }
    }
}

/// Results for a form, or for the confirmation before a deletion.
#[derive(Debug)]
pub(crate) enum FormAnswer {
    /// The initial contents of a form.
    Opened(Box<FormContents>),
    /// The current contents of an open form.
    Reread(Box<FormContents>),
    /// It was not saved, because another program has written to an edited field.
    Contested(Box<FormContents>),
    /// The user or company that the form is about is gone.
    Gone(Subject),
    /// The problems of this draft, and the effect of saving it on the user's access.
    Checked { draft: Draft, problems: Vec<FieldProblem>, effect: AccessEffect },
    /// The effect of saving this draft of a company on access.
    CompanyEffect { draft: Draft, effect: AccessEffect },
    /// It was not saved, because so much access would be lost that this has to be confirmed.
    ManyLoseAccess(AccessLoss),
    /// It was not saved, because of these problems.
    Refused(Vec<FieldProblem>),
    /// It was saved.
    Saved { recorded: Box<EditOutcome>, lists: Lists },
    /// What would be deleted too.
    Delete(Box<DeletionPlan>),
    /// The deletion would now have another effect; nothing was deleted.
    DeletionOutdated(Box<DeletionPlan>),
    /// It was deleted.
    Deleted(Box<EditOutcome>),
}

/// Results for a dialog, which shows them if it is still open.
#[derive(Debug)]
pub(crate) enum DialogAnswer {
    RuleSet {
        role: String,
        scope: Scope,
        committed: Box<Committed>,
    },
    PolicySet {
        role: String,
        policy: RolePolicy,
        /// The effect on access; `None` if there are too many users to count it immediately.
        effect: Option<AccessEffect>,
        committed: Box<Committed>,
    },
    FiguresCounted(Box<Figures>),
    /// The query for a filter of the history, or a sentence for the user if it contains
    /// unknown names.
    HistoryFiltered(String, Box<Result<HistoryQuery, String>>),
    HistoryRead(Vec<Change>),
    /// What changes of the history did.
    ChangesDescribed(Box<ChangeDescriptions>),
    /// Who gained and lost what in changes of the history, and the total number of these
    /// users.
    HistoryByUser(Vec<UserHistory>, u64),
    CellsRead {
        change: Box<Change>,
        cells: Vec<ChangeCell>,
        rows: Vec<ChangeRow>,
        /// What the cells do not tell about access, in words.
        access: Vec<String>,
    },
    WhyRead {
        why: Box<Why>,
        /// The newest changes to the user, if `all` was requested.
        latest: Vec<UserChange>,
        cell: Cell,
        all: bool,
    },
    /// What would happen if users leave.
    LeavePlanned(Box<LeavePlan>),
    /// That would now have another effect; nothing was changed.
    LeaveOutdated(Box<LeavePlan>),
    /// The users were deactivated and their grants revoked.
    Left(Box<EditOutcome>),
    /// A text to copy was read.
    CopyRead(CopiedText),
    /// The file of saved filters was written; these filters are in it.
    FiltersEdited(FilterEdit, Vec<SavedFilter>),
    /// The cell no longer exists, with a sentence for the user.
    WhyFailed(String),
    /// Who can work in a company, one line for each user.
    WhoFound(Box<WhoList>),
    /// The users or companies named in a pasted text.
    PastedFound(Box<PastedNames>),
    /// The users with names similar to this text.
    JumpFound {
        typed: String,
        matches: Vec<FoundName>,
    },
    /// The findings about access.
    FindingsFound(Vec<AccessFinding>),
    UndoPreviewed {
        preview: Box<UndoPreview>,
        /// What the change did to rows, in words; empty if it changed none.
        did: String,
        /// The first cells of the change.
        cells: Vec<ChangeCell>,
        undo: bool,
    },
}
