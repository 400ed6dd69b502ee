//! The first users that match a filter on names, found before the names of all users are read.

use std::sync::Arc;

use super::answers::{Answers, Terms};
use super::columns::ColumnCache;
use super::query::{Order, Query};
use crate::domain::{Cancel, UserId};
use crate::filter::{FilterField, Term};
use crate::store::reading::all_names::AllNames;
use crate::store::reading::parallel::LARGE;
use crate::store::{Store, StoreError};

/// As many users as fit on a screen.
const ENOUGH: usize = 100;

/// The number of users that are looked through at a time, and how often.
const PART: usize = 4_000;
const PARTS: usize = 5;

impl Store {
    /// The first users that match a filter, for a screen that shows them while
    /// [`Store::select_users`] reads on. `None` if all can be read quickly, if finding the first
    /// needs more than names, if home companies are not read yet, or if none of the users looked
    /// at matches.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn first_users(
        &mut self,
        query: &Query<'_, UserId>,
        cancel: &Cancel,
    ) -> Result<Option<Vec<UserId>>, StoreError> {
        let is_large = self.user_ends()?.is_some_and(|(first, last)| last.abs_diff(first) >= LARGE);
        if !is_large || !is_about_names_only(query) || self.homes.is_none() {
            return Ok(None);
        }
        self.with_columns(|store, columns| {
            if columns.texts.is_some() { Ok(None) } else { find(store, query, cancel) }
        })
    }
}

/// Whether the filter looks only at names and addresses, and the order is by id.
fn is_about_names_only(query: &Query<'_, UserId>) -> bool {
    let (mut has_names, mut has_others) = (false, false);
    query.filter.for_each_term(|term| match term {
        Term::Text(_) | Term::Field(FilterField::Name | FilterField::Email, _) => has_names = true,
        _ => has_others = true,
    });
    has_names && !has_others && query.order == Order::default()
}

fn find(
    store: &Store,
    query: &Query<'_, UserId>,
    cancel: &Cancel,
) -> Result<Option<Vec<UserId>>, StoreError> {
    let Some(root) = query.filter.root() else {
        return Ok(None);
    };
    let (mut found, mut last) = (Vec::new(), None);
    for _ in 0..PARTS {
        let ids = store.user_ids_after(last, PART)?;
        if ids.is_empty() {
            break;
        }
        last = ids.last().copied();
        let names = AllNames::of_users(store, &ids)?;
        let mut columns = ColumnCache {
            ids: Some(ids),
            employee_names: Some(Arc::new(names)),
            ..ColumnCache::default()
        };
        let mask = Terms { store, columns: &mut columns, query, cancel }.node(root)?;
        let matching = columns.ids().iter().zip(mask).filter(|(_, matches)| *matches);
        found.extend(matching.map(|(id, _)| *id));
        if found.len() >= ENOUGH {
            break;
        }
    }
    Ok(Some(found).filter(|found| !found.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{Axis, parse};
    use crate::store::DemoPlan;
    use crate::store::SortBy;
    use crate::store::testing::TestDb;

    #[test]
    fn the_first_users_are_those_that_the_whole_list_begins_with() {
        let db = TestDb::new();
        let plan = DemoPlan { users: 30_000, companies: 3, grants: 10, ..DemoPlan::default() };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        db.run(
            "PRAGMA foreign_keys = OFF; UPDATE hrm_users SET id = id + 100000 WHERE id > 29000; \
             UPDATE hrm_employee SET user_id = user_id + 100000 WHERE user_id > 29000; \
             UPDATE hrm_employee SET id = id + 100000, first_name = 'Zora' WHERE user_id % 90 = 7; \
             UPDATE hrm_employee SET first_name = '', last_name = ' ' WHERE user_id % 90 = 8",
        );
        let mut store = db.open();
        let cancel = Cancel::default();
        let by_id = Order::default();
        let first = |store: &mut Store, text: &str, order: Order| {
            let filter = parse(Axis::Users, text).expect("a filter");
            let query = Query { filter: &filter, order, marked: None };
            let first = store.first_users(&query, &cancel).expect("the first");
            (first, store.select_users(&query, &cancel).expect("all"))
        };
        assert_eq!(first(&mut store, "chen", by_id).0, None, "home companies are not read yet");
        for text in ["zora", "chen | email:.example zora", "!zora name:a", "name:a !email:q"] {
            let mut store = db.open();
            store.ensure_homes().expect("the homes");
            let (found, all) = first(&mut store, text, by_id);
            let found = found.unwrap_or_else(|| panic!("{text}: none of {}", all.len()));
            assert!(found.len() >= ENOUGH && found.len() < all.len(), "{text}: {}", found.len());
            assert_eq!(found, all[..found.len()], "{text}");
            assert_eq!(first(&mut store, text, by_id).0, None, "{text}: the names are at hand");
        }
        let by_name = Order { by: SortBy::Name, descending: false };
        for (text, order) in [
            ("user:chen", by_id),
            ("chen is:active", by_id),
            ("", by_id),
            ("nobody-at-all", by_id),
            ("chen", by_name),
        ] {
            let mut store = db.open();
            store.ensure_homes().expect("the homes");
            assert_eq!(first(&mut store, text, order).0, None, "{text}");
        }
    }
}
