//! The flow: everything is bound, then started in the order in which one needs the other, then written down.

mod doors;
mod functions;

use axum::Router;
use roundel_avatar::AllowedOrigins;
use serde_json::Value;
use tokio::task::JoinSet;

pub use doors::Addresses;

use crate::cdn::{self, Distribution, EdgeHost, Origin, default_avatar};
use crate::database::Database;
use crate::error::StackError;
use crate::faults::{self, StoreFaults};
use crate::gateway::{self, Gateway};
use crate::identity::{CLIENT_ID, UPLOADS_QUEUE};
use crate::options::Options;
use crate::queue::{self, DeadLetters, Policy, Queue};
use crate::s3::{self, Notifications};
use crate::sns::{self, Topic};
use crate::state::State;
use crate::{demo, edge_bundle, issuer};
use doors::Doors;
use functions::Functions;

/// A running stack. Dropping it ends everything.
#[derive(Debug)]
pub struct Stack {
    /// What `stack.json` says.
    pub addresses: Addresses,
    state: State,
    tasks: JoinSet<()>,
    database: Database,
}

/// What every step needs.
struct Plan<'a> {
    options: &'a Options,
    state: State,
    database: Database,
    secret: String,
    session_key: String,
    origins: AllowedOrigins,
    addresses: Addresses,
}

impl Stack {
    /// Starts everything; `say` is told each step as it is done.
    ///
    /// # Errors
    /// The first step that fails, as [`StackError`].
    pub async fn start(options: &Options, say: impl Fn(&str)) -> Result<Self, StackError> {
        let state = State::open(&options.state)?;
        state.forget("stack.json");
        let doors = Doors::bind(options, &say).await?;
        let database = Database::open(options, &state).await?;
        say("database: migrated, six people have said something");
        let plan = Plan::new(options, state, database, &doors)?;
        let mut tasks = JoinSet::new();
        let queue = plan.queue();
        let bad_days = StoreFaults::default();

        doors.s3.serve(&mut tasks, plan.s3(&queue, &bad_days)?);
        say("object store: buckets, signatures, CORS");
        doors.issuer.serve(&mut tasks, plan.issuer()?);
        say("issuer: three people can sign in");
        doors
            .queue
            .serve(&mut tasks, queue::api::router(queue.clone()));
        let topic = Topic::open(&plan.state, &plan.addresses.sns)?;
        doors.sns.serve(&mut tasks, sns::router(topic.clone()));
        let functions = plan.functions(&mut tasks)?;
        queue::mapping::feed(&mut tasks, &queue, &functions.variants, options.variants);
        say(
            "lambdas: key_upload, session, authorizer, api, variants, and the queue that feeds the last",
        );
        doors.api.serve(&mut tasks, plan.gateway(&functions));
        say(
            "gateway: POST /avatars/key_upload, POST and DELETE /session, /api/*, POST /webhooks/avatar",
        );
        sns::subscribe(&mut tasks, topic, plan.webhook());
        let distribution = plan.distribution(&mut tasks).await?;
        distribution.check().await?;
        default_avatar::seed(&distribution.origin).await?;
        doors.cdn.serve(&mut tasks, cdn::router(distribution));
        say("CDN: the edge handler is loaded");
        doors.demo.serve(&mut tasks, plan.demo()?);
        if let Some(door) = doors.faults {
            door.serve(
                &mut tasks,
                faults::router(bad_days, functions.all(), plan.database.clone()),
            );
            say("faults: services can be made to fail");
        }

        plan.state.write_json("stack.json", &plan.addresses)?;
        Ok(Self {
            addresses: plan.addresses,
            state: plan.state,
            tasks,
            database: plan.database,
        })
    }

    /// Ends every server and every child, and waits until they have ended.
    pub async fn stop(mut self) {
        self.state.forget("stack.json");
        self.tasks.shutdown().await;
        self.database.pause().await;
    }
}

impl<'a> Plan<'a> {
    fn new(
        options: &'a Options,
        state: State,
        database: Database,
        doors: &Doors,
    ) -> Result<Self, StackError> {
        let port = doors.demo.port();
        let origins = format!("http://127.0.0.1:{port},http://localhost:{port}");
        let origins = AllowedOrigins::parse(&origins)
            .map_err(|wrong| StackError::Usage(format!("not an origin: {wrong:?}")))?;
        Ok(Self {
            options,
            database,
            secret: state.secret()?,
            session_key: state.session_key()?,
            origins,
            addresses: doors.addresses(&state),
            state,
        })
    }

    fn queue(&self) -> Queue {
        let policy = Policy {
            visibility: self.options.visibility,
            chaos: self.options.chaos,
            ..Policy::default()
        };
        let dead = DeadLetters::journalled(self.state.path("dlq.jsonl"));
        Queue::new(UPLOADS_QUEUE, policy, dead)
    }

    fn s3(&self, queue: &Queue, bad_days: &StoreFaults) -> Result<Router, StackError> {
        let notifications = Notifications::to(queue.clone());
        let store = s3::router(
            &self.state,
            &self.secret,
            self.origins.clone(),
            notifications,
        )?;
        Ok(match self.options.faults {
            true => bad_days.around(store),
            false => store,
        })
    }

    fn issuer(&self) -> Result<Router, StackError> {
        issuer::router(&self.state, &self.addresses.issuer, self.origins.clone())
    }

    fn gateway(&self, functions: &Functions) -> Router {
        gateway::router(Gateway {
            key_upload: functions.key_upload.clone(),
            session: functions.session.clone(),
            api: functions.api.clone(),
            authorizer: functions.authorizer.clone(),
            origins: self.origins.clone(),
        })
    }

    fn webhook(&self) -> String {
        format!("{}/webhooks/avatar", self.addresses.api)
    }

    async fn distribution(&self, tasks: &mut JoinSet<()>) -> Result<Distribution, StackError> {
        edge_bundle::install(&self.options.edge, &self.state, &self.edge_config())?;
        let cdn = &self.addresses.cdn;
        Ok(Distribution {
            domain: cdn.trim_start_matches("http://").to_owned(),
            edge: EdgeHost::start(tasks, &self.state, &self.options.node).await?,
            origin: Origin::new(&self.addresses.s3, &self.secret),
            origins: self.origins.clone(),
        })
    }

    fn edge_config(&self) -> Value {
        let origins: Vec<&str> = self.origins.iter().collect();
        edge_bundle::config(&self.addresses.issuer, &origins)
    }

    fn demo(&self) -> Result<Router, StackError> {
        let index = self.options.www.join("index.html");
        if !index.is_file() {
            return Err(StackError::Missing { path: index });
        }
        let public = demo::Public {
            api: self.addresses.api.clone(),
            cdn: self.addresses.cdn.clone(),
            issuer: self.addresses.issuer.clone(),
            client_id: CLIENT_ID.to_owned(),
            users: issuer::USERS.to_vec(),
        };
        Ok(demo::router(&self.options.www, public, &self.addresses.s3))
    }
}
