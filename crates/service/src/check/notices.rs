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
    for notice in &pack.notices {
        let key = format!("{}.{:?}.text", notice.event, notice.channel);
        if notice.placeholders(Lang::Zh) != notice.placeholders(Lang::En) {
            let said = "the same placeholders in Chinese and in English";
            findings.file(NOTICES_FILE, &key, ProblemCode::PlaceholderMismatch, said);
        }
        for lang in [Lang::Zh, Lang::En] {
            if notice.chars_max(lang) == 0 {
                let key = format!("{key}.{lang:?}");
                findings.file(NOTICES_FILE, key, ProblemCode::MissingWords, "words, found none");
            }
        }
        match notice.channel {
            NoticeChannel::Inbox => {}
            NoticeChannel::Sms => sms(library, notice, &key, findings),
        }
    }
}

fn sms(library: &Library, notice: &Notice, key: &str, findings: &mut Findings<'_>) {
    let words = Words { zh: notice.words(Lang::Zh), en: notice.words(Lang::En) };
    if let Some(said) = library.rules.sms.barred.said(&words) {
        let said = format!("no `{said}`: a link or a reason; the official way is named instead");
        findings.file(NOTICES_FILE, key, ProblemCode::BarredInSms, said);
    }
    let most = library.rules.sms.chars_max;
    for (lang, most) in [(Lang::Zh, most.zh), (Lang::En, most.en)] {
        let chars = notice.chars_max(lang);
        if chars > most {
            let said = format!("at most {most} characters, found up to {chars}");
            findings.file(NOTICES_FILE, format!("{key}.{lang:?}"), ProblemCode::SmsTooLong, said);
        }
        for placeholder in
            notice.placeholders(lang).into_iter().filter(|placeholder| placeholder.is_personal())
        {
            let said = format!("no `{placeholder}`, which is personal");
            findings.file(NOTICES_FILE, format!("{key}.{lang:?}"), ProblemCode::PersonalInSms, said);
        }
    }
}
