//! CloudFront's viewer-request event (AWS: "Lambda@Edge event structure"), read strictly and given back changed.

use roundel_token::json::{self, JsonError, Limits, Value};

/// The `request` of a viewer-request event. What we do not know of it goes back as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewerRequest {
    method: String,
    uri: String,
    headers: Vec<Header>,
    /// All members, the ones above as they came.
    members: Vec<(String, Value)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Header {
    /// In lower case, as CloudFront groups them.
    name: String,
    /// As the viewer spelt it.
    key: Value,
    value: String,
}

/// Why a text is not a viewer-request event. This is never a viewer's doing: the function is attached wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Not JSON.
    #[error("the event is not acceptable: {0}")]
    Json(JsonError),
    /// Not exactly one record.
    #[error("the event does not have exactly one record")]
    NotOneRecord,
    /// Another event type: the function belongs to viewer requests, before the cache.
    #[error("the event is not a viewer request")]
    NotAViewerRequest,
    /// The request lacks its method, URI or headers, or one has another type.
    #[error("the event's request is malformed")]
    Malformed,
}

impl EventError {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Json(cause) => cause.code(),
            Self::NotOneRecord => "not_one_record",
            Self::NotAViewerRequest => "not_a_viewer_request",
            Self::Malformed => "malformed_event",
        }
    }
}

impl ViewerRequest {
    /// Reads the event's JSON.
    ///
    /// # Errors
    /// An [`EventError`].
    pub fn parse(event: &str) -> Result<Self, EventError> {
        let event = json::read(event.as_bytes(), Limits::DOCUMENT).map_err(EventError::Json)?;
        let records = event.get("Records").and_then(Value::as_array);
        let Some([record]) = records else {
            return Err(EventError::NotOneRecord);
        };
        let cf = record.get("cf").ok_or(EventError::Malformed)?;
        let event_type = cf.get("config").and_then(|config| config.get("eventType"));
        if event_type.and_then(Value::as_str) != Some("viewer-request") {
            return Err(EventError::NotAViewerRequest);
        }
        cf.get("request")
            .and_then(Self::read)
            .ok_or(EventError::Malformed)
    }

    /// `GET`, `HEAD` and so on.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path as the viewer sent it, still percent-encoded, without the query.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The headers: names in lower case and values, one pair a header line.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.headers
            .iter()
            .map(|header| (header.name.as_str(), header.value.as_str()))
    }

    /// The first header line of this lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    }

    /// Sends the request to this path, without a query: no answer depends on one, and every query would be another
    /// cache entry.
    pub(crate) fn send_to(&mut self, uri: &str) {
        self.uri = uri.to_owned();
    }

    /// Keeps the headers of these names.
    pub(crate) fn retain_headers(&mut self, keep: impl Fn(&str) -> bool) {
        self.headers.retain(|header| keep(&header.name));
    }

    /// Changes the values of a header's lines; a line without a value left is removed.
    pub(crate) fn map_header(&mut self, name: &str, change: impl Fn(&str) -> Option<String>) {
        self.headers = std::mem::take(&mut self.headers)
            .into_iter()
            .filter_map(|header| match header.name == name {
                true => change(&header.value).map(|value| Header { value, ..header }),
                false => Some(header),
            })
            .collect();
    }

    /// Adds a header line.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        self.headers.push(Header {
            name: name.to_owned(),
            key: Value::from(name),
            value: value.to_owned(),
        });
    }

    /// The request as CloudFront takes it back.
    pub(crate) fn into_value(self) -> Value {
        let headers = group(self.headers);
        let mut members = self.members;
        for (name, value) in &mut members {
            match name.as_str() {
                "uri" => *value = Value::String(self.uri.clone()),
                "querystring" => *value = Value::from(""),
                "headers" => *value = headers.clone(),
                _ => {}
            }
        }
        Value::Object(members)
    }

    fn read(request: &Value) -> Option<Self> {
        let text = |name| Some(request.get(name)?.as_str()?.to_owned());
        let headers = request.get("headers")?.as_object()?;
        Some(Self {
            method: text("method")?,
            uri: text("uri")?,
            headers: read_headers(headers)?,
            members: request.as_object()?.to_vec(),
        })
    }
}

fn read_headers(groups: &[(String, Value)]) -> Option<Vec<Header>> {
    let mut headers = Vec::new();
    for (name, lines) in groups {
        for line in lines.as_array()? {
            headers.push(Header {
                name: name.to_ascii_lowercase(),
                key: line
                    .get("key")
                    .cloned()
                    .unwrap_or(Value::from(name.as_str())),
                value: line.get("value")?.as_str()?.to_owned(),
            });
        }
    }
    Some(headers)
}

/// `{"name": [{"key", "value"}, ..]}`, names in the order they first appear.
fn group(headers: Vec<Header>) -> Value {
    let mut groups: Vec<(String, Value)> = Vec::new();
    for header in headers {
        let line = Value::object([("key", header.key), ("value", Value::String(header.value))]);
        match groups.iter_mut().find(|(name, _)| *name == header.name) {
            Some((_, Value::Array(lines))) => lines.push(line),
            _ => groups.push((header.name, Value::Array(vec![line]))),
        }
    }
    Value::Object(groups)
}
