//! The form itself: its fields, what was typed in them and what can be picked.

use tui_input::Input;

use crate::console::plans::{FormContents, Subject};
use crate::domain::{AccessEffect, Choice, Choices, Draft, Field, FieldProblem};
use crate::filter::Axis;

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
    /// The draft that was last checked, or is being checked.
    pub(super) checked: Draft,
    /// What cannot be taken as it is.
    pub(crate) problems: Vec<FieldProblem>,
    /// What saving would do to access.
    pub(crate) effect: AccessEffect,
    /// The draft of a company whose effect is known, or is being looked for.
    pub(super) effect_of: Option<Draft>,
    /// What the form opened with; where another program wrote since, what that
    /// wrote.
    pub(crate) before: Draft,
    /// Enter was pressed: now every problem is shown.
    pub(crate) tried: bool,
    /// Esc was pressed once with something typed.
    pub(crate) asked: bool,
    /// The form said that saving takes away much access; Enter confirms it.
    pub(crate) loss_asked: Option<u64>,
}

/// One line of a form.
#[derive(Debug)]
pub(crate) struct FormField {
    pub(crate) field: Field,
    pub(crate) input: Input,
    /// Whether something was typed here.
    pub(crate) touched: bool,
    contest: Contest,
    /// What can be picked; empty for free text.
    pub(crate) choices: Vec<Choice>,
}

/// Whether another program wrote into a field after it was changed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contest {
    None,
    /// It did, and Enter is to ask first.
    New,
    /// It did, and the person was asked.
    Asked,
}

/// The role that a new user has, unless another is picked.
const LEAST_ROLE: &str = "Employee";

impl FormDialog {
    pub(crate) fn new(contents: FormContents) -> Self {
        let FormContents { axis, subject, mut draft, fields, choices } = contents;
        if subject.is_none() {
            draft.set(Field::Active, "yes");
            if choices.roles.iter().any(|role| role.text == LEAST_ROLE) {
                draft.set(Field::Role, LEAST_ROLE);
            }
            if let [tenant] = &choices.tenants[..] {
                draft.set(Field::Tenant, tenant.text.clone());
            }
        }
        let fields: Vec<FormField> = fields
            .into_iter()
            .map(|field| FormField {
                field,
                input: Input::new(draft.get(field).unwrap_or_default().to_owned()),
                touched: false,
                contest: Contest::None,
                choices: choices_of(field, &choices),
            })
            .collect();
        let mut form = Self {
            axis,
            subject,
            fields,
            focus: 0,
            chosen: None,
            fresh: true,
            checked: Draft::default(),
            problems: Vec::new(),
            effect: AccessEffect::default(),
            effect_of: None,
            before: Draft::default(),
            tried: false,
            asked: false,
            loss_asked: None,
        };
        form.before = form.written();
        form
    }

    /// What is to be saved: of an edited one only what was changed.
    pub(crate) fn draft(&self) -> Draft {
        let written = self.written();
        if self.subject.is_none() { written } else { written.changed_from(&self.before) }
    }

    /// Of a draft of a company that can be saved, what decides who can get in: the tenant.
    /// `None` if nothing of it does.
    pub(super) fn decides_access(&self) -> Option<Draft> {
        let draft = self.draft();
        let tenant = draft.get(Field::Tenant);
        let decides = self.axis == Axis::Companies && (self.subject.is_none() || tenant.is_some());
        let mut deciding = Draft::default();
        if let Some(tenant) = tenant {
            deciding.set(Field::Tenant, tenant.trim());
        }
        (decides && self.problems.is_empty()).then_some(deciding)
    }

    /// What is written in it. A field of a new one that was left empty is not
    /// stated.
    fn written(&self) -> Draft {
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
    pub(crate) fn is_changed(&self) -> bool {
        self.written() != self.before
    }

    /// Takes in what the database says by now: a field that nobody changed here
    /// shows it, one that somebody did says so. True if that is news of any.
    pub(crate) fn renew(&mut self, contents: &FormContents) -> bool {
        let mut contested = false;
        self.chosen = None;
        for it in &mut self.fields {
            it.choices = choices_of(it.field, &contents.choices);
            let now = contents.draft.get(it.field).filter(|_| self.subject.is_some());
            let before = self.before.get(it.field).unwrap_or_default();
            let Some(now) = now.filter(|now| *now != before) else {
                continue;
            };
            if it.input.value() == before {
                it.input = Input::new(now.to_owned());
            } else if it.input.value() != now {
                it.contest = Contest::New;
                contested = true;
            }
            self.before.set(it.field, now);
        }
        contested
    }

    /// The changed fields that another program wrote to since.
    pub(crate) fn contested(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().filter(|it| it.is_contested(&self.before)).map(|it| it.field)
    }

    /// Takes for granted that the person was asked about all of them; true if
    /// some were news.
    pub(crate) fn ask_of_contested(&mut self) -> bool {
        let mut news = false;
        for it in &mut self.fields {
            news |= it.contest == Contest::New && it.is_contested(&self.before);
            if it.contest == Contest::New {
                it.contest = Contest::Asked;
            }
        }
        news
    }

    /// What another program wrote into a changed field, shown beside it.
    pub(crate) fn theirs(&self, at: usize) -> Option<String> {
        let field = self.fields.get(at)?.field;
        self.contested().find(|contested| *contested == field)?;
        Some(match self.before.get(field) {
            None | Some("") => "another program emptied it".to_owned(),
            Some(now) => format!("another program wrote “{now}”"),
        })
    }

    pub(crate) fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// The problem to show beside a field: of one that nobody came to yet,
    /// only after Enter.
    pub(crate) fn problem(&self, at: usize) -> Option<&FieldProblem> {
        let field = self.fields.get(at)?;
        // What is half typed and still fits a line of the list is no fault yet.
        let picking = at == self.focus && !field.choices.is_empty() && !field.fitting().is_empty();
        let shown = self.tried || (field.touched && !picking);
        self.problems.iter().find(|problem| shown && problem.field == field.field)
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

impl FormDialog {
    /// Changes the text of the focused field; `change` learns whether the text
    /// replaces what a field with a list has.
    pub(super) fn change_field(&mut self, change: impl FnOnce(&mut Input, bool)) -> bool {
        self.asked = false;
        self.chosen = None;
        let replaced = self.is_replaced();
        self.fresh = false;
        if let Some(field) = self.fields.get_mut(self.focus) {
            let before = field.input.value().to_owned();
            change(&mut field.input, replaced);
            if field.input.value() != before {
                field.touched = true;
            }
        }
        true
    }
}

impl FormField {
    /// Whether it would write over what another program wrote.
    fn is_contested(&self, before: &Draft) -> bool {
        self.contest != Contest::None && Some(self.input.value()) != before.get(self.field)
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
        field => {
            let found = choices.columns.iter().find(|(of, _)| *of == field);
            found.map(|(_, choices)| choices.clone()).unwrap_or_default()
        }
    }
}
