//! CloudFront's viewer-request event (AWS: "Lambda@Edge event structure") as the handler hands it over: its strings one
//! after the other, because JSON would be written and read again for each picture.

use alloc::vec::Vec;

/// What stands between two strings. HTTP has no line feed in methods, paths and headers (RFC 9110 §5.5).
const SEPARATOR: char = '\n';

/// How many strings come before the headers.
const BEFORE_HEADERS: usize = 4;

/// The `request` of a viewer-request event, as far as decisions depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewerRequest<'a> {
    method: &'a str,
    uri: &'a str,
    query: &'a str,
    headers: Vec<(&'a str, &'a str)>,
}

/// Why a text is not a viewer-request event. This is never a viewer's doing: the function is attached wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventError {
    /// Another event type: the function belongs to viewer requests, before the cache.
    NotAViewerRequest,
    /// Not as many strings as were announced: one holds a line feed. Or a header lacks its value.
    Malformed,
}

impl EventError {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAViewerRequest => "not_a_viewer_request",
            Self::Malformed => "malformed_event",
        }
    }
}

impl<'a> ViewerRequest<'a> {
    /// Reads `count` strings, apart by line feeds: event type, method, URI, query, then name and value of each header line.
    /// The count is what makes this safe: a string with a line feed in it is refused, never taken for two.
    ///
    /// # Errors
    /// An [`EventError`].
    ///
    /// ```
    /// use roundel_edge::{EventError, ViewerRequest};
    ///
    /// let text = "viewer-request\nGET\n/a\n\naccept\n*/*";
    /// let request = ViewerRequest::read(text, 6)?;
    /// assert_eq!(request.header("accept"), Some("*/*"));
    /// assert_eq!(ViewerRequest::read(text, 5), Err(EventError::Malformed));
    /// # Ok::<(), EventError>(())
    /// ```
    pub fn read(text: &'a str, count: usize) -> Result<Self, EventError> {
        let mut strings = text.split(SEPARATOR);
        let mut next = || strings.next().ok_or(EventError::Malformed);
        if next()? != "viewer-request" {
            return Err(EventError::NotAViewerRequest);
        }
        let (method, uri, query) = (next()?, next()?, next()?);
        let mut headers = Vec::new();
        while let Some(name) = strings.next() {
            headers.push((name, strings.next().ok_or(EventError::Malformed)?));
        }
        match headers.len() * 2 + BEFORE_HEADERS == count {
            true => Ok(Self {
                method,
                uri,
                query,
                headers,
            }),
            false => Err(EventError::Malformed),
        }
    }

    /// `GET`, `HEAD` and so on.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The path as the viewer sent it, still percent-encoded, without the query.
    #[must_use]
    pub fn uri(&self) -> &'a str {
        self.uri
    }

    /// The query, without `?`.
    #[must_use]
    pub fn query(&self) -> &'a str {
        self.query
    }

    /// The headers: names as CloudFront groups them, which is in lower case, and values, one pair a header line.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        self.headers.iter().copied()
    }

    /// The first header line of this lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let line = self
            .headers()
            .find(|(own, _)| own.eq_ignore_ascii_case(name));
        line.map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_feed_is_never_a_boundary_that_was_not_announced() {
        let smuggled = "viewer-request\nGET\n/a\n\nreferer\nx\nauthorization\nBearer y";
        assert_eq!(ViewerRequest::read(smuggled, 6), Err(EventError::Malformed));
        assert!(ViewerRequest::read(smuggled, 8).is_ok());
        for (text, count) in [
            ("", 1),
            ("viewer-request", 1),
            ("viewer-request\nGET\n/", 3),
            ("viewer-request\nGET\n/\n\nname", 5),
            ("viewer-request\nGET\n/\n", usize::MAX),
        ] {
            assert!(ViewerRequest::read(text, count).is_err(), "{text:?}");
        }
    }
}
