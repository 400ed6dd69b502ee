//! A program that uses the library: lists users and companies, shows one user,
//! grants and revokes access, one by one or for a whole role.
//!
//! ```sh
//! cargo run --example access -- hrm.db users
//! cargo run --example access -- hrm.db companies
//! cargo run --example access -- hrm.db show sarah
//! cargo run --example access -- hrm.db add sarah NYC
//! cargo run --example access -- hrm.db remove sarah NYC
//! cargo run --example access -- hrm.db add-where 'role:"HR Manager"' NYC LA
//! cargo run --example access -- hrm.db summary
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use grantgrid::domain::{Bulk, Cancel, CompanyId};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{Committed, Environment, Query, Store};

/// The operator that the history names.
const OPERATOR: &str = "access example";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut io::stdout().lock())
}

/// Runs one command; the arguments are the database, the command, and what it
/// is about.
pub(crate) fn run(arguments: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [database, command, rest @ ..] = &arguments[..] else {
        return Err("usage: access DB users|companies|show|add|remove|add-where|summary".into());
    };
    let mut store = Store::open(Path::new(database), Environment::real(OPERATOR))?;
    match (*command, rest) {
        ("users", []) => users(&store, out),
        ("companies", []) => companies(&store, out),
        ("show", [user]) => show(&store, user, out),
        ("add", [user, codes @ ..]) => {
            let user = store.find_user(user)?.id;
            let change = Bulk::grant([user], named(&store, codes)?);
            tell(&store.apply(&change, Some("by hand"))?, out)
        }
        ("remove", [user, codes @ ..]) => {
            let user = store.find_user(user)?.id;
            let change = Bulk::revoke([user], named(&store, codes)?);
            tell(&store.apply(&change, Some("by hand"))?, out)
        }
        ("add-where", [filter, codes @ ..]) => {
            let companies = named(&store, codes)?;
            let filter = parse(Axis::Users, filter)?;
            let users = store.select_users(&Query::of(&filter), &Cancel::default())?;
            let change = Bulk::grant(users, companies);
            let preview = store.dry_run(&change)?;
            writeln!(out, "{} users get {} grants", preview.users_affected, preview.added)?;
            tell(&store.apply(&change, Some("for all of them"))?, out)
        }
        ("summary", []) => summary(&store, out),
        _ => Err(format!("unknown command {command}").into()),
    }
}

/// The companies of these codes.
fn named(store: &Store, codes: &[&str]) -> Result<Vec<CompanyId>, Box<dyn Error>> {
    let company = |code: &&str| Ok(store.find_company(code)?.id.clone());
    codes.iter().map(company).collect()
}

fn users(store: &Store, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    store.for_each_user(|user, companies| {
        writeln!(out, "{:5}  {:20}  {:16}  {}", user.id, user.username, user.role, companies.len())
            .map_err(Box::<dyn Error>::from)
    })
}

fn companies(store: &Store, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    for (company, users) in store.companies().iter().zip(store.users_per_company()?) {
        writeln!(out, "{:8}  {:30}  {users}", company.code, company.name)?;
    }
    Ok(())
}

fn show(store: &Store, user: &str, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let user = store.find_user(user)?;
    writeln!(out, "{} ({})", user.username, user.full_name)?;
    for grant in store.grants_of(user.id)? {
        let company = store.companies().iter().find(|company| company.id == grant.company);
        let name = company.map_or("?", |company| &company.name);
        writeln!(out, "  {name}, since {}", grant.granted_at)?;
    }
    Ok(())
}

fn tell(done: &Committed, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    match &done.change {
        Some(change) => writeln!(
            out,
            "change {}: {} added, {} removed",
            change.id, change.added, change.removed
        )?,
        None => writeln!(out, "no changes: everything already matches")?,
    }
    Ok(())
}

fn summary(store: &Store, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let figures = store.statistics(&Cancel::default())?;
    writeln!(out, "{} users, {} companies", figures.users, figures.companies)?;
    writeln!(out, "{} grants, {} %", figures.grants, figures.coverage_percent())?;
    writeln!(out, "{} users without a company", figures.users_without_company)?;
    writeln!(out, "{} users with several", figures.users_with_multiple)?;
    Ok(())
}
