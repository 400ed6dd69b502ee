//! The numbers of `n:`, each as a range.

use std::fmt;

/// From `least` to `most`, both included; no end if `most` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberRange {
    /// The smallest number in it.
    pub least: u64,
    /// The largest number in it, at least `least`.
    pub most: Option<u64>,
}

impl NumberRange {
    /// Whether the number lies in it.
    #[must_use]
    pub fn contains(self, number: u64) -> bool {
        self.least <= number && self.most.is_none_or(|most| number <= most)
    }

    /// Whether a text is probably a number and not a name: it reads as one, or begins
    /// with `<` or `>`.
    pub(super) fn is_meant_by(text: &str) -> bool {
        text.starts_with(['<', '>']) || Self::parse(text).is_ok()
    }

    /// Reads `5 >5 >=5 <5 <=5 2..4 2.. ..4`. The error is a sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let least = |least| Self { least, most: None };
        let most = |most| Self { least: 0, most: Some(most) };
        if let Some(bound) = text.strip_prefix(">=") {
            return number(bound).map(least);
        }
        if let Some(bound) = text.strip_prefix('>') {
            let next = number(bound)?.checked_add(1);
            return next.map(least).ok_or_else(|| format!("there is no number above {bound}"));
        }
        if let Some(bound) = text.strip_prefix("<=") {
            return number(bound).map(most);
        }
        if let Some(bound) = text.strip_prefix('<') {
            let before = number(bound)?.checked_sub(1);
            return before.map(most).ok_or_else(|| "there is no number below 0".into());
        }
        match text.split_once("..") {
            None => number(text).map(|exact| Self { least: exact, most: Some(exact) }),
            Some(("", "")) => Err(expected(text)),
            Some((from, "")) => number(from).map(least),
            Some(("", to)) => number(to).map(most),
            Some((from, to)) => match (number(from)?, number(to)?) {
                (from, to) if from > to => Err(format!("{from}..{to} ends before it starts")),
                (from, to) => Ok(Self { least: from, most: Some(to) }),
            },
        }
    }
}

fn number(text: &str) -> Result<u64, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(expected(text));
    }
    text.parse().map_err(|_| format!("{text} is too large"))
}

fn expected(text: &str) -> String {
    let what = if text.is_empty() {
        "a number is missing"
    } else {
        &format!("“{text}” is not a number")
    };
    format!("{what}; use 5, >5, >=5, <5, <=5, 2..4, 2.. or ..4")
}

impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, None) => write!(f, ">={least}"),
            (least, Some(most)) if least == most => write!(f, "{least}"),
            (0, Some(most)) => write!(f, "<={most}"),
            (least, Some(most)) => write!(f, "{least}..{most}"),
        }
    }
}
