//! Writes files of the program's own, such as the remembered view or saved filters.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::store::{PartialFile, make_private_folder};

/// Writes a temporary file and renames it, so that nobody ever reads half a file. A new file
/// and new folders can be read only by their owner. A symbolic link is kept, and its target
/// replaced.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    make_private_folder(folder)?;
    let permissions = fs::metadata(&path).ok().map(|metadata| metadata.permissions());
    let mut part = PartialFile::begin(folder)?;
    part.write_all(text.as_bytes())?;
    part.finish(&path, true, permissions)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn new_files_and_folders_are_private_and_links_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config/grantgrid/filters.toml");
        replace(&path, "one").expect("it is written");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode(&path) & 0o777, 0o600);
        assert_eq!(mode(path.parent().expect("a folder")) & 0o777, 0o700);
        let link = folder.path().join("link");
        symlink(&path, &link).expect("a link");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        replace(&link, "two").expect("it is written");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "two");
        assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
        assert_eq!(mode(&path) & 0o777, 0o640, "as its owner wants it");
        let left = fs::read_dir(path.parent().expect("a folder")).expect("the folder").count();
        assert_eq!(left, 1, "nothing is left beside it");
    }
}
