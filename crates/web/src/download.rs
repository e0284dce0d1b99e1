//! A list as a file: CSV or XLSX, by `?format=` on the address of its page.

use app::documents::table::{Cell, Column, Heading, Kind, Language, Table, TableError};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

use crate::i18n::{Lang, Text};
use crate::views::{Problem, TableKind, TableValue, TableView};

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Xlsx,
}

impl Format {
    /// The form that an address asks for; `None` for the page. Another word is at fault.
    pub(crate) fn read(asked: &str) -> Result<Option<Self>, Problem> {
        match asked {
            "" => Ok(None),
            "csv" => Ok(Some(Self::Csv)),
            "xlsx" => Ok(Some(Self::Xlsx)),
            _ => Err(Problem::Unprocessable),
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A list as a file, made at this time. `name` is added to the list's own name: an id or a month.
pub(crate) fn download(
    list: &TableView,
    name: &str,
    lang: Lang,
    format: Format,
    made_at: Timestamp,
) -> Result<Response, Problem> {
    let bytes = write(list, lang, format, made_at).map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, list = list.id, "a list cannot be written");
        Problem::Internal
    })?;
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}-{name}.{}\"", list.id, format.ending()),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn write(list: &TableView, lang: Lang, format: Format, made_at: Timestamp) -> Result<Vec<u8>, TableError> {
    let heading = |text: &Text| Heading::new(&text.zh, text.pick(Lang::En).0);
    let columns = list.columns.iter().map(|column| {
        let kind = match column.kind {
            TableKind::Text => Kind::Text,
            TableKind::Integer => Kind::Integer,
            TableKind::Money => Kind::Money,
            TableKind::Date => Kind::Date,
        };
        Column::new(column.key, heading(&column.heading), kind)
    });
    let table = Table::new(heading(&list.caption), columns.collect())?;
    let language = match lang {
        Lang::Zh => Language::Zh,
        Lang::En => Language::En,
    };
    let rows =
        list.rows.iter().map(|row| row.iter().map(|cell| cell_of(&cell.value, lang)).collect::<Vec<_>>());
    match format {
        Format::Csv => {
            let mut file = table.csv(language, Vec::new())?;
            rows.into_iter().try_for_each(|row| file.push(&row))?;
            file.finish()
        }
        Format::Xlsx => {
            let mut file = table.xlsx(language, made_at)?;
            rows.into_iter().try_for_each(|row| file.push(&row))?;
            file.finish()
        }
    }
}

fn cell_of(value: &TableValue, lang: Lang) -> Cell {
    match value {
        TableValue::Empty => Cell::Empty,
        TableValue::Text(text) => Cell::Text(text.pick(lang).0.to_owned()),
        TableValue::Integer(number) => Cell::Integer(i64::try_from(*number).unwrap_or(i64::MAX)),
        TableValue::Money(fen) => Cell::Money { fen: *fen },
        TableValue::Date(day) => Cell::Date(*day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::TableCell;

    #[test]
    fn a_list_has_the_same_words_and_amounts_in_its_file() {
        let columns =
            [("order", "payments.order", TableKind::Text), ("amount", "payments.amount", TableKind::Money)];
        let row = vec![TableCell::text(Text::new("甲", "a")).to("/x"), TableCell::money(Some(-5))];
        let list = TableView::new("lines", Text::new("明细", "Lines"), &columns, [row]);
        let written = |lang| {
            String::from_utf8(write(&list, lang, Format::Csv, Timestamp::UNIX_EPOCH).unwrap()).unwrap()
        };
        assert!(written(Lang::Zh).ends_with("\r\n甲,-0.05\r\n"), "{}", written(Lang::Zh));
        assert!(written(Lang::En).ends_with("\r\na,-0.05\r\n"));
        let sheet = write(&list, Lang::Zh, Format::Xlsx, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(sheet.get(..2), Some(b"PK".as_slice()));
        assert_eq!(Format::read("pdf"), Err(Problem::Unprocessable));
    }
}
