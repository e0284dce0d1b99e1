//! What is watched for people: what is built in is told in short messages that say nothing, and what is wrong is found.

use service::proactive::{FILE, ProactiveEvent, Told};
use service::{Lang, NoticeChannel, ProblemCode as Code, Texts};

use crate::common::{faults, library, list};

#[test]
fn row_7_10_24_enrolment_and_subsidies_are_watched_forty_days_ahead() {
    let library = library();
    for conclusion in ["social_insurance_enrolment", "graduate_subsidy", "subsidy_extension"] {
        let watch = library.proactive.watches.iter().find(|watch| watch.conclusion == conclusion).unwrap();
        assert_eq!((watch.tell.contains(&Told::Ends), watch.days_ahead), (true, 40), "{conclusion}");
    }
    for event in ProactiveEvent::ALL {
        let sms = library.proactive.notice(event, NoticeChannel::Sms).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            assert!(sms.placeholders(lang).iter().all(|placeholder| !placeholder.is_personal()));
            let way = if lang == Lang::Zh { "窗口" } else { "window" };
            assert!(sms.words(lang).contains(way), "the official way: {}", sms.words(lang));
        }
    }
}

#[test]
fn ratings_have_five_steps_and_a_term_for_the_reply_that_is_data() {
    let rules = library().rating;
    assert_eq!(rules.steps.iter().map(|step| step.stars).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    assert!(rules.is_bad(2) && !rules.is_bad(3));
    assert!(!rules.reply.binding, "proposed, and claims no more");
    for (from, to, key) in [
        ("stars = 4", "stars = 5", "step"),
        ("bad_at_most = 2", "bad_at_most = 5", "bad_at_most"),
        ("event = \"replied\"", "event = \"answered\"", "notices"),
        ("calendar = \"china\"", "calendar = \"moon\"", "reply.calendar"),
    ] {
        let mut services = Texts::embedded_services();
        let text = services.get("rating.toml").unwrap().replacen(from, to, 1);
        services.insert("rating.toml", &text);
        let found = faults(&services, &Texts::embedded_policies());
        assert!(found.iter().any(|it| it.file == "rating.toml" && it.key == key), "{from}: {}", list(&found));
    }
}

#[test]
fn what_cannot_be_watched_or_told_is_found_with_its_place() {
    let wrong = [
        (
            "conclusion = \"startup_loan\"",
            "conclusion = \"loan\"",
            Code::UnknownConclusion,
            "watch[6].conclusion",
        ),
        (
            "service = \"startup-loan\"",
            "service = \"title-evaluation\"",
            Code::UnknownConclusion,
            "watch[6].service",
        ),
        (
            "listed_by = \"subsidy_expired_on\"",
            "listed_by = \"subsidy\"",
            Code::UnknownFact,
            "watch[2].listed_by",
        ),
        ("days_ahead = 60", "days_ahead = 0", Code::Malformed, "watch[5].days_ahead"),
        (
            "conclusion = \"startup_loan\"",
            "conclusion = \"pilot_subsidy\"",
            Code::DuplicateId,
            "watch[7].conclusion",
        ),
        (
            "event = \"ends\"\nchannel = \"inbox\"",
            "event = \"end\"\nchannel = \"inbox\"",
            Code::MissingWords,
            "notices",
        ),
        (
            "您有一条新的到期提醒",
            "您有一条新的到期提醒，因为已经领了三年",
            Code::BarredInSms,
            "months_left.Sms.text",
        ),
        (
            "您有一条新的到期提醒",
            "{person_name}：您有一条新的到期提醒",
            Code::PersonalInSms,
            "months_left.Sms.text.Zh",
        ),
        (
            "An employment service for you ends",
            "An employment service that was given to you by your own district not so long ago ends",
            Code::SmsTooLong,
            "ends.Sms.text.En",
        ),
    ];
    let whole = Texts::embedded_services();
    assert!(faults(&whole, &Texts::embedded_policies()).is_empty());
    for (from, to, code, key) in wrong {
        let text = whole.get(FILE).unwrap();
        assert!(text.contains(from), "{from}");
        let mut services = whole.clone();
        services.insert(FILE, &text.replacen(from, to, 1));
        let found = faults(&services, &Texts::embedded_policies());
        let is_found = found.iter().any(|it| it.file == FILE && it.code == code && it.key.starts_with(key));
        assert!(is_found, "{from} → {to}: {}", list(&found));
    }
}
