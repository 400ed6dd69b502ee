//! What comes back from the world, and what the person does.

use super::config::{FilterEdit, SavedFilter};
use super::effect::Effect;
use super::found_name::FoundName;
use super::job::{BulkRequest, JobKind};
use super::key::Key;
use super::mouse::{MouseReport, Pointed};
use super::plans::{
    CopiedText, DeletionPlan, EntityImportPlan, ExportPlan, FormContents, LeavePlan, PastedNames,
    Subject, ToldHistory, WhoList,
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
    UndoPreview,
};
use std::time::Instant;

/// Companies and users, read again.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) companies: Vec<Company>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) policies: Vec<Policy>,
    /// The beginning of the list of users.
    pub(crate) users: Vec<UserId>,
    /// Whether that is all of them.
    pub(crate) complete: bool,
    /// Whether the home companies are to be read again, by the worker.
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

/// What comes back of files.
#[derive(Debug)]
pub(crate) enum FileMessage {
    /// The paths that one may become.
    Listed { asked: String, names: Vec<String> },
    /// A file was written.
    Exported { path: String, written: Exported },
    /// A file of that name is there; nothing was written.
    Exists(Box<ExportPlan>),
    /// A file is not UTF-8, and may be in this encoding; nothing was read. The
    /// sentence has a sample of it.
    EncodingGuess { job: JobKind, line: u64, samples: Vec<EncodingSample> },
    /// What a workbook that was read, or not, leaves to choose.
    SheetsFound(Sheets),
    /// A file was read.
    Planned { file: String, plan: Box<Plan>, people: People, preview: Box<Preview> },
    /// A file of users or companies was read.
    EntitiesPlanned(Box<EntityImportPlan>),
    /// It would do something else by now; nothing was changed.
    EntitiesOutdated(Box<EntityImportPlan>),
    /// It was taken over.
    EntitiesImported(Box<ImportReport>),
}

