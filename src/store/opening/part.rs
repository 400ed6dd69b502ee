//! A temporary file under construction: private, in the folder of its target, with a
//! hidden name, and locked while its writer runs. It is renamed when it is complete.
//! A file that a killed writer left behind has no lock, and the next writer in that
//! folder removes it.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::file::nameless;
use crate::store::sqlite::files::SIDE_FILES;

/// A name consists of this, [`RANDOM`] letters and digits, and [`SUFFIX`].
const PREFIX: &str = ".grantgrid-";
const SUFFIX: &str = ".part";
/// The prefix of temporary folders of demos.
const FOLDER_PREFIX: &str = "grantgrid-demo-";
const RANDOM: usize = 12;

/// How often a new file is created again if another program removes it before it is
/// locked.
const ATTEMPTS: u32 = 16;

/// A file under construction; dropping it removes it.
pub(crate) struct PartialFile(NamedTempFile);

impl PartialFile {
    /// Creates an empty file in `folder` that only its owner can read and write, after
    /// removing what killed writers left there.
    pub(crate) fn begin(folder: &Path) -> io::Result<Self> {
        remove_leftovers(folder);
        for _ in 0..ATTEMPTS {
            let mut builder = Builder::new();
            builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
            #[cfg(unix)]
            builder.permissions(private(0o600));
            let file = builder.tempfile_in(folder).map_err(nameless)?;
            // The umask may have removed the owner's permissions.
            #[cfg(unix)]
            file.as_file().set_permissions(private(0o600))?;
            lock(file.as_file());
            if is_same(file.path(), file.as_file()) {
                return Ok(Self(file));
            }
        }
        Err(io::Error::from(ErrorKind::ResourceBusy))
    }

    /// Its path until it is finished.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Flushes it to the disk and renames it to `target`, which must be in the same
    /// folder. Without `replace` it never replaces another file; with `replace` it keeps
    /// that file's `permissions`. A device, a pipe or a folder is never replaced.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] if `target` is not a regular file, and those of
    /// the system; then the target is unchanged.
    pub(crate) fn finish(
        self,
        target: &Path,
        replace: bool,
        permissions: Option<Permissions>,
    ) -> io::Result<()> {
        let folder = self.path().parent().map(Path::to_owned);
        if is_special(target) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
        }
        if let Some(permissions) = permissions {
            self.0.as_file().set_permissions(permissions)?;
        }
        self.0.as_file().sync_all()?;
        let named = if replace { self.0.persist(target) } else { self.0.persist_noclobber(target) };
        named.map_err(|error| nameless(error.error))?;
        sync_folder(folder.as_deref().unwrap_or(Path::new(".")));
        Ok(())
    }
}

/// Whether the path, or the target of a link, is not a regular file: a pipe, a device, a
/// folder.
pub(crate) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_file_mut().flush()
    }
}

/// A temporary folder that only its owner can use; dropping it removes it.
#[derive(Debug)]
pub struct PrivateFolder {
    folder: tempfile::TempDir,
    /// Holds the lock.
    _file: Option<File>,
}

impl PrivateFolder {
    /// Creates one in the system's temporary folder, after removing those of killed runs
    /// of this account.
    ///
    /// # Errors
    /// Those of the system.
    pub fn begin() -> io::Result<Self> {
        Self::begin_in(&std::env::temp_dir())
    }

    /// Creates one in a shared folder, after removing those of killed runs of this account.
    pub(crate) fn begin_in(among: &Path) -> io::Result<Self> {
        remove_left_folders(among);
        for _ in 0..ATTEMPTS {
            let mut builder = Builder::new();
            builder.prefix(FOLDER_PREFIX).rand_bytes(RANDOM);
            #[cfg(unix)]
            builder.permissions(private(0o700));
            let folder = builder.tempdir_in(among)?;
            let file = File::open(folder.path()).ok();
            let is_there = file.as_ref().is_none_or(|file| {
                lock(file);
                is_same(folder.path(), file)
            });
            if is_there {
                return Ok(Self { folder, _file: file });
            }
        }
        Err(io::Error::from(ErrorKind::ResourceBusy))
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Removes it with everything in it.
    ///
    /// # Errors
    /// Those of the system.
    pub fn close(self) -> io::Result<()> {
        self.folder.close()
    }
}

/// Creates a folder and its parents, with access only for their owner.
///
/// # Errors
/// Those of the system.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(unix)]
fn private(mode: u32) -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(mode)
}

/// If the file system has no locks, nothing is ever removed.
fn lock(file: &File) {
    let _ = file.try_lock();
}

/// Flushes a folder, so that a new name in it is durable. Errors are ignored, because not every
/// file system supports it.
fn sync_folder(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn is_ours(name: &OsStr, prefix: &str, suffix: &str) -> bool {
    name.to_str()
        .and_then(|name| name.strip_prefix(prefix)?.strip_suffix(suffix))
        .is_some_and(|it| it.len() == RANDOM && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Removes files of killed writers: nobody holds their lock. Errors are ignored; the next
/// run tries again.
fn remove_leftovers(folder: &Path) {
    for path in named(folder, PREFIX, SUFFIX) {
        let is_file = fs::symlink_metadata(&path).is_ok_and(|it| it.is_file());
        if let Some(_dead) = Some(&path).filter(|_| is_file).and_then(|path| abandoned(path)) {
            for ending in SIDE_FILES {
                let mut beside = path.clone().into_os_string();
                beside.push(ending);
                let _ = fs::remove_file(beside);
            }
            let _ = fs::remove_file(&path);
        }
    }
}

fn remove_left_folders(among: &Path) {
    for path in named(among, FOLDER_PREFIX, "") {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir() && is_own(&it));
        if let Some(_dead) = Some(&path).filter(|_| is_folder).and_then(|path| abandoned(path)) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

fn named(folder: &Path, prefix: &str, suffix: &str) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let entries = entries.flatten().filter(|entry| is_ours(&entry.file_name(), prefix, suffix));
    entries.map(|entry| entry.path()).collect()
}

/// The file, locked, if nobody else has locked it.
fn abandoned(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    (file.try_lock().is_ok() && is_same(path, &file)).then_some(file)
}

#[cfg(unix)]
fn is_same(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(named), Ok(open)) => (named.dev(), named.ino()) == (open.dev(), open.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(path: &Path, _: &File) -> bool {
    path.exists()
}

#[cfg(unix)]
fn is_own(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    metadata.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_left_by_dead_processes_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let alive = PartialFile::begin(folder.path()).expect("a part");
        let others = [".grantgrid-short.part", ".grantgrid-abcdefghijk_.part", "hr.db"];
        for name in others {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let dead = folder.path().join(".grantgrid-abcdefghijkl.part");
        let beside = folder.path().join(".grantgrid-abcdefghijkl.part-journal");
        fs::write(&dead, "half").expect("a file");
        fs::write(&beside, "half").expect("a file");
        let next = PartialFile::begin(folder.path()).expect("a part");
        assert!(alive.path().exists() && next.path().exists());
        assert!(!dead.exists() && !beside.exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
    }

    #[test]
    fn the_folder_of_a_killed_demo_is_removed() {
        let among = tempfile::tempdir().expect("a folder");
        let dead = among.path().join("grantgrid-demo-abcdefghijkl");
        let other = among.path().join("grantgrid-demo-mine");
        fs::create_dir(&dead).and_then(|()| fs::create_dir(&other)).expect("folders");
        fs::write(dead.join("demo.db"), "half").expect("a file");
        remove_left_folders(among.path());
        assert!(!dead.exists() && other.exists());
    }
}
