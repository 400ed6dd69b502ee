//! Resolves a filter of the history: names become users and companies, relative times
//! become points in time, and words become conditions.

use std::collections::BTreeSet;

use super::conditions::Conditions;
use super::history_words::{add_named, add_word};
use crate::domain::lookalike::untyped;
use crate::domain::naming::{NameKind, NameMatch, NameTable};
use crate::domain::{Cancel, ChangeKind, HistoryNames, HistoryQuery, Zone, hr_time};
use crate::filter::{HistoryFilter, RelativeTime};
use crate::store::schema::own::JournalForm;
use crate::store::sql_value::SqlValue;
use crate::store::{Store, StoreError};

/// A number that no company in the journal has.
pub(super) const NO_COMPANY: i64 = -1;

impl Store {
    /// The current time, from the store's clock.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.environment.clock.now()
    }

    /// The query for a filter: names are resolved to users and companies, including deleted
    /// ones, as in the filters of the lists: who is called so, otherwise all who have it in a
    /// name. Days are in UTC.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], [`StoreError::NoSuchCompany`].
    pub fn history_query(&self, filter: &HistoryFilter) -> Result<HistoryQuery, StoreError> {
        self.history_query_in(filter, Zone::Utc)
    }

    /// Like [`Store::history_query`], but years, months and days begin at midnight in `zone`, and
    /// hours are its hours.
    ///
    /// # Errors
    /// Those of [`Store::history_query`].
    pub fn history_query_in(
        &self,
        filter: &HistoryFilter,
        zone: Zone,
    ) -> Result<HistoryQuery, StoreError> {
        self.history_query_until(filter, zone, &Cancel::default())
    }

    /// Like [`Store::history_query_in`]. If the filter asks who gained or lost access, the
    /// changes are found here, which may take long.
    ///
    /// # Errors
    /// Those of [`Store::history_query`], and [`StoreError::Cancelled`] once `cancel` is set.
    pub fn history_query_until(
        &self,
        filter: &HistoryFilter,
        zone: Zone,
        cancel: &Cancel,
    ) -> Result<HistoryQuery, StoreError> {
        let (mut person, mut users, mut companies) = (None, None, None);
        let user = match &filter.user {
            None => None,
            Some(name) => match self.find_user_in_history(name) {
                Ok(id) => {
                    person = self.changes_of_person(id, name)?;
                    Some(id)
                }
                Err(unknown) => {
                    users = Some(self.users_of_word(name, unknown)?);
                    None
                }
            },
        };
        let company = match &filter.company {
            None => None,
            Some(name) => match self.find_company_in_history(name) {
                Ok(id) => Some(id),
                Err(unknown) => {
                    companies = Some(self.companies_of_word(name, unknown)?);
                    None
                }
            },
        };
        let names = match (&filter.operator, &filter.account) {
            (None, None) => HistoryNames::default(),
            _ => self.history_names()?,
        };
        let operator = filter.operator.clone().map(|name| {
            let is_self = name == "me" && !names.operators.contains("me");
            let name = if is_self { self.operator().to_owned() } else { name };
            spelled_like(name, &names.operators)
        });
        let account = filter.account.clone().map(|name| spelled_like(name, &names.accounts));
        let words: Result<_, _> = filter.words.iter().map(|word| self.history_word(word)).collect();
        let holder =
            |name: &Option<String>| name.as_ref().map(|name| self.find_holder(name)).transpose();
        let (lost, gained) = (holder(&filter.lost)?, holder(&filter.gained)?);
        let moments = |text: &Option<String>| text.as_ref().map(|text| self.moments(text, zone));
        let kinds = filter.kinds.iter().filter_map(|kind| ChangeKind::parse(kind)).collect();
        let mut query = HistoryQuery {
            before: None,
            limit: usize::MAX,
            user,
            company,
            operator,
            since: moments(&filter.since).map(|(first, _)| first),
            until: moments(&filter.until).map(|(_, last)| last),
            account,
            person,
            lost,
            gained,
            kinds,
            words: words?,
            users,
            companies,
            changes: None,
        };
        query.changes = self.changes_of_access(&query, cancel)?;
        Ok(query)
    }

    /// The first and the last moment that a text means, as the journal writes times.
    fn moments(&self, text: &str, zone: Zone) -> (String, String) {
        let now = self.environment.clock.now();
        let period = match RelativeTime::parse(text) {
            None => text.to_owned(),
            Some(RelativeTime::Hours(hours)) => {
                let at = hr_time(now - chrono::Duration::hours(i64::from(hours)));
                return (at.clone(), at);
            }
            Some(RelativeTime::Day(day)) => day.text(now, zone),
        };
        zone.bounds(&period).unwrap_or_else(|| (period.clone(), period))
    }

    /// The conditions of a query on changes `c`.
    pub(super) fn conditions(
        &self,
        query: &HistoryQuery,
        form: JournalForm,
    ) -> Result<Conditions, StoreError> {
        let is_of_access = query.lost.is_some() || query.gained.is_some();
        let changes = match &query.changes {
            None => self.changes_of_access(query, &Cancel::default())?,
            Some(changes) => Some(changes.clone()),
        };
        // Whose access changed was decided with these names.
        let names = HistoryQuery {
            user: None,
            company: None,
            users: None,
            companies: None,
            ..query.clone()
        };
        let query = if is_of_access { &names } else { query };
        let number = match &query.company {
            None => None,
            Some(id) => Some(self.journal_number_of(id)?.unwrap_or(NO_COMPANY)),
        };
        let key = query.company.as_ref().map(|id| match self.catalog.position(id) {
            Some(at) => self.catalog.keys[at].clone(),
            None => SqlValue::from(id.as_str().to_owned()),
        });
        let before = query.before.map_or(i64::MAX, |id| id.0.saturating_sub(1));
        let (from, last) = match &query.person {
            Some(person) => (person.from.0, person.until.0.saturating_sub(1)),
            None => (i64::MIN, i64::MAX),
        };
        let of_number = |number: Option<i64>| number.map_or(SqlValue::Null, SqlValue::Integer);
        let of_text = |text: &Option<String>| text.clone().map_or(SqlValue::Null, SqlValue::from);
        let values = vec![
            SqlValue::Integer(before.min(last)),
            SqlValue::Integer(i64::try_from(query.limit).unwrap_or(i64::MAX)),
            of_number(query.user.map(|id| id.0)),
            of_number(number),
            of_text(&query.operator),
            of_text(&query.since),
            of_text(&query.until),
            key.unwrap_or(SqlValue::Null),
            of_text(&query.account),
            SqlValue::Integer(from),
        ];
        let mut conditions = Conditions { sql: String::new(), values };
        if let Some(changes) = changes {
            let changes: Vec<i64> = changes.iter().map(|change| change.0).collect();
            let ids = conditions.add_ids(&changes);
            conditions.push(&format!(" AND c.id IN (SELECT value FROM {ids})"));
        }
        if !query.kinds.is_empty() {
            let parameters: Vec<String> =
                query.kinds.iter().map(|kind| conditions.add_text(kind.as_str())).collect();
            conditions.push(&format!(" AND c.kind IN ({})", parameters.join(", ")));
        }
        add_named(&mut conditions, query, self.visibility(), form);
        for word in &query.words {
            add_word(&mut conditions, word, self.visibility(), form);
        }
        Ok(conditions)
    }
}

/// The name in the spelling of the one that it matches; unchanged if it matches none or
/// several.
fn spelled_like(name: String, names: &BTreeSet<String>) -> String {
    let names: Vec<&String> = names.iter().collect();
    let mut table = NameTable::default();
    names.iter().enumerate().for_each(|(at, known)| table.add(at, NameKind::Name, known));
    match table.find(&name) {
        NameMatch::One(at) => names[at].clone(),
        _ => untyped(&name).unwrap_or(name),
    }
}
