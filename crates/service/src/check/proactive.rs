//! What is watched: conclusions that the law makes, services that are there, and a notice for all that is told; and the
//! notices and the term of ratings.

use super::{Context, notices};
use crate::library::Library;
use crate::notice::NoticeChannel;
use crate::proactive::{FILE, ProactiveEvent, Told};
use crate::problem::{Problem, ProblemCode};

pub(super) fn check(library: &Library, context: &Context, found: &mut Vec<Problem>) {
    let proactive = &library.proactive;
    let mut put = |key: String, code, said: String| found.push(Problem::new(FILE, key, code, said));
    for (at, watch) in proactive.watches.iter().enumerate() {
        if !context.conclusions.contains(&watch.conclusion) {
            let said = format!("found `{}`, expected a conclusion of the law", watch.conclusion);
            put(format!("watch[{at}].conclusion"), ProblemCode::UnknownConclusion, said);
        }
        if library.pack(&watch.service).is_none_or(|pack| pack.definition.conclusion != watch.conclusion) {
            let said = format!("found `{}`, expected a service of `{}`", watch.service, watch.conclusion);
            put(format!("watch[{at}].service"), ProblemCode::UnknownConclusion, said);
        }
        if watch.tell.contains(&Told::Ends) != (watch.days_ahead > 0) {
            let said = "days_ahead with `ends`, and only there".to_owned();
            put(format!("watch[{at}].days_ahead"), ProblemCode::Malformed, said);
        }
        if watch.listed_by.as_ref().is_some_and(|fact| !context.facts.contains(fact)) {
            let said = "expected a fact of the law".to_owned();
            put(format!("watch[{at}].listed_by"), ProblemCode::UnknownFact, said);
        }
        let twice = proactive.watches.iter().take(at).any(|other| other.conclusion == watch.conclusion);
        if twice {
            let said = format!("found `{}` a second time, expected each once", watch.conclusion);
            put(format!("watch[{at}].conclusion"), ProblemCode::DuplicateId, said);
        }
    }
    for (at, ledger) in proactive.ledgers.iter().enumerate() {
        if library.pack(&ledger.service).is_none() {
            let said = format!("found `{}`, expected a service", ledger.service);
            put(format!("ledger[{at}].service"), ProblemCode::UnusedEntry, said);
        }
    }
    for event in ProactiveEvent::ALL {
        let is_told = match event.told() {
            Some(told) => proactive.watches.iter().any(|watch| watch.tell.contains(&told)),
            None => !proactive.ledgers.is_empty(),
        };
        if is_told && proactive.notice(event, NoticeChannel::Inbox).is_none() {
            let said = format!("a notice `{}` for the inbox", event.as_str());
            put("notices".to_owned(), ProblemCode::MissingWords, said);
        }
    }
    notices::look(library, &proactive.notices, &mut put);
    let mut put =
        |key: String, code, said: String| found.push(Problem::new(crate::rating::FILE, key, code, said));
    notices::look(library, &library.rating.notices, &mut put);
    let calendar = library.rating.reply.calendar.as_ref();
    if calendar.is_some_and(|calendar| !context.calendars.contains(calendar)) {
        put("reply.calendar".to_owned(), ProblemCode::UnknownCalendar, "a calendar that is there".to_owned());
    }
}
