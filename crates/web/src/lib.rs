//! Pages, forms and their words: everything a browser sees, made on the server, working without a script.
//!
//! A handler makes a view model (a plain struct in [`views`]), asks its page function for a
//! [`views::Page`] and returns it. [`site`] puts the pages behind the two languages, the security
//! headers, the forgery check and the styles. No page computes money, dates or rules.
//!
//! A form is shown, sent, and either shown again with everything typed or answered with another page:
//!
//! ```no_run
//! use axum::{Router, response::Redirect, routing::get};
//! use web::forms::{RawForm, verify_form};
//! use web::views::{self, Page, VerifyView};
//! use web::{Ui, Web, WebConfig, site};
//!
//! async fn show(ui: Ui) -> Page {
//!     views::verify(&ui, &VerifyView { form: verify_form(), result: None })
//! }
//!
//! async fn send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
//!     let mut form = verify_form();
//!     match form.read(&raw) {
//!         Some(values) => {
//!             let _code = values.text("code"); // … the use case …
//!             Ok(Redirect::to(&ui.url("/verify/result")))
//!         }
//!         None => Err(views::verify(&ui, &VerifyView { form, result: None })),
//!     }
//! }
//!
//! # fn random() -> [u8; 32] { [0; 32] }
//! # fn main() -> Result<(), web::AssetError> {
//! let web = Web::new(WebConfig { key: random(), is_https: true, random })?;
//! let app: Router = site(Router::new().route("/verify", get(show).post(send)), &web);
//! # Ok(())
//! # }
//! ```

mod api;
mod assets;
mod desk;
mod download;
pub mod forms;
pub mod i18n;
mod pages;
mod request_log;
pub mod security;
mod site;
mod ui;
pub mod views;
mod visit;

pub use assets::{AssetError, Assets};
pub use desk::{Desk, Routers, routers, server};
pub use pages::law::{Shelf, law_pages};
pub use site::{Web, WebConfig, site};
pub use ui::{Account, Demo, Role, Surroundings, Ui};
