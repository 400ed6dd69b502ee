//! The syntax tree of a filter, in the normal form that the parser makes.

use super::{Axis, FilterField, FilterState, GrantedRange, NumberRange};

/// A filter for one axis. Its `Display` output parses into the same filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    axis: Axis,
    root: Option<Node>,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these, two or more; none of them is an `And` itself.
    And(Vec<Node>),
    /// Any of these, two or more; none of them is an `Or` itself.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// One test.
    Term(Term),
}

/// One test. Any of several values matches; no text is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A bare word or a phrase.
    Text(String),
    /// A field that is compared with texts: not `n:`, `granted:` or `is:`, nor `effective:`
    /// with a number.
    Field(FilterField, Vec<String>),
    /// `n:`
    Count(Vec<NumberRange>),
    /// `effective:` with numbers.
    Effective(Vec<NumberRange>),
    /// `granted:`
    Granted(Vec<GrantedRange>),
    /// `is:`
    Is(Vec<FilterState>),
}

impl Filter {
    /// The filter that matches everything.
    #[must_use]
    pub fn everything(axis: Axis) -> Self {
        Self { axis, root: None }
    }

    pub(super) fn new(axis: Axis, root: Node) -> Self {
        Self { axis, root: Some(root) }
    }

    /// The axis it filters.
    #[must_use]
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// The condition; `None` if everything matches.
    #[must_use]
    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// Whether the filter is empty and matches everything.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.root.is_none()
    }

    /// Calls `visit` with every term of the tree.
    pub fn for_each_term<'a>(&'a self, mut visit: impl FnMut(&'a Term)) {
        if let Some(root) = &self.root {
            root.for_each_term(&mut visit);
        }
    }

    /// Whether the result depends on the marks.
    #[must_use]
    pub fn depends_on_marks(&self) -> bool {
        let mut depends = false;
        self.for_each_term(|term| {
            depends |= matches!(term, Term::Is(states) if states.contains(&FilterState::Marked));
        });
        depends
    }

    /// Whether the result depends on the names or addresses of users.
    #[must_use]
    pub fn depends_on_names(&self) -> bool {
        let mut depends = false;
        self.for_each_term(|term| {
            depends |= match term {
                Term::Text(_) => true,
                Term::Field(field, _) => {
                    matches!(field, FilterField::User | FilterField::Name | FilterField::Email)
                }
                _ => false,
            };
        });
        depends
    }

    /// Whether the result depends on a number of companies or users.
    #[must_use]
    pub fn depends_on_counts(&self) -> bool {
        let mut depends = false;
        self.for_each_term(|term| depends |= matches!(term, Term::Count(_) | Term::Effective(_)));
        depends
    }
}

impl Node {
    /// All of these. Nested `And`s are flattened; a single node is returned as it is.
    pub(super) fn and(nodes: Vec<Node>) -> Node {
        join(nodes, Node::And, |node| match node {
            Node::And(inner) => Ok(inner),
            node => Err(node),
        })
    }

    /// Any of these. Nested `Or`s are flattened; a single node is returned as it is.
    pub(super) fn or(nodes: Vec<Node>) -> Node {
        join(nodes, Node::Or, |node| match node {
            Node::Or(inner) => Ok(inner),
            node => Err(node),
        })
    }

    fn for_each_term<'a>(&'a self, visit: &mut dyn FnMut(&'a Term)) {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                for node in nodes {
                    node.for_each_term(visit);
                }
            }
            Self::Not(node) => node.for_each_term(visit),
            Self::Term(term) => visit(term),
        }
    }
}

fn join(
    nodes: Vec<Node>,
    together: fn(Vec<Node>) -> Node,
    open: fn(Node) -> Result<Vec<Node>, Node>,
) -> Node {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match open(node) {
            Ok(inner) => flat.extend(inner),
            Err(node) => flat.push(node),
        }
    }
    if flat.len() == 1 { flat.remove(0) } else { together(flat) }
}
