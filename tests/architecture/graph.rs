//! Which file depends on which: every path is followed through imports and re-exports to the
//! file that defines the item.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::{Crate, ModuleIx};

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Module(ModuleIx),
    /// An item that this module defines.
    Item(ModuleIx),
}

/// For each file, the files whose items it uses.
pub(crate) type Graph = BTreeMap<String, BTreeSet<String>>;

impl Crate {
    /// The dependencies between files. A re-export is not a dependency: a file that uses it
    /// depends on the file that defines the item.
    pub(crate) fn graph(&self, with_tests: bool) -> Graph {
        let mut graph = Graph::new();
        for (ix, module) in self.modules.iter().enumerate() {
            if module.is_test && !with_tests {
                continue;
            }
            let uses = graph.entry(module.file.clone()).or_default();
            let imports = module.imports.iter().filter(|it| !it.is_reexport).map(|it| &it.target);
            for path in imports.chain(&module.paths) {
                if let Some(Target::Item(definer)) = self.resolve(ix, path, &mut Vec::new()) {
                    let file = &self.modules[definer].file;
                    if *file != module.file {
                        uses.insert(file.clone());
                    }
                }
            }
        }
        graph
    }

    /// The crates outside this one that a module uses.
    pub(crate) fn foreign_crates(&self, ix: ModuleIx) -> BTreeSet<&str> {
        let module = &self.modules[ix];
        let paths = module.imports.iter().map(|it| &it.target).chain(&module.paths);
        let foreign = paths.filter(|path| {
            path.len() > 1 && self.resolve(ix, &path[..1], &mut Vec::new()).is_none()
        });
        foreign.map(|path| path[0].as_str()).collect()
    }

    /// Follows a path from a module. `visited` stops circular imports.
    fn resolve(
        &self,
        from: ModuleIx,
        path: &[String],
        visited: &mut Vec<(ModuleIx, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(from),
            "super" => Target::Module(self.modules[from].parent?),
            name => self.resolve_name(from, name, visited)?,
        };
        for name in rest {
            target = match target {
                Target::Module(ix) if name == "super" => Target::Module(self.modules[ix].parent?),
                Target::Module(ix) => self.resolve_name(ix, name, visited)?,
                // A variant or an associated item.
                Target::Item(_) => return Some(target),
            };
        }
        Some(target)
    }

    /// What a name means in a module.
    fn resolve_name(
        &self,
        ix: ModuleIx,
        name: &str,
        visited: &mut Vec<(ModuleIx, String)>,
    ) -> Option<Target> {
        let module = &self.modules[ix];
        if module.items.iter().any(|it| it == name) {
            return Some(Target::Item(ix));
        }
        if let Some(child) = module.children.get(name) {
            return Some(Target::Module(*child));
        }
        let key = (ix, name.to_owned());
        if visited.contains(&key) {
            return None;
        }
        visited.push(key);
        let named = module.imports.iter().filter(|it| it.name == name);
        let found = named.map(|it| &it.target).find_map(|it| self.resolve(ix, it, visited));
        found.or_else(|| {
            let globs = module.imports.iter().filter(|it| it.name == "*");
            globs.map(|it| &it.target).find_map(|it| match self.resolve(ix, it, visited)? {
                Target::Module(inner) => self.resolve_name(inner, name, visited),
                Target::Item(_) => None,
            })
        })
    }
}

/// The groups of files that depend on each other, in alphabetical order.
pub(crate) fn circles(graph: &Graph) -> Vec<Vec<&str>> {
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for file in graph.keys() {
        if circles.iter().any(|circle| circle.contains(&file.as_str())) {
            continue;
        }
        let reached = reachable(graph, file);
        let circle: Vec<&str> = reached
            .iter()
            .copied()
            .filter(|it| reachable(graph, it).contains(file.as_str()))
            .collect();
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

/// The files that a file depends on, directly or indirectly.
fn reachable<'g>(graph: &'g Graph, from: &str) -> BTreeSet<&'g str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for next in graph.get(file).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    reached
}
