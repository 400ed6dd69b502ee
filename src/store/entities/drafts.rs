//! What forms need while somebody types: the draft of an existing row, the problems of a
//! draft, and the effect of saving it.

use super::access_watch::decides_access;
use super::edit_context::EditContext;
use super::spellings::Spellings;
use super::{company, employee, lookalikes, user};
use crate::domain::{AccessEffect, Choice, Choices, CompanyId, Draft, Field, FieldProblem, UserId};
use crate::filter::Axis;
use crate::store::sql_value::SqlValue;
use crate::store::{Store, StoreError};

impl Store {
    /// Every field of a draft that could not be saved now, with the reason. `id` is the
    /// user's, `None` for a new one. Fast enough to call while somebody types: if there are
    /// many users, names that look the same are found only when saving.
    pub fn check_user(
        &self,
        id: Option<UserId>,
        draft: &Draft,
    ) -> Result<Vec<FieldProblem>, StoreError> {
        Ok(self.checked_user(id, draft)?.err().unwrap_or_default())
    }

    /// The problems that [`Store::check_user`] finds; if there are none, the effect of saving
    /// the draft on the user's access.
    pub fn preview_user(
        &self,
        id: Option<UserId>,
        draft: &Draft,
    ) -> Result<(Vec<FieldProblem>, AccessEffect), StoreError> {
        let mut effect = AccessEffect::default();
        let problems = match self.checked_user(id, draft)? {
            Err(problems) => problems,
            Ok(checked) => {
                if id.is_none() || decides_access(draft) {
                    effect = self.draft_effect(id, &checked)?;
                }
                Vec::new()
            }
        };
        Ok((problems, effect))
    }

    fn checked_user(
        &self,
        id: Option<UserId>,
        draft: &Draft,
    ) -> Result<Result<user::CheckedUser, Vec<FieldProblem>>, StoreError> {
        let mut context = self.context()?;
        if lookalikes::are_many(&self.connection)? {
            context.spellings = Some(Spellings::default());
        }
        let row = match id {
            Some(id) => context.users.row(&self.connection, &SqlValue::Integer(id.0))?,
            None => None,
        };
        user::check(&self.connection, &context, draft, row.as_ref())
    }

    /// The same for a company.
    pub fn check_company(
        &self,
        id: Option<&CompanyId>,
        draft: &Draft,
    ) -> Result<Vec<FieldProblem>, StoreError> {
        let context = self.context()?;
        let key = id.and_then(|id| self.catalog.position(id)).map(|at| &self.catalog.keys[at]);
        let row = match key {
            Some(key) => context.companies.row(&self.connection, key)?,
            None => None,
        };
        Ok(company::check(&self.connection, &context, draft, row.as_ref())?
            .err()
            .unwrap_or_default())
    }

    /// The roles, organizations, tenants and companies that the operator may choose.
    pub fn choices(&self) -> Result<Choices, StoreError> {
        let mut context = self.context()?;
        let roles = std::mem::take(&mut context.names.roles);
        context.names.roles = roles.only(|role| context.may_give(role));
        Ok(context.names.choices())
    }

    /// A user as a draft with every field that this database has.
    ///
    /// # Errors
    /// [`StoreError::Gone`].
    pub fn user_draft(&self, id: UserId) -> Result<Draft, StoreError> {
        user::draft_of(&self.connection, &mut self.context()?, id)
    }

    /// A company as a draft with every field that this database has.
    ///
    /// # Errors
    /// [`StoreError::Gone`].
    pub fn company_draft(&self, id: &CompanyId) -> Result<Draft, StoreError> {
        let at = self.catalog.position(id);
        let at = at.ok_or_else(|| StoreError::Gone(format!("the company {id}")))?;
        company::draft_of(&self.connection, &self.context()?, &self.catalog.keys[at])
    }

    /// The fields of users, or of companies, that this database has.
    pub fn stored_fields(&self, axis: Axis) -> Result<Vec<Field>, StoreError> {
        let context = self.context()?;
        let (fields, stores): (_, fn(&EditContext, Field) -> bool) = match axis {
            Axis::Users => (Field::OF_USER, user::stores),
            Axis::Companies => (Field::OF_COMPANY, company::stores),
        };
        Ok(fields.iter().copied().filter(|field| stores(&context, *field)).collect())
    }

    /// Columns that only this database has, and for which one of a few values must be chosen
    /// for a new user or company, or for the first employee record of an existing user.
    ///
    /// # Errors
    /// Those of reading.
    pub fn pick_lists(
        &self,
        axis: Axis,
        id: Option<UserId>,
    ) -> Result<Vec<(Field, Vec<Choice>)>, StoreError> {
        let mut context = self.context()?;
        let lists = context.pick_lists(axis, id.is_none());
        let has_record = match id {
            Some(id) if !lists.is_empty() => {
                employee::first_record(&self.connection, &mut context, id.0)?.is_some()
            }
            _ => false,
        };
        Ok(if has_record { Vec::new() } else { lists })
    }

    /// The columns of [`Self::pick_lists`] for new users or companies.
    ///
    /// # Errors
    /// Those of reading.
    pub fn picked_columns(&self, axis: Axis) -> Result<Vec<Field>, StoreError> {
        let lists = self.context()?.pick_lists(axis, true);
        Ok(lists.into_iter().map(|(field, _)| field).collect())
    }

    /// What checks and forms need to know about the database.
    fn context(&self) -> Result<EditContext, StoreError> {
        EditContext::read(
            &self.connection,
            &self.schema,
            &self.environment.operator,
            self.tenant_within(),
            false,
        )
        .map(|context| context.with_remote(self.remote()))
    }
}
