//! Where a replica is stored: in the cache folder under a name made from server, database and
//! login, in a named file, or in memory.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use std::{io, iter};

use super::url::ServerUrl;
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::opening::part::{PrivateFolder, make_private_folder};
use crate::store::opening::target::with_ending;
use crate::store::sqlite::files::SIDE_FILES;
use crate::text::stable_hash;
use crate::text::system_error::reason;

/// The pause between two attempts to lock a replica that another grantgrid is creating.
const PAUSE: Duration = Duration::from_millis(50);

/// The most characters of a server's name in a file name.
const LONGEST: usize = 100;

/// A folder whose files exist only in memory.
const MEMORY: &str = "/dev/shm";

/// Where the replica of a server is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplicaLocation {
    /// In this folder, under a different name for each server, database and login.
    Folder(PathBuf),
    /// In this file.
    File(PathBuf),
    /// In memory only, for as long as the store is open.
    Memory,
}

/// The file of a replica, which nobody else can replace meanwhile.
pub(crate) struct ReplicaFile {
    pub(super) path: PathBuf,
    lock: File,
    /// Deleted with everything in it when the store is closed.
    _folder: Option<PrivateFolder>,
}

impl ReplicaLocation {
    /// Creates the folder if necessary, and prevents others from replacing the file. Waits
    /// while another grantgrid creates it.
    pub(super) fn hold(
        &self,
        url: &ServerUrl,
        progress: &mut JobProgress<'_>,
    ) -> Result<ReplicaFile, StoreError> {
        let mut private = None;
        let path = match self {
            Self::Folder(folder) => {
                make_private_folder(folder).map_err(|error| unwritable(folder, &error))?;
                keep_private(folder);
                folder.join(file_name(url))
            }
            Self::File(path) => path.clone(),
            Self::Memory => {
                let folder = in_memory()?;
                let path = folder.path().join("replica.db");
                private = Some(folder);
                path
            }
        };
        let lock_path = with_ending(&path, ".lock");
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(&lock_path).map_err(|error| unwritable(&lock_path, &error))?;
        let file = ReplicaFile { path, lock, _folder: private };
        file.share(progress)?;
        Ok(file)
    }
}

impl ReplicaFile {
    /// Waits while another grantgrid creates the file.
    fn share(&self, progress: &JobProgress<'_>) -> Result<(), StoreError> {
        while !self.is_locked(self.lock.try_lock_shared())? {
            if progress.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    fn is_locked(&self, locked: Result<(), TryLockError>) -> Result<bool, StoreError> {
        match locked {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(unwritable(&self.path, &error)),
        }
    }

    /// Runs `work` if no other grantgrid uses the file, and returns whether it did. If two
    /// want to, each releases the file for a different time.
    pub(super) fn alone(
        &self,
        progress: &mut JobProgress<'_>,
        work: impl FnOnce(&mut JobProgress<'_>) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        self.lock.unlock().map_err(|error| unwritable(&self.path, &error))?;
        let is_alone = self.is_locked(self.lock.try_lock())?;
        if is_alone {
            work(progress)?;
        } else {
            thread::sleep(PAUSE + Duration::from_millis(u64::from(std::process::id() % 50)));
        }
        self.share(progress)?;
        Ok(is_alone)
    }

    /// Deletes the replica, with the files that `SQLite` keeps beside it.
    pub(super) fn remove(&self) -> Result<(), StoreError> {
        for ending in iter::once("").chain(SIDE_FILES) {
            let path = with_ending(&self.path, ending);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(unwritable(&path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn unwritable(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Unwritable { path: path.into(), reason: reason(error) }
}

/// The folder may have been created by another program.
#[cfg(unix)]
fn keep_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // Even if this fails, the files in it are private.
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
}

#[cfg(not(unix))]
fn keep_private(_: &Path) {}

fn in_memory() -> Result<PrivateFolder, StoreError> {
    let refused =
        |why: String| StoreError::Server(format!("no replica can be kept in memory: {why}"));
    if !is_memory(Path::new(MEMORY)) {
        return Err(refused(format!("this system keeps no files in memory in {MEMORY}")));
    }
    PrivateFolder::begin_in(Path::new(MEMORY)).map_err(|error| refused(reason(&error)))
}

#[cfg(target_os = "linux")]
fn is_memory(folder: &Path) -> bool {
    /// The file system type of `tmpfs`.
    const TMPFS: u64 = 0x0102_1994;
    rustix::fs::statfs(folder).is_ok_and(|found| u64::try_from(found.f_type) == Ok(TMPFS))
}

#[cfg(not(target_os = "linux"))]
fn is_memory(_: &Path) -> bool {
    false
}

/// A file name that a person recognizes, and that is different for every URL.
fn file_name(url: &ServerUrl) -> String {
    let part = |name| url.get(name).unwrap_or_default();
    let readable = format!("{}@{}-{}", part("user"), part("host"), part("dbname"));
    let readable = readable.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() || "@.-".contains(letter) { letter } else { '_' }
    });
    let readable: String = readable.take(LONGEST).collect();
    format!("{readable}-{:016x}.db", stable_hash(&url.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(url: &str) -> String {
        file_name(&ServerUrl::parse(url).expect("a URL"))
    }

    #[test]
    fn every_server_database_and_login_has_its_file() {
        let plain = name("postgresql://hr:s3cret@db:5432/hrm");
        assert!(plain.starts_with("hr@db-hrm-"), "{plain}");
        assert_eq!(plain, name("postgres://hr@db:5432/hrm"));
        for other in [
            name("postgresql://hr@db:5433/hrm"),
            name("postgresql://hr@db:5432/hrm2"),
            name("postgresql://ada@db:5432/hrm"),
            name("postgresql://hr@db:5432/hrm?options=-csearch_path%3Dx"),
        ] {
            assert_ne!(plain, other);
        }
        let hostile = name("postgresql://h%2F..%2F@%2Frun%2Fx/a%20b");
        assert!(!hostile.contains(['/', ' ']), "{hostile}");
    }
}
