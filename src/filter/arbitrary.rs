//! Random trees for property tests.

use proptest::prelude::*;

use super::{
    Axis, Date, DayBound, Filter, FilterField, GrantedRange, Node, NumberRange, RelativeDay, Term,
};

/// A random filter whose texts come from `texts`; none of them is empty.
pub(crate) fn filter(
    axis: Axis,
    texts: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = Filter> {
    let leaf = term(axis, texts).prop_map(Node::Term);
    let node = leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Node::and),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Node::or),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    });
    prop_oneof![
        1 => Just(Filter::everything(axis)),
        30 => node.prop_map(move |root| Filter::new(axis, root)),
    ]
}

fn term(
    axis: Axis,
    texts: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = Term> {
    let named = |field: &FilterField| {
        !matches!(field, FilterField::Count | FilterField::Granted | FilterField::Is)
    };
    let fields: Vec<FilterField> = axis.fields().iter().copied().filter(named).collect();
    let several = prop::collection::vec(texts.clone(), 1..3);
    prop_oneof![
        3 => texts.prop_map(Term::Text),
        6 => (prop::sample::select(fields), several)
            .prop_map(|(field, values)| Term::Field(field, values)),
        2 => prop::collection::vec(number_range(), 1..3).prop_map(Term::Count),
        1 => prop::collection::vec(number_range(), 1..3).prop_map(Term::Effective),
        2 => prop::collection::vec(granted_range(), 1..3).prop_map(Term::Granted),
        3 => prop::collection::vec(prop::sample::select(axis.states()), 1..3).prop_map(Term::Is),
    ]
}

fn number_range() -> impl Strategy<Value = NumberRange> {
    (0..6_u64, prop::option::of(0..3_u64))
        .prop_map(|(least, more)| NumberRange { least, most: more.map(|more| least + more) })
}

fn granted_range() -> impl Strategy<Value = GrantedRange> {
    let date = (2024..2027_u16, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"));
    let dates = (date.clone(), date.clone(), 0..3).prop_map(|(a, b, open)| GrantedRange {
        first: (open != 1).then_some(DayBound::On(a.min(b))),
        last: (open != 2).then_some(DayBound::On(a.max(b))),
    });
    let weekday = (0..7_u32).prop_map(RelativeDay::Weekday);
    let day = prop_oneof![weekday, (0..40_u32).prop_map(RelativeDay::Ago)];
    let open = (day, 0..4).prop_map(|(day, end)| match end {
        0 => GrantedRange { first: Some(DayBound::Relative(day)), last: None },
        1 => GrantedRange { first: None, last: Some(DayBound::Relative(day)) },
        2 => GrantedRange { first: Some(DayBound::Exclusive(day)), last: None },
        _ => GrantedRange { first: None, last: Some(DayBound::Exclusive(day)) },
    });
    let closed = (date, 0..40_u32, 0..40_u32).prop_map(|(date, a, b)| {
        let ago = |days| Some(DayBound::Relative(RelativeDay::Ago(days)));
        let first = if a == b { Some(DayBound::On(date)) } else { ago(a.max(b)) };
        GrantedRange { first, last: ago(a.min(b)) }
    });
    prop_oneof![dates, open, closed]
}
