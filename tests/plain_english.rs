//! Everything that people read is plain English: strings, comments, help, pages and test names
//! contain none of the phrases that this project used to have in a language of its own. The
//! few uses that are plain are named in [`EXCEPTIONS`].

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Phrases that are not plain English, and what to write.
const BANNED: &[(&str, &str)] = &[
    (r"anew", "again"),
    (r"mend(s|ed|ing)?", "fix, repair"),
    (r"shall", "must, will, should"),
    (r"(is|are) so already", "already matches"),
    (r"takes? (it|them|that|this|a change|changes) back", "undoes"),
    (r"(taken|took|take|takes) back", "undone, undid"),
    (r"makes? ((it|them|that|the change) )?again", "redoes"),
    (r"makes? an? (new )?(user|company|tenant|organization|grant|row)", "adds, inserts"),
    (r"made again", "redone"),
    (r"goe?s? with (it|them)", "is removed too"),
    (r"behind the colon", "after the colon"),
    (r"alter(s|ed|ing)?", "change, edit"),
    (r"is no [a-z]+", "is not a …"),
    (r"(what )?stands?", "is, exists"),
    (r"answers (how|what|whether|which)", "returns"),
    (r"what is said of", "the message about"),
    (r"takes? note of", "records"),
    (r"through the motions", "as a dry run"),
    (r"from [01] on", "counted from 0, counted from 1"),
    (r"of no use", "ignored, unusable"),
    (r"nobody knows (it|which|whom)", "it is unknown"),
    (r"thrown away", "discarded, deleted"),
    (r"(by|what|in) whomever", "by anybody"),
    (r"(ending|extension) says", "extension means"),
    (r"and so there (is|are)", "so there is"),
    (r"behaviours?", "behavior"),
    (r"neighbours?", "neighbor"),
    (r"recognis(e|es|ed|ing)", "recognize"),
];

/// Where a phrase of [`BANNED`] is plain English.
const EXCEPTIONS: &[&str] = &[
    // Unlike “he is no user”.
    r"there is no",
    r"is no (longer|more|faster|obstacle|danger)",
    r"stands? for",
];

/// Words that no name in the code may contain, and what to use.
const BANNED_IN_NAMES: &[(&str, &str)] = &[
    ("alter", "edit"),
    ("altered", "edited"),
    ("anew", "again"),
    ("mend", "fix, repair"),
    ("mended", "fixed, repaired"),
    ("patience", "timeout"),
    ("place", "position, index, row id, context"),
    ("places", "positions, indexes"),
    ("shall", "must"),
    ("slip", "typo"),
    ("stands", "is, has"),
    ("thing", "entity"),
    ("things", "entities"),
    ("wish", "desired state"),
    ("wishes", "desired states"),
];

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Collects every file with one of these extensions in a folder and below.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if path.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending)) {
            found.push(path);
        }
    }
}

/// The strings and comments of a Rust source, each with its line number. Comments on
/// consecutive lines are one. Code is left out.
fn prose_of_rust(source: &str) -> Vec<(usize, String)> {
    let mut line = 1;
    let mut prose: Vec<(usize, String)> = Vec::new();
    // Whether the last part is a comment that the next line may continue.
    let mut is_open = false;
    for (is_prose, text) in parts_of_rust(source) {
        let breaks = text.matches('\n').count();
        let is_comment = is_prose && text.starts_with("//");
        match prose.last_mut() {
            Some((_, comment)) if is_comment && is_open => {
                let text = text.trim_start_matches('/').trim_start_matches('!');
                comment.push('\n');
                comment.push_str(text);
            }
            _ if is_prose => prose.push((line, text)),
            _ => is_open &= text.trim().is_empty() && breaks == 1,
        }
        if is_prose {
            is_open = is_comment;
        }
        line += breaks;
    }
    prose
}

/// The code of a Rust source. Strings and comments are left out, except for their line breaks.
fn code_of_rust(source: &str) -> String {
    let only_breaks = |text: String| text.chars().filter(|it| *it == '\n').collect();
    let parts = parts_of_rust(source).into_iter();
    parts.map(|(is_prose, text)| if is_prose { only_breaks(text) } else { text }).collect()
}

