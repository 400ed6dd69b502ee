//! The recursive-descent parser of filters.

use std::ops::Range;

use super::cursor::{Cursor, is_letter};
use super::{
    Axis, Filter, FilterError, FilterField, FilterState, GrantedRange, HistoryFilter, Node,
    NumberRange, Term,
};

/// The maximum nesting of groups and negations, far below what the stack allows.
const DEEPEST: usize = 100;

/// The minimum similarity of a word and a name for the name to be suggested.
const ALIKE: f64 = 0.75;

/// Parses a filter for `axis`. An empty text matches everything.
///
/// ```
/// use grantgrid::filter::{Axis, parse};
///
/// let filter = parse(Axis::Users, "role:\"HR Manager\" is:active n:>5")?;
/// assert_eq!(parse(Axis::Users, &filter.to_string())?, filter);
/// let error = parse(Axis::Companies, "paris rol:x").unwrap_err();
/// assert_eq!(error.range(), 6..9);
/// # Ok::<(), grantgrid::filter::FilterError>(())
/// ```
///
/// # Errors
///
/// The first error in the text, with its position.
pub fn parse(axis: Axis, text: &str) -> Result<Filter, FilterError> {
    let mut parser = Parser { axis, cursor: Cursor::new(text), depth: 0 };
    parser.cursor.skip_spaces();
    if parser.cursor.rest().is_empty() {
        return Ok(Filter::everything(axis));
    }
    let root = parser.any()?;
    if parser.cursor.peek() == Some(')') {
        let at = parser.cursor.at;
        return Err(parser.cursor.error(at..at + 1, "unmatched )"));
    }
    Ok(Filter::new(axis, root))
}

struct Parser<'a> {
    axis: Axis,
    cursor: Cursor<'a>,
    depth: usize,
}

