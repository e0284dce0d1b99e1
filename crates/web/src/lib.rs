//! Pages, forms and their words: everything a browser sees, made on the server, working without a script.
//!
//! A handler makes a view model (a plain struct in [`views`]), asks its page function for a
//! [`views::Page`] and returns it. [`site`] puts the pages behind the two languages, the security
//! headers, the forgery check and the styles. No page computes money, dates or rules.

mod assets;
pub mod forms;
pub mod i18n;
pub mod security;
mod site;
mod ui;
pub mod views;

pub use assets::{AssetError, Assets};
pub use site::{Web, WebConfig, site};
pub use ui::{Account, Demo, Role, Surroundings, Ui};
