use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use http::{HeaderMap, HeaderValue, header};
use roundel_token::{HARD_AGE, SOFT_AGE};

use super::TokenGate;
use crate::{
    settings::Settings,
    signing::{CLIENT, NOW, RSA, key_set},
};

/// A key endpoint on a loopback address that counts, and answers while it is told to.
struct Issuer {
    url: String,
    asked: Arc<AtomicUsize>,
    status: Arc<AtomicUsize>,
}

impl Issuer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let status = Arc::new(AtomicUsize::new(200));
        let (count, answer) = (Arc::clone(&asked), Arc::clone(&status));
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let mut request = [0; 2048];
                let read = connection.read(&mut request).unwrap();
                assert!(request[..read].starts_with(b"GET /.well-known/jwks.json "));
                count.fetch_add(1, Ordering::SeqCst);
                let (status, keys) = (answer.load(Ordering::SeqCst), key_set(&[RSA.jwk("r")]));
                let head = format!(
                    "HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    keys.len()
                );
                connection.write_all(head.as_bytes()).unwrap();
                connection.write_all(&keys).unwrap();
            }
        });
        Self { url, asked, status }
    }

    fn gate(&self) -> TokenGate {
        let mut settings = Settings::new(|name: &str| match name {
            "TOKEN_ISSUER" => Some(self.url.clone()),
            "ALLOW_LOOPBACK_ISSUER" => Some("1".to_owned()),
            "CLIENT_ID" => Some(CLIENT.to_owned()),
            _ => None,
        });
        TokenGate::from_settings(&mut settings).unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A token of this issuer's that is good at `now`.
    fn token(&self, now: u64) -> HeaderMap {
        let (iss, exp) = (&self.url, now + 600);
        let payload = format!(
            r#"{{"iss":"{iss}","client_id":"{CLIENT}","token_use":"access","sub":"s-{now}","exp":{exp},"iat":{now}}}"#
        );
        let token = RSA.token(RSA.header("r"), payload);
        let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        HeaderMap::from_iter([(header::AUTHORIZATION, value)])
    }

    async fn asked_in_the_end(&self, times: usize) {
        for _ in 0..200 {
            if self.asked() == times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("asked {} times, not {times}", self.asked());
    }
}

#[tokio::test]
async fn keys_are_fetched_once_and_refreshed_in_the_background() {
    let issuer = Issuer::start();
    let gate = issuer.gate();
    for second in 0..100 {
        let now = NOW + second;
        assert!(gate.authenticate(&issuer.token(now), now).await.is_ok());
    }
    assert_eq!(issuer.asked(), 1);

    // an hour later the answer does not wait for the refresh, and many answers are one refresh
    let later = NOW + SOFT_AGE + 1;
    for _ in 0..20 {
        assert!(gate.authenticate(&issuer.token(later), later).await.is_ok());
    }
    issuer.asked_in_the_end(2).await;
    let after = later + 60;
    assert!(gate.authenticate(&issuer.token(after), after).await.is_ok());
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test]
async fn keys_outlive_an_issuer_that_fails_for_a_day_and_no_longer() {
    let issuer = Issuer::start();
    let gate = issuer.gate();
    assert!(gate.authenticate(&issuer.token(NOW), NOW).await.is_ok());
    issuer.status.store(500, Ordering::SeqCst);
    let later = NOW + SOFT_AGE + 1;
    assert!(gate.authenticate(&issuer.token(later), later).await.is_ok());
    issuer.asked_in_the_end(2).await;
    let too_late = NOW + HARD_AGE + 1;
    let refused = gate.authenticate(&issuer.token(too_late), too_late).await;
    assert_eq!(refused.unwrap_err().status, 503);
}
