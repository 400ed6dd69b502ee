//! Fuzzy search: finds texts that have the typed letters in order, with others in between. Used to
//! jump to a name, not to filter.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A typed pattern, ready to be compared with many texts. Each word may be anywhere in the
/// text; accents are ignored, and case matters only for typed upper-case letters.
#[derive(Debug)]
pub struct FuzzySearch {
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl FuzzySearch {
    /// Prepares the search for a text.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let (case, accents) = (CaseMatching::Smart, Normalization::Smart);
        let pattern = Pattern::new(typed, case, accents, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }

    /// Whether the pattern is empty, so that every text matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pattern.atoms.is_empty()
    }

    /// How well a text matches, higher is better; `None` if it does not match.
    pub fn score(&mut self, text: &str) -> Option<u32> {
        let text = Utf32Str::new(text, &mut self.letters);
        self.pattern.score(text, &mut self.matcher)
    }
}

#[cfg(test)]
mod tests {
    use super::FuzzySearch;

    #[test]
    fn letters_in_order_match_and_closer_matches_score_higher() {
        let score = |typed: &str, text: &str| FuzzySearch::new(typed).score(text);
        assert!(score("srh", "sarah.chen").is_some());
        assert!(score("hrs", "sarah.chen").is_none());
        assert!(score("chen sar", "Sarah Chen").is_some(), "words in any order");
        assert!(score("elodie", "Élodie").is_some());
        assert!(score("Sarah", "sarah").is_none());
        assert!(score("sar", "sarah") > score("sar", "santa maria"));
        assert_eq!(score("", "sarah"), Some(0));
    }
}
