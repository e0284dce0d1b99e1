//! Streams: what an aggregate began with, and its events in order. A stream is opened once and goes on only from the
//! version that was read; whoever comes second is told so and saves nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::money::{Recorded, Source, Stamp};
use registry::{Actor, CaseId, PersonId};
use serde_json::Value as Json;

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit, json};
use crate::value::{Fields, Value};

pub(crate) const STREAM_COLUMNS: &[&str] = &["kind", "stream_key", "version", "person_id", "format", "head"];
pub(crate) const EVENT_COLUMNS: &[&str] = &[
    "kind",
    "stream_key",
    "version",
    "on_day",
    "recorded_at",
    "actor",
    "source",
    "case_id",
    "format",
    "payload",
];
const STREAM: &str = "money_stream";
const EVENT: &str = "money_event";
/// The form in which events are written now.
const FORMAT: u32 = 1;
/// The most streams of a kind that one list gives.
pub const STREAMS_MAX: u32 = 10_000;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// What a stream is of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum MoneyKind {
            $($(#[$doc])* $variant,)+
        }

        impl MoneyKind {
            /// The code in the store.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    };
}

kinds! {
    /// The months of a person in an insurance.
    Ledger = "ledger",
    /// What a person is entitled to under a programme.
    Subsidy = "subsidy",
    /// The bases that a person chose in an insurance.
    Base = "base",
    /// A back payment from its quote on.
    BackPayment = "back_payment",
    /// A payment order.
    Order = "order",
    /// A payment cycle.
    Cycle = "cycle",
    /// A district's budget for a programme.
    Budget = "budget",
    /// A difference between registers.
    Mismatch = "mismatch",
}

/// Which stream.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MoneyKey {
    /// Of what.
    pub kind: MoneyKind,
    /// Which of them; ids and codes alone.
    pub key: String,
}

/// Events to be put behind those on record.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyAppend {
    /// Which stream.
    pub stream: MoneyKey,
    /// Whose, where it is one person's.
    pub person: Option<PersonId>,
    /// By which case.
    pub case: Option<CaseId>,
    /// The version that was read; none for a stream that is opened.
    pub before: Option<u32>,
    /// What a stream that is opened begins with.
    pub head: Json,
    /// The events in order.
    pub events: Vec<Recorded<Json>>,
}

/// A stream as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyStream {
    /// Which.
    pub key: String,
    /// Whose.
    pub person: Option<PersonId>,
    /// What it began with.
    pub head: Json,
    /// Its version.
    pub version: u32,
    /// Its events in order.
    pub events: Vec<Recorded<Json>>,
}

pub(crate) fn append(unit: &mut Unit, append: &MoneyAppend) -> Result<(), SaveError> {
    let MoneyAppend { stream, person, case, before, head, events } = append;
    let mut version = before.unwrap_or(0);
    for event in events {
        if version.checked_add(1) != Some(event.version) {
            return Err(SaveError::Invalid {
                field: "version",
                found: event.version.to_string(),
                expected: "the one after the event before it",
            });
        }
        version = event.version;
        unit.row(
            Table::MoneyEvent,
            vec![
                stream.kind.code().into(),
                stream.key.as_str().into(),
                event.version.into(),
                event.stamp.on.into(),
                event.stamp.at.into(),
                event.stamp.by.to_string().into(),
                json(&event.stamp.source, "source")?,
                case.as_ref().map(CaseId::as_bytes).into(),
                FORMAT.into(),
                json(&event.event, "event")?,
            ],
        );
    }
    match before {
        None => unit.row(
            Table::MoneyStream,
            vec![
                stream.kind.code().into(),
                stream.key.as_str().into(),
                version.into(),
                person.as_ref().map(PersonId::as_bytes).into(),
                FORMAT.into(),
                json(head, "head")?,
            ],
        ),
        Some(before) => unit.guarded(
            "UPDATE money_stream SET version = $1 WHERE kind = $2 AND stream_key = $3 AND version = $4",
            vec![version.into(), stream.kind.code().into(), stream.key.as_str().into(), (*before).into()],
            Stale { table: STREAM, id: stream.key.clone(), expected: *before },
        ),
    }
    Ok(())
}

fn stream(fields: &Fields) -> Result<MoneyStream, ReadError> {
    known_format(fields)?;
    Ok(MoneyStream {
        key: fields.text("stream_key")?,
        person: fields.maybe_id("person_id")?,
        head: fields.json("head")?,
        version: fields.version("version")?,
        events: Vec::new(),
    })
}

fn event(fields: &Fields) -> Result<Recorded<Json>, ReadError> {
    known_format(fields)?;
    let stamp = Stamp {
        on: fields.parsed::<Date>("on_day")?,
        at: fields.time("recorded_at")?,
        by: fields.parsed::<Actor>("actor")?,
        source: fields.json::<Source>("source")?,
    };
    Ok(Recorded { version: fields.version("version")?, stamp, event: fields.json("payload")? })
}

