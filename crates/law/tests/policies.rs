//! The policy folder itself: clean, every example right, every sentence of the
//! law accounted for, the explanation of every rule complete in both languages.

use law::coverage::coverage;
use law::{Bundle, Policy, example};
use std::path::Path;

fn policy() -> Policy {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let files = std::fs::read_dir(folder).expect("policies").filter_map(|entry| {
        let path = entry.expect("entry").path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        path.is_file().then(|| (name, std::fs::read_to_string(&path).expect("text")))
    });
    let (policy, findings) = Policy::load(Bundle::new(files));
    assert_eq!(findings, []);
    policy.expect("policy")
}

#[test]
fn every_example_is_right_and_each_conclusion_has_a_yes_and_a_no() {
    let report = example::run(&policy());
    assert_eq!(report.findings, []);
    assert_eq!(report.untried, []);
    assert!(report.run >= 90, "{}", report.run);
}

#[test]
fn every_sentence_of_the_law_is_accounted_for() {
    let policy = policy();
    let sentences = coverage(&policy);
    let holes: Vec<_> = sentences.iter().filter(|c| c.is_hole()).map(|c| c.anchor.to_string()).collect();
    assert_eq!(holes, Vec::<String>::new());
    let articles: std::collections::BTreeSet<u16> = sentences.iter().map(|c| c.anchor.article).collect();
    assert_eq!(articles.into_iter().collect::<Vec<_>>(), (0..=20).collect::<Vec<_>>());
}

#[test]
fn a_sentence_that_loses_its_carrier_is_a_hole() {
    let policy = policy();
    let path = "beijing-flexible-employment-2020.md";
    let text = policy.bundle.get(path).expect("measures");
    let without = text.replacen("第一款第一句：由服务 S14 承办（计划）。\n", "", 1);
    assert_ne!(text, without);
    let mut bundle = policy.bundle.clone();
    bundle.insert(path, &without);
    let policy = Policy::load(bundle).0.expect("still a policy");
    let holes: Vec<_> = coverage(&policy)
        .into_iter()
        .filter(law::coverage::Covered::is_hole)
        .map(|c| c.anchor.article)
        .collect();
    assert_eq!(holes, [14]);
}

#[test]
fn one_changed_character_of_the_law_is_found_and_gives_another_version() {
    let policy = policy();
    let path = "beijing-flexible-employment-2020.md";
    let mut bundle = policy.bundle.clone();
    bundle.insert(path, &policy.bundle.get(path).expect("measures").replacen("进一步加强", "进一步强化", 1));
    assert_ne!(bundle.version(), policy.version);
    let (changed, findings) = Policy::load(bundle);
    assert!(changed.is_none());
    assert!(findings.iter().any(|finding| finding.code == "E0305"));
}

#[test]
fn every_line_of_an_explanation_speaks_both_languages_and_cites_existing_words() {
    let policy = policy();
    for plan in &policy.plans {
        for line in &plan.lines {
            let what = format!("{}: {}", policy.rules[plan.rule].key, line.zh);
            assert!(!line.zh.is_empty() && !line.en.is_empty(), "{what}");
            assert!(line.en.is_ascii() || !line.en.chars().any(|c| c > '\u{2fff}'), "{what}: {}", line.en);
            assert!(!policy.words(line.anchor).is_empty(), "{what} cites {}", line.anchor);
        }
    }
}

/// The words and the parameters are those that were published, where they lie beside the project.
#[test]
fn words_and_figures_are_the_published_ones() {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law");
    let Ok(figures) = std::fs::read_to_string(law.join("parameters.csv")) else { return };
    let policy = policy();
    let published = std::fs::read_to_string(law.join("beijing-flexible-employment-2020.md")).expect("law");
    let words =
        |text: &str| text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    let ours: String = policy.bundle.get("beijing-flexible-employment-2020.md").expect("measures").into();
    for line in words(&published).lines() {
        assert!(ours.contains(line), "{line}");
    }
    for row in figures.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(8, ',').collect();
        let [key, from, to, known, value, _, confidence, _] = cells.as_slice() else { panic!("{row}") };
        let parameter = &policy.parameters[policy.parameter(key).expect(key)];
        let found = parameter.rows.iter().find(|r| r.from.to_string() == *from).expect(row);
        assert_eq!(found.to.map(|day| day.to_string()).unwrap_or_default(), *to, "{row}");
        assert_eq!(found.known.map(|day| day.to_string()).unwrap_or_default(), *known, "{row}");
        assert_eq!(found.confidence.code(), *confidence, "{row}");
        match &found.value {
            law::parameter::Setting::Money(fen) => assert_eq!(fen.to_string(), *value, "{row}"),
            law::parameter::Setting::Ratio(ratio) => {
                let published = law::ratio::Ratio::parse(value).expect(value);
                for base in [1, 100, 361_300, 2_654_100] {
                    assert_eq!(ratio.of_rounded_half_up(base), published.of_rounded_half_up(base), "{row}");
                }
            }
            law::parameter::Setting::Regions(_) | law::parameter::Setting::Scale(_) => panic!("{row}"),
        }
    }
}
