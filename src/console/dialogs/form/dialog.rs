//! A form: its fields, what was typed in them and what can be picked.

use tui_input::Input;

use crate::console::plans::{FormContents, Subject};
use crate::domain::{AccessEffect, Choice, Choices, Draft, Field, FieldProblem};
use crate::filter::Axis;

/// A form.
#[derive(Debug)]
pub(crate) struct FormDialog {
    pub(crate) axis: Axis,
    /// `None` for a new user or company.
    pub(crate) subject: Option<Subject>,
    pub(crate) fields: Vec<FormField>,
    pub(crate) focus: usize,
    /// The selected line in the list of the focused field, if any.
    pub(crate) chosen: Option<usize>,
    /// Whether the focused field was just entered, or filled from its list, so that typing
    /// replaces the value of a field with a list.
    pub(crate) fresh: bool,
    /// The draft that was last checked, or is being checked.
    pub(super) checked: Draft,
    /// The problems of that draft.
    pub(crate) problems: Vec<FieldProblem>,
    /// The effect of saving on access.
    pub(crate) effect: AccessEffect,
    /// The draft of a company whose effect is known, or requested.
    pub(super) effect_of: Option<Draft>,
    /// The values when the form was opened, updated when another program writes.
    pub(crate) before: Draft,
    /// Whether Enter was pressed, after which every problem is shown.
    pub(crate) tried: bool,
    /// Whether Esc was pressed once although there are changes.
    pub(crate) esc_pressed: bool,
    /// The access that saving would remove, once that was shown; Enter then confirms it.
    pub(crate) loss_shown: Option<u64>,
}

/// One line of a form.
#[derive(Debug)]
pub(crate) struct FormField {
    pub(crate) field: Field,
    pub(crate) input: Input,
    /// Whether the field was edited here.
    pub(crate) touched: bool,
    conflict: EditConflict,
    /// The choices; empty for free text.
    pub(crate) choices: Vec<Choice>,
}

/// Whether another program has written to a field after it was edited here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EditConflict {
    None,
    /// It has, and Enter must ask first.
    New,
    /// It has, and the operator was asked.
    Shown,
}

/// The default role of a new user.
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
                conflict: EditConflict::None,
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
            esc_pressed: false,
            loss_shown: None,
        };
        form.before = form.written();
        form
    }

    /// The draft to save; for an existing user or company, only the changed fields.
    pub(crate) fn draft(&self) -> Draft {
        let written = self.written();
        if self.subject.is_none() { written } else { written.changed_from(&self.before) }
    }

    /// The field of a company's draft that affects access, which is the tenant; `None` if the
    /// draft cannot be saved or does not affect access.
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

    /// The text of every field. For a new user or company, empty fields are left out.
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

    /// The name when the form was opened.
    pub(crate) fn name(&self) -> &str {
        let first = self.fields.first().and_then(|field| self.before.get(field.field));
        first.unwrap_or_default()
    }

    /// Whether anything was edited.
    pub(crate) fn is_changed(&self) -> bool {
        self.written() != self.before
    }

    /// Takes the current values of the database: a field that was not edited here shows them,
    /// and an edited one shows a note. Returns true if anything is new.
    pub(crate) fn renew(&mut self, contents: &FormContents) -> bool {
        let mut conflicting = false;
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
                it.conflict = EditConflict::New;
                conflicting = true;
            }
            self.before.set(it.field, now);
        }
        conflicting
    }

    /// The edited fields that another program has written to.
    pub(crate) fn conflicting(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().filter(|it| it.is_conflicting(&self.before)).map(|it| it.field)
    }

    /// Marks all conflicting fields as asked about; returns true if some were not yet.
    pub(crate) fn mark_conflicts_shown(&mut self) -> bool {
        let mut news = false;
        for it in &mut self.fields {
            news |= it.conflict == EditConflict::New && it.is_conflicting(&self.before);
            if it.conflict == EditConflict::New {
                it.conflict = EditConflict::Shown;
            }
        }
        news
    }

    /// What another program has written to an edited field, to show beside it.
    pub(crate) fn theirs(&self, at: usize) -> Option<String> {
        let field = self.fields.get(at)?.field;
        self.conflicting().find(|conflicting| *conflicting == field)?;
        Some(match self.before.get(field) {
            None | Some("") => "another program emptied it".to_owned(),
            Some(now) => format!("another program wrote “{now}”"),
        })
    }

    pub(crate) fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// The problem to show beside a field. Fields that were not visited yet show it only after
    /// Enter.
    pub(crate) fn problem(&self, at: usize) -> Option<&FieldProblem> {
        let field = self.fields.get(at)?;
        // A partly typed text that still matches a choice is not a problem yet.
        let picking = at == self.focus && !field.choices.is_empty() && !field.fitting().is_empty();
        let shown = self.tried || (field.touched && !picking);
        self.problems.iter().find(|problem| shown && problem.field == field.field)
    }

    /// Moves the focus to a field.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.focus = at;
        self.chosen = None;
        self.fresh = true;
    }

    /// Whether typing replaces the text of the focused field.
    pub(crate) fn is_replaced(&self) -> bool {
        self.fresh && self.focused().is_some_and(|field| !field.choices.is_empty())
    }
}

impl FormDialog {
    /// Changes the text of the focused field; `change` receives whether the text of a field
    /// with a list is replaced.
    pub(super) fn change_field(&mut self, change: impl FnOnce(&mut Input, bool)) -> bool {
        self.esc_pressed = false;
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
    /// Whether saving would overwrite what another program has written.
    fn is_conflicting(&self, before: &Draft) -> bool {
        self.conflict != EditConflict::None && Some(self.input.value()) != before.get(self.field)
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