/// Splits a Rust source into parts, each with whether it is a string or a comment.
fn parts_of_rust(source: &str) -> Vec<(bool, String)> {
    let mut parts = Vec::new();
    let letters: Vec<char> = source.chars().collect();
    let (mut at, mut code) = (0, String::new());
    while at < letters.len() {
        let rest = &letters[at..];
        let begins = |text: &str| {
            rest.iter().zip(text.chars()).filter(|(a, b)| **a == *b).count() == text.len()
        };
        let end = if begins("//") {
            rest.iter().position(|it| *it == '\n').unwrap_or(rest.len())
        } else if let Some(hashes) = raw_string(rest) {
            let close: String =
                std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let body = 2 + hashes;
            let text: String = rest[body..].iter().collect();
            let length =
                text.find(&close).map_or(text.chars().count(), |it| text[..it].chars().count());
            body + length + close.len()
        } else if rest[0] == '"' {
            string_end(rest)
        } else {
            // A character literal, so that '"' does not begin a string.
            let length = if begins("'\"'") {
                3
            } else if begins("'\\\"'") {
                4
            } else {
                1
            };
            code.extend(&rest[..length]);
            at += length;
            continue;
        };
        parts.push((false, std::mem::take(&mut code)));
        parts.push((true, rest[..end.min(rest.len())].iter().collect()));
        at += end;
    }
    parts.push((false, code));
    parts
}

/// The number of `#` with which a raw string begins, if one begins here.
fn raw_string(rest: &[char]) -> Option<usize> {
    if rest[0] != 'r' {
        return None;
    }
    let hashes = rest[1..].iter().take_while(|it| **it == '#').count();
    (rest.get(1 + hashes) == Some(&'"')).then_some(hashes)
}

/// The end of the string that begins here.
fn string_end(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The paragraphs of a page, each with its line number, without code in backquotes and code
/// blocks.
fn prose_of_markdown(source: &str) -> Vec<(usize, String)> {
    let code = Regex::new("`[^`]*`").expect("a pattern");
    let mut inside = false;
    let mut prose: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(source.lines()) {
        let is_fence = line.trim_start().starts_with("```");
        inside ^= is_fence;
        let is_prose = !inside && !is_fence && !line.trim().is_empty();
        let text = code.replace_all(line, "");
        match prose.last_mut() {
            Some((_, paragraph)) if is_prose && is_open => {
                paragraph.push('\n');
                paragraph.push_str(&text);
            }
            _ if is_prose => prose.push((number, text.into_owned())),
            _ => {}
        }
        is_open = is_prose;
    }
    prose
}

#[test]
fn no_text_has_a_banned_phrase() {
    let project = project();
    let mut sources = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "assets", "docs"] {
        if project.join(folder).is_dir() {
            files(&project.join(folder), &["rs", "md", "sql", "toml", "txt"], &mut sources);
        }
    }
    sources.extend(
        ["README.md", "CHANGELOG.md", "schema.sql", "Cargo.toml"].map(|it| project.join(it)),
    );
    let (banned, exceptions) = (banned_phrases(), exceptions());
    let (mut found, mut checked) = (Vec::new(), 0);
    // This file lists the phrases itself.
    let others = sources.iter().filter(|it| it.is_file() && !it.ends_with(file!()));
    for path in others {
        let source = fs::read_to_string(path).expect("the file is text");
        let name =
            path.strip_prefix(&project).expect("a file of the project").display().to_string();
        let prose = match path.extension().and_then(|it| it.to_str()) {
            Some("rs") => prose_of_rust(&source),
            Some("md") => prose_of_markdown(&source),
            _ => (1..).zip(source.lines().map(str::to_owned)).collect(),
        };
        checked += prose.len();
        for (line, text) in prose {
            for (pattern, instead) in &banned {
                for hit in pattern.find_iter(&text) {
                    let is_fine = |fine: &Regex| {
                        fine.find_iter(&text).any(|it| it.range().contains(&hit.start()))
                    };
                    if !exceptions.iter().any(is_fine) {
                        let line = line + text[..hit.start()].matches('\n').count();
                        found.push(format!("{name}:{line}: “{}” (write {instead})", hit.as_str()));
                    }
                }
            }
        }
    }
    assert!(checked > 10_000, "only {checked} texts were found");
    assert!(found.is_empty(), "{} phrases:\n{}", found.len(), found.join("\n"));
}

