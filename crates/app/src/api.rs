//! The body of `POST /api/v1/registrations`: the fields of the pack under their own names, beside
//! `commitment_version`, `channel`, `occupation_code`, `facts` and `idempotency_key`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use service::definition::Channel;

use crate::App;
use crate::field_fault::FieldFault;
use crate::register::{RegisterRequest, SERVICE};

/// The most bytes of a body: many times what the fields can hold.
pub const REGISTRATION_BYTES_MAX: usize = 16_384;

impl App {
    /// Reads a registration's body. Without a channel it came by the website; a platform's labour
    /// relation may be given as `true` or `"true"`.
    pub fn read_registration(&self, body: &[u8]) -> Result<RegisterRequest, Vec<FieldFault>> {
        let whole = |expected: &str| vec![FieldFault::new("body", "malformed", expected)];
        if body.len() > REGISTRATION_BYTES_MAX {
            return Err(whole(&format!("at most {REGISTRATION_BYTES_MAX} bytes")));
        }
        let mut members: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| whole("one JSON object"))?;
        let mut faults = Vec::new();
        let mut text = |members: &mut Map<String, Value>, key: &str| match members.remove(key)? {
            Value::String(text) => Some(text),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Null => None,
            Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                faults.push(FieldFault::new(key, "wrong_type", "a text"));
                None
            }
        };
        let commitment = text(&mut members, "commitment_version");
        let idempotency_key = text(&mut members, "idempotency_key");
        let channel = text(&mut members, "channel");
        let code = text(&mut members, "occupation_code");
        let asked: Vec<String> = self
            .library()
            .pack(SERVICE)
            .map_or_else(Vec::new, |pack| pack.fields().iter().map(|field| field.id.clone()).collect());
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for id in asked {
            if let Some(answer) = text(&mut members, &id) {
                fields.insert(id, answer);
            }
        }
        let facts = match members.remove("facts") {
            None | Some(Value::Null) => BTreeMap::new(),
            Some(Value::Object(facts)) => facts.into_iter().collect(),
            Some(_) => {
                faults.push(FieldFault::new("facts", "wrong_type", "an object of facts"));
                BTreeMap::new()
            }
        };
        let channel = channel.as_deref().map_or(Some(Channel::Website), Channel::of_name);
        if channel.is_none() {
            faults.push(FieldFault::new("channel", "unknown_value", "website, app, wechat or window"));
        }
        if let Some(code) = code.filter(|_| !fields.contains_key("occupation")) {
            fields.insert("occupation".to_owned(), self.occupation_of_code(&code));
        }
        for key in members.keys() {
            let key: String = key.chars().take(40).collect();
            faults.push(FieldFault::new(&key, "not_asked", "only the fields of the service"));
        }
        match channel.filter(|_| faults.is_empty()) {
            Some(channel) => Ok(RegisterRequest { channel, fields, commitment, facts, idempotency_key }),
            None => Err(faults),
        }
    }

    /// The name of an occupation by its code; the code itself where the list does not have it.
    fn occupation_of_code(&self, code: &str) -> String {
        let all = &self.library().occupations.occupations;
        let known = all.iter().find(|occupation| occupation.codes.iter().any(|known| known.code == code));
        known.map_or_else(|| code.to_owned(), |occupation| occupation.zh.clone())
    }
}
