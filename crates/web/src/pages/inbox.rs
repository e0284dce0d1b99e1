//! The inbox of notices.

use app::NoticeLink;
use axum::Router;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Call, before_after, cases, commitment, mine, shown};
use crate::desk::Desk;
use crate::forms::RawForm;
use crate::i18n::Text;
use crate::views::{self, InboxView, Notice, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/inbox", get(show).post(read))
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let notices = call.app.inbox(&call.visit.viewer).await?;
    let notices = notices.into_iter().map(|notice| Notice {
        basis: shown::basis(&call.app, notice.kind.split('.').next().unwrap_or_default()),
        id: notice.id.to_string(),
        title: notice.title.into(),
        text: notice.text.into(),
        at: shown::moment(notice.at),
        is_read: notice.is_read,
        links: notice.links.iter().map(|link| leads(&notice.id.to_string(), link)).collect(),
    });
    Ok(views::inbox(&call.ui, &InboxView { notices: notices.collect() }).into_response())
}

/// Where a notice leads, as an address with its words.
fn leads(notice: &str, link: &NoticeLink) -> views::NoticeLink {
    let (href, words) = match link {
        NoticeLink::BeforeAfter { .. } => (before_after::address(notice), "inbox.before_after"),
        NoticeLink::Commitment { number, version } => {
            (commitment::address(number.as_str(), *version), "inbox.commitment")
        }
        NoticeLink::Correction { .. } => (format!("/registration/correct/{notice}"), "inbox.correct"),
        NoticeLink::Case { number } => (cases::address(number), "inbox.case"),
        NoticeLink::Service { id } => (format!("/services/{id}"), "inbox.service"),
        NoticeLink::Change { .. } => ("/registration/change".to_owned(), "inbox.change"),
    };
    views::NoticeLink { href, words: Text::message(words) }
}

async fn read(call: Call, raw: RawForm) -> Answer {
    let notice = raw.text("read").parse().map_err(|_| Problem::Unprocessable)?;
    call.app.notice_read(&call.visit.viewer, notice).await?;
    Ok(Redirect::to(&call.ui.url("/inbox")).into_response())
}
