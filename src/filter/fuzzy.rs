//! Fuzzy search: finds texts that have the typed letters in order, with others in between. Used to
//! jump to a name, not to filter.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The least score for each typed letter. A letter that continues a match scores 20, one at the
/// beginning of a word more, and letters in between cost 3 for the first and 1 for each other.
const LEAST_FOR_A_LETTER: u32 = 13;

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

    /// How well the names of one person or company match, higher is better. Each typed word must
    /// be within one of the names, and without many letters in between; otherwise `None`.
    pub fn score_of_names(&mut self, names: [&str; 2]) -> Option<u32> {
        let mut total = 0;
        for word in &self.pattern.atoms {
            let letters = &mut self.letters;
            let scores = names
                .iter()
                .filter_map(|name| word.score(Utf32Str::new(name, letters), &mut self.matcher));
            let best = u32::from(scores.max()?);
            let typed = u32::try_from(word.needle_text().len()).unwrap_or(u32::MAX);
            if best < typed.saturating_mul(LEAST_FOR_A_LETTER) {
                return None;
            }
            total += best;
        }
        Some(total)
    }

    /// Whether a name with this score should be offered beside the best one.
    #[must_use]
    pub fn is_close(score: u32, best: u32) -> bool {
        score * 2 >= best
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

    #[test]
    fn letters_scattered_over_a_name_or_over_two_names_are_no_match() {
        let score = |typed: &str, names| FuzzySearch::new(typed).score_of_names(names);
        let zuzanna = ["Zuzanna Mazur", "zuzanna.mazur"];
        assert!(score("zzzz", zuzanna).is_none(), "one name has three");
        assert!(score("zmaz", zuzanna).is_some());
        assert!(score("mazur zuz", zuzanna).is_some(), "words in any order");
        assert!(score("zuzxyz", zuzanna).is_none());
        let sarah = ["Sarah Chen", "schen2"];
        assert!(score("schen", sarah) > score("schen", ["Sascha Henning", "henning"]));
        assert!(score("sarah schen", sarah).is_some(), "a word of each name");
        let long = ["Maximiliane Theodora Frederiksen-Oberhauser", "m.frederiksen"];
        assert!(score("xdb", long).is_none(), "far apart");
        assert!(score("mtf", long).is_some(), "the beginnings of words");
        assert!(FuzzySearch::is_close(60, 120) && !FuzzySearch::is_close(59, 120));
    }
}
