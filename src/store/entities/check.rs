//! Whether the text of a field is valid, without looking at other rows.

use super::edit_context::EditContext;
use super::names::NamedRows;
use super::no_name::not_a_name;
use super::row_values::{RowValues, get};
use super::table_info::TableInfo;
use crate::domain::lookalike::typed;
use crate::domain::{Draft, Field, FieldProblem, lookalike, placeholder, yes_or_no};
use crate::store::schema::field_columns::FieldRule;
use crate::store::sql_value::SqlValue;

impl FieldRule {
    /// Why a text is invalid; `None` if it is valid. The current value of the row is always
    /// valid. `row` is `None` for a new row.
    pub(super) fn problem(
        &self,
        info: &TableInfo,
        draft: &Draft,
        row: Option<&RowValues>,
    ) -> Option<FieldProblem> {
        let present = row.and_then(|row| get(row, self.column)).map(SqlValue::to_text);
        let why = match draft.get(self.field) {
            None if row.is_none() && self.known && info.requires(self.column) => {
                "is required".to_owned()
            }
            None => return None,
            Some(text) if present.as_deref() == Some(text) => return None,
            Some(text) => self.fault(info, text)?,
        };
        Some(FieldProblem::new(self.field, why))
    }

    fn fault(&self, info: &TableInfo, text: &str) -> Option<String> {
        let bare = text.trim();
        if !info.has(self.column) {
            return (!bare.is_empty()).then(|| "is not kept in this database".into());
        }
        if bare.is_empty() {
            let needed = self.known && info.requires(self.column);
            return needed.then(|| "is required".into());
        }
        let identifies = matches!(self.field, Field::Username | Field::Email | Field::Code);
        let is_unseen = lookalike::folded(bare).is_empty();
        let unseen = if identifies {
            lookalike::unseen(text)
        } else {
            lookalike::unseen_in_text(text).filter(|_| !is_unseen)
        };
        if unseen.is_some() {
            return unseen;
        }
        if is_unseen {
            return Some("looks empty".into());
        }
        if matches!(self.field, Field::Username | Field::Code) && bare != text {
            return Some("begins or ends with a space".into());
        }
        if let Some(limit) = info.limit(self.column)
            && bare.chars().count() > limit
        {
            return Some(format!("is longer than {limit} characters"));
        }
        match self.field {
            Field::Email => email_fault(bare).map(Into::into),
            Field::Currency => currency_fault(bare).map(Into::into),
            Field::Active => yes_or_no(bare)
                .is_none()
                .then(|| format!("is “{}”, which is neither yes nor no", typed(bare))),
            _ => None,
        }
    }
}

/// Those of the given fields that a draft sets to an empty text although they have a value or
/// would get one: an empty text does not mean “leave it unchanged”.
pub(super) fn emptied(
    info: &TableInfo,
    draft: &Draft,
    row: Option<&RowValues>,
    entered: &[(Field, &str, Option<&NamedRows>)],
) -> Vec<FieldProblem> {
    let had_value = |field: Field, column: &str, list: Option<&NamedRows>| {
        let value = row.and_then(|row| get(row, column));
        let word =
            value.map(|value| list.map_or(value.to_text(), |list| list.display_name_of_key(value)));
        row.is_none() || field == Field::Active || word.is_some_and(|word| !word.is_empty())
    };
    let is_emptied = |(field, column, list): &&(Field, &str, Option<&NamedRows>)| {
        let empty = draft.get(*field).is_some_and(|text| text.trim().is_empty());
        empty && info.has(column) && had_value(*field, column, *list)
    };
    let emptied = entered.iter().filter(is_emptied);
    emptied.map(|(field, ..)| FieldProblem::new(*field, "is required")).collect()
}

/// Problems of texts in a line of a file that are not names. `row` is `None` for a new user.
pub(super) fn no_names(
    context: &EditContext,
    draft: &Draft,
    row: Option<&RowValues>,
) -> Vec<FieldProblem> {
    let fields = [
        (Field::Username, "username"),
        (Field::Code, "code"),
        (Field::Name, "name"),
        (Field::FirstName, "first_name"),
        (Field::LastName, "last_name"),
    ];
    let problem = |(field, column)| {
        let text = draft.get(field)?;
        let has_it = row.and_then(|row| get(row, column)).map(SqlValue::to_text);
        let why = not_a_name(context.many, field, text)
            .filter(|_| has_it.as_deref() != Some(text.trim()))?;
        // Some people have only one name, and None and Nil are last names.
        let is_of_person = matches!(field, Field::FirstName | Field::LastName);
        let is_clear = !is_of_person
            || !placeholder::MAY_BE_OF_PERSON.contains(&placeholder::not_a_name(text)?)
            || text.contains(['/', '#']);
        is_clear.then(|| FieldProblem::new(field, why))
    };
    fields.into_iter().filter_map(problem).collect()
}

/// What is wrong with an email address, by the HR system's rules; `None` if nothing is.
fn email_fault(text: &str) -> Option<&'static str> {
    let Some((local, domain)) = text.split_once('@') else {
        return Some("has no @");
    };
    let odd = |letter: char| letter.is_whitespace() || "@,;<>()".contains(letter);
    if local.to_ascii_lowercase().starts_with("mailto:") {
        Some("is a link, not an address: leave out mailto:")
    } else if local.is_empty() {
        Some("has nothing before the @")
    } else if text.replacen('@', "", 1).contains(odd) {
        Some("must be a single address")
    } else if !domain.contains('.') || domain.split('.').any(str::is_empty) {
        Some("needs a domain like example.com")
    } else {
        None
    }
}

/// What is wrong with the form of a currency code (ISO 4217); `None` if nothing is.
fn currency_fault(text: &str) -> Option<&'static str> {
    let is_code = text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    (!is_code).then_some("must be a currency code of three capital letters, such as EUR")
}

#[cfg(test)]
mod tests {
    use super::{currency_fault, email_fault};

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!(currency_fault("SGD"), None);
        for bad in ["us dollars", "€€", "eur", "EU", "EURO", "EÜR", "E R"] {
            assert!(currency_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn only_obviously_invalid_addresses_are_rejected() {
        for good in ["a@b.c", "ada.o'neil+hr@mail.example.com", "é@ü.example"] {
            assert_eq!(email_fault(good), None, "{good}");
        }
        for bad in [
            "a",
            "a@",
            "@b.c",
            "mailto:a@b.c",
            "a b@c.d",
            "a@b",
            "a@b..c",
            "a@b.",
            "a@b@c.d",
            "a@b.c, d@e.f",
        ] {
            assert!(email_fault(bad).is_some(), "{bad}");
        }
    }
}
