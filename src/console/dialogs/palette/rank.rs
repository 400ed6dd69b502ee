//! Which lines of the palette answer to what was typed, and in which order.

use std::cmp::Reverse;

use super::entry::{PaletteEntry, PaletteTarget};
use crate::console::keymap::Group;
use crate::console::state::RecentChoices;
use crate::filter::FuzzySearch;

/// How well a line answers, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PaletteRank {
    /// What was typed is a word for it.
    IsWord,
    /// What it says begins with all that was typed.
    BeginsWhole,
    /// What it says begins with the first word.
    Begins,
    /// Another word of it begins so, or another word for it, or one of its keys.
    HasWord,
    /// It has the first word inside another.
    Contains,
    /// It has the letters in order, with others between.
    Fuzzy,
}

/// The lines that answer to what was typed. What begins with the first word comes before what
/// has it at the beginning of a word, that before what has it inside one, and that before what
/// has its letters only; of equals what was chosen lately is first, and what only moves last.
pub(super) fn ranked(
    offered: &[PaletteEntry],
    typed: &str,
    recent: &RecentChoices,
) -> Vec<PaletteEntry> {
    let lower = typed.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let mut fuzzy = FuzzySearch::new(&lower);
    let mut found: Vec<_> = offered
        .iter()
        .filter(|entry| !words.is_empty() || is_shown_at_first(entry, recent))
        .filter_map(|entry| Some((answer(entry, &words, &mut fuzzy)?, entry)))
        .collect();
    found.sort_by_key(|((answers, score), entry)| {
        let rank = entry.name().and_then(|name| recent.rank(&name)).unwrap_or(usize::MAX);
        (*answers, rank, is_elsewhere(entry), only_moves(entry), Reverse(*score))
    });
    found.into_iter().map(|(_, entry)| entry.clone()).collect()
}

/// Whether a line is there before anything is typed: actions, and what was chosen lately.
pub(super) fn is_shown_at_first(entry: &PaletteEntry, recent: &RecentChoices) -> bool {
    matches!(entry.target, PaletteTarget::Action(_))
        || entry.name().is_some_and(|name| recent.rank(&name).is_some())
}

fn is_elsewhere(entry: &PaletteEntry) -> bool {
    matches!(entry.target, PaletteTarget::Elsewhere(_))
}

fn only_moves(entry: &PaletteEntry) -> bool {
    matches!(entry.target, PaletteTarget::Action(binding) if binding.group == Group::Move)
}

/// How a line answers to the words, and how well among its like; `None` if it does not.
fn answer(
    entry: &PaletteEntry,
    words: &[&str],
    fuzzy: &mut FuzzySearch,
) -> Option<(PaletteRank, u32)> {
    let Some(first) = words.first() else {
        return Some((PaletteRank::Begins, 0));
    };
    let texts = texts_of(entry);
    let all = texts.join(" ");
    if words.iter().all(|word| all.contains(word)) {
        let typed = words.join(" ");
        let answers = if texts[1..].contains(&typed) {
            PaletteRank::IsWord
        } else if texts[0].starts_with(&typed) {
            PaletteRank::BeginsWhole
        } else {
            rank_by_first(entry, &texts, first)
        };
        return Some((answers, 0));
    }
    // Long sentences have the letters of almost everything.
    let names = entry.words.iter().chain([&entry.beside]);
    let is_sentence = entry.is_action() || entry.note == "screen";
    let label = (!is_sentence).then_some(&entry.label);
    let best = names.chain(label).filter_map(|it| fuzzy.score(&it.to_lowercase())).max()?;
    Some((PaletteRank::Fuzzy, best))
}

/// Everything that a line says, in lower case; the label first.
fn texts_of(entry: &PaletteEntry) -> Vec<String> {
    let texts = [&entry.label, &entry.beside, &entry.note].into_iter().chain(&entry.words);
    texts.map(|text| text.to_lowercase()).collect()
}

/// Where the first typed word is in a line.
fn rank_by_first(entry: &PaletteEntry, texts: &[String], word: &str) -> PaletteRank {
    let begins = |text: &String| {
        text.split(|letter: char| !letter.is_alphanumeric()).any(|part| part.starts_with(word))
    };
    let begins_key = || {
        let keys = entry.note.to_lowercase();
        keys.split_whitespace().any(|key| key.starts_with(word))
    };
    if texts[0].starts_with(word) {
        PaletteRank::Begins
    } else if texts.iter().any(begins) || begins_key() {
        PaletteRank::HasWord
    } else {
        PaletteRank::Contains
    }
}
