//! A new file that stands under its name only when it is whole: until then
//! it lies beside, and goes if the work is not finished.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::ExchangeError;
use crate::store::{folder_for, nameless};

/// What a file is made with where there is none, less what the person's umask
/// takes away.
#[cfg(unix)]
const MODE: u32 = 0o666;

/// What the person may do with it meanwhile.
#[cfg(unix)]
const OWN: u32 = 0o600;

/// A file under way.
pub struct NewFile {
    path: PathBuf,
    replace: bool,
    /// Those of the file that is replaced.
    permissions: Option<Permissions>,
    out: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Begins a file that shall be called `path`. With `replace` it takes the
    /// place of a file of that name and keeps its permissions, but never that of
    /// the `database`.
    ///
    /// Errors: [`ExchangeError::Exists`], [`ExchangeError::NotAFile`],
    /// [`ExchangeError::IsDatabase`], [`ExchangeError::Unwritable`],
    /// [`StoreError::NoFolder`](crate::store::StoreError::NoFolder).
    pub fn begin(path: &Path, replace: bool, database: &Path) -> Result<Self, ExchangeError> {
        // A link keeps pointing to the file that is replaced.
        let target = fs::canonicalize(path);
        if let Ok(target) = &target {
            if !target.is_file() {
                return Err(ExchangeError::NotAFile(path.into()));
            }
            if fs::canonicalize(database).is_ok_and(|database| database == *target) {
                return Err(ExchangeError::IsDatabase(path.into()));
            }
            if !replace {
                return Err(ExchangeError::Exists(path.into()));
            }
        }
        let path = target.unwrap_or_else(|_| path.into());
        let folder = folder_for(&path)?;
        let permissions = fs::metadata(&path).map(|metadata| metadata.permissions()).ok();
        let mut builder = Builder::new();
        builder.prefix(".grantgrid-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Until it is whole, nobody else is to read what only few may read.
            let kept = permissions.as_ref().map(Permissions::mode);
            builder.permissions(Permissions::from_mode(kept.unwrap_or(MODE) | OWN));
        }
        match builder.tempfile_in(folder) {
            Ok(file) => Ok(Self { path, replace, permissions, out: BufWriter::new(file) }),
            Err(error) => Err(ExchangeError::Unwritable { path, source: nameless(error) }),
        }
    }

    /// Gives the file its name.
    ///
    /// Errors: [`ExchangeError::Exists`] if there is a file of that name by
    /// now, [`ExchangeError::Unwritable`].
    pub fn finish(self) -> Result<(), ExchangeError> {
        let Self { path, replace, permissions, out } = self;
        let unwritable = |source| ExchangeError::Unwritable { path: path.clone(), source };
        let file = out.into_inner().map_err(|error| unwritable(error.into_error()))?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions).map_err(unwritable)?;
        }
        file.as_file().sync_all().map_err(unwritable)?;
        let done = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
        match done {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(ExchangeError::Exists(path))
            }
            Err(error) => Err(unwritable(error.error)),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, database) = (folder.path().join("a.csv"), folder.path().join("hr.db"));
        let mut file = NewFile::begin(&path, false, &database).expect("a file");
        file.write_all(b"half").expect("room");
        file.flush().expect("room");
        assert_eq!(names(folder.path()).len(), 1, "it lies beside");
        assert!(!path.exists());
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_does_not_change_when_it_is_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let (path, database) = (folder.path().join("a.csv"), folder.path().join("hr.db"));
        fs::write(&path, "old").expect("a file");
        let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
        for kept in [0o600, 0o664, 0o440] {
            fs::set_permissions(&path, Permissions::from_mode(kept)).expect("permissions");
            let file = NewFile::begin(&path, true, &database).expect("a file");
            let part = folder.path().join(names(folder.path()).remove(0));
            assert_eq!(mode(&part) & !kept & 0o077, 0, "{kept:o}");
            file.finish().expect("the file");
            assert_eq!(mode(&path), kept, "{kept:o}");
        }
    }

    #[test]
    fn what_stands_is_replaced_only_if_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, database) = (folder.path().join("a.csv"), folder.path().join("hr.db"));
        fs::write(&database, "db").expect("a file");
        let mut file = NewFile::begin(&path, false, &database).expect("a file");
        file.write_all(b"new").expect("room");
        fs::write(&path, "another was quicker").expect("a file");
        assert!(matches!(file.finish(), Err(ExchangeError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).expect("the file"), "another was quicker");

        let mut file = NewFile::begin(&path, true, &database).expect("a file");
        file.write_all(b"new").expect("room");
        file.finish().expect("the file");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "new");

        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(&database, &link).expect("a link");
        for (path, replace) in [(&database, true), (&link, true), (&database, false)] {
            let refused = NewFile::begin(path, replace, &database);
            assert!(matches!(refused, Err(ExchangeError::IsDatabase(_))));
        }
        let refused = NewFile::begin(folder.path(), true, &database);
        assert!(matches!(refused, Err(ExchangeError::NotAFile(_))));
        assert_eq!(names(folder.path()), ["a.csv", "hr.db", "link.csv"]);
    }
}
