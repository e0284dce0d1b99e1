//! Who can sit before the server, and the matter that all of them ask about.

use std::collections::BTreeMap;

use app::service::definition::Channel;
use app::{ActRequest, ApplyRequest, CaseView, DeputyRequest, MandateRequest, RegisterRequest, Viewer};

use crate::browser::Browser;
use crate::house::{Got, House, id_number};

/// The registration and the case that everyone asks about.
pub struct Matter {
    pub registration: String,
    pub certificate: String,
    pub case: String,
    pub notice: String,
    pub mandate: String,
    pub deputy: String,
    pub cycle: String,
}

/// Someone with a browser of their own.
pub struct Seat<'a> {
    pub name: &'static str,
    who: Who,
    browser: Browser<'a>,
}

#[derive(Clone, Copy)]
enum Who {
    Nobody,
    Owner,
    Demo(&'static str),
}

const SEATS: [(&str, Who); 14] = [
    ("nobody", Who::Nobody),
    ("the person", Who::Owner),
    ("the delegate", Who::Demo("chen")),
    ("another person", Who::Demo("zhao")),
    ("clerk here", Who::Demo("k101")),
    ("clerk elsewhere", Who::Demo("k105")),
    ("street elsewhere", Who::Demo("s117")),
    ("supervisor here", Who::Demo("v101")),
    ("city", Who::Demo("city")),
    ("second of the city", Who::Demo("city2")),
    ("guarantor", Who::Demo("jingan")),
    ("bank", Who::Demo("huimin")),
    ("association", Who::Demo("xinxi")),
    ("evaluation office", Who::Demo("pingshen")),
];

/// Everyone, signed in.
pub async fn all<'a>(house: &'a House, matter: &Matter) -> Vec<Seat<'a>> {
    let mut seats = Vec::new();
    for (name, who) in SEATS {
        let mut seat = Seat { name, who, browser: Browser::new(house) };
        seat.sit_down_again(house, matter).await;
        seats.push(seat);
    }
    seats
}

impl Seat<'_> {
    pub async fn sit_down_again(&mut self, house: &House, matter: &Matter) {
        match self.who {
            Who::Nobody => {
                self.browser.open("/").await;
            }
            Who::Owner => {
                self.browser.open("/sign-in").await;
                // A clerk's empty form gives out another code, as it should.
                let clerk = house.store_account("k101").await;
                let code = house.app.access_code_renew(&clerk, &matter.registration).await.unwrap();
                let sent = [("number", matter.registration.as_str()), ("access_code", code.as_str())];
                self.browser.send("/sign-in", &sent).await;
            }
            Who::Demo(name) => {
                assert!(house.app.demo().is_ok());
                self.browser.open("/demo").await;
                self.browser.send("/demo/sign-in", &[("as", name)]).await;
            }
        }
        assert!(self.browser.status.is_success(), "{}: {}", self.name, self.browser.page);
    }

    pub fn cookies(&self) -> String {
        let all: Vec<String> =
            self.browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        all.join("; ")
    }

    /// Sends a form from a page that this browser has open, and stays on it.
    pub async fn post(&mut self, house: &House, path: &str, fields: &[(&str, &str)]) -> Got {
        let page = self.browser.open("/").await;
        let page = page.text();
        let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", token.expect("a form on every page"));
        form.extend_pairs(fields);
        let request = axum::http::Request::post(path)
            .header("cookie", self.cookies())
            .header("content-type", "application/x-www-form-urlencoded");
        house.send(request.body(form.finish().into()).unwrap()).await
    }
}

fn owned(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn act(view: &CaseView, action: &str) -> ActRequest {
    ActRequest { action: action.to_owned(), version: view.version, ..ActRequest::default() }
}

/// LIU registers in Dongcheng, is qualified for a loan there, and is with the bank after the guarantor agreed.
pub async fn matter(house: &House) -> Matter {
    let pack = house.app.case_services().find(|pack| pack.id() == "startup-loan").unwrap().clone();
    let mut example = pack.examples[0].clone();
    // LIU of the demonstration is somebody else.
    example.answers.insert("id_number".to_owned(), id_number(33));
    let own = |field: &str| example.answers[field].clone();
    let mut fields = owned(&[
        ("employment_form", "self_employed"),
        ("occupation", "网络主播"),
        ("district", "110101"),
        ("start_date", "2020-10-08"),
    ]);
    for field in ["name", "id_number", "phone"] {
        fields.insert(field.to_owned(), own(field));
    }
    let request = RegisterRequest {
        channel: Channel::Website,
        fields,
        commitment: Some("truth-v1".to_owned()),
        facts: BTreeMap::new(),
        idempotency_key: None,
    };
    let made = house.app.register(&Viewer::Public, request).await.unwrap();
    let liu = Viewer::Person(made.person);
    let notice = house.app.inbox(&liu).await.unwrap()[0].id.to_string();

    let clerk = house.store_account("k101").await;
    let items = &pack.definition.evidence.items;
    let papers = items.iter().map(|item| (item.id.clone(), item.kinds[0].clone()));
    let request = ApplyRequest {
        service: pack.id().to_owned(),
        channel: Channel::Window,
        fields: example.answers.clone(),
        commitment: example.commitment.clone(),
        papers_seen: papers.collect(),
        idempotency_key: None,
    };
    let case = house.app.apply(&clerk, request).await.unwrap().number;
    let view = house.app.case_see(&clerk, &case).await.unwrap();
    let view = house.app.case_act(&clerk, &case, act(&view, "take_up")).await.unwrap();
    house.app.case_act(&clerk, &case, act(&view, "approve")).await.unwrap();
    let guarantor = house.store_account("jingan").await;
    let view = house.app.case_see(&liu, &case).await.unwrap();
    let ask = ActRequest { body: Some("jingan".to_owned()), ..act(&view, "ask_guarantor") };
    house.app.case_act(&liu, &case, ask).await.unwrap();
    let view = house.app.case_see(&guarantor, &case).await.unwrap();
    let form = owned(&[("guaranteed_fen", "20000000")]);
    house
        .app
        .case_act(&guarantor, &case, ActRequest { form, ..act(&view, "agree_guarantee") })
        .await
        .unwrap();
    let view = house.app.case_see(&liu, &case).await.unwrap();
    let ask = ActRequest { body: Some("huimin".to_owned()), ..act(&view, "ask_bank") };
    house.app.case_act(&liu, &case, ask).await.unwrap();
    let request = MandateRequest {
        name: "陈晨".to_owned(),
        id_number: "110199199806010325".to_owned(),
        services: vec![pack.id().to_owned()],
        until: Some(house.app.today()),
        consent: true,
    };
    let mandate = house.app.mandate_give(&liu, &request).await.unwrap().to_string();
    let above = house.store_account("v101").await;
    let id = |viewer: &Viewer| viewer.officer().unwrap().id;
    let (first, last) = (house.app.today(), house.app.today());
    let request = DeputyRequest { stands_for: id(&clerk), account: id(&above), first, last };
    let deputy = house.app.deputy_name(&above, request).await.unwrap().to_string();
    let city = house.store_account("city").await;
    let month = "2020-11".parse().unwrap();
    let cycle = house.app.cycle_open(&city, month).await.unwrap().to_string();
    Matter {
        cycle,
        mandate,
        deputy,
        registration: made.number.to_string(),
        certificate: made.certificate_number.clone(),
        case,
        notice,
    }
}
