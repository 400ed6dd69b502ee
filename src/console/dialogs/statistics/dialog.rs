//! The statistics on the screen: five sections, each with a cursor, and the users behind the
//! selected entry.

use crate::console::state::Pane;
use crate::domain::{CompanyFigures, CompanyId, Figures, Month, RoleLine};
use crate::filter;

/// The sections of the screen, in the order of Tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    #[default]
    Totals,
    /// Users by number of companies.
    Counts,
    Companies,
    Roles,
    /// Grants over time.
    Months,
}

/// The sort orders of the companies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CompanySort {
    #[default]
    Users,
    Drift,
    Code,
    Name,
}

/// A figure of a role that can be selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RoleColumn {
    #[default]
    Users,
    Drift,
}

/// A line of the totals that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Total {
    Users,
    Companies,
    Grants,
    Coverage,
    WithoutCompany,
    WithSeveral,
    Drift,
    ActiveUsers,
    EffectivePairs,
    ImpliedPairs,
    IneffectiveGrants,
    WithoutAccess,
}

/// What an entry leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The pane that shows it.
    pub(crate) pane: Pane,
    /// The filter: of companies if the pane is Companies, otherwise of users.
    pub(crate) filter: String,
    /// The company that the cursor goes to.
    pub(crate) company: Option<CompanyId>,
}

#[derive(Debug, Default)]
pub(crate) struct StatisticsDialog {
    /// `None` until the statistics are counted.
    pub(crate) figures: Option<Figures>,
    /// Whether a newer count is in progress.
    pub(crate) counting: bool,
    pub(crate) section: Section,
    pub(crate) sort: CompanySort,
    pub(crate) role_column: RoleColumn,
    /// The selected entry of each section.
    pub(super) chosen: [usize; Section::ALL.len()],
    /// The first visible entry of each section.
    pub(crate) tops: [usize; Section::ALL.len()],
    /// The indexes of the companies, sorted.
    pub(super) order: Vec<usize>,
}

impl Section {
    pub(crate) const ALL: [Self; 5] =
        [Self::Totals, Self::Counts, Self::Companies, Self::Roles, Self::Months];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Totals => "Totals",
            Self::Counts => "Users by number of companies",
            Self::Companies => "Companies",
            Self::Roles => "Roles",
            Self::Months => "Grants by month",
        }
    }

    /// Whether the entries are side by side.
    pub(crate) fn is_across(self) -> bool {
        matches!(self, Self::Counts | Self::Months)
    }
}

impl CompanySort {
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Users => Self::Drift,
            Self::Drift => Self::Code,
            Self::Code => Self::Name,
            Self::Name => Self::Users,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Drift => "drift",
            Self::Code => "code",
            Self::Name => "name",
        }
    }
}

impl Total {
    pub(crate) const ALL: [Self; 12] = [
        Self::Users,
        Self::Companies,
        Self::Grants,
        Self::Coverage,
        Self::WithoutCompany,
        Self::WithSeveral,
        Self::Drift,
        Self::ActiveUsers,
        Self::EffectivePairs,
        Self::ImpliedPairs,
        Self::IneffectiveGrants,
        Self::WithoutAccess,
    ];

    /// The pane that shows the figure.
    fn pane(self) -> Pane {
        match self {
            Self::Companies => Pane::Companies,
            Self::Coverage => Pane::Matrix,
            _ => Pane::Users,
        }
    }

    /// The filter that shows what is counted.
    fn filter(self) -> &'static str {
        match self {
            Self::Users | Self::Companies | Self::Coverage => "",
            Self::Grants => "n:>0",
            Self::WithoutCompany => "is:none",
            Self::WithSeveral => "is:multiple",
            Self::Drift => "is:drift",
            Self::ActiveUsers => "is:active",
            Self::EffectivePairs => "effective:>0",
            Self::ImpliedPairs => "is:implied",
            Self::IneffectiveGrants => "is:ineffective",
            Self::WithoutAccess => "is:active effective:0",
        }
    }
}

impl StatisticsDialog {
    /// The dialog before anything is counted.
    pub(crate) fn being_counted() -> Self {
        Self { counting: true, ..Self::default() }
    }

    /// Takes the result of a count; the cursor stays where it was.
    pub(crate) fn counted(&mut self, figures: Figures) {
        let company = self.company().map(|it| it.company.id.clone());
        let month = self.month();
        let first_time = self.figures.replace(figures).is_none();
        self.counting = false;
        self.arrange(company.as_ref());
        let months = Section::Months as usize;
        match (first_time, self.first_month(), month) {
            (true, ..) => self.chosen[months] = usize::MAX,
            (false, Some(first), Some(month)) => self.chosen[months] = month.since(first),
            (false, ..) => {}
        }
        for section in Section::ALL {
            let last = self.len(section).saturating_sub(1);
            let chosen = &mut self.chosen[section as usize];
            *chosen = (*chosen).min(last);
        }
    }

    /// The number of entries in a section.
    pub(crate) fn len(&self, section: Section) -> usize {
        let Some(figures) = &self.figures else {
            return 0;
        };
        match section {
            Section::Totals => Total::ALL.len(),
            Section::Counts => figures.histogram().len(),
            Section::Companies => figures.companies.len(),
            Section::Roles => self.roles().len(),
            Section::Months => match (self.first_month(), figures.months.last()) {
                (Some(first), Some((last, _))) => last.since(first) + 1,
                _ => 0,
            },
        }
    }

