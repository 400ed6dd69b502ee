//! The language by table and by property.

use proptest::prelude::*;

use super::*;

fn users(text: &str) -> String {
    parse(Axis::Users, text).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
}

fn error_of(axis: Axis, text: &str) -> String {
    let error = parse(axis, text).expect_err(text);
    assert!(text.is_char_boundary(error.range().start) && text.is_char_boundary(error.range().end));
    error.to_string()
}

#[test]
fn a_filter_prints_in_its_shortest_form() {
    for (written, printed) in [
        ("", ""),
        ("  \t", ""),
        ("smith", "smith"),
        ("  smith   jones ", "smith jones"),
        ("a b | c", "a b | c"),
        ("a (b | c)", "a (b | c)"),
        ("(a b) | c", "a b | c"),
        ("((a)) ((b c))", "a b c"),
        ("a|(b|c)|d", "a | b | c | d"),
        ("-a", "!a"),
        ("!(a b)", "!(a b)"),
        ("!(a)", "!a"),
        ("--a", "!!a"),
        ("jean-luc !x-y", "jean-luc !x-y"),
        (r#""a phrase""#, r#""a phrase""#),
        (r#""word""#, "word"),
        (r#""-5" "!x" "a:b" "say \"\\\"""#, r#""-5" "!x" "a:b" "say \"\\\"""#),
        (r#"role:"HR Manager","Employee""#, r#"role:"HR Manager",Employee"#),
        ("ROLE:Manager IS:Active", "role:Manager is:active"),
        ("name:a:b,-c", "name:a:b,-c"),
        (r#"name:"a,b""#, r#"name:"a,b""#),
        ("n:5 n:>5 n:>=5 n:<5 n:<=5", "n:5 n:>=6 n:>=5 n:<=4 n:<=5"),
        ("n:2..4,9 n:2.. n:..4 n:3..3 n:0..1", "n:2..4,9 n:>=2 n:<=4 n:3 n:<=1"),
        ("granted:2025-02-01", "granted:2025-02-01"),
        ("granted:2024-02", "granted:2024-02-01..2024-02-29"),
        ("granted:2025", "granted:2025-01-01..2025-12-31"),
        ("granted:>2025-02 granted:>=2025-02", "granted:>=2025-03-01 granted:>=2025-02-01"),
        ("granted:<2025-03 granted:<=2025", "granted:<=2025-02-28 granted:<=2025-12-31"),
        ("granted:2024..2025-06", "granted:2024-01-01..2025-06-30"),
        ("granted:2025.. granted:..2025-01-31", "granted:>=2025-01-01 granted:<=2025-01-31"),
        ("granted:7d,Today,monday granted:>=2w", "granted:7d,today,monday granted:14d"),
        ("granted:7d.. granted:>7d granted:<7d", "granted:7d granted:>7d granted:<7d"),
        ("granted:<=sunday granted:..7d", "granted:<=sunday granted:<=7d"),
        ("granted:4w..7d granted:2025..today", "granted:28d..7d granted:2025-01-01..today"),
        ("is:none,all,multiple,drift", "is:none,all,multiple,drift"),
        ("effective:NYC,\"5\" effective:>5,0", "effective:NYC,\"5\" effective:>=6,0"),
        ("effective:3M,..x,\"<b>\"", "effective:3M,..x,\"<b>\""),
        (
            "effective:\"5\",NYC is:implied,ineffective",
            "effective:\"5\",NYC is:implied,ineffective",
        ),
        ("is:homeless | is:marked -is:inactive", "is:homeless | is:marked !is:inactive"),
        ("東京 | é", "東京 | é"),
    ] {
        assert_eq!(users(written), printed, "{written}");
        assert_eq!(users(printed), printed, "{written}");
    }
}

#[test]
fn terms_side_by_side_bind_tighter_than_or() {
    let filter = parse(Axis::Users, "a b | !c").expect("a filter");
    let word = |word: &str| Node::Term(Term::Text(word.into()));
    let expected =
        Node::Or(vec![Node::And(vec![word("a"), word("b")]), Node::Not(Box::new(word("c")))]);
    assert_eq!(filter.root(), Some(&expected));
    assert!(parse(Axis::Companies, " ").expect("a filter").is_everything());
}

#[test]
fn errors_name_their_position() {
    for (text, sentence) in [
        (
            "effective:NYC,>5",
            "column 15: effective: takes names or numbers, not both; use | between them",
        ),
        (
            "effective:>x",
            "column 11: “x” is not a number; use 5, >5, >=5, <5, <=5, 2..4, 2.. or ..4",
        ),
        ("smith rol:x", "column 7: unknown field “rol”; did you mean role:?"),
        ("é 東 rol:x", "column 5: unknown field “rol”; did you mean role:?"),
        (
            "zzz:x",
            "column 1: unknown field “zzz”; use one of user: name: email: role: tenant: home: company: effective: n: granted: is:",
        ),
        ("code:NYC", "column 1: code: works in the companies filter, not in the users filter"),
        ("x lost:NYC", "column 3: lost: works in the history's filter, not in the users filter"),
        (
            ":x",
            "column 1: expected a field before the colon; quote it to search for the colon itself",
        ),
        ("role:", "column 6: role: needs a value right after the colon"),
        ("role: HR", "column 6: role: needs a value right after the colon"),
        ("role:a, b", "column 8: role: needs a value right after the comma"),
        ("a (b | c", "column 3: missing closing )"),
        ("a b)", "column 4: unmatched )"),
        ("()", "column 2: expected a word, field or group before )"),
        ("a | | b", "column 5: expected a word, field or group before |"),
        ("a |", "column 4: expected a word, field or group here"),
        (
            "a -",
            "column 3: expected a word, field or group right after it; quote it to search for the character itself",
        ),
        ("\"open", "column 1: missing closing quote"),
        ("\"\"", "column 1: empty quotes"),
        ("\"a\\n\"", "column 3: inside quotes, \\ can only escape \" or \\"),
        ("\"a\"b", "column 4: expected a space after the closing quote"),
        ("O\"Neil", "column 2: quote the whole text; write \\\" for a quote inside it"),
        ("n:>", "column 3: a number is missing; use 5, >5, >=5, <5, <=5, 2..4, 2.. or ..4"),
        ("n:many", "column 3: “many” is not a number; use 5, >5, >=5, <5, <=5, 2..4, 2.. or ..4"),
        ("n:4..2", "column 3: 4..2 ends before it starts"),
        ("n:<0", "column 3: there is no number below 0"),
        ("n:99999999999999999999", "column 3: 99999999999999999999 is too large"),
        ("n:>18446744073709551615", "column 3: there is no number above 18446744073709551615"),
        (
            "granted:2025-02-30",
            "column 9: “2025-02-30” is not a date; granted: takes YYYY-MM-DD, YYYY-MM, YYYY, 7d, today or monday, also >2025, <=2025-06 or 2024..2025",
        ),
        ("granted:2025..2024", "column 9: 2025..2024 ends before it starts"),
        ("granted:7d..4w", "column 9: 7d..4w ends before it starts"),
        ("granted:24h", "column 9: granted: counts whole days; use 1d or today"),
        ("granted:>9999", "column 9: there is no day after 9999"),
        ("granted:<0000", "column 9: there is no day before 0000"),
        ("is:mutliple", "column 4: unknown word “mutliple” after is:; did you mean is:multiple?"),
        (
            "is:x",
            "column 4: unknown word “x” after is:; use one of none, all, multiple, drift, implied, ineffective, active, inactive, marked, homeless, cross-tenant, repeats-role",
        ),
    ] {
        assert_eq!(error_of(Axis::Users, text), sentence, "{text}");
    }
    assert_eq!(
        error_of(Axis::Companies, "is:homeless"),
        "column 4: is:homeless works in the users filter, not in the companies filter"
    );
    let error = parse(Axis::Users, "smith rol:x").expect_err("no such field");
    assert_eq!((error.range(), error.column()), (6..9, 7));
}

#[test]
fn hostile_texts_parse_or_fail_cleanly() {
    let long = |part: &str| part.repeat(100_000 / part.len());
    assert!(error_of(Axis::Users, &long("(")).contains("nested too deeply"));
    assert!(error_of(Axis::Users, &long("!")).contains("nested too deeply"));
    assert!(error_of(Axis::Users, &long("-(")).contains("nested too deeply"));
    assert!(error_of(Axis::Users, &long("x:")).len() < 200);
    assert_eq!(users(&long("x")), long("x"));
    assert_eq!(users(&long("a ")), long("a ").trim_end());
    assert_eq!(users(&format!("role:{}x", long("a,"))).len(), 100_006);
    assert_eq!(users(&format!("{}a{}", "(".repeat(100), ")".repeat(100))), "a");
    error_of(Axis::Users, &long("a|"));
    error_of(Axis::Users, &long("\""));
}

fn completed(axis: Axis, text: &str) -> (String, Vec<String>) {
    let values = |field: FilterField| -> Vec<String> {
        let values: &[&str] = match field {
            FilterField::Role => &["Super Admin", "HR Manager", "Manager", "Employee"],
            FilterField::Company | FilterField::Code => &["NYC", "LA", "SÃO, \"1\""],
            _ => &[],
        };
        values.iter().map(ToString::to_string).collect()
    };
    let completion = complete(axis, text, text.len(), &values);
    (text[completion.range].to_owned(), completion.candidates)
}

#[test]
fn the_word_at_the_cursor_is_completed() {
    for (text, typed, candidates) in [
        ("ro", "ro", &["role:"][..]),
        ("smith (-n", "n", &["name:", "n:"]),
        (
            "is:",
            "",
            &[
                "none",
                "all",
                "multiple",
                "drift",
                "implied",
                "ineffective",
                "active",
                "inactive",
                "marked",
                "homeless",
                "cross-tenant",
                "repeats-role",
            ],
        ),
        ("is:none,A", "A", &["all", "active"]),
        ("role:man", "man", &["Manager", "\"HR Manager\""]),
        ("role:\"hr m", "\"hr m", &["\"HR Manager\""]),
        ("x | !role:Manager,e", "e", &["Employee", "\"Super Admin\"", "\"HR Manager\"", "Manager"]),
        ("company:s", "s", &["\"SÃO, \\\"1\\\"\""]),
        ("role:\"HR Manager\"", "", &[]),
        ("\"ro", "\"ro", &[]),
        ("n:", "", &[]),
        ("granted:", "", &["today", "7d", "4w", "monday"]),
        ("granted:T", "T", &["today", "tuesday", "thursday"]),
        ("zzz:a", "a", &[]),
        ("code:", "", &[]),
    ] {
        let candidates: Vec<String> = candidates.iter().map(ToString::to_string).collect();
        assert_eq!(completed(Axis::Users, text), (typed.to_owned(), candidates), "{text}");
    }
    assert_eq!(completed(Axis::Users, "").1.len(), Axis::Users.fields().len());
    assert_eq!(completed(Axis::Companies, "co").1, ["code:"]);
    // Only the text before the cursor counts.
    let values = |_: FilterField| Vec::new();
    assert_eq!(complete(Axis::Users, "ro smith", 2, &values).range, 0..2);
    assert_eq!(complete(Axis::Users, "é", 1, &values).range, 0..0);
}

fn axis() -> impl Strategy<Value = Axis> {
    prop_oneof![Just(Axis::Users), Just(Axis::Companies)]
}

/// Texts with everything that means something to the parser.
const TEXTS: &str = "[a-zA-Zéß東0-9:,.<>=|()!\\-\"\\\\ \\t]{1,8}";

proptest! {
    #[test]
    fn printed_filters_parse_into_the_same_filter(
        filter in axis().prop_flat_map(|axis| arbitrary::filter(axis, TEXTS))
    ) {
        let printed = filter.to_string();
        prop_assert_eq!(parse(filter.axis(), &printed), Ok(filter), "{}", printed);
    }

    #[test]
    fn any_text_parses_or_fails_cleanly(
        axis in axis(),
        text in "([ ()|!\\-\",:\\\\]|is:|n:|role:|granted:|none|2025|7d|today|[a-zé東0-9.<>=]|\\PC){0,24}",
        cursor in 0..40_usize,
    ) {
        match parse(axis, &text) {
            Ok(filter) => {
                let printed = filter.to_string();
                prop_assert_eq!(parse(axis, &printed).map(|again| again.to_string()), Ok(printed));
            }
            Err(error) => {
                let range = error.range();
                prop_assert!(text.get(range.clone()).is_some());
                prop_assert_eq!(error.column(), text[..range.start].chars().count() + 1);
            }
        }
        let completion = complete(axis, &text, cursor, &|_| vec!["a b".into()]);
        prop_assert!(text.get(completion.range).is_some());
    }
}
