//! The errors of the store. Each message is one sentence that tells a person what went wrong,
//! and what to do.

use std::path::PathBuf;

use crate::domain::lookalike::typed;
use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{AccessLoss, DeletionImpact, FieldProblem, UserId};
use crate::text::system_error;

/// An error of a store function.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No such file.
    #[error("{}: no such file", .0.display())]
    Missing(PathBuf),
    /// A directory, a device or another special file.
    #[error("{}: this is a {what}, not a database file", .path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What the path is.
        what: &'static str,
    },
    /// A file of zero bytes.
    #[error("{}: the file is empty, not a database", .0.display())]
    Empty(PathBuf),
    /// The operating system refuses to open the file.
    #[error("cannot open {}: {reason}", .path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The error of the operating system.
        reason: String,
    },
    /// The file is not a SQLite database, or is encrypted.
    #[error("{}: this is not a SQLite database (or it is encrypted)", .0.display())]
    NotADatabase(PathBuf),
    /// A SQLite database that is damaged or truncated.
    #[error("{}: the database is damaged or truncated: {reason}", .path.display())]
    Damaged {
        /// The path.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A SQLite database of another program.
    #[error("{}: this is a SQLite database, but not the HR system's: {missing} is missing", .path.display())]
    UnknownSchema {
        /// The path.
        path: PathBuf,
        /// The table or column that is missing.
        missing: String,
    },
    /// Written by a newer grantgrid.
    #[error("{}: a newer version of grantgrid wrote the history in this database (format {found}, this version knows up to {known}); nothing was changed", .path.display())]
    Newer {
        /// The path.
        path: PathBuf,
        /// The journal format in the database.
        found: i64,
        /// The newest journal format known here.
        known: i64,
    },
    /// Another program changed the structure of grantgrid's own tables.
    #[error("{}: another program damaged grantgrid's own tables: {fault}; restore a backup, or drop every table whose name begins with grantgrid_ to start a new history", .path.display())]
    OwnTables {
        /// The path.
        path: PathBuf,
        /// What is wrong.
        fault: String,
    },
    /// Another program damaged entries of grantgrid's own tables.
    #[error(
        "another program damaged grantgrid's history: {0}; nothing was changed; repair the database to correct it"
    )]
    DamagedHistory(String),
    /// A trigger on grantgrid's own tables, or one that writes to them.
    #[error("{0}; nothing was changed")]
    OwnTrigger(String),
    /// The file was removed or replaced.
    #[error("{}: the file was removed or replaced by another program; quit and open it again", .0.display())]
    Replaced(PathBuf),
    /// A file already exists where a new one should be created.
    #[error("{}: the file exists; it was not changed", .0.display())]
    Exists(PathBuf),
    /// The file to write is the open database.
    #[error("{}: this is the open database; it was not changed", .0.display())]
    IsDatabase(PathBuf),
    /// The file to write is one that SQLite keeps next to a database.
    #[error("{}: this name belongs to the database {}, whose unfinished changes SQLite keeps there; nothing was written; choose another name", .path.display(), .database.display())]
    IsSideFile {
        /// The path given.
        path: PathBuf,
        /// The database.
        database: PathBuf,
    },
    /// The file to replace is a symbolic link.
    #[error("{}: this is a symbolic link to {}; nothing was written; name that file to overwrite it", .path.display(), .target.display())]
    IsLink {
        /// The link.
        path: PathBuf,
        /// Its target.
        target: PathBuf,
    },
    /// The database must not be copied there.
    #[error("{}: cannot copy the database there: {why}; nothing was changed", .path.display())]
    NotForACopy {
        /// The path of the copy.
        path: PathBuf,
        /// The reason.
        why: &'static str,
    },
    /// The folder of a file to write does not exist.
    #[error("{}: there is no folder {}; nothing was written", .path.display(), .folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {reason}", .path.display())]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// The error of the operating system.
        reason: String,
    },
    /// The server does not answer, or the connection was lost.
    #[error("{0}")]
    Unreachable(String),
    /// The server refuses the connection, or has no HR database.
    #[error("{0}")]
    Server(String),
    /// The database on the server is read-only, for this reason.
    #[error("{0}; nothing was changed")]
    ServerReadOnly(&'static str),
    /// Another program holds the lock.
    #[error(
        "the database is busy: another program is writing to it; nothing was changed, try again"
    )]
    Busy,
    /// The file or its folder does not allow writing.
    #[error("the database is read-only: the file or its folder is write-protected")]
    ReadOnly,
    /// A dry run that needs to write, on a file that does not allow it.
    #[error(
        "the database is read-only and too large (more than {} MiB) to try this on a copy in \
         memory; try it on a copy of the database",
        crate::store::Store::MOST_REHEARSED_MIB
    )]
    TooLargeToRehearse,
    /// Another program was interrupted while writing, and its unfinished changes cannot
    /// be rolled back in a read-only folder.
    #[error(
        "a program was interrupted while it wrote to this database, and its journal (the file \
         ending in -journal) cannot be rolled back: the file or its folder is write-protected; \
         open the database once where it can be written, or copy both files together to such a \
         place"
    )]
    InterruptedWrite,
    /// The newest changes are in a write-ahead log that cannot be read in a read-only
    /// folder.
    #[error(
        "the newest changes of this database are in its log (the file ending in -wal), which \
         cannot be read: the folder is write-protected, and the file ending in -shm is missing \
         or not readable; open the database once where it can be written, or copy both files \
         together to such a place"
    )]
    UnreadableLog,
    /// Even reading needs a little disk space.
    #[error(
        "no space to read the database: in WAL mode SQLite needs up to 32 KiB beside it (the file \
         ending in -shm), and the disk is full or a quota is used up; free some space and try \
         again"
    )]
    NoSpaceToRead,
    /// The file system reported an error.
    #[error("the disk reports an error: {0}; nothing was changed")]
    DiskFault(&'static str),
    /// No space left.
    #[error("the disk is full; nothing was changed")]
    DiskFull,
    /// No user with that name.
    #[error("there is no user “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchUser {
        /// The name that was looked up.
        name: String,
        /// The most similar usernames, best first.
        candidates: Vec<String>,
        /// Whether they are so similar that the name may be a typo.
        alike: bool,
    },
    /// Several usernames match that name.
    #[error("“{}” matches {} users{}", typed(.name), .candidates.len(), listed(.candidates, "use one of these exactly"))]
    AmbiguousUser {
        /// The name that was looked up.
        name: String,
        /// The usernames, each with a note on characters that are easy to overlook.
        candidates: Vec<String>,
    },
    /// No role with that name, and no rule of a deleted one.
    #[error("there is no role “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchRole {
        /// The name that was looked up.
        name: String,
        /// The most similar roles, best first.
        candidates: Vec<String>,
        /// Whether they are so similar that the name may be a typo.
        alike: bool,
    },
    /// No company with that code, name or id.
    #[error("there is no company “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchCompany {
        /// The name that was looked up.
        name: String,
        /// The most similar companies, best first.
        candidates: Vec<String>,
        /// Whether they are so similar that the name may be a typo.
        alike: bool,
    },
    /// Several companies match that code or name.
    #[error("“{}” matches {} companies{}", typed(.name), .candidates.len(), listed(.candidates, "use one of these, or the id"))]
    AmbiguousCompany {
        /// The name that was looked up.
        name: String,
        /// The companies, each with a label that only it has.
        candidates: Vec<String>,
    },
    /// The company's id was stored as a number.
    #[error(
        "{0} cannot be granted: its id is stored as a number or is not a UUID, so the HR system could not read the grant"
    )]
    UnusableCompany(String),
    /// The user or the company was deleted in the meantime.
    #[error("{0} is gone from the database: another program deleted it; nothing was changed")]
    Gone(String),
    /// The id of a selected user now belongs to somebody else.
    #[error("the id {id} now belongs to {}, not to the user you selected; nothing was changed", typed(.username))]
    AnotherPerson {
        /// The id.
        id: UserId,
        /// The username of the person who has it now.
        username: String,
    },
    /// The user may not work with grantgrid, or may no longer.
    #[error("{name} may not use grantgrid: {why}")]
    NoRights {
        /// The operator's username.
        name: String,
        /// The reason.
        why: String,
    },
    /// A user, a company or a change that is not entirely within the operator's tenant.
    #[error("{0} is not within the operator's tenant; nothing was changed")]
    OutOfReach(String),
    /// Something that only a Super Admin may do.
    #[error("only a Super Admin may {0}; nothing was changed")]
    OnlySuperAdmin(&'static str),
    /// An edit of users would leave no active Super Admin, or none with access.
    #[error("{0} {is}: add another one first; nothing was changed", is = IS_LAST_SUPER_ADMIN)]
    LastSuperAdmin(String),
    /// An edit of users or companies would remove much effective access.
    #[error("it {0}; nothing was changed")]
    ManyLoseAccess(AccessLoss),
    /// Something that the operator's role does not allow.
    #[error("{0}; nothing was changed")]
    NotAllowed(String),
    /// There is no change to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is no undone change to redo.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// The given change cannot be undone.
    #[error("change {id} cannot be undone: {why}")]
    CannotUndo {
        /// The number given.
        id: i64,
        /// The reason.
        why: String,
    },
    /// The change that was undone cannot be redone.
    #[error("change {id} cannot be redone: {why}")]
    CannotRedo {
        /// Its number.
        id: i64,
        /// The reason.
        why: String,
    },
    /// Something that cannot be done, such as more demo grants than there are cells.
    #[error("{0}")]
    Impossible(String),
    /// A change would no longer match its preview.
    #[error("the data has changed since the preview; nothing was changed")]
    Outdated,
    /// The work was cancelled.
    #[error("cancelled; nothing was changed")]
    Cancelled,
    /// A constraint or trigger of the database rejected the change.
    #[error("the database rejected the change: {0}; nothing was changed")]
    Refused(String),
    /// Rows of another table refer to a grant that is to be removed.
    #[error("a grant cannot be removed: {0} to it; delete those rows first; nothing was changed")]
    GrantInUse(String),
    /// A foreign key refers to a value that is to be changed.
    #[error("{what} cannot be changed: {by} to it; change those rows first; nothing was changed")]
    ReferredTo {
        /// The column and the row.
        what: String,
        /// The referring rows with their numbers, and the verb.
        by: String,
    },
    /// A trigger or constraint of the database changed something unplanned, without an
    /// error.
    #[error("{by} {what}; nothing was changed")]
    NotAsPlanned {
        /// The trigger and its table, as far as known.
        by: String,
        /// What it did.
        what: String,
    },
    /// Fields of a user or company are invalid.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldProblem>),
    /// A user or company cannot be deleted because other rows refer to it.
    #[error("{label} cannot be deleted: {by} to it; deactivate it instead")]
    InUse {
        /// Its name for people.
        label: String,
        /// The referring rows with their numbers, and the verb.
        by: String,
    },
    /// The same, but the operator may not see what refers to it.
    #[error("{label} cannot be deleted: {}; deactivate it instead", DeletionImpact::OUTSIDE_TENANT)]
    UsedElsewhere {
        /// Its name for people.
        label: String,
    },
    /// Another error of the database engine.
    #[error("the database reports: {0}")]
    Database(String),
    /// Another error of the operating system.
    #[error("{}", system_error::reason(.0))]
    Io(#[from] std::io::Error),
}

/// The most similar names, as the end of a sentence about an unknown one; empty if there are none.
pub(crate) fn similar_names(candidates: &[String], alike: bool) -> String {
    listed(candidates, nearness(alike))
}

fn nearness(alike: bool) -> &'static str {
    if alike { "did you mean" } else { "the most similar are" }
}

fn listed(names: &[String], lead: &str) -> String {
    if names.is_empty() { String::new() } else { format!("; {lead}: {}", names.join(", ")) }
}
