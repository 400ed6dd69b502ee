//! Which changes cost or gave somebody access: the `lost` and `gained` of a query of the history,
//! and the users and companies that it names.

use std::collections::{BTreeSet, HashSet};

use rusqlite::params_from_iter;

use super::Visibility;
use super::history::of_query;
use super::replay::{AccessReplay, PastCompanies};
use crate::domain::{Cancel, ChangeId, HistoryQuery, HistoryWord, Holder};
use crate::store::schema::own::{self, JournalForm};
use crate::store::select::Matcher;
use crate::store::{Store, StoreError};

/// The changes that a query may find, to be reverted one by one.
pub(super) struct ChosenChanges<'s> {
    pub(super) replay: AccessReplay<'s>,
    pub(super) chosen: ChosenAccess,
    /// Those that match the query, apart from whose access they changed.
    changes: HashSet<i64>,
    /// The only users who matter, ascending.
    only: Option<Vec<i64>>,
    /// Whether only what is in the catalog may be shown.
    is_within: bool,
}

/// The users and companies that a query asks for.
pub(super) struct ChosenAccess {
    users: Option<BTreeSet<i64>>,
    companies: Option<BTreeSet<usize>>,
    pub(super) lost: Option<Holders>,
    pub(super) gained: Option<Holders>,
}

/// Whose gains or losses are searched for.
#[derive(Default)]
pub(super) struct Holders {
    is_anyone: bool,
    users: BTreeSet<i64>,
    companies: BTreeSet<usize>,
}

impl Holders {
    pub(super) fn have(&self, user: i64, company: usize) -> bool {
        self.is_anyone || self.users.contains(&user) || self.companies.contains(&company)
    }
}

impl ChosenAccess {
    /// Whether the cell is of the users and companies that the query names.
    pub(super) fn names(&self, user: i64, company: usize) -> bool {
        self.users.as_ref().is_none_or(|users| users.contains(&user))
            && self.companies.as_ref().is_none_or(|companies| companies.contains(&company))
    }
}

impl ChosenChanges<'_> {
    /// Whether the query may find this company in this change.
    pub(super) fn has(&self, change: i64, company: usize) -> bool {
        self.changes.contains(&change)
            && (!self.is_within || self.replay.companies.is_listed(company))
    }

    /// See [`AccessReplay::for_each_user`].
    pub(super) fn for_each_user(
        &self,
        cancel: &Cancel,
        visit: &mut dyn FnMut(i64, &super::replay::UserTurns) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.replay.for_each_user(self.only.as_deref(), cancel, visit)
    }
}

