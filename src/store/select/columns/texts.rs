//! The names and addresses of all users in a few blocks of memory, so that one search covers
//! many of them.

use crate::store::select::matcher::Matcher;
use crate::store::select::query::Mask;

/// Follows each text. This byte does not occur in UTF-8.
pub(in crate::store::select) const END: u8 = 0xff;

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store::select) enum TextPart {
    Username,
    FullName,
    Email,
}

/// Username, full name and email of all users, in pieces.
pub(in crate::store::select) struct TextColumns {
    pieces: Vec<TextPiece>,
    /// For each piece the number of users before its end.
    ends: Vec<usize>,
}

/// Username, full name and email of some users, each followed by [`END`].
#[derive(Default)]
pub(in crate::store::select) struct TextPiece {
    pub(in crate::store::select) bytes: Vec<u8>,
    /// The start of each user's texts.
    pub(in crate::store::select) starts: Vec<u32>,
    /// Whether any of them has full-width letters.
    pub(in crate::store::select) has_wide: bool,
}

impl TextColumns {
    pub(in crate::store::select) const NONE: Self = Self { pieces: Vec::new(), ends: Vec::new() };

    /// The pieces are in the order of the users.
    pub(in crate::store::select) fn new(pieces: Vec<TextPiece>) -> Self {
        let mut users = 0;
        let end_of = |piece: &TextPiece| {
            users += piece.starts.len();
            users
        };
        Self { ends: pieces.iter().map(end_of).collect(), pieces }
    }

    /// The users with a match in this kind of text, or in any.
    pub(in crate::store::select) fn having(
        &self,
        matcher: &Matcher,
        part: Option<TextPart>,
    ) -> Mask {
        self.pieces.iter().flat_map(|piece| piece.having(matcher, part)).collect()
    }

    /// The users whose username is named by the text.
    pub(in crate::store::select) fn called(&self, matcher: &Matcher) -> Mask {
        let contains = self.having(matcher, Some(TextPart::Username));
        matcher.called(|row| [self.text(row, TextPart::Username), &[]], &contains)
    }

    /// One text of one user.
    pub(in crate::store::select) fn text(&self, row: usize, part: TextPart) -> &[u8] {
        let at = self.ends.partition_point(|end| *end <= row);
        let before = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.pieces.get(at).map_or(&[], |piece| piece.text(row - before, part))
    }
}

impl TextPiece {
    fn having(&self, matcher: &Matcher, part: Option<TextPart>) -> Mask {
        let mut mask = vec![false; self.starts.len()];
        let mut at = 0;
        let mut row = 0;
        while let Some(found) = matcher.find_at(&self.bytes, at, self.has_wide) {
            while self.range(row).end <= found {
                row += 1;
            }
            let range = self.range(row);
            let ends = self.bytes[range.start..found].split(|byte| *byte == END).count() - 1;
            at = match part {
                // There may be another match in the wanted kind of text.
                Some(part) if ends < part as usize => self.start_of(row, part),
                part => {
                    mask[row] |= part.is_none_or(|part| ends == part as usize);
                    range.end
                }
            };
        }
        mask
    }

    fn text(&self, row: usize, part: TextPart) -> &[u8] {
        let text = &self.bytes[self.start_of(row, part)..];
        let end = text.iter().position(|byte| *byte == END);
        &text[..end.unwrap_or(text.len())]
    }

    /// The start of a user's text: after as many ends as there are kinds before it.
    fn start_of(&self, row: usize, part: TextPart) -> usize {
        let mut at = self.range(row).start;
        for _ in 0..part as usize {
            let end = self.bytes[at..].iter().position(|byte| *byte == END);
            at += end.map_or(0, |end| end + 1);
        }
        at
    }

    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let at = |row: usize| self.starts.get(row).map_or(self.bytes.len(), |at| *at as usize);
        at(row)..at(row + 1)
    }
}