fn known_format(fields: &Fields) -> Result<(), ReadError> {
    if fields.version("format")? == FORMAT { Ok(()) } else { Err(fields.wrong("format", "1")) }
}

impl Store {
    /// A stream with all its events.
    pub async fn money_stream_find(&self, stream: &MoneyKey) -> Result<Option<MoneyStream>, ReadError> {
        let key: [Value; 2] = [stream.kind.code().into(), stream.key.as_str().into()];
        let sql = "SELECT stream_key, version, person_id, format, head FROM money_stream \
                   WHERE kind = $1 AND stream_key = $2";
        let Some(row) = self.db().one(STREAM, sql, &key).await? else { return Ok(None) };
        let mut found = self::stream(&row)?;
        self.money_events_of(stream.kind, &mut found).await?;
        Ok(Some(found))
    }

    /// A person's streams of a kind, in the order of their keys.
    pub async fn money_stream_list(
        &self,
        person: PersonId,
        kind: MoneyKind,
    ) -> Result<Vec<MoneyStream>, ReadError> {
        let sql = "SELECT stream_key, version, person_id, format, head FROM money_stream \
                   WHERE person_id = $1 AND kind = $2 ORDER BY stream_key";
        let rows = self.db().all(STREAM, sql, &[person.as_bytes().into(), kind.code().into()]).await?;
        let mut streams = rows.iter().map(self::stream).collect::<Result<Vec<_>, _>>()?;
        for stream in &mut streams {
            self.money_events_of(kind, stream).await?;
        }
        Ok(streams)
    }

    /// All streams of a kind of which there are few, in the order of their keys, at most [`STREAMS_MAX`].
    pub async fn money_stream_all(&self, kind: MoneyKind) -> Result<Vec<MoneyStream>, ReadError> {
        let sql = "SELECT stream_key, version, person_id, format, head FROM money_stream \
                   WHERE kind = $1 ORDER BY stream_key LIMIT $2";
        let rows = self.db().all(STREAM, sql, &[kind.code().into(), STREAMS_MAX.into()]).await?;
        let mut streams = rows.iter().map(self::stream).collect::<Result<Vec<_>, _>>()?;
        for stream in &mut streams {
            self.money_events_of(kind, stream).await?;
        }
        Ok(streams)
    }

    /// Streams of a kind in the order of their keys, from behind a key on, each with its events: for runs over many.
    pub async fn money_stream_page(
        &self,
        kind: MoneyKind,
        after: &str,
        limit: u32,
    ) -> Result<Vec<MoneyStream>, ReadError> {
        let sql = "SELECT stream_key, version, person_id, format, head FROM money_stream \
                   WHERE kind = $1 AND stream_key > $2 ORDER BY stream_key LIMIT $3";
        let rows = self.db().all(STREAM, sql, &[kind.code().into(), after.into(), limit.into()]).await?;
        let mut streams = rows.iter().map(self::stream).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = streams.last().map(|stream| stream.key.clone()) else { return Ok(streams) };
        let sql = "SELECT stream_key, version, on_day, recorded_at, actor, source, format, payload FROM money_event \
                   WHERE kind = $1 AND stream_key > $2 AND stream_key <= $3 ORDER BY stream_key, version";
        let rows = self.db().all(EVENT, sql, &[kind.code().into(), after.into(), last.into()]).await?;
        // Databases order texts each their own way: found by key, not by place.
        let at: BTreeMap<String, usize> =
            streams.iter().enumerate().map(|(at, stream)| (stream.key.clone(), at)).collect();
        for row in &rows {
            let place = at.get(&row.text("stream_key")?).and_then(|at| streams.get_mut(*at));
            let Some(stream) = place else { continue };
            let event = event(row)?;
            // What came after the stream was read is not half there.
            if event.version <= stream.version {
                stream.events.push(event);
            }
        }
        Ok(streams)
    }

    /// Events up to the version that the stream had when it was read: what came meanwhile is not half there.
    async fn money_events_of(&self, kind: MoneyKind, stream: &mut MoneyStream) -> Result<(), ReadError> {
        let sql = "SELECT stream_key, version, on_day, recorded_at, actor, source, format, payload FROM money_event \
                   WHERE kind = $1 AND stream_key = $2 AND version <= $3 ORDER BY version";
        let values = [kind.code().into(), stream.key.as_str().into(), stream.version.into()];
        let rows = self.db().all(EVENT, sql, &values).await?;
        stream.events = rows.iter().map(event).collect::<Result<_, _>>()?;
        Ok(())
    }
}
