//! The law's pages as they are served, over the policies of the repository with the sample overlay laid on.

use std::path::Path;
use std::sync::Arc;

use app::Book;
use app::service::Library;
use axum::Router;
use axum::routing::get;
use law::{Bundle, Policy};
use web::views::{self, ExampleView, Page, Row};
use web::{Shelf, Ui, law_pages};

use crate::TODAY;
use crate::samples::t;

/// Where overlays that are laid on stand in a bundle.
const LAID_ON: &str = law::load::LAID_ON;
const OVERLAY: &str = "pinggu-pilot-2021.md";

pub(crate) fn routes() -> Router {
    let library = Library::embedded().expect("the services are well formed");
    let book = Arc::new(Book::new(&policy(), &library));
    Router::new()
        .route("/law/examples/{number}", get(example))
        .merge(law_pages().with_state(Shelf::new(book, || TODAY)))
}

fn policy() -> Policy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&root).expect("the policies are there") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("a text")));
        }
    }
    let overlay = std::fs::read_to_string(root.join("overlays").join(OVERLAY)).expect("the overlay");
    files.push((format!("{LAID_ON}{OVERLAY}"), overlay));
    Policy::load(Bundle::new(files)).0.expect("the policy is sound")
}

async fn example(ui: Ui) -> Page {
    let conclusion = crate::results::conclusions().remove(0);
    let view = ExampleView {
        number: 1,
        article: app::Text::new("第二条", "Article 2"),
        href: "/law/beijing-flexible-employment-2020/2#example-1".into(),
        as_of: TODAY,
        given: vec![Row::new(t("就业形式", "form of employment"), t("个体经营", "self-employed"))],
        expected: "是".into(),
        conclusion,
    };
    views::example(&ui, &view)
}
