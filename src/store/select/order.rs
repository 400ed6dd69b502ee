//! Sorting what was selected.

use std::cmp::Ordering;

use super::columns::texts::{TextColumns, TextPart};

/// Sorts positions that stand in the database's order.
pub(super) fn sort_by_key<K: Ord>(rows: &mut [u32], descending: bool, key: impl Fn(usize) -> K) {
    rows.sort_by(|a, b| directed(descending, key(*a as usize).cmp(&key(*b as usize))));
}

/// Sorts positions of users by one of their texts. The first letters decide mostly; they
/// are beside the position, where they are quickly compared.
pub(super) fn sort_by_text(
    rows: &mut [u32],
    descending: bool,
    (texts, part): (&TextColumns, TextPart),
) {
    let name = |row: u32| texts.text(row as usize, part);
    let mut keyed: Vec<(u64, u32)> =
        rows.iter().map(|row| (first_letters(name(*row)), *row)).collect();
    keyed.sort_unstable_by(|(a_first, a), (b_first, b)| {
        let names = a_first.cmp(b_first).then_with(|| compare(name(*a), name(*b)));
        directed(descending, names).then(a.cmp(b))
    });
    rows.iter_mut().zip(keyed).for_each(|(row, (_, sorted))| *row = sorted);
}

fn directed(descending: bool, order: Ordering) -> Ordering {
    if descending { order.reverse() } else { order }
}

fn first_letters(name: &[u8]) -> u64 {
    let mut letters = [0; 8];
    letters.iter_mut().zip(name).for_each(|(letter, byte)| *letter = byte.to_ascii_lowercase());
    u64::from_be_bytes(letters)
}

/// Compares names without the case of ASCII letters.
pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let differ = a.iter().zip(b).find(|(a, b)| a != b && !a.eq_ignore_ascii_case(b));
    match differ {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}
