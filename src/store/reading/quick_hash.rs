//! A fast hash for keys that an attacker cannot choose: random ids of the HR system, and days.
//! Ten million grants are looked up with it.

use std::hash::Hasher;

/// Hashes eight bytes at a time.
#[derive(Default)]
pub(crate) struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (parts, rest) = bytes.as_chunks::<8>();
        for part in parts {
            self.write_u64(u64::from_le_bytes(*part));
        }
        if !rest.is_empty() {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // The hash table uses both the high and the low bits.
        self.0 ^ (self.0 >> 32)
    }
}