    pub(crate) fn chosen(&self, section: Section) -> usize {
        self.chosen[section as usize]
    }

    /// Moves the cursor of the section as far as possible.
    pub(crate) fn go(&mut self, by: isize) {
        let last = self.len(self.section).saturating_sub(1);
        let chosen = &mut self.chosen[self.section as usize];
        *chosen = chosen.saturating_add_signed(by).min(last);
    }

    /// Sorts the companies by the next order; the cursor goes to the first.
    pub(crate) fn sort_again(&mut self) {
        self.sort = self.sort.next();
        self.arrange(None);
        self.chosen[Section::Companies as usize] = 0;
    }

    /// The companies, in the current order.
    pub(crate) fn companies(&self) -> impl Iterator<Item = &CompanyFigures> {
        self.figures.iter().flat_map(|it| self.order.iter().map(|at| &it.companies[*at]))
    }

    /// The roles with their figures.
    pub(crate) fn roles(&self) -> Vec<RoleLine<'_>> {
        self.figures.iter().flat_map(Figures::roles).collect()
    }

    /// The first month of the chart: that of the first grant, or earlier, because at least a
    /// year is shown.
    pub(crate) fn first_month(&self) -> Option<Month> {
        let months = &self.figures.as_ref()?.months;
        let ((first, _), (last, _)) = (months.first()?, months.last()?);
        Some((*first).min(last.plus(-11)))
    }

    /// Where the selected entry leads.
    pub(crate) fn target(&self) -> Option<Target> {
        let figures = self.figures.as_ref()?;
        let at = self.chosen(self.section);
        let (mut company, mut pane) = (None, Pane::Users);
        let filter = match self.section {
            Section::Totals => {
                let total = Total::ALL[at.min(Total::ALL.len() - 1)];
                pane = total.pane();
                total.filter().into()
            }
            Section::Counts => {
                let bucket = *figures.histogram().get(at)?;
                match (bucket.least, bucket.most) {
                    (least, most) if least == most => format!("n:{least}"),
                    (least, most) => format!("n:{least}..{most}"),
                }
            }
            Section::Companies => {
                let chosen = self.company()?;
                company = Some(chosen.company.id.clone());
                format!("company:{}", filter::value(name_of(chosen, &figures.companies)))
            }
            Section::Roles => self.role_filter(at)?,
            Section::Months => format!("granted:{}", self.month()?),
        };
        Some(Target { pane, filter, company })
    }

    /// The users without a company.
    pub(crate) fn without_company() -> Target {
        let total = Total::WithoutCompany;
        Target { pane: total.pane(), filter: total.filter().into(), company: None }
    }

    fn role_filter(&self, at: usize) -> Option<String> {
        let roles = self.roles();
        let of_role = if let Some(rule) = roles.get(at)?.rule {
            format!("role:{}", filter::value(&rule.role))
        } else {
            // Users who have none of the roles.
            let names = roles.iter().filter_map(|line| line.rule);
            let names: Vec<String> = names.map(|rule| filter::value(&rule.role)).collect();
            if names.is_empty() { String::new() } else { format!("!role:{}", names.join(",")) }
        };
        Some(match self.role_column {
            RoleColumn::Users => of_role,
            RoleColumn::Drift => format!("{of_role} is:drift").trim().to_owned(),
        })
    }

    fn company(&self) -> Option<&CompanyFigures> {
        let index = *self.order.get(self.chosen(Section::Companies))?;
        self.figures.as_ref()?.companies.get(index)
    }

    pub(crate) fn month(&self) -> Option<Month> {
        let at = i64::try_from(self.chosen(Section::Months)).ok()?;
        Some(self.first_month()?.plus(at))
    }

    /// Sorts the companies; the cursor stays on this one.
    fn arrange(&mut self, stay_on: Option<&CompanyId>) {
        let Some(figures) = &self.figures else {
            return;
        };
        let companies = &figures.companies;
        let mut order: Vec<usize> = (0..companies.len()).collect();
        let most_first = |of: fn(&CompanyFigures) -> u64| {
            move |at: &usize| std::cmp::Reverse(of(&companies[*at]))
        };
        match self.sort {
            CompanySort::Users => order.sort_by_key(most_first(|it| it.users)),
            CompanySort::Drift => order.sort_by_key(most_first(|it| it.drift)),
            CompanySort::Code => order.sort_by_key(|at| companies[*at].company.code.to_lowercase()),
            CompanySort::Name => order.sort_by_key(|at| companies[*at].company.name.to_lowercase()),
        }
        if let Some(at) = stay_on
            .and_then(|id| order.iter().position(|index| companies[*index].company.id == *id))
        {
            self.chosen[Section::Companies as usize] = at;
        }
        self.order = order;
    }
}

/// The value with which a filter matches only this company: the code, otherwise the name,
/// otherwise the id.
fn name_of<'a>(wanted: &'a CompanyFigures, all: &[CompanyFigures]) -> &'a str {
    let company = &wanted.company;
    let is_only = |name: &&str| {
        let exact = name.chars().any(char::is_uppercase);
        let same = |other: &str| {
            if exact { other == *name } else { other.to_lowercase() == name.to_lowercase() }
        };
        let named = |it: &&CompanyFigures| same(&it.company.code) || same(&it.company.name);
        !name.trim().is_empty() && all.iter().filter(named).nth(1).is_none()
    };
    let names = [company.code.as_str(), company.name.as_str()];
    names.into_iter().find(is_only).unwrap_or(company.id.as_str())
}
