//! The database goes away in the middle of a request: 503, nothing half-written, and the next one finds it again.

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{Connection, Executor};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::world::{World, database};

const OF_THE_API: &str = "application_name = 'roundel-api' AND datname = current_database()";

#[tokio::test]
async fn a_request_that_is_cut_off_leaves_nothing_half_written() {
    let mut world = World::new("cut").await;
    let token = world.token("bayko").await;
    let body = json!({ "message": "cut", "ttl": "1-day" });
    let post = || world.ask("POST", "/api/activities", Some(&token), Some(body.clone()));
    // the person's row is written, the activity waits
    let mut locker = roundel_database::connect(&world.url).await.unwrap();
    let mut lock = locker.begin().await.unwrap();
    lock.execute("LOCK TABLE activities IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let cut = async {
        let mut killer = roundel_database::connect(&world.url).await.unwrap();
        loop {
            let kill = format!(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {OF_THE_API} AND wait_event_type = 'Lock'"
            );
            let killed: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(kill))
                .fetch_one(&mut killer)
                .await
                .unwrap();
            if killed > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let (answer, ()) = tokio::join!(post(), cut);
    assert_eq!(answer.status, 503);
    assert_eq!(answer.body["error"]["code"], "database_unavailable");
    assert_eq!(answer.headers["retry-after"], "2");
    lock.rollback().await.unwrap();

    assert_eq!(post().await.status, 200, "without a restart");
    assert_eq!(world.count("SELECT count(*) FROM activities").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM users").await, 1);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_ended_and_said_to_be_worth_another_try() {
    let mut world = World::new("slow").await;
    let mut locker = roundel_database::connect(&world.url).await.unwrap();
    let mut lock = locker.begin().await.unwrap();
    lock.execute("LOCK TABLE activities IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let began = Instant::now();
    let answer = world.get("/api/activities/home").await;
    assert_eq!(answer.body["error"]["code"], "database_unavailable");
    assert!(began.elapsed() < Duration::from_secs(6));
    lock.rollback().await.unwrap();
    assert_eq!(world.get("/api/activities/home").await.status, 200);
    let left =
        format!("SELECT count(*) FROM pg_stat_activity WHERE {OF_THE_API} AND state <> 'idle'");
    assert_eq!(world.count(&left).await, 0);
}

/// What lies between: it hands on bytes, and forgets the connections that it has when it is told so, without a word.
async fn forgetful(target: String) -> (u16, watch::Sender<u32>) {
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = door.local_addr().unwrap().port();
    let (forget, _) = watch::channel(0);
    let told = forget.clone();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = door.accept().await.unwrap();
            let mut server = TcpStream::connect(&target).await.unwrap();
            let mut told = told.subscribe();
            tokio::spawn(async move {
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
                    _ = told.changed() => std::future::pending().await,
                }
            });
        }
    });
    (port, forget)
}

#[tokio::test]
async fn a_connection_that_was_forgotten_while_the_container_was_frozen_costs_no_answer() {
    let url = database("forgotten").await;
    let (before, after) = url.rsplit_once('/').unwrap();
    let (user, target) = before.rsplit_once('@').unwrap();
    let (port, forget) = forgetful(target.to_owned()).await;
    let shown = format!("{user}@127.0.0.1:{port}/{after}");
    let world = World::behind("forgotten", &url, &shown).await;
    for round in 1..3 {
        assert_eq!(world.get("/api/activities/home").await.status, 200);
        forget.send_replace(round);
        let began = Instant::now();
        assert_eq!(
            world.get("/api/activities/home").await.status,
            200,
            "{round}"
        );
        assert!(
            began.elapsed() > Duration::from_millis(400),
            "it was not forgotten"
        );
    }
}
