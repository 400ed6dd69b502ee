//! Everything that can go wrong in the store, each as one sentence that a
//! person can act on.

use std::path::PathBuf;

use crate::domain::lookalike::typed;
use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{AccessLoss, DeletionImpact, FieldProblem, UserId};
use crate::text::system_error;

/// The error of every store function.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No such file.
    #[error("{}: no such file", .0.display())]
    Missing(PathBuf),
    /// A directory, a device or another thing that is no regular file.
    #[error("{}: this is a {what}, not a database file", .path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What is there instead.
        what: &'static str,
    },
    /// A file of zero bytes.
    #[error("{}: the file is empty, not a database", .0.display())]
    Empty(PathBuf),
    /// The operating system does not let us read the file.
    #[error("{}: the file cannot be opened: {reason}", .path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no SQLite database, or an encrypted one.
    #[error("{}: this is not a SQLite database (or it is encrypted)", .0.display())]
    NotADatabase(PathBuf),
    /// A SQLite database that has lost a part.
    #[error("{}: the database is damaged or cut short: {reason}", .path.display())]
    Damaged {
        /// The path.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A SQLite database of something else.
    #[error("{}: this is a SQLite database, but not the HR system's: {missing} is missing", .path.display())]
    UnknownSchema {
        /// The path.
        path: PathBuf,
        /// The table or column that was looked for.
        missing: String,
    },
    /// Written by a later grantgrid.
    #[error("{}: the journal in this database was written by a newer grantgrid (format {found}, this one knows up to {known}); nothing was touched", .path.display())]
    Newer {
        /// The path.
        path: PathBuf,
        /// The journal format in the database.
        found: i64,
        /// The newest journal format known here.
        known: i64,
    },
    /// Another program changed the form of grantgrid's own tables.
    #[error("{}: grantgrid's own tables were damaged by another program: {fault}; restore a backup, or drop every table whose name begins with grantgrid_ to start a new history", .path.display())]
    OwnTables {
        /// The path.
        path: PathBuf,
        /// What is wrong.
        fault: String,
    },
    /// Another program damaged entries of grantgrid's own tables.
    #[error(
        "grantgrid's history was damaged by another program: {0}; nothing was changed, a repair of the database corrects it"
    )]
    DamagedHistory(String),
    /// A trigger on grantgrid's own tables, or one that writes to them.
    #[error("{0}; nothing was changed")]
    OwnTrigger(String),
    /// The file was removed, or another has its name.
    #[error("{}: the file was removed or replaced by another program; quit and open it again", .0.display())]
    Replaced(PathBuf),
    /// A new file was to be made where one exists.
    #[error("{}: the file exists; it was not changed", .0.display())]
    Exists(PathBuf),
    /// The open database was named as the file to write.
    #[error("{}: this is the database that is open; it was left unchanged", .0.display())]
    IsDatabase(PathBuf),
    /// A file that SQLite keeps beside a database was named as the file to write.
    #[error("{}: this name belongs to the database {}: SQLite keeps unfinished changes there; nothing was written, choose another name", .path.display(), .database.display())]
    IsSideFile {
        /// What was named.
        path: PathBuf,
        /// The database.
        database: PathBuf,
    },
    /// A symbolic link was to be replaced.
    #[error("{}: this is a symbolic link to {}; nothing was written, name that file itself to replace it", .path.display(), .target.display())]
    IsLink {
        /// The link.
        path: PathBuf,
        /// Where it points to.
        target: PathBuf,
    },
    /// A copy of the database must not be made there.
    #[error("{}: the copy cannot be made there: {why}; nothing was changed", .path.display())]
    NotForACopy {
        /// Where it was to be.
        path: PathBuf,
        /// The reason.
        why: &'static str,
    },
    /// A file was to be written where no folder is.
    #[error("{}: there is no folder {}; nothing was written", .path.display(), .folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// What should have been its folder.
        folder: PathBuf,
    },
    /// A file cannot be written there.
    #[error("{}: the file cannot be written: {reason}", .path.display())]
    Unwritable {
        /// Where it was to be.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A server that does not answer, or a connection that was lost.
    #[error("{0}")]
    Unreachable(String),
    /// A server that says no, or whose database is not the HR system's.
    #[error("{0}")]
    Server(String),
    /// An edit of a database on a server that can only be read, and why.
    #[error("{0}; nothing was changed")]
    ServerReadOnly(&'static str),
    /// Another program holds the lock.
    #[error(
        "the database is busy: another program is writing to it; nothing was changed, try again"
    )]
    Busy,
    /// The file or its folder does not allow writing.
    #[error("the database can only be read: the file or its folder is write-protected")]
    ReadOnly,
    /// A dry run that has to write, on a file that does not allow it.
    #[error(
        "the database is read-only and too large (more than {} MiB) to try this on a copy in \
         memory; try it on a copy of the database",
        crate::store::Store::MOST_REHEARSED_MIB
    )]
    TooLargeToRehearse,
    /// Another program was interrupted while it wrote, and what it left cannot be
    /// rolled back where nothing may be written.
    #[error(
        "a program was interrupted while it wrote to this database, and its journal (the file \
         ending in -journal) cannot be rolled back: the file or its folder is write-protected; \
         open the database once where it can be written, or copy both files together to such a \
         place"
    )]
    InterruptedWrite,
    /// The newest changes are in a write-ahead log that cannot be read where
    /// nothing may be written.
    #[error(
        "the newest changes of this database are in its log (the file ending in -wal), which \
         cannot be read: the folder is write-protected, and the file ending in -shm is missing \
         or not readable; open the database once where it can be written, or copy both files \
         together to such a place"
    )]
    UnreadableLog,
    /// Not even reading is possible without a little space.
    #[error(
        "no space to read the database: in WAL mode SQLite needs up to 32 KiB beside it (the file \
         ending in -shm), and the disk is full or a quota is used up; free some space and try \
         again"
    )]
    NoSpaceToRead,
    /// The file system failed at a single step.
    #[error("the disk reports an error: {0}; nothing was changed")]
    DiskFault(&'static str),
    /// No space left.
    #[error("the disk is full; nothing was changed")]
    DiskFull,
    /// No user of that name.
    #[error("there is no user “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchUser {
        /// What was asked for.
        name: String,
        /// The usernames nearest to it, best first.
        candidates: Vec<String>,
        /// Whether they are so near that one of them may be meant.
        alike: bool,
    },
    /// Several usernames differ from that name in what is not compared.
    #[error("“{}” matches {} users{}", typed(.name), .candidates.len(), listed(.candidates, "use one of these exactly"))]
    AmbiguousUser {
        /// What was asked for.
        name: String,
        /// Their usernames, each with what in it may be overlooked.
        candidates: Vec<String>,
    },
    /// No role of that name, and no rule of one that is gone.
    #[error("there is no role “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchRole {
        /// What was asked for.
        name: String,
        /// The roles nearest to it, best first.
        candidates: Vec<String>,
        /// Whether they are so near that one of them may be meant.
        alike: bool,
    },
    /// No company of that code, name or id.
    #[error("there is no company “{}”{}", typed(.name), listed(.candidates, nearness(*.alike)))]
    NoSuchCompany {
        /// What was asked for.
        name: String,
        /// The companies nearest to it, best first.
        candidates: Vec<String>,
        /// Whether they are so near that one of them may be meant.
        alike: bool,
    },
    /// Several companies answer to that code or name.
    #[error("“{}” names {} companies{}", typed(.name), .candidates.len(), listed(.candidates, "use one of these, or the id"))]
    AmbiguousCompany {
        /// What was asked for.
        name: String,
        /// The companies that answer to it, each with what names it alone.
        candidates: Vec<String>,
    },
    /// The company's id was stored as a number.
    #[error(
        "{0} cannot be granted: its id is stored as a number or is not a UUID, and the HR system could not read the grant back"
    )]
    UnusableCompany(String),
    /// The user or the company was deleted meanwhile.
    #[error("{0} is gone from the database: another program deleted it; nothing was changed")]
    Gone(String),
    /// The id of a user who was chosen belongs to somebody else by now.
    #[error("the user with the id {id} is {} now, not the person you chose; nothing was changed", typed(.username))]
    AnotherPerson {
        /// The id.
        id: UserId,
        /// Who has it now.
        username: String,
    },
    /// The user of that name may not work with grantgrid, or no longer.
    #[error("{name} may not work here: {why}")]
    NoRights {
        /// The operator's username.
        name: String,
        /// The reason.
        why: String,
    },
    /// A user, a company or a change that is not all of the operator's tenant.
    #[error("{0} is not within the operator's tenant; nothing was changed")]
    OutOfReach(String),
    /// Something that only a Super Admin may do.
    #[error("only a Super Admin may {0}; nothing was changed")]
    OnlySuperAdmin(&'static str),
    /// An edit of users would leave no active Super Admin, or none with a grant.
    #[error("{0} {is}: make another one first; nothing was changed", is = IS_LAST_SUPER_ADMIN)]
    LastSuperAdmin(String),
    /// An edit of users or companies would take away very much effective access.
    #[error("it {0}; nothing was changed")]
    ManyLoseAccess(AccessLoss),
    /// Something that the operator's role does not allow.
    #[error("{0}; nothing was changed")]
    NotAllowed(String),
    /// There is no change to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is no undone change to make again.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// The named change can't be undone.
    #[error("change {id} cannot be undone: {why}")]
    CannotUndo {
        /// The number that was asked for.
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
    /// More demo grants than there are cells, and the like.
    #[error("{0}")]
    Impossible(String),
    /// A change would no longer do what its preview said.
    #[error("the data has changed since the preview; nothing was changed")]
    Outdated,
    /// The work was told to stop.
    #[error("cancelled; nothing was changed")]
    Cancelled,
    /// The database has a rule that grants as they are written here break.
    #[error("the database rejected the change: {0}; nothing was changed")]
    Refused(String),
    /// Rows of another table refer to a grant that was to be removed.
    #[error(
        "a grant cannot be removed: {0} to it; delete what refers to it first; nothing was changed"
    )]
    GrantInUse(String),
    /// A foreign key refers to a value that was to be changed.
    #[error(
        "{what} cannot be changed: {by} to it; change what refers to it first; nothing was changed"
    )]
    ReferredTo {
        /// The column and the row.
        what: String,
        /// What refers, with numbers and the verb.
        by: String,
    },
    /// A trigger or another rule of the database did something else than the
    /// change planned, without an error.
    #[error("{by} {what}; nothing was changed")]
    NotAsPlanned {
        /// What did it, as far as that is known: the trigger and its table.
        by: String,
        /// What it did.
        what: String,
    },
    /// What was written down of a user or company cannot be taken.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldProblem>),
    /// A user or company that something refers to was to be deleted.
    #[error("{label} cannot be deleted: {by} to it; deactivate it instead")]
    InUse {
        /// What a person knows it by.
        label: String,
        /// What belongs to it, with numbers and the verb.
        by: String,
    },
    /// The same where what refers to it is kept from the operator.
    #[error("{label} cannot be deleted: {}; deactivate it instead", DeletionImpact::OUTSIDE_TENANT)]
    UsedElsewhere {
        /// What a person knows it by.
        label: String,
    },
    /// Anything else that the database engine reports.
    #[error("the database reports: {0}")]
    Database(String),
    /// Anything else that the operating system reports.
    #[error("{}", system_error::reason(.0))]
    Io(#[from] std::io::Error),
}

fn nearness(alike: bool) -> &'static str {
    if alike { "did you mean" } else { "the nearest are" }
}

fn listed(names: &[String], lead: &str) -> String {
    if names.is_empty() { String::new() } else { format!("; {lead}: {}", names.join(", ")) }
}
