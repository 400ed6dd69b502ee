//! A new file that gets its name only when it is complete: until then it has
//! another name in the same folder, and is removed if the work is not finished.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ExchangeError;
use crate::store::{PartialFile, StoreError, check_target, folder_for, is_database, side_file_of};

/// A file under construction.
pub struct NewFile {
    path: PathBuf,
    replace: bool,
    /// The open database.
    database: PathBuf,
    out: BufWriter<PartialFile>,
}

impl NewFile {
    /// Begins a file that will get the name `path`. Only its owner can read it. With `replace` it
    /// replaces a file of that name and gets the permissions of that file; a symbolic link, a
    /// database and its side files are never replaced.
    ///
    /// # Errors
    /// [`ExchangeError::Exists`], [`ExchangeError::NotAFile`],
    /// [`ExchangeError::IsDatabase`], [`ExchangeError::ReplacesDatabase`],
    /// [`ExchangeError::DatabaseInUse`], [`ExchangeError::Unwritable`],
    /// [`StoreError::NoFolder`], [`StoreError::IsSideFile`],
    /// [`StoreError::IsLink`].
    pub fn begin(path: &Path, replace: bool, database: &Path) -> Result<Self, ExchangeError> {
        permissions_to_keep(path, replace, database)?;
        match PartialFile::begin(folder_for(path)?) {
            Ok(part) => Ok(Self {
                path: path.into(),
                replace,
                database: database.into(),
                out: BufWriter::new(part),
            }),
            Err(source) => Err(ExchangeError::Unwritable { path: path.into(), source }),
        }
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// [`ExchangeError::Exists`] if a file of that name exists by now, and the
    /// other errors of [`NewFile::begin`].
    pub fn finish(self) -> Result<(), ExchangeError> {
        let Self { path, replace, database, out } = self;
        // Writing takes time: the file of that name may have been replaced since.
        let permissions = permissions_to_keep(&path, replace, &database)?;
        let part = match out.into_inner() {
            Ok(part) => part,
            Err(error) => {
                return Err(ExchangeError::Unwritable { path, source: error.into_error() });
            }
        };
        part.finish(&path, replace, permissions).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => ExchangeError::Exists(path),
            _ => ExchangeError::Unwritable { path, source },
        })
    }
}

/// The permissions of the file that will be replaced, if there is one and it may be
/// replaced.
fn permissions_to_keep(
    path: &Path,
    replace: bool,
    database: &Path,
) -> Result<Option<Permissions>, ExchangeError> {
    check_target(path, replace, Some(database)).map_err(|error| match error {
        StoreError::IsDatabase(path) => ExchangeError::IsDatabase(path),
        error => error.into(),
    })?;
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(None);
    };
    refuse_special(path, &metadata)?;
    if replace { Ok(Some(metadata.permissions())) } else { Err(ExchangeError::Exists(path.into())) }
}

/// Refuses files that an export never replaces.
fn refuse_special(path: &Path, metadata: &fs::Metadata) -> Result<(), ExchangeError> {
    if !metadata.is_file() {
        return Err(ExchangeError::NotAFile(path.into()));
    }
    if is_database(path) {
        return Err(ExchangeError::ReplacesDatabase(path.into()));
    }
    match side_file_of(path) {
        Some(side_file) => Err(ExchangeError::DatabaseInUse { path: path.into(), side_file }),
        None => Ok(()),
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
    fn an_unfinished_file_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, database) = (folder.path().join("a.csv"), folder.path().join("hr.db"));
        let mut file = NewFile::begin(&path, false, &database).expect("a file");
        file.write_all(b"half").expect("room");
        file.flush().expect("room");
        assert_eq!(names(folder.path()).len(), 1, "the hidden file");
        assert!(!path.exists());
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn replacing_a_file_keeps_its_permissions() {
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
    fn an_existing_file_is_replaced_only_on_request() {
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
