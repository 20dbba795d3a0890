//! What may be in one answer and nowhere else: tokens, presigned URLs, keys.

/// A value that can be [exposed](Self::expose) where it is meant to go, and neither formatted nor serialised nor
/// compared: what would write it into a log does not compile.
///
/// ```
/// use roundel_lambda::{log::Line, secret::Secret};
/// let url = Secret::new("https://bucket.example/?X-Amz-Signature=abc".to_owned());
/// Line::new("upload_signed").number("length", url.expose().len() as u64).write();
/// ```
///
/// ```compile_fail
/// # use roundel_lambda::secret::Secret;
/// let url = Secret::new("https://bucket.example/?X-Amz-Signature=abc".to_owned());
/// println!("{url}");
/// ```
///
/// ```compile_fail
/// # use roundel_lambda::secret::Secret;
/// let url = Secret::new("https://bucket.example/?X-Amz-Signature=abc".to_owned());
/// println!("{url:?}");
/// ```
///
/// ```compile_fail
/// # use roundel_lambda::secret::Secret;
/// let url = Secret::new("https://bucket.example/?X-Amz-Signature=abc".to_owned());
/// let text = serde_json::to_string(&url);
/// ```
///
/// ```compile_fail
/// # use roundel_lambda::{log::Line, secret::Secret};
/// let url = Secret::new("https://bucket.example/?X-Amz-Signature=abc".to_owned());
/// Line::new("upload_signed").code(url).write();
/// ```
///
/// Nor does a log line take a text that came from outside, which may hold anything:
///
/// ```compile_fail
/// # use roundel_lambda::log::Line;
/// let header: String = std::env::args().collect();
/// Line::new("token_refused").code(&header).write();
/// ```
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Takes the value in.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one place it is meant for.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}
