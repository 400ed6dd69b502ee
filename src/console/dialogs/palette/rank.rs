//! Which lines of the palette match what was typed, and in which order.

use std::cmp::Reverse;

use super::entry::{PaletteEntry, PaletteTarget};
use crate::console::keymap::Group;
use crate::console::state::RecentChoices;
use crate::filter::FuzzySearch;

/// How well a line matches, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PaletteRank {
    /// The typed text is a word for it.
    IsWord,
    /// Its text begins with all that was typed.
    BeginsWhole,
    /// Its text begins with the first typed word.
    Begins,
    /// Another word of its text, another word for it, or one of its keys begins with the first
    /// typed word.
    HasWord,
    /// Its text contains the first typed word inside another word.
    Contains,
    /// It has the letters in order, with others in between.
    Fuzzy,
}

/// The lines that match what was typed. Lines that begin with the first word come before those
/// in which another word begins with it, then those that contain it, then those that only have
/// its letters. Among equals, recent choices come first, and actions that only move come last.
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

/// Whether a line is shown before anything is typed: actions, and recent choices.
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

/// How well a line matches the words, and how well among its equals; `None` if it does not.
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
    // Not the description: long sentences have the letters of almost everything.
    let names = entry.words.iter().chain([&entry.beside]);
    let is_sentence = entry.is_action()
        || matches!(entry.target, PaletteTarget::Policy | PaletteTarget::LostLately);
    let label = (!is_sentence).then_some(&entry.label);
    let best = names.chain(label).filter_map(|it| fuzzy.score(&it.to_lowercase())).max()?;
    Some((PaletteRank::Fuzzy, best))
}

/// All texts of a line in lower case; the label is the first.
fn texts_of(entry: &PaletteEntry) -> Vec<String> {
    let texts = [&entry.label, &entry.beside, &entry.note].into_iter().chain(&entry.words);
    texts.map(|text| text.to_lowercase()).collect()
}

/// How well a line matches the first typed word.
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
