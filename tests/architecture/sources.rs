//! The parsed sources of the crate: its modules, what each defines, and the paths that it
//! uses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// Index of a module in [`Crate::modules`].
pub(crate) type ModuleIx = usize;

/// Every module of the crate; the root is the first.
pub(crate) struct Crate {
    pub(crate) modules: Vec<Module>,
}

/// One module: a file, or a block within one.
pub(crate) struct Module {
    /// Its file, relative to `src`, with `/` between folders.
    pub(crate) file: String,
    pub(crate) parent: Option<ModuleIx>,
    /// Whether it exists only in tests.
    pub(crate) is_test: bool,
    pub(crate) children: BTreeMap<String, ModuleIx>,
    /// The names of the items that it defines.
    pub(crate) items: Vec<String>,
    /// The names of the types that it defines, including those inside functions.
    pub(crate) types: Vec<String>,
    pub(crate) imports: Vec<Import>,
    /// The paths of its code, without those of `use`.
    pub(crate) paths: Vec<Vec<String>>,
}

/// A name that a `use` brings into a module.
pub(crate) struct Import {
    /// The name in this module; `*` for all names of the target.
    pub(crate) name: String,
    pub(crate) target: Vec<String>,
    /// Whether other modules can use the name from here.
    pub(crate) is_reexport: bool,
}

impl Crate {
    /// Parses every file of `src`, beginning with `lib.rs`.
    pub(crate) fn parse(src: &Path) -> Self {
        let mut found = Self { modules: Vec::new() };
        found.add_file(src, &src.join("lib.rs"), src, None, false);
        found
    }

    fn add_file(
        &mut self,
        src: &Path,
        file: &Path,
        folder: &Path,
        parent: Option<ModuleIx>,
        is_test: bool,
    ) -> ModuleIx {
        let text = fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()));
        let syntax = syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("{} cannot be parsed: {error}", file.display()));
        self.add_module(src, file, folder, parent, is_test, &syntax.items)
    }

    fn add_module(
        &mut self,
        src: &Path,
        file: &Path,
        folder: &Path,
        parent: Option<ModuleIx>,
        is_test: bool,
        items: &[Item],
    ) -> ModuleIx {
        let ix = self.modules.len();
        self.modules.push(Module::new(&relative(src, file), parent, is_test, items));
        for item in items {
            let Item::Mod(module) = item else {
                continue;
            };
            let name = module.ident.to_string();
            let is_test = is_test || is_for_tests(&module.attrs);
            let inner_folder = folder.join(&name);
            let child = if let Some((_, items)) = &module.content {
                self.add_module(src, file, &inner_folder, Some(ix), is_test, items)
            } else {
                let file = module_file(folder, &name);
                self.add_file(src, &file, &inner_folder, Some(ix), is_test)
            };
            self.modules[ix].children.insert(name, child);
        }
        ix
    }
}

impl Module {
    fn new(file: &str, parent: Option<ModuleIx>, is_test: bool, items: &[Item]) -> Self {
        let mut module = Self {
            file: file.to_owned(),
            parent,
            is_test,
            children: BTreeMap::new(),
            items: Vec::new(),
            types: Vec::new(),
            imports: Vec::new(),
            paths: Vec::new(),
        };
        for item in items {
            module.items.extend(name_of(item));
            if !matches!(item, Item::Mod(_)) {
                module.visit_item(item);
            }
        }
        module
    }

    /// The area that it belongs to: the first folder of its path, or the file itself if it is
    /// directly in `src`.
    pub(crate) fn area(&self) -> &str {
        let first = self.file.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn add_imports(&mut self, tree: &UseTree, before: &[String], is_reexport: bool) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        let (name, target) = match tree {
            UseTree::Path(path) => {
                return self.add_imports(&path.tree, &with(path.ident.to_string()), is_reexport);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_imports(tree, before, is_reexport);
                }
                return;
            }
            UseTree::Glob(_) => ("*".to_owned(), before.to_vec()),
            UseTree::Name(name) if name.ident == "self" => {
                (before.last().cloned().unwrap_or_default(), before.to_vec())
            }
            UseTree::Name(name) => (name.ident.to_string(), with(name.ident.to_string())),
            UseTree::Rename(rename) if rename.ident == "self" => {
                (rename.rename.to_string(), before.to_vec())
            }
            UseTree::Rename(rename) => (rename.rename.to_string(), with(rename.ident.to_string())),
        };
        self.imports.push(Import { name, target, is_reexport });
    }

    /// Collects the paths within a macro's arguments.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add_path(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                }
                TokenTree::Group(group) => {
                    self.add_path(std::mem::take(&mut path));
                    self.add_tokens(group.stream());
                    colons = 0;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.add_path(std::mem::take(&mut path));
                    colons = 0;
                }
            }
        }
        self.add_path(path);
    }

    fn add_path(&mut self, path: Vec<String>) {
        if !path.is_empty() {
            self.paths.push(path);
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        self.add_imports(&item.tree, &[], is_reexport);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add_path(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.add_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.types.push(item.ident.to_string());
        // A derive is a path too: `#[derive(clap::Args)]`.
        for attribute in &item.attrs {
            self.add_derives(attribute);
        }
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.types.push(item.ident.to_string());
        for attribute in &item.attrs {
            self.add_derives(attribute);
        }
        visit::visit_item_enum(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.types.push(item.ident.to_string());
        visit::visit_item_type(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.types.push(item.ident.to_string());
        visit::visit_item_trait(self, item);
    }
}

impl Module {
    fn add_derives(&mut self, attribute: &Attribute) {
        if attribute.path().is_ident("derive")
            && let Ok(list) = attribute.meta.require_list()
        {
            self.add_tokens(list.tokens.clone());
        }
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

/// Whether an item is compiled only for tests: `#[cfg(test)]` or `#[cfg(doctest)]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|it| it.path().is_ident("cfg")).any(|attribute| {
        let Ok(list) = attribute.meta.require_list() else {
            return false;
        };
        let tokens = list.tokens.to_string();
        tokens.split(|it: char| !it.is_alphanumeric()).any(|it| it == "test" || it == "doctest")
    })
}

fn module_file(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() { file } else { folder.join(name).join("mod.rs") }
}

fn relative(src: &Path, file: &Path) -> String {
    let file = file.strip_prefix(src).expect("a file below src");
    file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
