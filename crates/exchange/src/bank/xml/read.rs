//! Reads a message step by step under the path of its elements. A document type is refused, so no
//! entity can be declared; depth is limited; prefixes are dropped, since banks differ in them.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:";
/// The deepest nesting taken; the messages themselves need about twenty.
pub const DEPTH_MAX: usize = 40;

/// Why a text is not the message expected. Contents are not repeated: they may be personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No XML.
    #[error("{message}: no well-formed XML near byte {at}")]
    Xml {
        /// The message expected.
        message: &'static str,
        /// Where.
        at: u64,
    },
    /// Something that a message does not need and that can harm.
    #[error("{message}: {what} near byte {at}; expected elements and text alone")]
    Refused {
        /// The message expected.
        message: &'static str,
        /// What.
        what: &'static str,
        /// Where.
        at: u64,
    },
    /// Another message.
    #[error("{message}: the document is {found:?}; expected urn:iso:std:iso:20022:tech:xsd:{message}.001.…")]
    OtherMessage {
        /// The message expected.
        message: &'static str,
        /// Its name space, cut.
        found: String,
    },
    /// An element that must be there.
    #[error("{message}: {element} is missing")]
    Missing {
        /// The message.
        message: &'static str,
        /// Which.
        element: &'static str,
    },
    /// An element whose text is not what it should be.
    #[error("{message}: {element} number {number} cannot be read; expected {expected}")]
    Value {
        /// The message.
        message: &'static str,
        /// Which.
        element: &'static str,
        /// Which of them, counted from 1.
        number: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// A sum that does not agree with what is in the file.
    #[error("{message}: {element} says {found}; the file has {counted}")]
    ControlSum {
        /// The message.
        message: &'static str,
        /// Which sum.
        element: &'static str,
        /// What it says.
        found: String,
        /// What was counted.
        counted: String,
    },
}

/// One step through a message. The path leaves `Document` out: `GrpHdr/MsgId`.
#[derive(Debug)]
pub enum Step<'a> {
    /// An element opens.
    Open(&'a str),
    /// An element without others in it: its text, blanks around it dropped, and its currency.
    Text(&'a str, &'a str, Option<&'a str>),
    /// An element with others in it closes.
    Close(&'a str),
}

/// Walks through a message of a kind such as `pain.002`, and gives its version, such as `001.10`.
pub fn walk(
    xml: &str,
    message: &'static str,
    mut visit: impl FnMut(Step<'_>) -> Result<(), ReadError>,
) -> Result<String, ReadError> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut ends) = (String::new(), Vec::new());
    let mut version = None;
    let (mut text, mut currency, mut is_leaf) = (String::new(), None, false);
    let mut is_closed = false;
    loop {
        let at = reader.buffer_position();
        let refused = |what| ReadError::Refused { message, what, at };
        let broken = || ReadError::Xml { message, at };
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) => {
                if version.is_none() {
                    version = Some(version_of(&start, message)?);
                    continue;
                }
                if is_closed || ends.len() >= DEPTH_MAX {
                    return Err(refused("too deep a nesting, or a second document"));
                }
                ends.push(path.len());
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(start.local_name().as_ref());
                currency = attribute(&start, "Ccy").map_err(|()| broken())?;
                text.clear();
                is_leaf = true;
                visit(Step::Open(&path))?;
            }
            Event::End(_) => {
                let Some(end) = ends.pop() else {
                    is_closed = version.is_some();
                    continue;
                };
                if is_leaf {
                    visit(Step::Text(&path, text.trim(), currency.as_deref()))?;
                } else {
                    visit(Step::Close(&path))?;
                }
                is_leaf = false;
                path.truncate(end);
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().map_err(|_| broken())? {
                Some(c) => text.push(c),
                None => text.push_str(
                    resolve_predefined_entity(&entity.into_inner()).ok_or_else(|| refused("an entity"))?,
                ),
            },
            // An empty element says nothing that is read.
            Event::Empty(_) => is_leaf = false,
            Event::Comment(_) | Event::Decl(_) => {}
            Event::PI(_) => return Err(refused("a processing instruction")),
            Event::DocType(_) => return Err(refused("a document type")),
            Event::Eof => break,
        }
    }
    match version {
        Some(version) if is_closed => Ok(version),
        Some(_) | None => Err(ReadError::Xml { message, at: reader.buffer_position() }),
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, ()> {
    let found = start.try_get_attribute(name).map_err(|_| ())?;
    Ok(found.map(|attribute| attribute.value.into_owned()))
}

/// The name space of the document says which message it is; banks write it with or without a prefix.
fn version_of(start: &BytesStart<'_>, message: &'static str) -> Result<String, ReadError> {
    let other = |found: &str| ReadError::OtherMessage { message, found: found.chars().take(60).collect() };
    if start.local_name().as_ref() != "Document" {
        return Err(other(start.local_name().as_ref()));
    }
    let name = start.name();
    let declared = match name.as_ref().split_once(':') {
        Some((prefix, _)) => attribute(start, &format!("xmlns:{prefix}")),
        None => attribute(start, "xmlns"),
    };
    let space = declared.ok().flatten().unwrap_or_default();
    let kind = space.strip_prefix(NAMESPACE).and_then(|rest| rest.strip_prefix(message));
    match kind.and_then(|rest| rest.strip_prefix('.')) {
        Some(version) if version.starts_with("001.") => Ok(version.to_owned()),
        Some(_) | None => Err(other(&space)),
    }
}
