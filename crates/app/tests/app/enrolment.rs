//! Row 13 through the whole house: who is enrolled under Article 3 is insured for exactly three insurances, and the
//! record and the receipt say so.

use std::collections::BTreeMap;

use app::registry::Role;
use app::service::definition::Channel;
use app::{ApplyRequest, Viewer};

use crate::house::{house, zhao};
use crate::money::act;

#[tokio::test]
async fn row_13_the_record_and_the_receipt_name_exactly_three_insurances() {
    let house = house("2020-11-16").await;
    let registered = house.register(zhao()).await;
    let own = Viewer::Person(registered.person);
    let pack = house.app.case_services().find(|pack| pack.id() == "insurance-enrolment").unwrap();
    let example = pack.examples.iter().find(|example| example.id == "zhao-enrols").unwrap();
    let mut fields: BTreeMap<String, String> = example.answers.clone();
    for (field, value) in zhao().fields {
        if ["name", "id_number", "phone"].contains(&field.as_str()) {
            fields.insert(field, value);
        }
    }
    let request = ApplyRequest {
        service: pack.id().to_owned(),
        channel: Channel::Website,
        fields,
        commitment: example.commitment.clone(),
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    };
    let made = house.app.apply(&own, request).await.unwrap();
    assert_eq!(made.office.as_ref().map(|office| office.id.as_str()), Some("ses-110117102"));
    let clerk = house.officer("s102", Role::Street("110117102".parse().unwrap())).await;
    act(&house, &clerk, &made.number, "take_up", &[]).await.unwrap();
    let view = act(&house, &clerk, &made.number, "approve", &[]).await.unwrap();
    assert_eq!(view.state.id, "effective");
    let papers = house.app.case_papers(&own, &made.number).await.unwrap();
    let receipt = papers.iter().find(|paper| paper.kind.contains("enrolment")).expect("a receipt");
    let receipt = house.app.paper(&own, &receipt.number).await.unwrap();
    let printed: String = receipt.rows.iter().map(|row| row.value.zh.as_str()).collect::<Vec<_>>().join("\n");
    for insurance in ["养老保险", "医疗保险", "失业保险"] {
        assert!(printed.contains(insurance), "{insurance}: {printed}");
    }
    assert!(!printed.contains("工伤") && !printed.contains("生育"), "no fourth and no fifth: {printed}");
}