/// The phrases of [`BANNED`] in running text, where a line may break between two words.
fn banned_phrases() -> Vec<(Regex, &'static str)> {
    let phrase = |(pattern, instead): &(&str, &'static str)| {
        // Words in capitals are SQL.
        let pattern = format!(r"\b({pattern}|{})\b", first_in_capital(pattern));
        (Regex::new(&pattern.replace(' ', r"\s+")).expect("a pattern"), *instead)
    };
    BANNED.iter().map(phrase).collect()
}

/// The uses of [`EXCEPTIONS`], also at the beginning of a sentence.
fn exceptions() -> Vec<Regex> {
    let fine = |text: &&str| {
        let pattern = format!(r"(?i)\b{}\b", text.replace(' ', r"\s+"));
        Regex::new(&pattern).expect("a pattern")
    };
    EXCEPTIONS.iter().map(fine).collect()
}

/// A pattern as it is at the beginning of a sentence.
fn first_in_capital(pattern: &str) -> String {
    let mut letters = pattern.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
        }
        _ => pattern.to_owned(),
    }
}

#[test]
fn no_name_has_a_banned_word() {
    let project = project();
    let mut sources = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        files(&project.join(folder), &["rs"], &mut sources);
    }
    let name = Regex::new(r"[A-Za-z_][A-Za-z0-9_]*").expect("a pattern");
    let word = Regex::new(r"[A-Z]?[a-z0-9]+|[A-Z]+").expect("a pattern");
    let phrases = banned_phrases();
    let (mut found, mut checked) = (Vec::new(), 0);
    for path in &sources {
        let source = fs::read_to_string(path).expect("the file is text");
        let file =
            path.strip_prefix(&project).expect("a file of the project").display().to_string();
        for (number, line) in (1..).zip(code_of_rust(&source).lines()) {
            for name in name.find_iter(line) {
                checked += 1;
                // The name of a test is a sentence.
                let sentence = name.as_str().replace('_', " ");
                let phrase = phrases.iter().find(|(phrase, _)| phrase.is_match(&sentence));
                if let Some((_, instead)) = phrase.filter(|_| sentence.contains(' ')) {
                    found.push(format!("{file}:{number}: {} ({instead})", name.as_str()));
                }
                let words = word.find_iter(name.as_str()).map(|it| it.as_str().to_lowercase());
                for word in words {
                    let banned = BANNED_IN_NAMES.iter().find(|(banned, _)| *banned == word);
                    if let Some((_, instead)) = banned {
                        found.push(format!("{file}:{number}: {} ({instead})", name.as_str()));
                    }
                }
            }
        }
    }
    assert!(checked > 100_000, "only {checked} names were found");
    assert!(found.is_empty(), "{} names:\n{}", found.len(), found.join("\n"));
}

#[test]
fn strings_and_comments_are_separated_from_code() {
    let source =
        "let altered = '\"'; // a comment\nlet text = \"one \\\" string\"; r#\"raw \" one\"#\n";
    let prose = prose_of_rust(source);
    let texts: Vec<&str> = prose.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["// a comment", "\"one \\\" string\"", "r#\"raw \" one\"#"]);
    assert_eq!(prose.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 2]);
    assert_eq!(code_of_rust(source), "let altered = '\"'; \nlet text = ; \n");
    let page = "`altered` is a field\n```\nshall\n```\nplain\ntext\n\nmore\n";
    let prose = prose_of_markdown(page);
    let texts: Vec<&str> = prose.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, [" is a field", "plain\ntext", "more"]);
    assert_eq!(prose.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 5, 8]);
}

#[test]
fn a_phrase_is_found_across_lines() {
    let banned = banned_phrases();
    let is_banned = |text: &str| banned.iter().any(|(phrase, _)| phrase.is_match(text));
    for source in ["/// It goes\n    /// with it.\nfn x() {}", "//! what\n//! stands there"] {
        let prose = prose_of_rust(source);
        assert_eq!(prose.len(), 1, "{prose:?}");
        assert!(is_banned(&prose[0].1), "{prose:?}");
    }
    let apart = prose_of_rust("// It goes\nlet x = 1; // with it\n");
    assert_eq!(apart.len(), 2, "{apart:?}");
    assert!(!apart.iter().any(|(_, text)| is_banned(text)), "{apart:?}");
    assert!(is_banned(&prose_of_markdown("undo takes\nit back\n")[0].1));
}
