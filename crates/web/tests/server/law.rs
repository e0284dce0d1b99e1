//! The law as a book: every article has a page, every sentence an address, and every link of a page or of
//! an explanation leads to a place that is there.

use std::collections::{BTreeMap, BTreeSet};

use app::Place;
use app::book::{FoundKind, Standing};
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::browser::Browser;
use crate::house::{House, house, house_with, overlay};

const BASE: &str = "/law/beijing-flexible-employment-2020";

/// All values of an attribute in a page, unescaped.
fn all<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = String> + 'a {
    page.split(before).skip(1).map(|rest| rest.split('"').next().unwrap_or("").replace("&#38;", "&"))
}

/// The words of a page without its markup.
fn words(page: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for c in page.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&")
}

/// Pages with the ids that stand on them, each asked for once.
struct Shelf<'a> {
    house: &'a House,
    ids: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Shelf<'a> {
    fn new(house: &'a House) -> Self {
        Self { house, ids: BTreeMap::new() }
    }

    /// Whether an address leads to a page, and to a place on it.
    async fn has(&mut self, address: &str) -> bool {
        let (path, id) = address.split_once('#').unwrap_or((address, ""));
        if !self.ids.contains_key(path) {
            let got = self.house.get(path).await;
            assert_eq!(got.status, StatusCode::OK, "{address}");
            let page = got.text();
            let listed: Vec<String> = all(&page, " id=\"").collect();
            let ids: BTreeSet<String> = listed.iter().cloned().collect();
            assert_eq!(ids.len(), listed.len(), "{path} has an id twice: {listed:?}");
            self.ids.insert(path.to_owned(), ids);
        }
        id.is_empty() || self.ids[path].contains(id)
    }
}

#[tokio::test]
async fn every_article_of_every_instrument_has_a_page_with_every_sentence_at_its_anchor() {
    let house = house_with(false, overlay()).await;
    let policy = house.app.policy();
    assert_eq!(policy.instruments.len(), 2);
    let first = house.get("/law").await.text();
    for instrument in &policy.instruments {
        assert!(first.contains(&format!("href=\"/law/{}\"", instrument.id)), "{}", instrument.id);
        let contents = house.get(&format!("/law/{}", instrument.id)).await.text();
        for article in &instrument.document.articles {
            let Some(number) = article.number else { continue };
            let path = format!("/law/{}/{number}", instrument.id);
            assert!(contents.contains(&format!("href=\"{path}\"")), "{path}");
            for path in [path.clone(), format!("/en{path}")] {
                let page = house.get(&path).await.text();
                for piece in &article.pieces {
                    let id = format!(" id=\"{}\"", piece.anchor.id());
                    let (_, rest) = page.split_once(&id).unwrap_or_else(|| panic!("{path} lacks {id}"));
                    let said = words(&rest[rest.find('>').unwrap() + 1..]);
                    assert!(said.starts_with(&piece.text.value), "{path} {id}: {said:.80}");
                }
            }
        }
    }
    for (path, status) in [
        ("/law/3", StatusCode::PERMANENT_REDIRECT),
        ("/law/21", StatusCode::NOT_FOUND),
        ("/law/x", StatusCode::NOT_FOUND),
        ("/law/beijing-flexible-employment-2020/21", StatusCode::NOT_FOUND),
        ("/law/beijing-flexible-employment-2020/03", StatusCode::NOT_FOUND),
        ("/law/pinggu-pilot-2021/2", StatusCode::NOT_FOUND),
        ("/law/examples/0", StatusCode::NOT_FOUND),
        ("/law/examples/x", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(house.get(path).await.status, status, "{path}");
    }
    assert_eq!(house.get("/en/law/3").await.header("location"), format!("/en{BASE}/3"));
}

#[tokio::test]
async fn every_link_of_every_page_of_the_law_leads_to_a_place_that_is_there() {
    let house = house_with(false, overlay()).await;
    let book = house.app.book();
    let mut pages =
        vec!["/law".to_owned(), "/law/terms".into(), "/law/on".into(), "/law/search?q=缴费".into()];
    for instrument in &book.instruments {
        pages.push(format!("/law/{}", instrument.id));
        pages.extend(
            instrument.articles.iter().map(|article| format!("/law/{}/{}", instrument.id, article.number)),
        );
    }
    let mut shelf = Shelf::new(&house);
    let mut links = 0;
    for page in pages {
        let path = page.replace("缴费", "%E7%BC%B4%E8%B4%B9");
        let html = house.get(&path).await.text();
        for href in all(&html, "href=\"").filter(|href| href.starts_with("/law") || href.starts_with('#')) {
            let address = if href.starts_with('#') { format!("{path}{href}") } else { href };
            // The days are without number, and their pages have one address; the skip link is everywhere.
            if !address.ends_with("#main") {
                links += 1;
                assert!(shelf.has(&address).await, "{page} leads to {address}, which is not there");
            }
        }
    }
    assert!(links > 1000, "only {links} links were followed");
}

#[tokio::test]
async fn every_example_runs_as_its_author_says_and_its_explanation_leads_to_the_words() {
    let house = house(false).await;
    let policy = house.app.policy();
    let examples = law::example::read(policy, &mut Vec::new());
    assert!(examples.len() > 100);
    let mut shelf = Shelf::new(&house);
    let (mut cited, mut readings) = (BTreeSet::new(), BTreeSet::new());
    for (at, example) in examples.iter().enumerate() {
        let run = house.app.example(at + 1).unwrap();
        let said = match run.conclusion.status {
            app::Status::Yes => "是",
            app::Status::No => "否",
            app::Status::Unknown => "未知",
        };
        assert_eq!(
            (said, run.expected.as_str()),
            (example.status.value.as_str(), example.status.value.as_str())
        );
        let Place::Article { instrument, article, id } = &run.place else { panic!("{:?}", run.place) };
        assert!(shelf.has(&format!("/law/{instrument}/{article}#{id}")).await, "{id}");
        let lines = run.conclusion.lines.iter().map(|line| &line.provision);
        for provision in run.conclusion.provisions.iter().chain(lines) {
            cited.insert(format!("/law/{}/{}#{}", provision.instrument, provision.article, provision.anchor));
            assert!(!provision.words.zh.is_empty(), "{} has no words", provision.anchor);
        }
        for reading in run.conclusion.lines.iter().flat_map(|line| &line.readings) {
            let Place::Article { instrument, article, id } = &reading.place else { panic!("{reading:?}") };
            readings.insert(reading.name.zh.clone());
            cited.insert(format!("/law/{instrument}/{article}#{id}"));
        }
    }
    assert!(readings.contains("劳动力") && readings.len() > 10, "{readings:?}");
    // And whatever any line of any conclusion could cite, whether an example comes to it or not.
    for line in policy.plans.iter().flat_map(|plan| &plan.lines) {
        let instrument = &policy.instruments[line.place.0].id;
        cited.insert(format!("/law/{instrument}/{}#{}", line.anchor.article, line.anchor.id()));
    }
    for service in house.app.library().packs.keys() {
        let basis = house.app.basis(service);
        assert!(!basis.is_empty(), "{service} rests on nothing");
        for provision in basis {
            cited.insert(format!("/law/{}/{}#{}", provision.instrument, provision.article, provision.anchor));
        }
    }
    assert!(cited.len() > 20, "{cited:?}");
    for address in cited {
        assert!(shelf.has(&address).await, "{address}");
        assert!(shelf.has(&format!("/en{address}")).await, "/en{address}");
    }
}

#[tokio::test]
async fn an_example_is_shown_without_a_session_and_taken_into_the_check_by_a_form() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/law/examples/1").await;
    assert_eq!(browser.status, StatusCode::OK);
    assert!(!browser.cookies.contains_key("lh_session"), "a look keeps nothing");
    assert!(browser.page.contains("lh-card--yes") && browser.page.contains("个体经营"));
    browser.open("/check/results").await;
    assert!(!browser.page.contains("个体经营</dd>"));
    browser.open("/law/examples/1").await;
    browser.send("/law/examples/1", &[]).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/check/results"));
    assert!(browser.page.contains("个体经营"), "the example's facts are the answers now");
}

