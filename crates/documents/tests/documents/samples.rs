//! Documents to test with. All people and numbers are made up.

use documents::{CertificatePayload, EmploymentKind, KeyId, MaskedId, PublicKey, PublicKeySet, SigningKey};

pub(crate) fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

pub(crate) fn payload() -> CertificatePayload {
    CertificatePayload {
        number: "1101174200000018".into(),
        holder_name: "王小明".into(),
        id_masked: MaskedId::of("11010119900307123X").unwrap(),
        registration_number: "LH-110117-2020-000001".into(),
        employment_kind: EmploymentKind::NewForm,
        occupation: "网约配送员".into(),
        district_code: "110117".into(),
        district: "平谷区".into(),
        office: "北京市平谷区公共就业服务中心".into(),
        first_day: date("2020-10-08"),
        issued_on: date("2020-11-15"),
    }
}

/// A key that everyone can know: for tests and the worked example of the documentation only.
pub(crate) fn key(seed: u8) -> (SigningKey, KeyId) {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let id = KeyId::of(&key.verifying_key());
    (key, id)
}

pub(crate) fn keys(of: &[(u8, &str, Option<&str>)]) -> PublicKeySet {
    let mut set = PublicKeySet::new();
    for (seed, not_before, not_after) in of {
        let (key, id) = key(*seed);
        let not_after = not_after.map(date);
        set.insert(id, PublicKey { key: key.verifying_key(), not_before: date(not_before), not_after })
            .unwrap();
    }
    set
}

/// Every field as long as it may be.
pub(crate) fn longest() -> CertificatePayload {
    CertificatePayload {
        number: "ABCDEFGH-JKLMNPQR-STUVWXYZ-12345".into(),
        holder_name: "买买提艾力·阿卜杜热合曼江·图尔迪麦麦提·阿不都克里木·艾合买提江·依".into(),
        id_masked: MaskedId::of("ABCDEFGHJKLMNPQRSTUVWX12").unwrap(),
        registration_number: "LH-110117-2020-000001-ABCDEFGHIJ".into(),
        employment_kind: EmploymentKind::Other,
        occupation: "互联网直播营销与在线学习服务及社区养老托幼家政综合服务人员".into(),
        district_code: "110117".into(),
        district: "北京市平谷区北京经济技术开发区综合示范".into(),
        office: "北京市平谷区人力资源和社会保障局公共就业服务中心灵活就业与新就业形态人员登记服务窗口"
            .chars()
            .take(40)
            .collect(),
        first_day: date("2020-10-08"),
        issued_on: date("2020-11-15"),
    }
}
