//! `why`: the answer for people, and all of its fields for scripts.

use serde_json::json;

use crate::support::Sandbox;

#[test]
fn a_cell_is_explained_in_sentences_and_its_history_in_a_table() {
    let sandbox = Sandbox::new();
    let bob = sandbox.hr(&["why", "bob", "Blue Head Office"]);
    assert_eq!((bob.status, bob.err.as_str()), (0, ""));
    assert_eq!(
        bob.out.lines().take(3).collect::<Vec<_>>(),
        [
            "bob may not work in Blue Head Office (HQ): it is the home company, which counts only \
             without grants.",
            "Required by the rules but missing (drift): \
             users with the role HR Manager get their home company.",
            "Blue Head Office (HQ) is the home company of bob.",
        ]
    );
    sandbox.hr(&["grant", "--user", "bob", "--company", "Blue Head Office", "--reason", "moved"]);
    let bob = sandbox.hr(&["why", "bob", "Blue Head Office"]).out;
    let (said, table) = bob.split_once("\n\n").expect("a table below the sentences");
    assert!(said.starts_with("bob may work in Blue Head Office (HQ): granted 20"), "{said}");
    assert!(said.contains(" in change 1, reason: “moved”.\n"), "{said}");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("CHANGE\tWHEN (UTC)\tWHO\tKIND\tDID\tOF\tUNDONE BY\tREASON"));
    let line = lines.next().expect("the change");
    assert!(line.starts_with("1\t20") && line.ends_with("\tgrant\tadded\t\t\tmoved"), "{line}");
}

#[test]
fn a_cell_prints_as_json() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR"]);
    sandbox.hr(&["undo"]);
    let why = sandbox.hr(&["why", "bob", "PAR", "--json"]);
    assert_eq!((why.status, why.err.as_str()), (0, ""));
    let mut why = why.json();
    let grant = why["grants"][0].take();
    assert_eq!(grant["granted_at"], json!("2026-02-03 04:05:06.000007"));
    assert_eq!((&grant["made_by"], &grant["before_journal"]), (&json!(null), &json!(true)));
    assert_eq!(
        (&grant["origin"], &grant["outside_change"]),
        (&json!("before_history"), &json!(null))
    );
    assert_eq!(grant["put_back_by"]["change"], json!(2));
    let history = why["history"].take();
    let changes: Vec<_> = history
        .as_array()
        .expect("an array")
        .iter()
        .map(|it| (&it["change"], &it["granted"]))
        .collect();
    assert_eq!(changes, [(&json!(2), &json!(true)), (&json!(1), &json!(false))]);
    let answer = why["answer"].take();
    let answer = answer.as_str().expect("a sentence");
    assert!(
        answer.starts_with(
            "bob may work in Acme Paris (PAR): granted 2026-02-03 04:05 UTC, before grantgrid's \
             history began; put back"
        ),
        "{answer}"
    );
    assert_eq!(
        why,
        json!({"username": "bob", "user_id": 2, "full_name": "Bob Stone", "active": true,
               "role": "HR Manager", "scope": "home", "tenant": "Blue Ltd", "home_company": "HQ",
               "home_company_id": "c3c3c3c300004000800000000000000c", "may_be_another": false,
               "company_code": "PAR", "company_name": "Acme Paris",
               "company_id": "c1c1c1c100004000800000000000000c", "company_active": true,
               "company_tenant": "Acme Group", "answer": null, "granted": true,
               "called_for": false, "is_home": false, "agreement": "beyond",
               "grants": [null], "history": null})
    );
}

#[test]
fn a_user_is_explained_company_by_company() {
    let sandbox = Sandbox::new();
    let ada = sandbox.hr(&["why", "ada"]);
    assert_eq!((ada.status, ada.err.as_str()), (0, ""));
    let first =
        "ada (Ada Root) may work in 4 companies; 4 grants that the rules require are missing.";
    assert_eq!(ada.out.lines().next(), Some(first));
    assert!(
        ada.out.contains(
            "\nPAR\tAcme Paris\tno\tdrift\tthe role Super Admin reaches it; never granted\n"
        ),
        "{}",
        ada.out
    );
    let bob = sandbox.hr(&["why", "bob"]).out;
    let line = "\nPAR\tAcme Paris\tyes\tin addition to the rules\t\
                granted 2026-02-03 04:05 UTC, before grantgrid's history\n";
    assert!(bob.contains(line), "{bob}");
    assert!(!bob.contains('\u{1b}'), "{bob}");
    let bob = sandbox.hr(&["why", "bob", "--json"]).json();
    let codes: Vec<_> = bob["companies"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|cell| (cell["company_code"].as_str(), cell["agreement"].as_str()))
        .collect();
    assert_eq!(
        codes,
        [(Some("PAR"), Some("beyond")), (Some("HQ"), Some("drift")), (Some("TYO"), Some("beyond")),]
    );
    let lines = sandbox.hr(&["why", "bob", "--jsonl"]).out;
    assert_eq!(lines.lines().count(), 3);
    assert!(lines.starts_with("{\"company_code\":\"PAR\","), "{lines}");
    let bobby = sandbox.hr(&["why", "eve\u{1b}[31m", "--json"]).json();
    assert_eq!(bobby["companies"], json!([]));
}

#[test]
fn a_filter_limits_the_companies_but_the_sentences_cover_all() {
    let sandbox = Sandbox::new();
    let codes = |filter: &str| -> Vec<String> {
        let ada = sandbox.hr(&["why", "ada", "--where", filter, "--json"]);
        assert_eq!((ada.status, ada.err.as_str()), (0, ""), "{filter}");
        let ada = ada.json();
        let cells = ada["companies"].as_array().expect("an array");
        let code = |cell: &serde_json::Value| cell["company_code"].as_str().map(str::to_owned);
        cells.iter().filter_map(code).collect()
    };
    assert_eq!(codes("tenant:acme"), ["PAR", "HQ"]);
    assert_eq!(codes("-is:active | par"), ["PAR", "TYO"]);
    assert_eq!(codes("nowhere"), [""; 0]);
    let lines = sandbox.hr(&["why", "ada", "--where", "code:HQ", "--jsonl"]).out;
    assert_eq!(lines.lines().count(), 2);
    let ada = sandbox.hr(&["why", "ada", "--where", "code:TYO"]).out;
    let first =
        "ada (Ada Root) may work in 4 companies; 4 grants that the rules require are missing.";
    assert_eq!(ada.lines().next(), Some(first));
    assert_eq!(ada.lines().filter(|line| line.contains('\t')).count(), 2, "{ada}");

    let both = sandbox.hr(&["why", "ada", "PAR", "--where", "par"]);
    assert_eq!((both.status, both.out.as_str()), (2, ""));
    let wrong = sandbox.hr(&["why", "ada", "--where", "cod:x"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("  cod:x\n  ^^^"), "{}", wrong.err);
}

#[test]
fn unknown_names_are_refused_with_candidates() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["why", "bobb"]).fails(1, "did you mean: ");
    sandbox.hr(&["why", "bob", "PARI"]).fails(1, "did you mean: PAR (Acme Paris)");
}
