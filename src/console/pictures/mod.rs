//! The pictures of the documentation, made from the real screen: real keys, a
//! real store with demo data, the real drawing. The guide is played key by key,
//! and each of its pictures is the screen at that moment. A test compares them
//! with the files in `docs/pictures`; `docs/pictures/make` writes these files.

mod box_lines;
mod story;
mod svg;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::harness::Harness;
use story::{Step, steps};

const GUIDE: &str = include_str!("../../../docs/guide.md");
const README: &str = include_str!("../../../README.md");

/// A picture outside the guide: its file, its description, the size of the screen, and the
/// keys, beginning on the first screen.
type Picture = (&'static str, &'static str, (u16, u16), &'static str);

const PICTURES: [Picture; 1] = [(
    "console",
    "The console: users, the companies of one user, the access matrix, and the statistics",
    (140, 20),
    "<down><down><down><down><down>3<right><right><right><right><space>",
)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures")
}

/// The console on the data of `grantgrid demo`.
fn console() -> Harness {
    Harness::demo_of(250, 24, 900)
}

/// Whether to write the files: `docs/pictures/make` and updates of the snapshots ask for that.
fn writes() -> bool {
    env::var_os("GRANTGRID_PICTURES").is_some()
        || env::var("INSTA_UPDATE").is_ok_and(|value| value == "always")
}

/// Every picture, by file name.
fn drawn() -> Vec<(String, String)> {
    let draw =
        |console: &Harness, title: &str| svg::draw(&console.buffer(), console.theme(), title);
    let mut drawn = Vec::new();
    for (name, title, (width, height), keys) in PICTURES {
        let console = console().size(width, height).keys(keys);
        drawn.push((name.to_owned(), draw(&console, title)));
    }
    let mut console = console().size(110, 26);
    for step in steps(GUIDE) {
        match step {
            Step::Keys(keys) => console = console.keys(&keys),
            Step::Picture(name, title) => drawn.push((name, draw(&console, &title))),
        }
    }
    drawn
}

#[test]
fn the_pictures_of_the_documentation_are_current() {
    let mut old = Vec::new();
    for (name, now) in drawn() {
        let path = folder().join(&name).with_extension("svg");
        if writes() {
            fs::write(&path, &now).expect("the folder can be written");
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&now) {
            old.push(name);
        }
    }
    assert!(old.is_empty(), "run docs/pictures/make, then look at docs/pictures: {old:?}");
}

#[test]
fn every_picture_belongs_to_a_page() {
    let drawn = drawn();
    for entry in fs::read_dir(folder()).expect("the folder of the pictures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
            assert!(drawn.iter().any(|(drawn, _)| drawn == name), "nothing draws {name}.svg");
        }
    }
}

/// The results of the recipes: the message, or another part of the screen.
const RECIPES: [(&str, &str); 5] = [
    ("### Give someone five offices", "change 1: 5 granted"),
    ("### Give a company to everyone with a role", "change 2: 5 granted"),
    ("### Copy a colleague's companies", "change 3: 4 granted"),
    ("### See who can get into a company", "Why ─ superadmin × "),
    ("### Undo", "undid change 3"),
];

#[test]
fn the_recipes_of_readme_work() {
    let mut console = console();
    for (heading, end) in RECIPES {
        let (_, recipe) = README.split_once(heading).expect("the recipe");
        let recipe = recipe.split("\n#").next().unwrap_or_default();
        let steps = steps(recipe);
        let [Step::Keys(keys)] = &steps[..] else { panic!("{heading}: {steps:?}") };
        console = console.keys(keys);
        assert!(console.screen().contains(end), "{heading}: {keys}\n{}", console.screen());
        console = console.keys("<esc><esc>2<esc><esc>1<esc><esc>");
    }
}
