//! A stand-in for CloudFront in front of the assets bucket. Every viewer request runs the real edge handler.

mod answer;
mod behaviour;
mod cache;
pub mod default_avatar;
mod edge_host;
mod event;
mod origin;
mod verdict;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{self, HeaderMap, Method};
use axum::response::Response;
use roundel_avatar::AllowedOrigins;

pub use edge_host::EdgeHost;
pub use origin::Origin;

use answer::Served;
use behaviour::Behaviour;
use cache::{Cache, Lookup, Object};
use origin::Answer;
use verdict::Verdict;

use crate::error::StackError;

/// The distribution.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Its own authority.
    pub domain: String,
    /// The viewer-request function.
    pub edge: EdgeHost,
    /// The assets bucket.
    pub origin: Origin,
    /// The response headers policy's origins.
    pub origins: AllowedOrigins,
}

impl Distribution {
    /// Asks the handler once, so that it is warm and a configuration that it cannot use is found now and not by
    /// the first viewer.
    ///
    /// # Errors
    /// [`StackError::Edge`] when it fails, or says that it cannot work.
    pub async fn check(&self) -> Result<(), StackError> {
        let (viewer, ()) = http::Request::new(()).into_parts();
        let event = event::viewer_request(&viewer, &self.domain);
        let returned = self.edge.call(&event).await;
        match returned.map(|returned| verdict::read(&event, returned)) {
            Ok(Ok(Verdict::Respond(response))) if response.status().is_server_error() => Err(
                StackError::Edge(format!("it answers {}", response.status())),
            ),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(broken)) => Err(StackError::Edge(broken.to_string())),
            Err(_) => Err(StackError::Edge("it failed".to_owned())),
        }
    }
}

struct Cdn {
    distribution: Distribution,
    cache: Cache,
}

/// The distribution's door.
pub fn router(distribution: Distribution) -> Router {
    let cdn = Cdn {
        distribution,
        cache: Cache::default(),
    };
    Router::new().fallback(handle).with_state(Arc::new(cdn))
}

/// method ▸ edge ▸ cache or origin ▸ default avatar ▸ response headers
async fn handle(State(cdn): State<Arc<Cdn>>, request: Request) -> Response {
    let (viewer, _) = request.into_parts();
    let origins = &cdn.distribution.origins;
    let own = |response| answer::readable(response, &viewer, origins);
    if ![Method::GET, Method::HEAD, Method::OPTIONS].contains(&viewer.method) {
        return own(answer::method_not_allowed());
    }
    let uri = match cdn.edge(&viewer).await {
        Ok(Verdict::Forward { uri }) => uri,
        Ok(Verdict::Respond(response)) => return answer::from_edge(response),
        Err(response) => return own(response),
    };
    if viewer.method == Method::OPTIONS {
        return answer::preflight(origins, &viewer.headers);
    }
    let behaviour = Behaviour::of(viewer.uri.path());
    let served = cdn.serve(&uri, &behaviour).await;
    answer::to_viewer(served, &behaviour, &viewer, origins)
}

impl Cdn {
    /// Runs the handler and holds what it returned against the rules.
    async fn edge(&self, viewer: &Parts) -> Result<Verdict, Response> {
        let event = event::viewer_request(viewer, &self.distribution.domain);
        let returned = self.distribution.edge.call(&event).await;
        let returned = returned.map_err(|_| answer::execution_error())?;
        verdict::read(&event, returned).map_err(|broken| answer::validation_error(&broken))
    }

    /// The object under a path, or what is shown instead.
    async fn serve(&self, path: &str, behaviour: &Behaviour) -> Served {
        match self.object(path, behaviour).await {
            Served::Missing => match default_avatar::instead_of(path) {
                Some(default) => self.object(&default, behaviour).await.into_default(),
                None => Served::Missing,
            },
            served => served,
        }
    }

    async fn object(&self, path: &str, behaviour: &Behaviour) -> Served {
        let known = match self.cache.find(path) {
            Lookup::Fresh(object, age) => return Served::Hit(object, age),
            Lookup::Stale(object) => Some(object),
            Lookup::Missing => None,
        };
        let etag = known.as_ref().and_then(|object| object.headers.get("etag"));
        match (self.distribution.origin.get(path, etag).await, known) {
            (Answer::Found(object), _) => self.keep(path, object, behaviour, Served::Miss),
            (Answer::Unchanged, Some(object)) => {
                self.keep(path, object, behaviour, Served::RefreshHit)
            }
            (Answer::Missing, _) => Served::Missing,
            (Answer::Failed | Answer::Unchanged, _) => Served::Failed,
        }
    }

    fn keep(
        &self,
        path: &str,
        object: Object,
        behaviour: &Behaviour,
        how: fn(Object) -> Served,
    ) -> Served {
        self.cache.keep(path, &object, behaviour.longest);
        how(object)
    }
}

/// Whether the viewer has this object already (RFC 9110 section 13.1.2).
fn viewer_has(viewer: &HeaderMap, object: &HeaderMap) -> bool {
    let tag = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let (Some(known), Some(etag)) = (viewer.get("if-none-match"), object.get("etag")) else {
        return false;
    };
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .any(|one| one.trim() == "*" || tag(one) == tag(etag))
}
