//! What a new file must never replace: a database in use, the logs next to any database,
//! and the target of a symbolic link.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::file::real;
use super::part::is_special;
use crate::store::StoreError;
use crate::store::reading::file_id::FileId;
use crate::store::sqlite::connecting;
use crate::store::sqlite::faults::is_busy;
use crate::store::sqlite::files::{JOURNAL, LOG, MAGIC, SIDE_FILES, begins_log};
use crate::store::sqlite::pragmas;

/// Refuses `path` as the name of a new file if writing there would destroy the `open`
/// database or the side files of any database, under any of their names; with
/// `replace` also refuses a symbolic link, whose target has to be named instead.
///
/// # Errors
/// [`StoreError::IsDatabase`], [`StoreError::IsSideFile`],
/// [`StoreError::IsLink`].
pub(crate) fn check_target(
    path: &Path,
    replace: bool,
    open: Option<&Path>,
) -> Result<(), StoreError> {
    let named = resolved(path);
    let behind = real(path);
    for target in [&named, &behind] {
        if let Some(open) = open {
            check_open(path, target, &real(open))?;
        }
        if let Some(database) = database_of(target) {
            return Err(StoreError::IsSideFile { path: path.into(), database });
        }
    }
    let link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if link && replace && !is_special(path) {
        let target = fs::read_link(path).unwrap_or(behind);
        let target = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
        return Err(StoreError::IsLink { path: path.into(), target });
    }
    Ok(())
}

fn check_open(path: &Path, target: &Path, open: &Path) -> Result<(), StoreError> {
    let same = |other: &Path| {
        target == other || (other.exists() && FileId::of(target) == FileId::of(other))
    };
    if same(open) {
        return Err(StoreError::IsDatabase(path.into()));
    }
    if SIDE_FILES.iter().any(|ending| same(&with_ending(open, ending))) {
        return Err(StoreError::IsSideFile { path: path.into(), database: open.into() });
    }
    Ok(())
}

/// The database whose side file `target` would be.
fn database_of(target: &Path) -> Option<PathBuf> {
    let name = target.file_name()?.to_str()?;
    let stem = SIDE_FILES.iter().find_map(|ending| name.strip_suffix(ending))?;
    let database = target.with_file_name(stem);
    let is_side_file = is_database(&database) || is_empty(&database) || is_log(target);
    (!stem.is_empty() && is_side_file).then_some(database)
}

/// The contents of a new database may still be in its log.
fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0)
}

/// Whether a file is a log of `SQLite`, even if its database is encrypted or was moved away.
fn is_log(path: &Path) -> bool {
    head_of(path).is_some_and(begins_log)
}

/// Refuses to create a new database if a file exists, or a log of an older database, which
/// would damage the new one.
///
/// # Errors
/// [`StoreError::Exists`].
pub(crate) fn refuse_existing(path: &Path) -> Result<(), StoreError> {
    for ending in ["", JOURNAL, LOG] {
        let name = with_ending(path, ending);
        if fs::symlink_metadata(&name).is_ok() {
            return Err(StoreError::Exists(name));
        }
    }
    Ok(())
}

/// The first file next to `path` that `SQLite` has there for a database in use, or after
/// a crash.
pub(crate) fn side_file_of(path: &Path) -> Option<PathBuf> {
    let path = real(path);
    let mut names = SIDE_FILES.iter().map(|ending| with_ending(&path, ending));
    names.find(|name| fs::symlink_metadata(name).is_ok())
}

/// Whether another program has a lock on a database, to read or to write.
pub(crate) fn is_locked(path: &Path) -> bool {
    let locked = connecting::to_write(path).and_then(|database| {
        pragmas::set_lock_timeout(&database, Duration::ZERO)?;
        database.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")
    });
    locked.is_err_and(|error| is_busy(&error))
}

/// Whether a file is a `SQLite` database, by its first bytes.
pub(crate) fn is_database(path: &Path) -> bool {
    head_of(path).is_some_and(|head| head == *MAGIC)
}

/// The first bytes of a regular file, if it has that many.
fn head_of<const BYTES: usize>(path: &Path) -> Option<[u8; BYTES]> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut head = [0; BYTES];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    Some(head)
}

/// The name in its folder, as the system knows that folder.
fn resolved(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match path.file_name() {
        Some(name) => real(folder.unwrap_or(Path::new("."))).join(name),
        None => path.into(),
    }
}

/// The path with an ending added to its whole name.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_database_and_its_side_files_are_refused_by_every_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["hr.db", "other.db"] {
            fs::write(at(name), MAGIC).expect("a file");
        }
        fs::write(at("hr.db-wal"), "log").expect("a file");
        fs::create_dir(at("x")).expect("a folder");
        symlink(at("hr.db"), at("link")).expect("a link");
        symlink(at("hr.db-shm"), at("dangling")).expect("a link");
        fs::hard_link(at("hr.db-wal"), at("hard")).expect("a link");
        symlink(folder.path(), at("x/up")).expect("a link");
        for replace in [false, true] {
            for name in ["hr.db", "x/../hr.db", "x/up/hr.db", "link"] {
                let refused = check_target(&at(name), replace, Some(&at("link")));
                assert!(matches!(refused, Err(StoreError::IsDatabase(_))), "{name}: {refused:?}");
            }
            for name in ["hr.db-wal", "hr.db-shm", "x/../hr.db-journal", "hard", "other.db-wal"] {
                let refused = check_target(&at(name), replace, Some(&at("hr.db")));
                assert!(matches!(refused, Err(StoreError::IsSideFile { .. })), "{name}");
            }
        }
        let refused = check_target(&at("dangling"), true, None);
        assert!(matches!(refused, Err(StoreError::IsLink { .. })), "{refused:?}");
        check_target(&at("new.csv-wal"), true, Some(&at("hr.db"))).expect("no database");
        fs::write(at("new.csv"), "a,b").expect("a file");
        check_target(&at("new.csv-wal"), true, Some(&at("hr.db"))).expect("no database");
        // All its rows may still be in the log, and its own bytes may be encrypted.
        fs::write(at("new"), "").expect("a file");
        fs::write(at("new.csv-journal"), b"\xd9\xd5\x05\xf9\x20").expect("a journal");
        fs::write(at("moved-wal"), b"\x37\x7f\x06\x82\x00").expect("a log");
        for name in ["new-wal", "new-shm", "new.csv-journal", "moved-wal"] {
            let refused = check_target(&at(name), true, Some(&at("hr.db")));
            assert!(matches!(refused, Err(StoreError::IsSideFile { .. })), "{name}");
        }
        check_target(&at("other.db"), true, Some(&at("hr.db"))).expect("another database");
    }
}
