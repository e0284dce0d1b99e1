//! Money as it is kept: aggregates as streams of events with an optimistic version (`stream`), the book (`book`), and
//! narrow copies for lists (`month`, `order`, `cycle`). Nothing here knows what an event means: the app folds them. The
//! copies and the book are written in the transaction of the events, and can be made again from them.

mod book;
mod cycle;
mod month;
mod order;
mod stream;

pub(crate) use book::{COLUMNS as POSTING_COLUMNS, post};
pub(crate) use cycle::{COLUMNS as CYCLE_COLUMNS, CONFLICT as CYCLE_CONFLICT, put as put_cycle};
pub use cycle::{CYCLES_MAX, CycleRow};
pub use month::MonthRow;
pub(crate) use month::{COLUMNS as MONTH_COLUMNS, CONFLICT as MONTH_CONFLICT, put as put_month};
pub(crate) use order::{COLUMNS as ORDER_COLUMNS, CONFLICT as ORDER_CONFLICT, put as put_order};
pub use order::{ORDERS_MAX, OrderFilter, OrderRow};
pub(crate) use stream::{EVENT_COLUMNS, STREAM_COLUMNS, append};
pub use stream::{MoneyAppend, MoneyKey, MoneyKind, MoneyStream};
