//! `init` and `demo`: new databases, empty or made up.

use std::path::PathBuf;

use super::database::{self, OperatorArgs};
use super::demo::{self, Demo};
use super::exit::say;
use super::open::{self, ConsoleArgs, require_terminal};
use crate::console::Options;
use crate::store::{DemoPlan, Store};

pub(super) const INIT_EXAMPLES: &str = "\
Examples:
  grantgrid init hr.db";

pub(super) const DEMO_EXAMPLES: &str = "\
Examples:
  grantgrid demo
  grantgrid demo --users 1000 --theme light
  grantgrid demo --to big.db --users 100000 --companies 200 --grants 1000000";

/// At most so many of a hundred cells are granted, unless a number is asked for.
const MOST_GRANTED: u64 = 30;
/// At least so many companies, unless a number is asked for.
const LEAST_COMPANIES: u64 = 5;

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// The file to make; nothing may stand there yet
    file: PathBuf,
}

/// The arguments of `demo`.
#[derive(Debug, clap::Args)]
pub(super) struct DemoArgs {
    /// Write the database to FILE, where nothing may stand yet, and don't open it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["theme", "ascii", "as"])]
    to: Option<PathBuf>,
    #[command(flatten)]
    size: SizeArgs,
    #[command(flatten)]
    operator: OperatorArgs,
    #[command(flatten)]
    look: ConsoleArgs,
}

/// How large a demo is; what is not said is chosen to go with what is.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
struct SizeArgs {
    /// How many users [default: 250, more for more --grants]
    #[arg(long, value_name = "N")]
    users: Option<u64>,
    /// How many companies [default: 24, more or fewer with the users]
    #[arg(long, value_name = "N")]
    companies: Option<u64>,
    /// How many grants [default: 900 for 250 users, in proportion, at most 30 % of the cells]
    #[arg(long, value_name = "N")]
    grants: Option<u64>,
    /// The same seed and sizes make the same database [default: 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

pub(super) fn init(args: &InitArgs) -> anyhow::Result<()> {
    let store = Store::create(&args.file, database::services())?;
    drop(store);
    let file = database::quoted(&args.file);
    say(&format!("made {file}, an empty HR database · `grantgrid {file}` opens it"));
    Ok(())
}

/// Writes the demo, or opens the console on one that is gone afterwards;
/// answers the exit status.
pub(super) fn demo(args: &DemoArgs) -> anyhow::Result<u8> {
    let plan = args.size.plan();
    if let Some(path) = &args.to {
        demo::write(path, &plan)?;
        let file = database::quoted(path);
        say(&format!(
            "made {file} with {} users, {} companies and {} grants · `grantgrid {file}` opens it",
            plan.users, plan.companies, plan.grants
        ));
        return Ok(super::exit::DONE);
    }
    let options = args.look.options()?;
    require_terminal()?;
    let (demo, store) = Demo::make(&plan, &args.operator)?;
    let status = open::show(store, Options { demo: true, ..options });
    demo.remove()?;
    status
}

impl SizeArgs {
    /// The plan of the demo. More users come with more companies (by the
    /// square root) and more grants (in proportion, but never more than a part
    /// of the cells, so that some users are left without a company); more
    /// grants with more users, and companies enough for all of them.
    fn plan(self) -> DemoPlan {
        let usual = DemoPlan::default();
        let users = match (self.users, self.grants) {
            (Some(users), _) => users,
            (None, Some(grants)) => scaled(grants, usual.users, usual.grants).max(usual.users),
            (None, None) => usual.users,
        };
        let companies = self.companies.unwrap_or_else(|| {
            let growth = scaled(users, 10_000, usual.users).isqrt();
            let fitting = self.grants.map_or(0, |grants| grants.div_ceil(users.max(1)));
            scaled(growth, usual.companies, 100).max(fitting).max(LEAST_COMPANIES)
        });
        let grants = self.grants.unwrap_or_else(|| {
            let cells = users.saturating_mul(companies);
            scaled(users, usual.grants, usual.users).min(scaled(cells, MOST_GRANTED, 100))
        });
        DemoPlan { users, companies, grants, seed: self.seed.unwrap_or(usual.seed) }
    }
}

/// `number` × `by` ÷ `of`.
fn scaled(number: u64, by: u64, of: u64) -> u64 {
    let scaled = u128::from(number) * u128::from(by) / u128::from(of.max(1));
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(size: SizeArgs) -> (u64, u64, u64) {
        let plan = size.plan();
        (plan.users, plan.companies, plan.grants)
    }

    #[test]
    fn what_is_not_said_goes_with_what_is() {
        let usual = DemoPlan::default();
        assert_eq!(plan(SizeArgs::default()), (usual.users, usual.companies, usual.grants));

        let all = SizeArgs { users: Some(7), companies: Some(3), grants: Some(5), seed: None };
        assert_eq!(plan(all), (7, 3, 5));

        let hundredfold = SizeArgs { users: Some(usual.users * 100), ..SizeArgs::default() };
        let (_, companies, grants) = plan(hundredfold);
        assert_eq!((companies, grants), (usual.companies * 10, usual.grants * 100));

        let few = SizeArgs { users: Some(5), ..SizeArgs::default() };
        assert_eq!(plan(few), (5, 5, 7));
        let few = SizeArgs { companies: Some(3), ..SizeArgs::default() };
        assert_eq!(plan(few), (250, 3, 225));
        let dense = SizeArgs { users: Some(10), grants: Some(200), ..SizeArgs::default() };
        assert_eq!(plan(dense), (10, 20, 200));

        let many_grants = SizeArgs { grants: Some(usual.grants * 50), ..SizeArgs::default() };
        assert_eq!(plan(many_grants).0, usual.users * 50);
    }

    #[test]
    fn a_demo_is_never_full_unless_asked_for() {
        for users in [0, 1, 2, 1000, u64::MAX] {
            for companies in [None, Some(0), Some(1), Some(u64::MAX)] {
                let size = SizeArgs { users: Some(users), companies, ..SizeArgs::default() };
                let (users, companies, grants) = plan(size);
                let cells = u128::from(users) * u128::from(companies);
                assert!(u128::from(grants) <= cells / 2, "{users} × {companies}: {grants}");
            }
        }
    }
}
