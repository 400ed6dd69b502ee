//! The file that remembers the view of a database. It is written under another name and then
//! renamed, so that if two consoles end at once, the view of one of them is kept, and never
//! half of each.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::Memory;
use crate::console::own_file;
use crate::text::stable_hash;

/// A larger file was not written by this program.
const MOST: u64 = 1 << 20;

/// The file of one database.
#[derive(Clone, Debug)]
pub(crate) struct MemoryFile {
    path: PathBuf,
    database: String,
}

impl MemoryFile {
    /// The file for a database, in the current user's state folder; `None` without such a
    /// folder.
    pub(crate) fn of(database: &str) -> Option<Self> {
        let folder = etcetera::choose_base_strategy().ok()?.state_dir()?;
        Some(Self::within(&folder.join("grantgrid"), database))
    }

    fn within(folder: &Path, database: &str) -> Self {
        let path = folder.join(format!("{:016x}.json", stable_hash(database)));
        Self { path, database: database.to_owned() }
    }

    /// Reads the remembered view; `None` if there is none.
    ///
    /// # Errors
    ///
    /// A sentence for the user, if the file cannot be read or is damaged.
    pub(crate) fn load(&self) -> Result<Option<Memory>, String> {
        let problem = |what: &str| {
            format!("the remembered view was ignored: {}: {what}", self.path.display())
        };
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(problem(&error.to_string())),
        };
        let mut text = String::new();
        match file.take(MOST + 1).read_to_string(&mut text) {
            Ok(_) if text.len() as u64 > MOST => return Err(problem("it is too large")),
            Ok(_) => {}
            Err(error) => return Err(problem(&error.to_string())),
        }
        let memory: Memory = serde_json::from_str(&text).map_err(|_| problem("it is damaged"))?;
        // The file may belong to another database whose name has the same hash.
        Ok(Some(memory).filter(|memory| memory.database == self.database))
    }

    /// Writes the view. Only the owner can read the file.
    pub(crate) fn save(&self, memory: &Memory) -> io::Result<()> {
        let memory = Memory { database: self.database.clone(), ..memory.clone() };
        let text = serde_json::to_string_pretty(&memory)?;
        own_file::replace(&self.path, &text)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::AxisMemory;
    use super::*;

    fn memory() -> Memory {
        let users = AxisMemory { filter: "role:hr".into(), ..AxisMemory::default() };
        Memory { users, pane: "matrix".into(), ..Memory::default() }
    }

    #[test]
    fn each_database_has_its_own_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, other] =
            ["/a/hr.db", "/b/hr.db"].map(|name| MemoryFile::within(folder.path(), name));
        one.save(&memory()).expect("it is written");
        assert_eq!(other.load(), Ok(None));
        let read = one.load().expect("it can be read").expect("it is there");
        assert_eq!(read, Memory { database: "/a/hr.db".into(), ..memory() });
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }

    #[test]
    fn a_damaged_file_is_reported_and_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = MemoryFile::within(folder.path(), "hr.db");
        let large = b" ".repeat((1 << 20) + 1);
        for bytes in [&b"{\"users\": 3}"[..], b"", b"\xff\xfe", &large] {
            fs::write(&file.path, bytes).expect("a file");
            let sentence = file.load().expect_err("a sentence");
            assert!(sentence.starts_with("the remembered view was ignored: "), "{sentence}");
        }
        file.save(&memory()).expect("it is written");
        let saved = Memory { database: "hr.db".into(), ..memory() };
        assert_eq!(file.load(), Ok(Some(saved)));
    }

    #[test]
    fn unknown_and_missing_fields_are_accepted() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = MemoryFile::within(folder.path(), "hr.db");
        let text = "{\"database\": \"hr.db\", \"zoomed\": true, \"later\": {\"a\": 1}}";
        fs::write(&file.path, text).expect("a file");
        let read = file.load().expect("it can be read").expect("it is there");
        assert!(read.zoomed && read.users == AxisMemory::default());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = MemoryFile::within(&folder.path().join("state/grantgrid"), "hr.db");
        file.save(&memory()).expect("it is written");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode(&file.path) & 0o777, 0o600);
        assert_eq!(mode(&folder.path().join("state/grantgrid")) & 0o777, 0o700);
    }
}
