//! The keys that a page tells its reader to press: code in paragraphs with a bold “Press” or
//! “In the console:”, up to the end of the paragraph.

/// One step of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Keys, in the notation of [`super::Harness::keys`].
    Keys(String),
    /// A picture: its file name without the extension, and its description.
    Picture(String, String),
}

const MARKS: [&str; 2] = ["**Press**", "**In the console:**"];

/// The steps of a page, in order. Code blocks have none.
pub(super) fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for (at, block) in page.split("```").enumerate() {
        if at % 2 == 0 {
            block.split("\n\n").for_each(|paragraph| add(paragraph.trim(), &mut steps));
        }
    }
    steps
}

fn add(paragraph: &str, steps: &mut Vec<Step>) {
    if let Some((title, file)) = picture(paragraph) {
        steps.push(Step::Picture(file.to_owned(), title.to_owned()));
        return;
    }
    let Some(at) = MARKS.iter().filter_map(|mark| paragraph.find(mark)).min() else {
        return;
    };
    let code = paragraph[at..].split('`').skip(1).step_by(2);
    let keys: String = code.map(|code| key(&code.replace('\n', " "))).collect();
    steps.push(Step::Keys(keys));
}

/// The description and the name, if a paragraph is a picture of the console.
fn picture(paragraph: &str) -> Option<(&str, &str)> {
    let (title, path) = paragraph.strip_prefix("![")?.split_once("](")?;
    let (_, file) = path.strip_suffix(".svg)")?.split_once("pictures/")?;
    Some((title, file))
}

/// The key that a page calls by this name; otherwise text that is typed.
fn key(code: &str) -> String {
    match code {
        "↑" => "<up>".into(),
        "↓" => "<down>".into(),
        "←" => "<left>".into(),
        "→" => "<right>".into(),
        "Enter" => "<enter>".into(),
        "Esc" => "<esc>".into(),
        "Tab" => "<tab>".into(),
        "Space" => "<space>".into(),
        "^A" => "<c-a>".into(),
        text => text.replace('<', "<lt>"),
    }
}

#[test]
fn the_keys_and_results_of_a_page_are_found() {
    let page = "Text with `code`.\n\nGo: **Press** `/` and\ntype `n:<3`, then `Enter`.\n\n\
                ![What it shows](docs/pictures/seen.svg)\n\n```sh\n**Press** `q`\n```\n";
    let seen = Step::Picture("seen".into(), "What it shows".into());
    assert_eq!(steps(page), [Step::Keys("/n:<lt>3<enter>".into()), seen]);
}
