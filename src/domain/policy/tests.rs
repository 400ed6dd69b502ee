use super::*;

/// The companies of two tenants: A and B of the first, C of the second, D of none.
fn companies() -> Vec<Company> {
    let company = |code: &str, tenant: Option<&str>| Company {
        id: CompanyId::new(code),
        code: code.into(),
        name: code.into(),
        tenant: tenant.map(TenantId::new),
        tenant_name: None,
        tenant_code: None,
        active: code != "B",
    };
    vec![
        company("A", Some("one")),
        company("B", Some("one")),
        company("C", Some("two")),
        company("D", None),
    ]
}

/// The states of A, B, C and D for this generation, role, home company and grants, as `.`
/// empty, `x` granted, `o` implied, `*` both, `-` ineffective.
fn states(
    generation: Generation,
    role: Option<&str>,
    home: Option<&str>,
    active: bool,
    grants: &str,
) -> String {
    let companies = companies();
    let home = home.map(CompanyId::new);
    let tenant = companies.iter().find(|it| Some(&it.id) == home.as_ref());
    let access = UserAccess {
        active,
        policy: generation.policy_of(role),
        home: home.as_ref(),
        tenant: tenant.and_then(|company| company.tenant.as_ref()),
        has_grants: !grants.is_empty(),
    };
    let sign = |company: &Company| match access.state(company, grants.contains(&company.code)) {
        AccessState::Empty => '.',
        AccessState::Granted => 'x',
        AccessState::Implied => 'o',
        AccessState::Redundant => '*',
        AccessState::Ineffective => '-',
    };
    companies.iter().map(sign).collect()
}

#[test]
fn the_policy_of_each_role_is_that_of_the_hr_system_in_both_generations() {
    use Generation::{Hr2025, Hr2026};
    let table = [
        (Hr2026, Some("Super Admin"), Some("A"), "", "oooo"),
        (Hr2026, Some("Super Admin"), None, "AC", "*o*o"),
        (Hr2026, Some("Tenant Admin"), Some("A"), "", "oo.."),
        (Hr2026, Some("Tenant Admin"), Some("A"), "AC", "*o-."),
        (Hr2026, Some("Tenant Admin"), None, "A", "-..."),
        (Hr2026, Some("HR Manager"), Some("A"), "", "o..."),
        (Hr2026, Some("HR Manager"), Some("A"), "C", "o.x."),
        (Hr2026, Some("HR Manager"), Some("A"), "AC", "*.x."),
        (Hr2026, Some("HR Manager"), None, "D", "...x"),
        (Hr2026, Some("hr manager"), Some("D"), "", "...o"),
        (Hr2026, Some("super admin"), Some("D"), "", "...o"),
        (Hr2026, None, Some("C"), "A", "x.o."),
        (Hr2025, Some("Super Admin"), None, "", "oooo"),
        (Hr2025, Some("Tenant Admin"), Some("A"), "", "o..."),
        (Hr2025, Some("Tenant Admin"), Some("A"), "C", "..x."),
        (Hr2025, Some("HR Manager"), Some("A"), "", "o..."),
        (Hr2025, Some("HR Manager"), Some("A"), "AC", "x.x."),
        (Hr2025, Some("HR Manager"), Some("A"), "C", "..x."),
        (Hr2025, None, Some("B"), "", ".o.."),
        (Hr2025, None, None, "", "...."),
        // A grant for a deleted company counts as a grant too.
        (Hr2025, Some("Employee"), Some("A"), "gone", "...."),
    ];
    for (generation, role, home, grants, expected) in table {
        let what = format!("{generation:?} {role:?} at home in {home:?} with {grants:?}");
        assert_eq!(states(generation, role, home, true, grants), expected, "{what}");
        let inactive: String =
            "ABCD".chars().map(|code| if grants.contains(code) { '-' } else { '.' }).collect();
        assert_eq!(states(generation, role, home, false, grants), inactive, "inactive, {what}");
    }
}

#[test]
fn the_strongest_reason_is_named() {
    let companies = companies();
    let (home, tenant) = (CompanyId::new("A"), TenantId::new("one"));
    let policy =
        RolePolicy { reach: Reach::Tenant, grants: GrantEffect::Count, home: HomeAccess::Always };
    let access = UserAccess {
        active: true,
        policy,
        home: Some(&home),
        tenant: Some(&tenant),
        has_grants: true,
    };
    assert_eq!(access.reason(&companies[0], true), Some(AccessReason::Role));
    assert_eq!(access.reason(&companies[2], true), Some(AccessReason::Grant));
    assert_eq!(access.reason(&companies[2], false), None);
    let home_only = UserAccess { policy: RolePolicy { reach: Reach::Home, ..policy }, ..access };
    assert_eq!(home_only.reason(&companies[0], true), Some(AccessReason::Home));
}

#[test]
fn the_words_of_a_policy_are_read_back() {
    for reach in Reach::ALL {
        assert_eq!(Reach::parse(reach.as_str()), Some(*reach));
    }
    for home in HomeAccess::ALL {
        assert_eq!(HomeAccess::parse(home.as_str()), Some(*home));
    }
    assert_eq!(GrantEffect::parse("maybe"), None);
}
