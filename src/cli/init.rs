//! `init` and `demo`: create an empty database or one with demo data.

use std::path::PathBuf;

use super::database::{self, OperatorArgs};
use super::demo::{self, Demo};
use super::exit::print_message;
use super::open::{self, ConsoleArgs, require_terminal};
use crate::console::Options;
use crate::store::{DemoPlan, ServerUrl, Store};

pub(super) const INIT_EXAMPLES: &str = "\
Examples:
  grantgrid init hr.db";

pub(super) const DEMO_EXAMPLES: &str = "\
Examples:
  grantgrid demo
  grantgrid demo --users 1000 --theme light
  grantgrid demo --to postgresql://hr@localhost/demo     an empty PostgreSQL database
  grantgrid demo --to big.db --users 100000 --companies 200 --grants 1000000";

const NO_SERVER: &str = "`init` creates a SQLite file; give its name";

/// The maximum percentage of granted cells by default.
const MAX_GRANTED_PERCENT: u64 = 30;
/// The minimum number of companies by default.
const MIN_COMPANIES: u64 = 5;

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// The file to create; it must not exist yet
    file: PathBuf,
}

/// The arguments of `demo`.
#[derive(Debug, clap::Args)]
pub(super) struct DemoArgs {
    /// Write the database to FILE, which must not exist yet, or to the empty PostgreSQL database of
    /// a postgresql:// URL, without opening it
    #[arg(long, value_name = "FILE or URL", conflicts_with_all = ["theme", "ascii", "as"])]
    to: Option<PathBuf>,
    #[command(flatten)]
    size: SizeArgs,
    #[command(flatten)]
    operator: OperatorArgs,
    #[command(flatten)]
    look: ConsoleArgs,
}

/// The size of a demo; values that are not given are derived from the others.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
struct SizeArgs {
    /// How many users [default: 250, or more if --grants needs them]
    #[arg(long, value_name = "N")]
    users: Option<u64>,
    /// How many companies [default: 24 for 250 users; grows with their number]
    #[arg(long, value_name = "N")]
    companies: Option<u64>,
    /// How many grants [default: 900 for 250 users, in proportion; at most 30 % of the cells]
    #[arg(long, value_name = "N")]
    grants: Option<u64>,
    /// The seed; the same seed and sizes give the same database [default: 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

pub(super) fn init(args: &InitArgs) -> anyhow::Result<()> {
    database::refuse_url(&args.file, NO_SERVER)?;
    let store = Store::create(&args.file, database::environment())?;
    drop(store);
    let file = database::quoted(&args.file);
    print_message(&format!("created {file}, an empty HR database · `grantgrid {file}` opens it"));
    Ok(())
}

/// Writes the demo, or opens the console on a temporary one; returns the exit
/// status.
pub(super) fn demo(args: &DemoArgs) -> anyhow::Result<u8> {
    let plan = args.size.plan();
    if let Some(path) = &args.to {
        if let Some(url) = path.to_str().filter(|word| ServerUrl::is_url(word)) {
            demo::write_to_server(&ServerUrl::parse(url)?, &plan)?;
            return Ok(super::exit::DONE);
        }
        demo::write(path, &plan)?;
        let file = database::quoted(path);
        print_message(&format!(
            "created {file} with {} users, {} companies and {} grants · `grantgrid {file}` opens it",
            plan.users, plan.companies, plan.grants
        ));
        return Ok(super::exit::DONE);
    }
    let options = args.look.options()?;
    require_terminal()?;
    let (demo, store) = Demo::create(&plan, &args.operator)?;
    let status = open::show(store, &Options { demo: true, ..options });
    demo.remove()?;
    status
}

impl SizeArgs {
    /// The sizes of the demo. The number of companies grows with the square root of
    /// the users, that of grants in proportion to the users, up to a share of the
    /// cells, so that some users have no company. If only the grants are given, the
    /// users grow with them, and there are companies enough for all grants.
    fn plan(self) -> DemoPlan {
        let default = DemoPlan::default();
        let users = match (self.users, self.grants) {
            (Some(users), _) => users,
            (None, Some(grants)) => {
                scaled(grants, default.users, default.grants).max(default.users)
            }
            (None, None) => default.users,
        };
        let companies = self.companies.unwrap_or_else(|| {
            let growth = scaled(users, 10_000, default.users).isqrt();
            let fitting = self.grants.map_or(0, |grants| grants.div_ceil(users.max(1)));
            scaled(growth, default.companies, 100).max(fitting).max(MIN_COMPANIES)
        });
        let grants = self.grants.unwrap_or_else(|| {
            let cells = users.saturating_mul(companies);
            scaled(users, default.grants, default.users).min(scaled(
                cells,
                MAX_GRANTED_PERCENT,
                100,
            ))
        });
        DemoPlan { users, companies, grants, seed: self.seed.unwrap_or(default.seed) }
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
    fn sizes_not_given_follow_the_others() {
        let default = DemoPlan::default();
        assert_eq!(plan(SizeArgs::default()), (default.users, default.companies, default.grants));

        let all = SizeArgs { users: Some(7), companies: Some(3), grants: Some(5), seed: None };
        assert_eq!(plan(all), (7, 3, 5));

        let hundredfold = SizeArgs { users: Some(default.users * 100), ..SizeArgs::default() };
        let (_, companies, grants) = plan(hundredfold);
        assert_eq!((companies, grants), (default.companies * 10, default.grants * 100));

        let few = SizeArgs { users: Some(5), ..SizeArgs::default() };
        assert_eq!(plan(few), (5, 5, 7));
        let few = SizeArgs { companies: Some(3), ..SizeArgs::default() };
        assert_eq!(plan(few), (250, 3, 225));
        let dense = SizeArgs { users: Some(10), grants: Some(200), ..SizeArgs::default() };
        assert_eq!(plan(dense), (10, 20, 200));

        let many_grants = SizeArgs { grants: Some(default.grants * 50), ..SizeArgs::default() };
        assert_eq!(plan(many_grants).0, default.users * 50);
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
