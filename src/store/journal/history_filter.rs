//! What a filter of the history asks of the database: names become users and
//! companies, times become moments, and words become conditions.

use std::collections::BTreeSet;

use super::Visibility;
use crate::domain::lookalike::untyped;
use crate::domain::naming::{NameKind, NameMatch, NameTable};
use crate::domain::{ChangeKind, HistoryNames, HistoryQuery, HistoryWord, Holder, Zone, hr_time};
use crate::filter::{HistoryFilter, RelativeTime};
use crate::store::schema::own::{self, JournalForm};
use crate::store::sql_value::{SqlValue, text};
use crate::store::{Store, StoreError};

/// No company of the journal has this number.
const NO_COMPANY: i64 = -1;

/// Users of a word that are sought in each change; of more, only the first cells are
/// looked at.
const SOUGHT: usize = 50;

/// Conditions on changes `c`, and the values of all parameters.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<SqlValue>,
}

impl Conditions {
    /// Adds a condition.
    #[allow(clippy::needless_pass_by_value)] // it is made for this
    pub(super) fn push(&mut self, condition: String) {
        self.sql.push_str(&condition);
    }

    /// The place of a further number.
    pub(super) fn add(&mut self, number: i64) -> String {
        self.put(SqlValue::Integer(number))
    }

    /// The place of a further text.
    fn add_text(&mut self, text: &str) -> String {
        self.put(SqlValue::from(text.to_owned()))
    }

    fn put(&mut self, value: SqlValue) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }
}

impl Store {
    /// The present moment, by the store's clock.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.services.clock.now()
    }

    /// What a person's words ask for: the names become users and companies,
    /// also of those who are gone. Days are those of UTC.
    ///
    /// Errors: [`StoreError::NoSuchUser`], [`StoreError::NoSuchCompany`],
    /// [`StoreError::AmbiguousCompany`].
    pub fn history_query(&self, filter: &HistoryFilter) -> Result<HistoryQuery, StoreError> {
        self.history_query_in(filter, Zone::Utc)
    }

    /// The same; `today` and the days of the week begin at midnight of the zone.
    ///
    /// Errors: those of [`Store::history_query`].
    pub fn history_query_in(
        &self,
        filter: &HistoryFilter,
        zone: Zone,
    ) -> Result<HistoryQuery, StoreError> {
        let mut person = None;
        let user = match &filter.user {
            None => None,
            Some(name) => {
                let id = self.find_user_in_history(name)?;
                person = self.changes_of_person(id, name)?;
                Some(id)
            }
        };
        let company = filter.company.as_ref();
        let company = company.map(|name| self.find_company_in_history(name)).transpose()?;
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
        let moment = |text: &Option<String>| text.as_ref().map(|text| self.moment(text, zone));
        let holder =
            |name: &Option<String>| name.as_ref().map(|name| self.holder(name)).transpose();
        let words: Result<_, _> = filter.words.iter().map(|word| self.history_word(word)).collect();
        let kinds = filter.kinds.iter().filter_map(|kind| ChangeKind::parse(kind)).collect();
        Ok(HistoryQuery {
            before: None,
            limit: usize::MAX,
            user,
            company,
            operator,
            since: moment(&filter.since),
            until: moment(&filter.until),
            account,
            person,
            lost: holder(&filter.lost)?,
            gained: holder(&filter.gained)?,
            kinds,
            words: words?,
        })
    }

    /// A time as the journal writes it.
    fn moment(&self, text: &str, zone: Zone) -> String {
        let now = self.services.clock.now();
        match RelativeTime::parse(text) {
            None => text.to_owned(),
            Some(RelativeTime::Hours(hours)) => {
                hr_time(now - chrono::Duration::hours(i64::from(hours)))
            }
            Some(RelativeTime::Days(days)) => zone.start_of_day(now, days),
            Some(RelativeTime::Weekday(day)) => zone.start_of_day(now, zone.days_since(now, day)),
        }
    }

    /// The user of this name, else the company.
    fn holder(&self, name: &str) -> Result<Holder, StoreError> {
        match self.find_user_in_history(name) {
            Ok(user) => Ok(Holder::User(user)),
            Err(error) => match self.find_company_in_history(name) {
                Ok(company) => Ok(Holder::Company(company)),
                Err(StoreError::NoSuchCompany { .. }) => Err(error),
                Err(other) => Err(other),
            },
        }
    }

    /// Who and what in the journal has a word in the name.
    fn history_word(&self, word: &str) -> Result<HistoryWord, StoreError> {
        let mut found = HistoryWord { text: word.to_owned(), ..HistoryWord::default() };
        (found.users, found.companies) = ("[]".into(), "[]".into());
        if !own::exists(&self.connection)? {
            return Ok(found);
        }
        let folds = !word.chars().any(char::is_uppercase);
        let has = |name: &str| {
            if folds { name.to_lowercase().contains(word) } else { name.contains(word) }
        };
        let mut users = Vec::new();
        let from = match self.visibility() {
            Visibility::Whole => "SELECT id, username FROM grantgrid_user",
            Visibility::Within => "SELECT id, username FROM hrm_users",
        };
        let mut statement = self.connection.prepare_cached(from)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if has(&text(row, 1)?) {
                users.push(row.get::<_, i64>(0)?);
            }
        }
        found.has_many = users.len() > SOUGHT;
        let mut companies = Vec::new();
        let mut statement =
            self.connection.prepare_cached("SELECT number, code, name FROM grantgrid_company")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if has(&text(row, 1)?) || has(&text(row, 2)?) {
                companies.push(row.get::<_, i64>(0)?);
            }
        }
        (found.users, found.companies) = (format!("{users:?}"), format!("{companies:?}"));
        Ok(found)
    }

    /// What a query asks of changes `c`.
    pub(super) fn conditions(
        &self,
        query: &HistoryQuery,
        form: JournalForm,
    ) -> Result<Conditions, StoreError> {
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
        let mut asked = Conditions { sql: String::new(), values };
        let of_cells = self.visibility().of_cells();
        for (holder, added) in [(&query.lost, 0), (&query.gained, 1)] {
            let (column, value) = match holder {
                None => continue,
                Some(Holder::User(user)) => ("user_id", user.0),
                Some(Holder::Company(company)) => {
                    ("company", self.journal_number_of(company)?.unwrap_or(NO_COMPANY))
                }
            };
            let parameter = asked.add(value);
            asked.push(format!(
                " AND EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
                 AND x.{column} = {parameter} AND x.added = {added}{of_cells})"
            ));
        }
        if !query.kinds.is_empty() {
            let parameters: Vec<String> =
                query.kinds.iter().map(|kind| asked.add_text(kind.as_str())).collect();
            asked.push(format!(" AND c.kind IN ({})", parameters.join(", ")));
        }
        for word in &query.words {
            has_word(&mut asked, word, self.visibility(), form);
        }
        Ok(asked)
    }
}

