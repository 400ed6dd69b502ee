//! Finds the users whose names are most similar to a text.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::columns::texts::TextPart;
use crate::domain::{Cancel, UserId};
use crate::filter::FuzzySearch;
use crate::store::{Store, StoreError};

/// The number of users compared between two checks for cancellation.
const CHUNK: usize = 4096;

/// A user whose name is similar to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimilarUser {
    /// The user's id.
    pub id: UserId,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
}

impl Store {
    /// The users whose full name or username is most similar to a text, at most `most` of
    /// them, the most similar first; among equally similar names, shorter ones come first.
    /// Filters are ignored.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn similar_users(
        &mut self,
        typed: &str,
        most: usize,
        cancel: &Cancel,
    ) -> Result<Vec<SimilarUser>, StoreError> {
        let mut search = FuzzySearch::new(typed);
        if search.is_empty() {
            return Ok(Vec::new());
        }
        self.with_columns(|store, columns| {
            columns.need_texts(store, cancel)?;
            let (ids, texts) = (columns.ids(), columns.texts());
            let name = |row, part| String::from_utf8_lossy(texts.text(row, part)).into_owned();
            // The least similar one that is kept is on top.
            let mut best = BinaryHeap::new();
            for row in 0..ids.len() {
                if row % CHUNK == 0 && cancel.is_cancelled() {
                    return Err(StoreError::Cancelled);
                }
                let names = [TextPart::FullName, TextPart::Username]
                    .map(|part| String::from_utf8_lossy(texts.text(row, part)));
                let Some(score) = search.score_of_names([&names[0], &names[1]]) else {
                    continue;
                };
                best.push((Reverse(score), names[0].len() + names[1].len(), row));
                if best.len() > most {
                    best.pop();
                }
            }
            let best = best.into_sorted_vec();
            let highest = best.first().map_or(0, |(Reverse(score), ..)| *score);
            let close = best
                .into_iter()
                .take_while(|(Reverse(score), ..)| FuzzySearch::is_close(*score, highest));
            Ok(close
                .map(|(_, _, row)| SimilarUser {
                    id: ids[row],
                    username: name(row, TextPart::Username),
                    full_name: name(row, TextPart::FullName),
                })
                .collect())
        })
    }
}
