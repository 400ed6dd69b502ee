//! Sorts what was selected.

use std::cmp::Ordering;

use super::columns::texts::{TextColumns, TextPart};

/// Sorts positions that are in the order of the database; equal ones keep that order.
pub(super) fn sort_by_key<K: Ord>(rows: &mut [u32], descending: bool, key: impl Fn(usize) -> K) {
    rows.sort_by(|a, b| directed(descending, key(*a as usize).cmp(&key(*b as usize))));
}

/// Sorts positions of users by one of their texts; equal ones keep their order. A few letters
/// are stored next to each position, where they are quick to compare; the next few are read
/// only for those that are equal so far.
pub(super) fn sort_by_text(
    rows: &mut [u32],
    descending: bool,
    (texts, part): (&TextColumns, TextPart),
) {
    let mut unsorted = vec![(0..rows.len(), 0)];
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(rows.len());
    while let Some((range, from)) = unsorted.pop() {
        let start = range.start;
        keyed.clear();
        keyed.extend(rows[range].iter().map(|row| {
            let letters = letters(texts.text(*row as usize, part), from);
            (if descending { !letters } else { letters }, *row)
        }));
        keyed.sort_unstable();
        let mut at = start;
        for same in keyed.chunk_by(|a, b| a.0 == b.0) {
            let end = at + same.len();
            rows[at..end].iter_mut().zip(same).for_each(|(row, (_, sorted))| *row = *sorted);
            let letters = if descending { !same[0].0 } else { same[0].0 };
            if same.len() > 1 && letters.to_be_bytes()[LETTERS] == FULL {
                unsorted.push((at..end, from + LETTERS));
            }
            at = end;
        }
    }
}

/// The number of letters compared at once.
const LETTERS: usize = 7;
const FULL: u8 = 7;

/// The next letters of a name, beginning with `from`, regardless of ASCII case, followed by
/// how many there are, so that a name sorts before longer ones that begin with it.
fn letters(name: &[u8], from: usize) -> u64 {
    let mut letters = [0; LETTERS + 1];
    let rest = name.get(from..).unwrap_or_default();
    for (letter, byte) in letters[..LETTERS].iter_mut().zip(rest) {
        *letter = byte.to_ascii_lowercase();
    }
    letters[LETTERS] = u8::try_from(rest.len()).map_or(FULL, |count| count.min(FULL));
    u64::from_be_bytes(letters)
}

fn directed(descending: bool, order: Ordering) -> Ordering {
    if descending { order.reverse() } else { order }
}

/// Compares names regardless of ASCII case.
pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let differ = a.iter().zip(b).find(|(a, b)| a != b && !a.eq_ignore_ascii_case(b));
    match differ {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::texts::{END, TextPiece};
    use super::*;

    #[test]
    fn texts_are_sorted_as_names_are_compared() {
        let long = "a".repeat(40_000);
        let names: Vec<String> = [
            "bob",
            "Alexander",
            "alexandra",
            "",
            "ALEXANDER",
            "alexand",
            "alexandr",
            "bob",
            "alexanderplatz",
            "a\0",
            "a",
            "Ä",
            &long,
            &format!("{long}b"),
            &long,
        ]
        .map(str::to_owned)
        .into();
        let piece = |names: &[String]| {
            let mut piece = TextPiece::default();
            for name in names {
                piece.starts.push(u32::try_from(piece.bytes.len()).expect("few"));
                piece.bytes.extend([name.as_bytes(), &[END; 3]].concat());
            }
            piece
        };
        let texts = TextColumns::new(vec![piece(&names[..6]), piece(&names[6..])]);
        for descending in [false, true] {
            let mut rows: Vec<u32> = (0..15).collect();
            let mut expected = rows.clone();
            sort_by_text(&mut rows, descending, (&texts, TextPart::Username));
            let name = |row: u32| names[row as usize].as_bytes();
            expected.sort_by(|a, b| directed(descending, compare(name(*a), name(*b))));
            assert_eq!(rows, expected, "descending: {descending}");
        }
    }
}
