//! The form in which a user or a company is written down, and the question
//! before one is deleted.

use tui_input::Input;

use super::super::number::number;
use crate::domain::{
    Choice, Choices, CompanyId, Departure, Draft, Field, FieldProblem, UserId, table_rows,
};
use crate::filter::Axis;

/// A user or a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    User(UserId),
    Company(CompanyId),
}

impl Subject {
    pub(crate) fn axis(&self) -> Axis {
        match self {
            Self::User(_) => Axis::Users,
            Self::Company(_) => Axis::Companies,
        }
    }
}

/// `user` or `company`.
pub(crate) fn noun(axis: Axis) -> &'static str {
    match axis {
        Axis::Users => "user",
        Axis::Companies => "company",
    }
}

/// What a form opens with.
#[derive(Clone, Debug)]
pub(crate) struct FormContents {
    pub(crate) axis: Axis,
    /// `None` for a new one.
    pub(crate) subject: Option<Subject>,
    pub(crate) draft: Draft,
    pub(crate) choices: Choices,
}

/// A form.
#[derive(Debug)]
pub(crate) struct FormDialog {
    pub(crate) axis: Axis,
    /// `None` for a new one.
    pub(crate) subject: Option<Subject>,
    pub(crate) fields: Vec<FormField>,
    pub(crate) focus: usize,
    /// The line of the focused field's list that is chosen, if one is.
    pub(crate) chosen: Option<usize>,
    /// Whether the focused field was just entered, or filled from its list: what
    /// is typed then comes in place of what a field with a list has.
    pub(crate) fresh: bool,
    /// What cannot be taken as it stands.
    pub(crate) problems: Vec<FieldProblem>,
    /// What the form opened with.
    before: Draft,
    /// Enter was pressed: now every problem is shown.
    pub(crate) tried: bool,
    /// Esc was pressed once with something typed.
    pub(crate) asked: bool,
}

/// One line of a form.
#[derive(Debug)]
pub(crate) struct FormField {
    pub(crate) field: Field,
    pub(crate) input: Input,
    /// Whether something was typed here.
    pub(crate) touched: bool,
    /// What can be picked; empty for free text.
    pub(crate) choices: Vec<Choice>,
}

/// The role that a new user has, unless another is picked.
const LEAST_ROLE: &str = "Employee";

impl FormDialog {
    pub(crate) fn new(contents: FormContents) -> Self {
        let FormContents { axis, subject, mut draft, choices } = contents;
        if subject.is_none() {
            draft.set(Field::Active, "yes");
            if choices.roles.iter().any(|role| role.text == LEAST_ROLE) {
                draft.set(Field::Role, LEAST_ROLE);
            }
            if let [tenant] = &choices.tenants[..] {
                draft.set(Field::Tenant, tenant.text.clone());
            }
        }
        let fields = match axis {
            Axis::Users => Field::OF_USER,
            Axis::Companies => Field::OF_COMPANY,
        };
        // What an edited one does not state is not kept in this database.
        let fields =
            fields.iter().filter(|field| subject.is_none() || draft.get(**field).is_some());
        let fields: Vec<FormField> = fields
            .map(|field| FormField {
                field: *field,
                input: Input::new(draft.get(*field).unwrap_or_default().to_owned()),
                touched: false,
                choices: choices_of(*field, &choices),
            })
            .collect();
        let mut form = Self {
            axis,
            subject,
            fields,
            focus: 0,
            chosen: None,
            fresh: true,
            problems: Vec::new(),
            before: Draft::default(),
            tried: false,
            asked: false,
        };
        form.before = form.draft();
        form
    }

    /// What is written in it. A field of a new one that was left empty is not
    /// stated.
    pub(crate) fn draft(&self) -> Draft {
        let new = self.subject.is_none();
        let mut draft = Draft::default();
        for it in &self.fields {
            if !new || !it.input.value().is_empty() {
                draft.set(it.field, it.input.value());
            }
        }
        draft
    }

    /// The name that an edited one had when the form opened.
    pub(crate) fn name(&self) -> &str {
        let first = self.fields.first().and_then(|field| self.before.get(field.field));
        first.unwrap_or_default()
    }

    /// Whether something was typed.
    pub(crate) fn is_altered(&self) -> bool {
        self.draft() != self.before
    }

    pub(crate) fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// The problem to show beside a field: of one that nobody came to yet,
    /// only after Enter.
    pub(crate) fn problem(&self, at: usize) -> Option<&FieldProblem> {
        let field = self.fields.get(at)?;
        // What is half typed and still fits a line of the list is no fault yet.
        let picking = at == self.focus && !field.choices.is_empty() && !self.offered().is_empty();
        let shown = self.tried || (field.touched && !picking);
        self.problems.iter().find(|problem| shown && problem.field == field.field)
    }

