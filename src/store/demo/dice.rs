//! Reproducible random numbers: every subject draws from a stream of its own, all from one
//! seed. Only the raw output of the generator is used, so that the rows of a plan do not
//! depend on how a library turns it into numbers.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

use crate::store::sql_value::reads_as_number;

/// What random numbers are drawn for. More draws for one subject do not affect the others: the
/// same seed has the same people, whatever the number of grants.
#[derive(Clone, Copy)]
pub(super) enum DiceSubject {
    DemoCompanies = 1,
    People = 2,
    Shares = 3,
    Grants = 4,
}

/// One stream of random numbers.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64, subject: DiceSubject) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(subject as u64);
        Self(generator)
    }

    /// A number below `end`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let scaled = u64::from(self.0.next_u32()) * u64::from(end);
        #[allow(clippy::cast_possible_truncation)] // less than `end`
        let drawn = (scaled >> 32) as u32;
        drawn
    }

    /// True in this many of a hundred cases.
    pub(super) fn percent(&mut self, cases: u32) -> bool {
        self.below(100) < cases
    }

    /// A random item of a list, which must not be empty.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index_in(from)]
    }

    /// The index of a random item.
    pub(super) fn index_in<T>(&mut self, from: &[T]) -> usize {
        self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)) as usize
    }

    /// A random id (version 4), never one that a column of NUMERIC affinity would store as a
    /// number.
    pub(super) fn id(&mut self) -> SeededId {
        self.ascending_id(0, 1)
    }

    /// The id with the number `at` of `count`. Each is random within its own slice of all ids,
    /// and the slices are ascending, so that indexes only grow at their end.
    pub(super) fn ascending_id(&mut self, at: u64, count: u64) -> SeededId {
        loop {
            let mut bytes = [0; 16];
            self.0.fill_bytes(&mut bytes);
            let within = self.0.next_u64() >> 16;
            let lead = ((u128::from(at) << 48) + u128::from(within)) / u128::from(count.max(1));
            bytes[..6].copy_from_slice(&lead.to_be_bytes()[10..]);
            let id = SeededId::new(uuid::Builder::from_random_bytes(bytes).into_uuid());
            if !reads_as_number(id.as_str()) {
                return id;
            }
        }
    }
}

/// An id as the HR system writes it: 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SeededId([u8; 32]);

impl SeededId {
    fn new(uuid: Uuid) -> Self {
        let mut digits = [0; 32];
        uuid.simple().encode_lower(&mut digits);
        Self(digits)
    }

    pub(super) fn as_str(&self) -> &str {
        // Hex digits are ASCII, always.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}
