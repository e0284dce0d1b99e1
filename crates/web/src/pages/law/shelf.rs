//! What the pages of the law are made from: the book and the business date. They need no session.

use std::fmt;
use std::sync::Arc;

use app::Book;
use axum::extract::FromRef;
use jiff::civil::Date;

use crate::desk::Desk;

/// The book with the day on which it is read; cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    pub(crate) book: Arc<Book>,
    today: Arc<dyn Fn() -> Date + Send + Sync>,
}

impl Shelf {
    /// A book, and where the business date comes from.
    pub fn new(book: Arc<Book>, today: impl Fn() -> Date + Send + Sync + 'static) -> Self {
        Self { book, today: Arc::new(today) }
    }

    pub(crate) fn today(&self) -> Date {
        (self.today)()
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").field("policy", &self.book.version).finish_non_exhaustive()
    }
}

impl FromRef<Desk> for Shelf {
    fn from_ref(desk: &Desk) -> Self {
        let app = desk.app.clone();
        Self::new(desk.app.book(), move || app.today())
    }
}
