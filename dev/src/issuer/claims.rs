//! What a Cognito access token says
//! (<https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html>).

use serde_json::{Value, json};

use super::users::User;
use crate::clock;
use crate::identity::CLIENT_ID;

/// Seconds a token lives where nothing else is asked for.
pub const DEFAULT_LIFETIME: i64 = 3600;
const LONGEST: i64 = 86_400;

/// Reads `expires_in`: seconds from now, at most a day either way.
pub fn lifetime(text: &str) -> Option<i64> {
    let seconds = text.parse().ok()?;
    (-LONGEST..=LONGEST).contains(&seconds).then_some(seconds)
}

/// The claims of a token that ends so many seconds from now. One that has ended was issued an hour before that.
pub fn access_token(issuer: &str, user: &User, expires_in: i64) -> Value {
    let now = i64::try_from(clock::unix_seconds()).unwrap_or(i64::MAX);
    let expires = now.saturating_add(expires_in);
    let issued = now.min(expires.saturating_sub(DEFAULT_LIFETIME.min(expires_in.abs()).max(1)));
    json!({
        "sub": user.sub,
        "iss": issuer,
        "client_id": CLIENT_ID,
        "origin_jti": uuid::Uuid::new_v4().to_string(),
        "event_id": uuid::Uuid::new_v4().to_string(),
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": issued,
        "iat": issued,
        "exp": expires,
        "jti": uuid::Uuid::new_v4().to_string(),
        "username": user.username,
    })
}

#[cfg(test)]
mod tests {
    use super::super::users::USERS;
    use super::{access_token, lifetime};

    #[test]
    fn issued_before_it_expires_and_never_in_the_future() {
        let now = i64::try_from(crate::clock::unix_seconds()).unwrap();
        for expires_in in [3600, 1, 0, -1, -3600, 86_400] {
            let claims = access_token("iss", &USERS[0], expires_in);
            let (iat, exp) = (
                claims["iat"].as_i64().unwrap(),
                claims["exp"].as_i64().unwrap(),
            );
            assert!(iat < exp, "{expires_in}");
            assert!(iat <= now + 1, "{expires_in}");
            assert!((exp - now - expires_in).abs() <= 1, "{expires_in}");
        }
    }

    #[test]
    fn lifetimes_are_bounded() {
        assert_eq!(lifetime("60"), Some(60));
        assert_eq!(lifetime("-60"), Some(-60));
        for wrong in ["", "x", "86401", "-86401", "1e3"] {
            assert_eq!(lifetime(wrong), None, "{wrong}");
        }
    }
}
