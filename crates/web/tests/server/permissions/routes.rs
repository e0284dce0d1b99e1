//! The routes of a router, read from what it says of itself; and what is asked of each.

use std::collections::BTreeMap;

use axum::http::Method;
use web::Routers;

use super::seats::Matter;

/// A route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    order: u8,
    pub method: Method,
}

impl Route {
    fn new(path: &str, method: Method) -> Self {
        Self { path: path.to_owned(), order: u8::from(method != Method::GET), method }
    }
}

/// All routes in Chinese, by path.
pub fn all(routers: &Routers) -> Vec<Route> {
    let mut found = paths(&format!("{:?}", routers.pages));
    found.extend(paths(&format!("{:?}", routers.api)));
    found.retain(|route| route.path != "/en" && !route.path.starts_with("/en/"));
    found.sort();
    found.dedup();
    found
}

/// What a router says of itself: `RouteId(n): MethodRouter(…)` and, at its end, `RouteId(n): "/path"`.
pub fn paths(said: &str) -> Vec<Route> {
    let (routes, rest) = said.split_once("node: Node { paths: {").expect("a router says which paths it has");
    let paths = rest.split_once("\"} }").expect("an end of the paths").0;
    let mut by_id: BTreeMap<&str, &str> = BTreeMap::new();
    for one in routes.split("RouteId(").skip(1) {
        let (id, methods) = one.split_once(')').expect("an id");
        by_id.insert(id, methods);
    }
    let mut found = Vec::new();
    for one in paths.split("RouteId(").skip(1) {
        let (id, path) = one.split_once("): \"").expect("an id and its path");
        let path = path.split('"').next().expect("a path");
        let methods = by_id.get(id).expect("a route of this id");
        let before = found.len();
        for (name, method) in
            [("get", Method::GET), ("post", Method::POST), ("put", Method::PUT), ("delete", Method::DELETE)]
        {
            let is_there = methods.split([',', '{']).any(|part| {
                part.trim().strip_prefix(name).is_some_and(|rest| rest.starts_with(": ") && rest != ": None")
            });
            // What answers that there is no such address answers so to every method.
            if is_there && (method == Method::GET || !path.contains("{*")) {
                found.push(Route::new(path, method));
            }
        }
        assert!(found.len() > before, "no method of {path} was understood: {methods}");
    }
    assert_eq!(paths.matches("RouteId(").count(), by_id.len());
    found
}

/// The address with the names of what it is asked about put in. A name that is not known here is a new kind of route:
/// say what it is to be asked about.
pub fn concrete(path: &str, matter: &Matter) -> String {
    let parts = path.split('/').collect::<Vec<_>>();
    let mut out = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let before = if at == 0 { "" } else { parts[at - 1] };
        out.push(match (*part, before) {
            ("{number}", "registrations" | "commitments") => matter.registration.as_str(),
            ("{number}", "cases" | "evidence" | "ratings") => matter.case.as_str(),
            ("{number}", "certificates") => matter.certificate.as_str(),
            ("{number}", "examples") | ("{version}", _) => "1",
            // None of this case's: who may see the case is told that there is none.
            ("{file}", _) => "00000000-0000-0000-0000-000000000000",
            ("{number}", "papers") => "none",
            ("{notice}", _) => matter.notice.as_str(),
            ("{id}", "mandates") => matter.mandate.as_str(),
            ("{id}", "deputies") => matter.deputy.as_str(),
            ("{id}", "qualifying") => "subsidy_extension",
            ("{id}", "life") => "start-riding",
            ("{id}", "services") => "unemployment-registration",
            ("{page}", "apply") => "person",
            ("{instrument}", _) => "beijing-flexible-employment-2020",
            ("{article}", _) => "3",
            ("{insurance}", _) => "pension",
            ("{number}", "cycles") | ("{cycle}", _) => matter.cycle.as_str(),
            ("{step}", _) => "compute",
            ("{fact}", _) => "employment_form",
            ("{code}" | "{*rest}", _) => "nothing",
            ("{name}", "assets") => "nothing.css",
            (plain, _) if !plain.contains('{') => plain,
            (other, _) => panic!("{path}: what is `{other}` to be asked about?"),
        });
    }
    out.join("/")
}

/// What is sent to a page: enough to be judged by who sends it, too little to be done.
pub fn fields(path: &str) -> Vec<(&'static str, &'static str)> {
    match path.rsplit('/').next().unwrap_or_default() {
        "word" => vec![("budget", "none"), ("word", "confirm")],
        "act" if path.contains("mandates") => vec![("service", "startup-loan")],
        "act" => vec![("action", "none"), ("version", "1"), ("key", "k")],
        "confirm" => vec![("action", "none"), ("version", "1"), ("word", "yes")],
        "assign" => vec![("assign", "receive")],
        "flag" => vec![("field", "none"), ("reason", "none")],
        _ => Vec::new(),
    }
}

/// What is sent to the API, likewise.
pub fn json(path: &str) -> String {
    match path.rsplit('/').next().unwrap_or_default() {
        "acts" => r#"{"action":"none","version":1}"#,
        "flags" => r#"{"field":"none","reason":"none"}"#,
        "steps" => r#"{"step":"compute"}"#,
        "holder" => r#"{"assign":"receive"}"#,
        _ => "{}",
    }
    .to_owned()
}
