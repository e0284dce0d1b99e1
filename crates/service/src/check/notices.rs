//! Notices: both languages fill in the same things; a short message is short and carries nothing personal,
//! no link and no reason.

use super::Findings;
use crate::library::Library;
use crate::notice::{Notice, NoticeChannel};
use crate::pack::NOTICES_FILE;
use crate::problem::ProblemCode;
use crate::words::{Lang, Words};

pub(super) fn check(library: &Library, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    look(library, &pack.notices, &mut |key, code, said| findings.file(NOTICES_FILE, key, code, said));
}

/// Looks at the notices of any file.
pub(super) fn look(
    library: &Library,
    notices: &[Notice],
    found: &mut impl FnMut(String, ProblemCode, String),
) {
    for notice in notices {
        let key = format!("{}.{:?}.text", notice.event, notice.channel);
        if notice.placeholders(Lang::Zh) != notice.placeholders(Lang::En) {
            let said = "the same placeholders in Chinese and in English".to_owned();
            found(key.clone(), ProblemCode::PlaceholderMismatch, said);
        }
        for lang in [Lang::Zh, Lang::En] {
            if notice.chars_max(lang) == 0 {
                let key = format!("{key}.{lang:?}");
                found(key, ProblemCode::MissingWords, "words, found none".to_owned());
            }
        }
        match notice.channel {
            NoticeChannel::Inbox => {}
            NoticeChannel::Sms => sms(library, notice, &key, found),
        }
    }
}

fn sms(library: &Library, notice: &Notice, key: &str, found: &mut impl FnMut(String, ProblemCode, String)) {
    let words = Words { zh: notice.words(Lang::Zh), en: notice.words(Lang::En) };
    if let Some(said) = library.rules.sms.barred.said(&words) {
        let said = format!("no `{said}`: a link or a reason; the official way is named instead");
        found(key.to_owned(), ProblemCode::BarredInSms, said);
    }
    let most = library.rules.sms.chars_max;
    for (lang, most) in [(Lang::Zh, most.zh), (Lang::En, most.en)] {
        let chars = notice.chars_max(lang);
        if chars > most {
            let said = format!("at most {most} characters, found up to {chars}");
            found(format!("{key}.{lang:?}"), ProblemCode::SmsTooLong, said);
        }
        for placeholder in
            notice.placeholders(lang).into_iter().filter(|placeholder| placeholder.is_personal())
        {
            let said = format!("no `{placeholder}`, which is personal");
            found(format!("{key}.{lang:?}"), ProblemCode::PersonalInSms, said);
        }
    }
}