impl Store {
    /// Prepares to look through the changes of a query, except for `lost`, `gained` and the
    /// users and companies that it names; `None` if there are none.
    pub(super) fn chosen_changes(
        &self,
        query: &HistoryQuery,
        cancel: &Cancel,
    ) -> Result<Option<ChosenChanges<'_>>, StoreError> {
        let (form, visibility) = (JournalForm::of(&self.connection)?, self.visibility());
        let all = HistoryQuery {
            user: None,
            company: None,
            users: None,
            companies: None,
            lost: None,
            gained: None,
            changes: None,
            before: None,
            ..query.clone()
        };
        let conditions = self.conditions(&all, form)?;
        let of_query = of_query(visibility, form);
        let sql = format!("SELECT c.id FROM grantgrid_change c WHERE {of_query}{}", conditions.sql);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(conditions.values), |row| row.get(0))?;
        let changes: HashSet<i64> = found.collect::<Result<_, _>>()?;
        let Some(first) = changes.iter().min().copied() else {
            return Ok(None);
        };
        let only = only_users(query);
        let replay = AccessReplay::new(self, first, only.as_deref(), cancel)?;
        let chosen = self.chosen_access(query, &replay.companies)?;
        let is_within = visibility == Visibility::Within;
        Ok(Some(ChosenChanges { replay, chosen, changes, only, is_within }))
    }

    /// The changes in which somebody whom the query names lost or gained access, ascending;
    /// `None` if the query does not ask for that.
    pub(super) fn changes_of_access(
        &self,
        query: &HistoryQuery,
        cancel: &Cancel,
    ) -> Result<Option<Vec<ChangeId>>, StoreError> {
        if query.lost.is_none() && query.gained.is_none() {
            return Ok(None);
        }
        if !own::exists(&self.connection)? {
            return Ok(Some(Vec::new()));
        }
        let Some(changes) = self.chosen_changes(query, cancel)? else {
            return Ok(Some(Vec::new()));
        };
        let chosen = &changes.chosen;
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        changes.for_each_user(cancel, &mut |user, turns| {
            for turn in &turns.access {
                let holders = if turn.gained { &chosen.gained } else { &chosen.lost };
                let is_asked = holders.as_ref().is_some_and(|it| it.have(user, turn.company));
                let is_shown = changes.has(turn.change, turn.company);
                if is_asked && is_shown && chosen.names(user, turn.company) {
                    found[usize::from(turn.gained)].insert(ChangeId(turn.change));
                }
            }
            Ok(())
        })?;
        let [lost, gained] = found;
        let both = match (&chosen.lost, &chosen.gained) {
            (Some(_), Some(_)) => lost.intersection(&gained).copied().collect(),
            _ => lost.into_iter().chain(gained).collect(),
        };
        Ok(Some(both))
    }

    fn chosen_access(
        &self,
        query: &HistoryQuery,
        companies: &PastCompanies,
    ) -> Result<ChosenAccess, StoreError> {
        let users = named_users(query);
        let named = match (&query.companies, &query.company) {
            (Some(word), _) => Some(self.indexes_of(word, companies)?),
            (None, Some(id)) => Some(companies.of_id(id).into_iter().collect()),
            (None, None) => None,
        };
        let holders = |holder: &Option<Holder>| {
            holder.as_ref().map(|holder| self.holders(holder, companies)).transpose()
        };
        let (lost, gained) = (holders(&query.lost)?, holders(&query.gained)?);
        Ok(ChosenAccess { users, companies: named, lost, gained })
    }

    fn holders(&self, holder: &Holder, companies: &PastCompanies) -> Result<Holders, StoreError> {
        Ok(match holder {
            Holder::Anyone => Holders { is_anyone: true, ..Holders::default() },
            Holder::User(user) => Holders { users: BTreeSet::from([user.0]), ..Holders::default() },
            Holder::Company(id) => Holders {
                companies: companies.of_id(id).into_iter().collect(),
                ..Holders::default()
            },
            Holder::Named(word) => Holders {
                is_anyone: false,
                users: word.users.iter().copied().collect(),
                companies: self.indexes_of(word, companies)?,
            },
        })
    }

    /// The companies that match a word: those in the journal, and those of the catalog, which
    /// may never have been granted.
    fn indexes_of(
        &self,
        word: &HistoryWord,
        companies: &PastCompanies,
    ) -> Result<BTreeSet<usize>, StoreError> {
        let mut found: BTreeSet<usize> =
            word.companies.iter().filter_map(|number| companies.of_number(*number)).collect();
        let matcher = Matcher::new(&word.text)?;
        let has_it = |name: &str| matcher.is_in(name.as_bytes());
        let listed = self.companies().iter().enumerate();
        let named = listed.filter(|(_, it)| has_it(&it.code) || has_it(&it.name));
        found.extend(named.map(|(at, _)| at));
        Ok(found)
    }
}

/// The users that a query names by `user`; `None` if it names none.
fn named_users(query: &HistoryQuery) -> Option<BTreeSet<i64>> {
    match (&query.users, query.user) {
        (Some(word), _) => Some(word.users.iter().copied().collect()),
        (None, user) => user.map(|user| BTreeSet::from([user.0])),
    }
}

/// The only users who matter to a query, ascending; `None` if everybody may.
fn only_users(query: &HistoryQuery) -> Option<Vec<i64>> {
    let mut only = named_users(query);
    let mut holders = BTreeSet::new();
    let mut asks_for_users = query.lost.is_some() || query.gained.is_some();
    for holder in [&query.lost, &query.gained].into_iter().flatten() {
        match holder {
            Holder::User(user) => drop(holders.insert(user.0)),
            Holder::Named(_) | Holder::Company(_) | Holder::Anyone => asks_for_users = false,
        }
    }
    if asks_for_users {
        only = Some(match only {
            Some(only) => &only & &holders,
            None => holders,
        });
    }
    only.map(|only| only.into_iter().collect())
}
