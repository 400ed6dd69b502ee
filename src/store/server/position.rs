//! Which of the server's transactions a copy includes. A row that was written after a position
//! has an `xmin` of at least the position's oldest transaction.

use std::str::FromStr;

use crate::store::StoreError;

/// From this distance, the server's short transaction numbers could be mistaken for older
/// ones.
const FARTHEST: u64 = 2_000_000_000;

/// The bounds of a snapshot: transactions below the oldest are finished; those from the next
/// one on had not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ServerPosition {
    pub(super) oldest: u64,
    pub(super) next: u64,
}

impl ServerPosition {
    /// The oldest transaction in the server's type `xid`, which has the lower 32 bits.
    pub(super) fn xid(self) -> String {
        (self.oldest & u64::from(u32::MAX)).to_string()
    }

    /// Whether no transaction was in progress. If two such positions are equal, nothing was
    /// committed between them.
    pub(super) fn is_quiet(self) -> bool {
        self.oldest == self.next
    }

    /// Whether the changes since `earlier` can be determined. They cannot if the server was
    /// restored to an older state.
    pub(super) fn follows(self, earlier: Self) -> bool {
        self.next >= earlier.next
            && self.oldest >= earlier.oldest
            && self.next - earlier.oldest < FARTHEST
    }
}

impl FromStr for ServerPosition {
    type Err = StoreError;

    /// Parses `xmin:xmax:…`, as `pg_current_snapshot()` returns it.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let mut parts = text.split(':').map(str::parse);
        match (parts.next(), parts.next()) {
            (Some(Ok(oldest)), Some(Ok(next))) => Ok(Self { oldest, next }),
            _ => Err(StoreError::Server(format!("unknown snapshot of the server: {text}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_and_compared() {
        let earlier: ServerPosition = "763:765:763".parse().expect("a snapshot");
        assert_eq!(earlier, ServerPosition { oldest: 763, next: 765 });
        let later: ServerPosition = "4294967300:4294967300:".parse().expect("a snapshot");
        assert_eq!(later.xid(), "4");
        assert!(!later.follows(earlier) && !earlier.follows(later));
        let later: ServerPosition = "770:770:".parse().expect("a snapshot");
        assert!(later.follows(earlier) && later.follows(later) && !earlier.follows(later));
        assert!("x".parse::<ServerPosition>().is_err());
    }
}
