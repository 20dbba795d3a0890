//! One invocation of a function: what its log lines are told apart by, and when it must be done.

use std::{
    cell::Cell,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use lambda_runtime::{Context, Error, LambdaEvent, Runtime, service_fn};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{log::Line, metric::Metric};

tokio::task_local! {
    static CURRENT: Invocation;
}

/// Whose lines they are. Ids that are not in the form in which Lambda makes them are left out: they may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    function: &'static str,
    request_id: Option<String>,
    trace_id: Option<String>,
}

/// When Lambda ends the invocation, whether it is done or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Instant);

/// A function from its program's start to its last invocation.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    name: &'static str,
    started: Instant,
}

impl Function {
    /// The function of this name, whose program starts now.
    pub fn starting(name: &'static str) -> Self {
        Self {
            name,
            started: Instant::now(),
        }
    }

    /// Handles one event after the other, each in an [`Invocation`] of its own.
    ///
    /// Lambda's trace header is passed on to every AWS service: the runtime puts it into `_X_AMZN_TRACE_ID`, where the
    /// SDK's own clients find it.
    ///
    /// # Errors
    /// When the runtime API cannot be spoken to.
    pub async fn serve<Event, Answer>(
        self,
        handler: impl AsyncFn(Event, Deadline) -> Result<Answer, Error>,
    ) -> Result<(), Error>
    where
        Event: DeserializeOwned,
        Answer: Serialize,
    {
        let init_time = Cell::new(Some(self.started.elapsed()));
        let (handler, init_time) = (&handler, &init_time);
        let service = service_fn(move |LambdaEvent { payload, context }| {
            let deadline = Deadline::of(&context);
            let handled = async move {
                if let Some(time) = init_time.take() {
                    log_cold_start(time);
                }
                handler(payload, deadline).await
            };
            // boxed, or the type of main's future holds the whole flow's several times
            CURRENT.scope(Invocation::of(self.name, &context), Box::pin(handled))
        });
        Runtime::new(service).run().await
    }
}

impl Invocation {
    /// An invocation by its ids, as Lambda wrote them.
    pub fn new(function: &'static str, request_id: &str, trace_header: Option<&str>) -> Self {
        Self {
            function,
            request_id: is_request_id(request_id).then(|| request_id.to_owned()),
            trace_id: trace_header.and_then(trace_id).map(str::to_owned),
        }
    }

    /// The invocation that is being handled.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// `work` as a part of the current invocation, also where it goes on after that has been answered.
    pub fn carried<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
        let current = Self::current();
        async move {
            match current {
                Some(invocation) => CURRENT.scope(invocation, work).await,
                None => work.await,
            }
        }
    }

    /// The members that are the same in all of its lines.
    pub fn fields(self) -> impl Iterator<Item = (String, Value)> {
        let function = Some(("function", self.function.to_owned()));
        let request_id = self.request_id.map(|id| ("requestId", id));
        let trace_id = self.trace_id.map(|id| ("xrayTraceId", id));
        [function, request_id, trace_id]
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.to_owned(), value.into()))
    }

    fn of(function: &'static str, context: &Context) -> Self {
        Self::new(
            function,
            &context.request_id,
            context.xray_trace_id.as_deref(),
        )
    }
}

impl Deadline {
    /// A deadline that is `time` away.
    pub fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// How long it is until then; zero afterwards.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Lambda gives it in milliseconds since 1970.
    fn of(context: &Context) -> Self {
        let end = UNIX_EPOCH + Duration::from_millis(context.deadline);
        Self::after(end.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

/// `8-4-4-4-12` hexadecimal digits.
fn is_request_id(text: &str) -> bool {
    is_hexadecimal(text, &[8, 4, 4, 4, 12])
}

/// The root of `Root=1-<8>-<24>;Parent=..;Sampled=..`
/// (<https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>).
fn trace_id(header: &str) -> Option<&str> {
    let mut members = header.split(';');
    let root = members.find_map(|member| member.trim().strip_prefix("Root="))?;
    is_hexadecimal(root, &[1, 8, 24]).then_some(root)
}

fn is_hexadecimal(text: &str, lengths: &[usize]) -> bool {
    let parts = text.split('-');
    parts.clone().map(str::len).eq(lengths.iter().copied())
        && parts.flat_map(str::bytes).all(|b| b.is_ascii_hexdigit())
}

fn log_cold_start(init_time: Duration) {
    Line::new("cold_start")
        .metric(Metric::ColdStart, 1)
        .time(Metric::InitTime, init_time)
        .write();
}

#[cfg(test)]
mod tests {
    use super::Invocation;

    const REQUEST: &str = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    const TRACE: &str =
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1";

    fn fields(request: &str, trace: &str) -> Vec<String> {
        let invocation = Invocation::new("key_upload", request, Some(trace));
        let fields = invocation.fields();
        fields
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    #[test]
    fn lines_tell_request_and_trace() {
        let expected = [
            r#"function="key_upload""#,
            r#"requestId="8476a536-e9f4-11e8-9739-2dfe598c3fcd""#,
            r#"xrayTraceId="1-5759e988-bd862e3fe1be46a994272793""#,
        ];
        assert_eq!(fields(REQUEST, TRACE), expected);
    }

    #[test]
    fn what_a_client_could_have_put_there_is_left_out() {
        for trace in [
            "",
            "Root=eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
            "Root=1-5759e988",
            "Self=1",
        ] {
            assert_eq!(fields("../secret", trace).len(), 1, "{trace}");
        }
    }
}
