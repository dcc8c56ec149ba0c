//! The answers that API Gateway gives by itself.

use axum::body::Body;
use axum::response::Response;
use http::{StatusCode, header};

use super::jwt::Refused;

/// What API Gateway answers by itself, in its own envelope.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    /// A preflight: nothing but the headers that the CORS configuration adds.
    Preflight,
    /// By a JWT authorizer.
    Refused(Refused),
    Forbidden,
    BadRequest,
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
    InternalServerError,
    ServiceUnavailable,
}

impl Refusal {
    pub(super) fn into_response(self) -> Response {
        let mut challenge = None;
        let (status, message) = match self {
            Self::Preflight => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NO_CONTENT;
                return response;
            }
            Self::Refused(refused) => {
                challenge = Some(refused.challenge());
                if refused.forbidden {
                    (StatusCode::FORBIDDEN, "Forbidden")
                } else {
                    (StatusCode::UNAUTHORIZED, "Unauthorized")
                }
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, "Forbidden"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, "Bad Request"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found"),
            Self::RequestEntityTooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
            }
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too Many Requests"),
            Self::InternalServerError => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Self::ServiceUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        let mut response = Response::new(Body::from(format!(r#"{{"message":"{message}"}}"#)));
        *response.status_mut() = status;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        if let Some(challenge) = challenge {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