    /// What can be picked in the focused field: all of it until something is
    /// typed, then what has that in it.
    pub(crate) fn offered(&self) -> Vec<&Choice> {
        let Some(field) = self.focused() else {
            return Vec::new();
        };
        let typed = field.input.value().trim().to_lowercase();
        let exact = field.choices.iter().any(|choice| choice.text == field.input.value());
        let fits = |choice: &&Choice| {
            !field.touched
                || exact
                || choice.label.to_lowercase().contains(&typed)
                || choice.text.to_lowercase().contains(&typed)
        };
        field.choices.iter().filter(fits).collect()
    }

    /// The chosen line of the list, or the only one that fits what was typed, if
    /// the field does not say so already.
    pub(crate) fn candidate(&self) -> Option<&Choice> {
        let field = self.focused()?;
        let offered = self.offered();
        let typed = field.touched && !field.input.value().trim().is_empty();
        let candidate = match (self.chosen, &offered[..]) {
            (Some(at), _) => offered.get(at).copied(),
            (None, [only]) if typed => Some(*only),
            _ => None,
        };
        candidate.filter(|choice| choice.text != field.input.value())
    }

    /// Writes the candidate into the focused field; false if there is none.
    pub(crate) fn pick(&mut self) -> bool {
        let picked = self.candidate().map(|choice| choice.text.clone());
        self.chosen = None;
        let (Some(text), Some(field)) = (picked, self.fields.get_mut(self.focus)) else {
            return false;
        };
        field.input = Input::new(text);
        field.touched = true;
        self.fresh = true;
        true
    }

    /// Puts the cursor on a field.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.focus = at;
        self.chosen = None;
        self.fresh = true;
    }

    /// Whether what is typed now comes in place of what the focused field has.
    pub(crate) fn is_replaced(&self) -> bool {
        self.fresh && self.focused().is_some_and(|field| !field.choices.is_empty())
    }
}

fn choices_of(field: Field, choices: &Choices) -> Vec<Choice> {
    match field {
        Field::Role => choices.roles.clone(),
        Field::Organization => choices.organizations.clone(),
        Field::Tenant => choices.tenants.clone(),
        Field::Home => choices.companies.clone(),
        Field::Active => {
            ["yes", "no"].map(|word| Choice { text: word.into(), label: word.into() }).to_vec()
        }
        _ => Vec::new(),
    }
}

/// The question before a user or a company is deleted.
#[derive(Debug)]
pub(crate) struct DepartureDialog {
    pub(crate) subject: Subject,
    pub(crate) departure: Departure,
    pub(crate) top: usize,
    /// The number of grants, typed in where so many go along.
    pub(crate) count: Input,
    /// Whether the number must be typed.
    pub(crate) guarded: bool,
}

impl DepartureDialog {
    /// Whether the guard is content.
    pub(crate) fn count_is_right(&self) -> bool {
        let digits: String = self.count.value().chars().filter(|it| !", .".contains(*it)).collect();
        !self.guarded || digits.parse() == Ok(self.departure.grants)
    }
}

/// The lines of that question; the heavy ones forbid the deletion.
pub(crate) fn departure_lines(dialog: &DepartureDialog) -> Vec<(String, bool)> {
    let departure = &dialog.departure;
    if departure.is_allowed() {
        let grants = match departure.grants {
            0 => "no grant goes".to_owned(),
            1 => "1 grant goes".to_owned(),
            many => format!("{} go", table_rows("hrm_user_company_access", many)),
        };
        return vec![
            (format!("{grants} with it; an undo brings all back"), false),
            ("nothing else refers to it".into(), false),
        ];
    }
    let mut lines = Vec::new();
    let why = if departure.hindrances.is_empty() { "" } else { ", since these refer to it" };
    lines.push((format!("It cannot be deleted{why}:"), true));
    for hindrance in &departure.hindrances {
        let line = format!(
            "  {} {} ({}.{})",
            number(hindrance.count),
            table_rows(&hindrance.table, hindrance.count)
                .split_once(' ')
                .map_or("", |(_, noun)| noun),
            hindrance.table,
            hindrance.column,
        );
        lines.push((line, true));
        if hindrance.cascades {
            lines.push(("    the database would delete them too".into(), true));
        }
    }
    if departure.elsewhere {
        lines.push((format!("  {}", Departure::ELSEWHERE), true));
    }
    lines.push((String::new(), false));
    let instead = if departure.active {
        "It can be deactivated instead: then it stays, with its grants."
    } else {
        "It is inactive already, and stays as it is."
    };
    lines.push((instead.into(), false));
    lines
}
