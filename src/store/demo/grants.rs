//! Creates the grants: mostly for the home company and other companies of the same tenant.
//! They are created user by user in the order of the unique index, with ascending ids, and are
//! never all in memory.

use rusqlite::params;

use super::builder::DemoBuilder;
use super::companies::DemoCompanies;
use super::dice::{Dice, DiceSubject};
use super::people::DemoUser;
use super::times;
use crate::store::StoreError;

const INSERT_GRANT: &str = "INSERT INTO hrm_user_company_access \
     (id, user_id, company_id, created_at, modified_at) VALUES (?1, ?2, ?3, ?4, ?4)";

/// How many of a hundred users with grants have one for their home company.
const AT_HOME: u32 = 85;
/// How many of a hundred other grants are within the tenant.
const WITHIN_TENANT: u32 = 80;

/// Creates the grants. `shares` says how many each user gets.
pub(super) fn make(
    making: &DemoBuilder<'_>,
    companies: &DemoCompanies,
    people: &[DemoUser],
    shares: &[u32],
) -> Result<(), StoreError> {
    let DemoBuilder { connection, calendar, seed, cancel } = *making;
    let mut insert = connection.prepare(INSERT_GRANT)?;
    let mut dice = Dice::new(seed, DiceSubject::Grants);
    let mut choice = GrantChoice::new(companies);
    let users = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let grants = shares.iter().copied().map(u64::from).sum();
    let mut made = 0;
    for ((at, person), &share) in (0..users).zip(people).zip(shares) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let arrived = times::arrival(at, users);
        for &company in choice.draw(person, share, &mut dice) {
            let day = if person.home == Some(company) {
                arrived + dice.below(3)
            } else {
                arrived + dice.below(times::LAST - arrived)
            };
            let since = calendar.moment(day, &mut dice);
            let id = dice.ascending_id(made, grants);
            let company = companies.ids[company as usize].as_str();
            insert.execute(params![id.as_str(), at + 1, company, since.as_str()])?;
            made += 1;
        }
    }
    Ok(())
}

/// Chooses companies without repetition. Its memory is reused from one user to the next.
struct GrantChoice<'a> {
    companies: &'a DemoCompanies,
    /// All indexes in the order of the companies' ids, and the reverse.
    by_id: Vec<u32>,
    rank: Vec<u32>,
    /// The number of the draw in which a company was last drawn.
    drawn_in: Vec<u32>,
    draws: u32,
    chosen: Vec<u32>,
}

impl<'a> GrantChoice<'a> {
    fn new(companies: &'a DemoCompanies) -> Self {
        let mut by_id: Vec<u32> = (0..companies.count()).collect();
        by_id.sort_unstable_by_key(|&index| companies.ids[index as usize]);
        let mut rank = vec![0; by_id.len()];
        for (at, &index) in (0..companies.count()).zip(&by_id) {
            rank[index as usize] = at;
        }
        let drawn_in = vec![0; by_id.len()];
        Self { companies, by_id, rank, drawn_in, draws: 0, chosen: Vec::new() }
    }

    /// This many companies for a user, in the order of their ids.
    fn draw(&mut self, person: &DemoUser, share: u32, dice: &mut Dice) -> &[u32] {
        self.draws += 1;
        self.chosen.clear();
        let at_home = dice.percent(AT_HOME);
        let all = self.companies.count();
        if share > all / 2 {
            self.draw_omitted(person, all - share, at_home, dice);
        } else if share > 0 {
            self.draw_granted(person, share, at_home, dice);
        }
        &self.chosen
    }

    /// Draws the companies that the user gets, if those are the fewer.
    fn draw_granted(&mut self, person: &DemoUser, share: u32, at_home: bool, dice: &mut Dice) {
        let nearby = self.companies.of_tenant[person.tenant as usize].clone();
        let mut left_nearby = nearby.end - nearby.start;
        if let Some(home) = person.home {
            self.drawn_in[home as usize] = self.draws;
            left_nearby -= 1;
            if at_home {
                self.chosen.push(home);
            }
        }
        while self.chosen.len() < share as usize {
            let near = left_nearby > 0 && dice.percent(WITHIN_TENANT);
            let index = if near {
                nearby.start + dice.below(nearby.end - nearby.start)
            } else {
                dice.below(self.companies.count())
            };
            if self.mark(index) {
                left_nearby -= u32::from(nearby.contains(&index));
                self.chosen.push(index);
            }
        }
        let rank = &self.rank;
        self.chosen.sort_unstable_by_key(|&index| rank[index as usize]);
    }

    /// Draws the companies that the user does not get, if those are the fewer.
    fn draw_omitted(&mut self, person: &DemoUser, count: u32, at_home: bool, dice: &mut Dice) {
        let mut count = count;
        let mut home_kept = None;
        if let Some(home) = person.home.filter(|_| count > 0) {
            self.drawn_in[home as usize] = self.draws;
            if at_home {
                home_kept = Some(home);
            } else {
                count -= 1;
            }
        }
        while count > 0 {
            let index = dice.below(self.companies.count());
            count -= u32::from(self.mark(index));
        }
        let (drawn_in, draws) = (&self.drawn_in, self.draws);
        let gets = |index: &u32| drawn_in[*index as usize] != draws || home_kept == Some(*index);
        self.chosen.extend(self.by_id.iter().copied().filter(gets));
    }

    /// Marks a company; false if it was already drawn in this draw.
    fn mark(&mut self, index: u32) -> bool {
        std::mem::replace(&mut self.drawn_in[index as usize], self.draws) != self.draws
    }
}
