//! What an error of the operating system means to a person, without its number.

use std::error::Error;
use std::io::{self, ErrorKind};

/// The reason of an error, as the end of a sentence: `the disk is full`.
pub(crate) fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::IsADirectory => "this is a folder",
        ErrorKind::NotADirectory => "a part of this path is not a folder",
        ErrorKind::NotFound => "no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::FileTooLarge => "the file is too large for the file system or a limit",
        ErrorKind::InvalidFilename => "the file name is too long or not valid",
        ErrorKind::ResourceBusy => "it is in use",
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NetworkDown | ErrorKind::TimedOut => {
            "the connection to the disk is lost"
        }
        _ => return without_number(&error.to_string()),
    };
    words.to_owned()
}

/// An error and its causes in one line; those of the system by their [`reason`].
pub(crate) fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut messages: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let words = error.downcast_ref::<io::Error>().map_or_else(|| error.to_string(), reason);
        // Some errors say what their cause says.
        if messages.last().is_none_or(|last| !last.ends_with(&words)) {
            messages.push(words);
        }
        next = error.source();
    }
    messages.join(": ")
}

fn without_number(words: &str) -> String {
    match words.rsplit_once(" (os error ") {
        Some((words, number)) if number.ends_with(')') => words.to_owned(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn system_errors_are_in_words() {
        use rustix::io::Errno;
        for (error, words) in [
            (Errno::NOSPC, "the disk is full"),
            (Errno::DQUOT, "the disk quota is used up"),
            (Errno::ISDIR, "this is a folder"),
            (Errno::NOTDIR, "a part of this path is not a folder"),
            (Errno::NOENT, "no such file or folder"),
            (Errno::ACCESS, "permission denied"),
            (Errno::ROFS, "the file system is read-only"),
            (Errno::FBIG, "the file is too large for the file system or a limit"),
            (Errno::NAMETOOLONG, "the file name is too long or not valid"),
            (Errno::BUSY, "it is in use"),
            (Errno::IO, "Input/output error"),
            (Errno::MFILE, "Too many open files"),
            (Errno::LOOP, "Too many levels of symbolic links"),
        ] {
            let error = io::Error::from_raw_os_error(error.raw_os_error());
            assert_eq!(reason(&error), words, "{error}");
        }
        assert_eq!(reason(&io::Error::other("a zip (of bytes)")), "a zip (of bytes)");
    }

    #[test]
    fn each_cause_is_named_once() {
        let full = || io::Error::from(ErrorKind::StorageFull);
        assert_eq!(with_causes(&full()), "the disk is full");
        let error = anyhow::Error::from(full()).context("cannot write hr.csv");
        assert_eq!(with_causes(error.as_ref()), "cannot write hr.csv: the disk is full");
    }
}
