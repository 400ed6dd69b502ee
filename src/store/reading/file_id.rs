//! The identity of a file.

use std::path::Path;

/// Distinguishes a file from another one that later has the same path. Files that do not exist
/// have no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(Option<(u64, u64)>);

impl FileId {
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Self {
        Self(path.exists().then_some((0, 0)))
    }
}
