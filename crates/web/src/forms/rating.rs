//! Forms of ratings: five steps and a line that may stay empty; an office's answer.

use super::{Choice, Field, Form, Shape};
use crate::i18n::Text;

/// What a person is asked about a decided case.
pub fn rating_form(steps: Vec<Choice>, chars_max: usize) -> Form {
    Form::new(vec![
        Field::radios("stars", Text::message("rating.stars"), steps),
        Field::line("words", Text::message("rating.words"), Shape::Words { chars_max }, "off")
            .hint(Text::message("rating.words_hint"))
            .optional(),
    ])
}

/// What an office answers to a bad one.
pub fn rating_answer_form(chars_max: usize) -> Form {
    Form::new(vec![
        Field::line("reply", Text::message("rating.reply"), Shape::Words { chars_max }, "off")
            .hint(Text::message("rating.reply_hint")),
    ])
}
