//! The files of a database: how the database itself begins, and what the engine keeps beside
//! it.

/// The suffix of the journal that rolls back an interrupted write.
pub(crate) const JOURNAL: &str = "-journal";
/// The suffix of the write-ahead log.
pub(crate) const LOG: &str = "-wal";
/// The suffix of the memory that the readers of a write-ahead log share.
pub(crate) const SHARED_MEMORY: &str = "-shm";

/// The suffixes of all files that are kept beside a database.
pub(crate) const SIDE_FILES: [&str; 3] = [JOURNAL, LOG, SHARED_MEMORY];

/// The first bytes of every database.
pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What the beginning of a database says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DatabaseHeader {
    /// The size of a page, in bytes.
    pub(crate) page_size: u64,
    pub(crate) is_in_wal_mode: bool,
}

impl DatabaseHeader {
    /// The number of bytes that it is read from.
    pub(crate) const LENGTH: usize = 19;

    /// Reads the first bytes of a file; `None` if the file is not a database.
    pub(crate) fn of(bytes: &[u8; Self::LENGTH]) -> Option<Self> {
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size => u64::from(size.max(512)),
        };
        Some(Self { page_size, is_in_wal_mode: bytes[18] == 2 })
    }
}

/// Whether a file that begins with these bytes is a journal or a write-ahead log.
pub(crate) fn begins_log(bytes: [u8; 4]) -> bool {
    const JOURNAL: [u8; 4] = [0xd9, 0xd5, 0x05, 0xf9];
    const LOGS: [[u8; 4]; 2] = [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]];
    bytes == JOURNAL || LOGS.contains(&bytes)
}
