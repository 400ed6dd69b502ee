//! Opens database files.

use std::fmt::Write;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

/// Opens an existing file for reading and writing.
pub(crate) fn to_write(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, of_one_thread(OpenFlags::SQLITE_OPEN_READ_WRITE))
}

/// Opens a file for reading only.
pub(crate) fn to_read(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, of_one_thread(OpenFlags::SQLITE_OPEN_READ_ONLY))
}

/// Opens a file for reading, assuming that nobody writes to it: no lock is taken, and no log
/// is created or read.
pub(crate) fn to_read_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02x}");
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri, of_one_thread(flags))
}

/// Each connection is used by one thread at a time, so it needs no mutex.
fn of_one_thread(flags: OpenFlags) -> OpenFlags {
    flags | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Prevents anything defined in the file from running unsafe functions, and SQL from writing
/// its pages directly.
pub(crate) fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// Whether the write-ahead log is kept when the last connection is closed. Otherwise closing
/// copies it into the file.
pub(crate) fn keep_log(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep)?;
    Ok(())
}
