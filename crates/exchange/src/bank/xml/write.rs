//! Writes elements one after the other. What is opened is closed: an element is a function of its
//! contents.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:";

/// A message being written.
pub struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A whole message under its name, such as `pain.001.001.09`.
    pub fn document(message: &str, contents: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let namespace = format!("{NAMESPACE}{message}");
        xml.element(BytesStart::new("Document").with_attributes([("xmlns", namespace.as_str())]), contents);
        let mut bytes = xml.0.into_inner();
        bytes.push(b'\n');
        // Only text went in, so only text comes out.
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// An element with others in it.
    pub fn group(&mut self, name: &'static str, contents: impl FnOnce(&mut Self)) {
        self.element(BytesStart::new(name), contents);
    }

    /// An element with text in it.
    pub fn text(&mut self, name: &'static str, text: &str) {
        self.element(BytesStart::new(name), |xml| xml.put(Event::Text(BytesText::new(text))));
    }

    /// An amount with its currency.
    pub fn amount(&mut self, name: &'static str, amount: &str, currency: &str) {
        let start = BytesStart::new(name).with_attributes([("Ccy", currency)]);
        self.element(start, |xml| xml.put(Event::Text(BytesText::new(amount))));
    }

    fn element(&mut self, start: BytesStart<'_>, contents: impl FnOnce(&mut Self)) {
        let end = start.to_end().into_owned();
        self.put(Event::Start(start));
        contents(self);
        self.put(Event::End(BytesEnd::new(end.name().as_ref().to_owned())));
    }

    fn put(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        let _ = self.0.write_event(event);
    }
}