/// What comes back, and what the person does.
#[derive(Debug)]
pub(crate) enum Message {
    /// Keys as the terminal delivers them. The loop tells a person's from a
    /// paste's, and passes them on as the four messages that follow.
    Pressed(Vec<Press>),
    Key(Key),
    /// A key that came before its dialog could be read, or together with others.
    Hasty(Key),
    /// Keys that read like text; `first` says that the text begins here.
    Text {
        text: String,
        first: bool,
    },
    /// The Enter with which such a text ends.
    LastEnter,
    /// The terminal says that this was pasted.
    Pasted(String),
    /// The mouse as the terminal reports it, and when. The loop looks up what is there.
    Mouse(MouseReport, Instant),
    Pointed(Pointed),
    /// The lists are as the person asked: keys that wait for that have their
    /// turn.
    NextKey,
    Resize {
        width: u16,
        height: u16,
    },
    /// Time passes.
    Tick,
    RowsRead {
        asked: Vec<UserId>,
        rows: Vec<AccessRow>,
    },
    /// Dates of users; a user without one is left out.
    DatesRead {
        date: UserDate,
        asked: Vec<UserId>,
        found: Vec<(UserId, String)>,
    },
    /// These rows cannot be read, with a sentence for the person.
    RowsFailed {
        asked: Vec<UserId>,
        sentence: String,
    },
    Edited {
        cell: Cell,
        granted: bool,
        committed: Box<Committed>,
    },
    Undone(Box<Reverted>),
    Redone(Box<Reverted>),
    /// The terminal said whether its background is light.
    Background {
        light: bool,
    },
    /// The terminal said what it is: it has answered what it was asked before.
    TerminalKnown,
    /// What a person should know of the change that was just made; it is said beside that.
    Noted(String),
    /// What to know of the connection to the server is something else by now.
    ServerNote(Option<String>),
    /// The lists were read again.
    Reloaded {
        lists: Lists,
        cause: Cause,
    },
    UsersListed {
        request: u64,
        ids: Vec<UserId>,
    },
    CompaniesSelected {
        request: u64,
        ids: Vec<CompanyId>,
    },
    HomesRead(HomeCompanies),
    /// Rows may show other home companies now.
    HomesInstalled,
    Counted(Box<RuleReport>),
    RulesRead(Vec<Rule>),
    /// What the marked users have in each company, and who they are. Who is not among
    /// them is gone.
    MarkedCounted {
        counts: AccessByCompany,
        /// The row of the one who is marked, if it is one.
        row: Option<Box<AccessRow>>,
        people: People,
    },
    /// What was read, found or written for a dialog.
    Dialog(DialogAnswer),
    /// How far a job is.
    Progress {
        job: JobKind,
        done: u64,
        total: u64,
        rate: u64,
    },
    /// An edit was refused, since the server has other data: when the cell was granted as it is
    /// now, if it is, and in which the server differed.
    Overtaken {
        cell: Cell,
        /// Whether it was to be granted.
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
    /// What came of a form, or of the question before a deletion.
    Form(FormAnswer),
    File(FileMessage),
    /// The change to undo or redo is not of this session: what it would do is
    /// shown first.
    NotOurs {
        undo: bool,
    },
    /// The data changed since the preview; nothing was committed.
    Outdated(BulkRequest),
    /// A large change was undone or redone.
    LargeReverted {
        reverted: Box<Reverted>,
        undo: bool,
    },
    /// The change to undo or redo is one for the worker.
    TooLarge {
        undo: bool,
    },
    /// Another program keeps the lock; the effect can be tried again.
    Busy(Effect),
    /// An effect failed, with a sentence for the person.
    Failed(String),
    /// A job failed, with a sentence for the person.
    JobFailed(JobKind, String),
    /// A job was told to stop, and has.
    Stopped(JobKind),
    /// The system or the terminal wants us to end, with this exit status.
    End(u8),
}

impl Message {
    /// The job that found this and has changed nothing, if it was one that shows
    /// its progress.
    pub(crate) fn looked_for(&self) -> Option<JobKind> {
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

    /// The changes that this session made or undid, by what came of its edits.
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

/// What the store says to a form, or to the question before a deletion.
#[derive(Debug)]
pub(crate) enum FormAnswer {
    /// What a form opens with.
    Opened(Box<FormContents>),
    /// What an open form shows by now.
    Reread(Box<FormContents>),
    /// It was not saved: another program wrote to a field that was changed.
    Contested(Box<FormContents>),
    /// Whom or what the form is about is gone.
    Gone(Subject),
    /// What is wrong with this draft, and what it would do to the user's access.
    Checked { draft: Draft, problems: Vec<FieldProblem>, effect: AccessEffect },
    /// What this draft of a company would do to access.
    CompanyEffect { draft: Draft, effect: AccessEffect },
    /// It was not saved: it would take away so much access that somebody has to confirm it.
    TakesMuch(AccessLoss),
    /// It was not saved.
    Refused(Vec<FieldProblem>),
    /// It was saved.
    Saved { recorded: Box<EditOutcome>, lists: Lists },
    /// What would be removed with it.
    Delete(Box<DeletionPlan>),
    /// By now something else would; it was not deleted.
    DeletionOutdated(Box<DeletionPlan>),
    /// It was deleted.
    Deleted(Box<EditOutcome>),
}

/// What was read, found or written for a dialog, which shows it if it is still open.
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
        /// What it does to access; `None` where there are too many users to count it at once.
        effect: Option<AccessEffect>,
        committed: Box<Committed>,
    },
    FiguresCounted(Box<Figures>),
    /// What the history's filter asks for, or a sentence for the person where
    /// it names what is not known.
    HistoryFiltered(String, Box<Result<HistoryQuery, String>>),
    HistoryRead(Vec<Change>),
    /// What changes of it did.
    HistoryTold(Box<ToldHistory>),
    /// Who gained and lost what in changes of it, and how many users that are in all.
    HistoryByUser(Vec<UserHistory>, u64),
    CellsRead {
        change: Box<Change>,
        cells: Vec<ChangeCell>,
        rows: Vec<ChangeRow>,
    },
    WhyRead {
        why: Box<Why>,
        /// The newest changes of the user, where `all` is asked for.
        latest: Vec<UserChange>,
        cell: Cell,
        all: bool,
    },
    /// What it would do that users leave.
    LeavePlanned(Box<LeavePlan>),
    /// It would do something else by now; nothing was changed.
    LeaveOutdated(Box<LeavePlan>),
    /// They have left.
    Left(Box<EditOutcome>),
    /// A text to copy was read.
    CopyRead(CopiedText),
    /// The file of saved filters was written: these are in it.
    FiltersEdited(FilterEdit, Vec<SavedFilter>),
    /// There is no such cell any more, with a sentence for the person.
    WhyFailed(String),
    /// Who can get into a company, a line for each.
    WhoFound(Box<WhoList>),
    /// Whom the names of a pasted text mean.
    PastedFound(Box<PastedNames>),
    /// The users whose names are like this text.
    JumpFound {
        typed: String,
        matches: Vec<FoundName>,
    },
    /// What an auditor asks about first.
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
