//! The identity number as people type it. What makes one is the registry's business; here spaces, dashes,
//! full-width digits and a small x are forgiven, and a fault gets its words.

use app::registry::IdNumber;
use app::registry::id_number::IdNumberError;

use super::number::ungrouped;
use crate::i18n::Text;

/// Reads a number.
pub(crate) fn id_number(typed: &str) -> Result<IdNumber, Text> {
    IdNumber::parse(&ungrouped(typed)).map_err(|error| match error {
        IdNumberError::Length { found } => Text::message("error.id_number.length").with("n", found),
        IdNumberError::Character { .. } => Text::message("error.id_number.characters"),
        IdNumberError::Region => Text::message("fault.id_region"),
        IdNumberError::Date => Text::message("error.id_number.birth_date"),
        IdNumberError::CheckDigit { .. } => Text::message("error.id_number.check"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard itself.
    const GOOD: &str = "11010519491231002X";

    #[test]
    fn what_people_type_is_forgiven() {
        for typed in [GOOD, " 110105 19491231 002x", "１１０１０５19491231002Ｘ", "110105-19491231-002X"]
        {
            assert_eq!(id_number(typed).unwrap().expose(), GOOD, "{typed}");
        }
    }

    #[test]
    fn faults_say_what_is_wrong() {
        let fault = |typed: &str| id_number(typed).unwrap_err();
        assert_eq!(fault("123"), Text::message("error.id_number.length").with("n", 3));
        assert_eq!(fault("1101051949123100AB"), Text::message("error.id_number.characters"));
        assert_eq!(fault("010105194912310029"), Text::message("fault.id_region"));
        assert_eq!(fault("110105194902310029"), Text::message("error.id_number.birth_date"));
        assert_eq!(fault("110105194912310021"), Text::message("error.id_number.check"));
    }
}