/// Narrows changes `c` down to those that have a word.
fn has_word(asked: &mut Conditions, word: &HistoryWord, visibility: Visibility, form: JournalForm) {
    let parameter = asked.add_text(&word.text);
    let folds = !word.text.chars().any(char::is_uppercase);
    let has = |value: &str| {
        let value = if folds { format!("lower({value})") } else { value.to_owned() };
        format!("instr({value}, {parameter}) > 0")
    };
    let mut ways: Vec<String> =
        ["c.operator", "c.kind", "coalesce(c.reason, '')"].into_iter().map(has).collect();
    if form.accounts {
        ways.push(has("coalesce(c.account, '')"));
    }
    if form.rows {
        let label = has("r.label");
        ways.push(format!(
            "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id AND {label}{})",
            visibility.of_rows()
        ));
    }
    let of_cells = visibility.of_cells();
    if word.users != "[]" {
        let users = asked.add_text(&word.users);
        let list = format!("(SELECT value FROM json_each({users}))");
        ways.push(if word.has_many {
            format!(
                "EXISTS (SELECT 1 FROM (SELECT * FROM grantgrid_cell f WHERE f.change_id = c.id \
                 LIMIT 1000) x WHERE x.user_id IN {list}{of_cells})"
            )
        } else {
            format!(
                "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
                 AND x.user_id IN {list}{of_cells})"
            )
        });
    }
    if word.companies != "[]" {
        let companies = asked.add_text(&word.companies);
        ways.push(format!(
            "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
             AND x.company IN (SELECT value FROM json_each({companies})){of_cells})"
        ));
    }
    asked.push(format!(" AND ({})", ways.join(" OR ")));
}

/// The name as one of these has it; the name itself if it is that of none or of several.
fn spelled_like(name: String, names: &BTreeSet<String>) -> String {
    let names: Vec<&String> = names.iter().collect();
    let mut table = NameTable::default();
    names.iter().enumerate().for_each(|(at, known)| table.add(at, NameKind::Name, known));
    match table.find(&name) {
        NameMatch::One(at) => names[at].clone(),
        _ => untyped(&name).unwrap_or(name),
    }
}
