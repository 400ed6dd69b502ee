//! The structure of the crate, read from its sources: imports go only down the layers, each
//! external crate is used only in its own room, files do not depend on each other in circles,
//! the names of types are unique, and files are short. There are no exceptions.

mod graph;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Graph, circles};
use sources::Crate;

/// The layers, lowest first. Areas of the same layer do not use each other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["json"],
    &["domain"],
    &["filter"],
    &["store"],
    &["exchange"],
    &["console"],
    &["cli"],
    &["lib"],
];

/// External crates that may be used only in certain files; a path that ends with `/` is a
/// folder.
const ROOMS: &[(&str, &[&str])] = &[
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("rusqlite", &["store/"]),
    ("postgres", &["store/server/"]),
    ("rustls", &["store/server/tls.rs"]),
    ("rustls_native_certs", &["store/server/tls.rs"]),
    ("tokio_postgres_rustls", &["store/server/"]),
    (
        "ratatui",
        &[
            "console/dialogs/",
            "console/harness.rs",
            "console/pictures/",
            "console/terminal.rs",
            "console/theme.rs",
            "console/theme/",
            "console/view/",
        ],
    ),
    (
        "crossterm",
        &[
            "console/event_loop.rs",
            "console/harness.rs",
            "console/input.rs",
            "console/input/",
            "console/key.rs",
            "console/terminal.rs",
        ],
    ),
];

/// Terms specific to `SQLite` as they occur in sources, and the only files that may contain
/// them. Tests may use them too.
const OF_SQLITE: &[&str] = &[
    "DbConfig",
    "ErrorCode",
    "OpenFlags",
    "PRAGMA",
    "TEMP ",
    "\"-wal\"",
    "_rowid_",
    "busy_timeout",
    "ffi::SQLITE",
    "get_interrupt_handle",
    "is_autocommit",
    "json_each",
    "last_insert_rowid",
    "pragma_",
    "progress_handler",
    "rusqlite::backup",
    "sqlite_schema",
    "sqlite_sequence",
    "temp.",
];
const ROOM_OF_SQLITE: &str = "src/store/sqlite/";

const MOST_LINES: usize = 400;

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Crate {
    Crate::parse(&project().join("src"))
}

/// Fails with what was found, and how to fix it.
fn assert_none(found: &BTreeSet<String>, fix: &str) {
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert!(found.is_empty(), "{fix}:\n{}", found.join("\n"));
}

#[test]
fn every_area_has_a_layer() {
    let listed: BTreeSet<&str> = LAYERS.iter().copied().flatten().copied().collect();
    let sources = sources();
    let areas: BTreeSet<&str> = sources.modules.iter().map(sources::Module::area).collect();
    assert_eq!(areas, listed);
}

/// Fails if so few dependencies were found that the parser must have missed most.
fn assert_complete(graph: &Graph) {
    let edges: usize = graph.values().map(BTreeSet::len).sum();
    assert!(graph.len() > 400 && edges > 2_000, "{} files, {edges} dependencies", graph.len());
    for (from, to) in [
        ("cli/database.rs", "store/mod.rs"),
        ("console/runner.rs", "store/mod.rs"),
        ("store/mod.rs", "domain/person.rs"),
    ] {
        assert!(graph.get(from).is_some_and(|uses| uses.contains(to)), "{from} uses {to}");
    }
}

#[test]
fn imports_go_down_the_layers() {
    let layer = |file: &str| {
        let area = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let found = LAYERS.iter().position(|areas| areas.contains(&area));
        (found.expect("an area with a layer"), area.to_owned())
    };
    let mut upward = BTreeSet::new();
    let graph = sources().graph(true);
    assert_complete(&graph);
    for (file, uses) in graph {
        for used in uses {
            let ((from, area), (to, used_area)) = (layer(&file), layer(&used));
            if to > from || to == from && area != used_area {
                upward.insert(format!("{file} -> {used}"));
            }
        }
    }
    assert_none(&upward, "imports run up the layers; move the item down");
}

#[test]
fn external_crates_are_used_in_their_layer_only() {
    let sources = sources();
    let (mut found, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (ix, module) in sources.modules.iter().enumerate() {
        let foreign = sources.foreign_crates(ix);
        for (name, room) in ROOMS.iter().filter(|(name, _)| foreign.contains(name)) {
            if is_in(&module.file, room) {
                used.insert(*name);
            } else {
                found.insert(format!("{} uses {name}", module.file));
            }
        }
    }
    assert_eq!(used, ROOMS.iter().map(|(name, _)| *name).collect(), "crates used in their rooms");
    assert_none(&found, "a crate is used outside its room");
}

#[test]
fn terms_of_sqlite_are_used_in_its_folder_only() {
    let (mut found, mut used) = (BTreeSet::new(), BTreeSet::new());
    for file in rust_files(&project().join("src")) {
        let name = file.strip_prefix(project()).expect("a file of the project");
        let name = name.display().to_string().replace('\\', "/");
        let is_test = name.contains("/tests/") || name.ends_with("tests.rs");
        if name.starts_with(ROOM_OF_SQLITE) {
            let text = fs::read_to_string(&file).expect("a text");
            used.extend(OF_SQLITE.iter().copied().filter(|word| text.contains(word)));
        }
        if is_test || name.starts_with(ROOM_OF_SQLITE) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a text");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (line, word) in code.flat_map(|line| OF_SQLITE.iter().map(move |word| (line, word))) {
            // The row id in a statement; the name of a variable is fine.
            let names_rowid = line.contains(" rowid ") && line.contains('"');
            if line.contains(word) || names_rowid || line.contains("\"rowid\"") {
                found.insert(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert_eq!(used, OF_SQLITE.iter().copied().collect(), "terms used in the room");
    assert_none(&found, "this is specific to SQLite; move it to that room");
}

#[test]
fn there_are_no_import_cycles() {
    let graph = sources().graph(false);
    assert_complete(&graph);
    let circles: Vec<String> = circles(&graph)
        .iter()
        .map(|circle| {
            let edges = circle.iter().flat_map(|from| {
                let uses = graph[*from].iter().filter(|to| circle.contains(&to.as_str()));
                uses.map(move |to| format!("  {from} -> {to}"))
            });
            edges.collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert!(
        circles.is_empty(),
        "{} circles between files; move what both need to a file of its own:\n{}",
        circles.len(),
        circles.join("\n\n")
    );
}

/// Whether a file is one of `paths`, or in a folder of them.
fn is_in(file: &str, paths: &[&str]) -> bool {
    paths.iter().any(|it| if it.ends_with('/') { file.starts_with(it) } else { file == *it })
}

#[test]
fn the_name_of_a_type_is_unique() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in sources().modules {
        for name in module.types {
            files.entry(name).or_default().push(module.file.clone());
        }
    }
    assert!(files.len() > 600, "only {} types were found", files.len());
    let twice = files.iter().filter(|(_, files)| files.len() > 1);
    let twice: BTreeSet<String> =
        twice.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    assert_none(&twice, "two types have the same name");
}

#[test]
fn files_are_short() {
    let mut long = BTreeSet::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for file in rust_files(&project().join(folder)) {
            let lines = fs::read_to_string(&file).expect("a text").lines().count();
            if lines > MOST_LINES {
                let name = file.strip_prefix(project()).expect("a file of the project");
                long.insert(name.display().to_string());
            }
        }
    }
    assert_none(&long, "files have more than 400 lines; split them by idea");
}

#[test]
fn an_import_cycle_is_found() {
    let graph: Graph = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d")]
        .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
        .into();
    assert_eq!(circles(&graph), [["a", "b", "c"]]);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}
