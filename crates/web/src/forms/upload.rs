//! A form with a file, as it arrived: its fields, the file's name and bytes. Read whole, within a limit, before the page.

use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::RawForm;
use crate::views::Problem;

/// The largest body with a file; what a pack allows is below that.
pub(crate) const UPLOAD_BYTES_MAX: usize = 11 * 1024 * 1024;
/// How the content type of a form with a file begins.
pub(crate) const MULTIPART: &str = "multipart/form-data";
/// More parts than our forms have; the rest are not read.
const PARTS_MAX: usize = 16;

/// A form with a file.
#[derive(Clone, Default)]
pub(crate) struct UploadForm {
    /// Its fields.
    pub(crate) fields: RawForm,
    /// What the file is called.
    pub(crate) name: String,
    /// Its bytes; empty where none was picked.
    pub(crate) content: Arc<Vec<u8>>,
}

// What is sent is personal data.
impl fmt::Debug for UploadForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadForm").field("fields", &self.fields).finish_non_exhaustive()
    }
}

impl UploadForm {
    /// Reads a body of this content type.
    pub(crate) async fn read(content_type: &str, body: Bytes) -> Result<Self, Problem> {
        let boundary = multer::parse_boundary(content_type).map_err(|_| Problem::Unprocessable)?;
        let mut parts = multer::Multipart::new(axum::body::Body::from(body).into_data_stream(), boundary);
        let (mut fields, mut form) = (Vec::new(), Self::default());
        for _ in 0..PARTS_MAX {
            let Some(part) = parts.next_field().await.map_err(|_| Problem::Unprocessable)? else { break };
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file_name) => {
                    form.name = file_name;
                    let bytes = part.bytes().await.map_err(|_| Problem::Unprocessable)?;
                    form.content = Arc::new(bytes.to_vec());
                }
                None => fields.push((name, part.text().await.map_err(|_| Problem::Unprocessable)?)),
            }
        }
        form.fields = RawForm::of(fields);
        Ok(form)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for UploadForm {
    type Rejection = Problem;

    /// Put there by the forgery check, which read the body for its token.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::Unprocessable)
    }
}