#[tokio::test]
async fn the_results_of_a_check_lead_to_the_words_they_rest_on() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/law/examples/1").await;
    browser.send("/law/examples/1", &[]).await;
    let links: BTreeSet<String> = all(&browser.page, "href=\"/law/").collect();
    let cited: Vec<_> = links.iter().filter(|href| href.contains("#a")).collect();
    assert!(cited.len() > 15, "{links:?}");
    let mut shelf = Shelf::new(&house);
    for href in cited {
        assert!(shelf.has(&format!("/law/{href}")).await, "{href}");
    }
}

#[tokio::test]
async fn what_is_exact_is_found_first_and_marked_where_it_stands() {
    let house = house(false).await;
    let book = house.app.book();
    let first = |query: &str| {
        let results = book.search(query);
        results.found.into_iter().next().unwrap_or_else(|| panic!("nothing for {query}"))
    };
    assert_eq!(first("企业职工养老保险缴费基数下限").title.zh, "企业职工养老保险缴费基数下限");
    assert_eq!(first("补缴").title.zh, "补缴", "the term before the sentences that use it");
    let results = book.search("就业失业登记证").found;
    let sentence = results.iter().find(|found| found.kind == FoundKind::Words).unwrap();
    assert!(sentence.zh.iter().any(|p| p.is_match && p.words == "就业失业登记证"), "{sentence:?}");
    assert_eq!(
        first("书面承诺信息填报真实").place,
        Place::Article {
            instrument: "beijing-flexible-employment-2020".into(),
            article: 11,
            id: "a11-p1-s2".into(),
        }
    );
    assert!(book.search("contribution base").found.iter().all(|found| {
        let said = format!("{} {}", found.title.en, words_of(&found.en)).to_lowercase();
        said.contains("contribution") && said.contains("base")
    }));
    // Nothing reads so as a whole; the words are declared one by one.
    let cut = book.search("缴费基数失业保险费率");
    assert!(cut.is_cut && cut.words == ["缴费基数", "失业保险费率"], "{:?}", cut.words);
    assert!(!cut.found.is_empty());
    for nothing in ["", "  ", "龘龘龘", "zzzz"] {
        assert_eq!(book.search(nothing).found, [], "{nothing:?}");
    }
    let page = house.get("/law/search?q=%E8%A1%A5%E7%BC%B4").await.text();
    assert!(page.contains("<mark>补缴</mark>") && page.contains("#a7-p1-s3\""));
    let hostile = house.get("/law/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(hostile.status == StatusCode::OK && !hostile.text().contains("<script>alert"));
    assert_eq!(house.get(&format!("/law/search?q={}", "x".repeat(5000))).await.status, StatusCode::OK);
}

fn words_of(pieces: &[app::book::Piece]) -> String {
    pieces.iter().map(|piece| piece.words.as_str()).collect()
}

#[tokio::test]
async fn the_law_of_a_day_tells_what_held_what_was_known_and_what_differs() {
    let house = house_with(false, overlay()).await;
    let book = house.app.book();
    let today = house.app.today();
    let day = |text: &str| text.parse().unwrap();
    let lower = book.figures.iter().position(|f| f.key == "pension_base_min").unwrap();
    let pilots = book.figures.iter().position(|f| f.key == "pilot_regions").unwrap();
    let value = |on: &str, known: Option<&str>, figure: usize| {
        let moment = book.on(day(on), known.map(day), today);
        let row = moment.figures.iter().find(|then| then.at == figure).unwrap().row;
        row.map(|row| book.figures[figure].rows[row].value.zh.clone())
    };
    assert_eq!(value("2021-06-30", None, lower).as_deref(), Some("3613.00"));
    assert_eq!(value("2021-07-01", None, lower).as_deref(), Some("5360.00"));
    assert_eq!(value("2025-08-01", None, lower).as_deref(), Some("7162.00"));
    assert_eq!(value("2025-08-01", Some("2025-08-01"), lower), None, "not published by then");
    assert_eq!(value("2021-06-01", None, pilots).as_deref(), Some("平谷区"));
    assert_eq!(value("2022-01-01", None, pilots), None);

    let moment = book.on(day("2021-01-01"), None, today);
    let standing = |key: &str| {
        let then = moment.rules.iter().find(|then| book.rules[then.at].key == key).unwrap();
        (then.standing, then.differs)
    };
    assert_eq!(standing("subsidy_extension"), (Standing::Past, true));
    assert_eq!(standing("unemployment_contribution"), (Standing::InForce, true));
    assert_eq!(standing("startup_loan"), (Standing::InForce, false));
    assert_eq!((moment.previous, moment.next), (Some(day("2020-10-01")), Some(day("2021-07-01"))));
    for turning in ["2020-10-01", "2021-01-01", "2022-01-01", "2027-07-01"] {
        assert!(book.turning_days.contains(&day(turning)), "{turning}");
    }
    // Walked from end to end, every step is a turning day and none is left out.
    let mut walked = vec![book.turning_days[0]];
    while let Some(next) = book.on(*walked.last().unwrap(), None, today).next {
        walked.push(next);
    }
    assert_eq!(walked, book.turning_days);

    let page = house.get("/law/on?day=2021-07-01").await;
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(page.text().contains("5360.00") && page.text().contains("与今天不同"));
    assert!(!house.get("/law").await.header("content-security-policy").contains("script"));
    let bad = house.get("/law/on?day=2021-02-30").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("day-fault"));
    assert_eq!(house.get("/law/on?day=0001-01-01&known=9999-12-31").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_of_the_law_is_asked_about_again_and_sent_once() {
    let house = house(false).await;
    let first = house.get(&format!("{BASE}/6")).await;
    let tag = first.header("etag").to_owned();
    let version = house.app.policy().version.trim_start_matches("sha256:").to_owned();
    assert!(tag.contains(&version[..16]), "{tag}");
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
    let again = |path: &str, cookie: &str| {
        let request = Request::get(path).header("if-none-match", &tag).header("cookie", cookie);
        request.body(Body::empty()).unwrap()
    };
    let known = house.send(again(&format!("{BASE}/6"), &cookie)).await;
    assert_eq!((known.status, known.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    for (path, cookie) in [
        (format!("{BASE}/7"), cookie.clone()),
        (format!("/en{BASE}/6"), cookie.clone()),
        (format!("{BASE}/6"), format!("{cookie}; lh_large=1")),
        (format!("{BASE}/6"), "lh_form=another".to_owned()),
    ] {
        assert_eq!(house.send(again(&path, &cookie)).await.status, StatusCode::OK, "{path} {cookie}");
    }
    assert!(first.text().contains(&format!("<link rel=\"canonical\" href=\"{BASE}/6\">")));
}