impl Parser<'_> {
    /// `all | all | …`, up to a `)` or the end.
    fn any(&mut self) -> Result<Node, FilterError> {
        let mut nodes = vec![self.all()?];
        while self.cursor.consume('|') {
            nodes.push(self.all()?);
        }
        Ok(Node::or(nodes))
    }

    /// `one one …`, up to a `|`, a `)` or the end.
    fn all(&mut self) -> Result<Node, FilterError> {
        let mut nodes = Vec::new();
        loop {
            self.cursor.skip_spaces();
            match self.cursor.peek() {
                None | Some('|' | ')') => break,
                Some(_) => nodes.push(self.one()?),
            }
        }
        if nodes.is_empty() {
            let at = self.cursor.at;
            return Err(match self.cursor.peek() {
                Some(found) => {
                    let message = format!("expected a word, field or group before {found}");
                    self.cursor.error(at..at + 1, message)
                }
                None => self.cursor.error(at..at, "expected a word, field or group here"),
            });
        }
        Ok(Node::and(nodes))
    }

    /// A term, a group, or either negated.
    fn one(&mut self) -> Result<Node, FilterError> {
        let start = self.cursor.at;
        match self.cursor.peek() {
            Some('!' | '-') => {
                self.cursor.at += 1;
                match self.cursor.peek() {
                    Some(next) if !next.is_whitespace() && !matches!(next, '|' | ')') => {}
                    _ => {
                        let message = "expected a word, field or group right after it; \
                                       quote it to search for the character itself";
                        return Err(self.cursor.error(start..self.cursor.at, message));
                    }
                }
                self.deeper(start, |parser| Ok(Node::Not(Box::new(parser.one()?))))
            }
            Some('(') => {
                self.cursor.at += 1;
                let group = self.deeper(start, Self::any)?;
                if self.cursor.consume(')') {
                    return Ok(group);
                }
                Err(self.cursor.error(start..start + 1, "missing closing )"))
            }
            _ => self.term().map(Node::Term),
        }
    }

    fn deeper(
        &mut self,
        start: usize,
        work: impl FnOnce(&mut Self) -> Result<Node, FilterError>,
    ) -> Result<Node, FilterError> {
        if self.depth == DEEPEST {
            let message = format!("nested too deeply (at most {DEEPEST} levels)");
            return Err(self.cursor.error(start..start + 1, message));
        }
        self.depth += 1;
        let node = work(self);
        self.depth -= 1;
        node
    }

    fn term(&mut self) -> Result<Term, FilterError> {
        if self.cursor.peek() == Some('"') {
            return self.cursor.phrase().map(Term::Text);
        }
        let start = self.cursor.at;
        let word = self.cursor.take_while(|letter| is_letter(letter) && letter != ':');
        if !self.cursor.consume(':') {
            self.no_quote_inside()?;
            return Ok(Term::Text(word.to_owned()));
        }
        let field = self.field(word, start)?;
        match field {
            FilterField::Count => self.values(field, NumberRange::parse).map(Term::Count),
            FilterField::Effective => self.effective(),
            FilterField::Granted => self.values(field, GrantedRange::parse).map(Term::Granted),
            FilterField::Is => {
                let axis = self.axis;
                self.values(field, |word| state(axis, word)).map(Term::Is)
            }
            _ => self
                .values(field, |value| Ok(value.to_owned()))
                .map(|values| Term::Field(field, values)),
        }
    }

    /// Numbers, or names; a name in quotes may look like a number.
    fn effective(&mut self) -> Result<Term, FilterError> {
        let field = FilterField::Effective;
        let (mut names, mut numbers) = (Vec::new(), Vec::new());
        loop {
            let start = self.cursor.at;
            let is_quoted = self.cursor.peek() == Some('"');
            let value = self.value(field, names.len() + numbers.len() > 0)?;
            let range: Range<usize> = start..self.cursor.at;
            if is_quoted || !NumberRange::is_meant_by(&value) {
                names.push(value);
            } else {
                let number = NumberRange::parse(&value);
                numbers.push(number.map_err(|message| self.cursor.error(range.clone(), message))?);
            }
            if !names.is_empty() && !numbers.is_empty() {
                let message = "effective: takes names or numbers, not both; use | between them";
                return Err(self.cursor.error(range, message));
            }
            if !self.cursor.consume(',') {
                let are_names = numbers.is_empty();
                return Ok(if are_names {
                    Term::Field(field, names)
                } else {
                    Term::Effective(numbers)
                });
            }
        }
    }

    fn field(&self, word: &str, start: usize) -> Result<FilterField, FilterError> {
        let of = |axis: Axis| {
            axis.fields().iter().copied().find(|field| field.name().eq_ignore_ascii_case(word))
        };
        if let Some(field) = of(self.axis) {
            return Ok(field);
        }
        let range = if word.is_empty() { start..start + 1 } else { start..start + word.len() };
        let names = self.axis.fields().iter().map(|field| field.name());
        Err(self.cursor.error(
            range,
            if word.is_empty() {
                "expected a field before the colon; quote it to search for the colon itself"
                    .to_owned()
            } else if let Some(field) = of(self.axis.other()) {
                format!(
                    "{}: works in the {} filter, not in the {} filter",
                    field.name(),
                    self.axis.other().noun(),
                    self.axis.noun()
                )
            } else if HistoryFilter::has_field(word) {
                let word = word.to_ascii_lowercase();
                format!(
                    "{word}: works in the history's filter, not in the {} filter",
                    self.axis.noun()
                )
            } else if let Some(name) = most_like(word, names.clone()) {
                format!("unknown field “{}”; did you mean {name}:?", shortened(word))
            } else {
                let names: Vec<String> = names.map(|name| format!("{name}:")).collect();
                format!("unknown field “{}”; use one of {}", shortened(word), names.join(" "))
            },
        ))
    }

    /// One value, or several with commas between.
    fn values<T>(
        &mut self,
        field: FilterField,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, FilterError> {
        let mut values = Vec::new();
        loop {
            let start = self.cursor.at;
            let value = self.value(field, !values.is_empty())?;
            let range: Range<usize> = start..self.cursor.at;
            values.push(read(&value).map_err(|message| self.cursor.error(range, message))?);
            if !self.cursor.consume(',') {
                return Ok(values);
            }
        }
    }

    fn value(&mut self, field: FilterField, further: bool) -> Result<String, FilterError> {
        if self.cursor.peek() == Some('"') {
            return self.cursor.phrase();
        }
        let start = self.cursor.at;
        let value = self.cursor.take_while(|letter| is_letter(letter) && letter != ',');
        if value.is_empty() {
            let behind = if further { "the comma" } else { "the colon" };
            let message = format!("{}: needs a value right after {behind}", field.name());
            return Err(self.cursor.error(start..start, message));
        }
        self.no_quote_inside()?;
        Ok(value.to_owned())
    }

    fn no_quote_inside(&self) -> Result<(), FilterError> {
        let at = self.cursor.at;
        if self.cursor.peek() != Some('"') {
            return Ok(());
        }
        let message = "quote the whole text; write \\\" for a quote inside it";
        Err(self.cursor.error(at..at + 1, message))
    }
}

fn state(axis: Axis, word: &str) -> Result<FilterState, String> {
    let of = |axis: Axis| {
        axis.states().iter().copied().find(|state| state.word().eq_ignore_ascii_case(word))
    };
    if let Some(state) = of(axis) {
        return Ok(state);
    }
    let words = axis.states().iter().map(|state| state.word());
    Err(if let Some(state) = of(axis.other()) {
        format!(
            "is:{} works in the {} filter, not in the {} filter",
            state.word(),
            axis.other().noun(),
            axis.noun()
        )
    } else if let Some(meant) = most_like(word, words.clone()) {
        format!("unknown word “{}” after is:; did you mean is:{meant}?", shortened(word))
    } else {
        let words: Vec<&str> = words.collect();
        format!("unknown word “{}” after is:; use one of {}", shortened(word), words.join(", "))
    })
}

/// The most similar name, if any is similar enough.
fn most_like(word: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let word = shortened(&word.to_lowercase());
    let scored = names.map(|name| (strsim::jaro_winkler(&word, name), name));
    let (likeness, name) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness >= ALIKE).then_some(name)
}

/// A word, cut to fit a message.
fn shortened(word: &str) -> String {
    const LONGEST: usize = 30;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
