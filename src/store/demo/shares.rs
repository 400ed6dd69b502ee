//! Decides how many companies each user gets, by role and at random, so that the total is
//! exactly the planned number of grants.

use super::dice::{Dice, DiceSubject};
use super::people::{DemoRole, DemoUser};

/// A user's share per unit of weight at level 1.0.
const UNIT: u32 = 64;
/// The level is a fixed-point number with this many fraction bits.
const LEVEL_BITS: u32 = 16;

/// A user's claim.
struct Claim {
    /// The size of the user's share, relative to those of others.
    weight: u32,
    /// The largest share, until all others have their largest.
    most: u32,
}

impl Claim {
    fn of(person: &DemoUser, companies: u32, dice: &mut Dice) -> Self {
        let between = |low: u32, high: u32, dice: &mut Dice| low + dice.below(high - low);
        let weight = match person.role {
            DemoRole::SuperAdmin => 200 * UNIT,
            DemoRole::TenantAdmin => between(4 * UNIT, 10 * UNIT, dice),
            DemoRole::HrManager => between(2 * UNIT, 6 * UNIT, dice),
            // Some users have hardly any company, as long as others can have more.
            _ if dice.percent(12) => 1,
            DemoRole::Manager => between(UNIT, 4 * UNIT, dice),
            DemoRole::Employee => between(UNIT / 3, 3 * UNIT / 2, dice),
        };
        let missed =
            if person.role == DemoRole::SuperAdmin { dice.below(companies / 8 + 1) } else { 0 };
        Self { weight, most: companies - missed }
    }

    fn at(&self, level: u64) -> u32 {
        let share = (u64::from(self.weight) * level) >> LEVEL_BITS;
        u32::try_from(share).unwrap_or(u32::MAX).min(self.most)
    }
}

/// Divides `grants` among the users; there must not be more grants than cells.
pub(super) fn share_out(people: &[DemoUser], companies: u32, grants: u64, seed: u64) -> Vec<u32> {
    let mut dice = Dice::new(seed, DiceSubject::Shares);
    let claims: Vec<Claim> =
        people.iter().map(|person| Claim::of(person, companies, &mut dice)).collect();
    let total = |level| claims.iter().map(|claim| u64::from(claim.at(level))).sum::<u64>();

    // The highest level for which there are enough grants. At the maximum, everybody has every
    // company, because each weight is at least 1.
    let top = u64::from(companies) << LEVEL_BITS;
    let (mut level, mut above) = (0, top + 1);
    while level + 1 < above {
        let middle = level.midpoint(above);
        if total(middle) <= grants {
            level = middle;
        } else {
            above = middle;
        }
    }

    let mut shares: Vec<u32> = claims.iter().map(|claim| claim.at(level)).collect();
    let mut left = grants - total(level);
    // The rest goes first to those who would get one more at the next level.
    for (share, claim) in shares.iter_mut().zip(&claims) {
        let more = u64::from(claim.at(level + 1) - *share).min(left);
        *share += u32::try_from(more).unwrap_or(0);
        left -= more;
    }
    for share in &mut shares {
        let more = u64::from(companies - *share).min(left);
        *share += u32::try_from(more).unwrap_or(0);
        left -= more;
    }
    shares
}
