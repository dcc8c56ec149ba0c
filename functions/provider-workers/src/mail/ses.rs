//! Amazon SES, which sends the mails.

use std::sync::OnceLock;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::BehaviorVersion;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use common::Fault;
use common::config::Environment;
use dynamo::{Aws, Table, failed};
use provider::account::mail::Letter;
use secrecy::ExposeSecret;

const SENDING: &str = "sending a mail";

/// Sends mails.
pub struct Ses {
    aws: Aws,
    endpoint: Option<String>,
    from: Option<String>,
    client: OnceLock<Client>,
}

impl std::fmt::Debug for Ses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ses")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl Ses {
    /// From the address that the environment names (`MAIL_FROM`).
    pub fn read(environment: &Environment, table: &Table) -> Self {
        Self {
            aws: table.aws.clone(),
            endpoint: environment.endpoint("SESV2"),
            from: environment.optional("MAIL_FROM"),
            client: OnceLock::new(),
        }
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// SES can't be reached, or refuses the mail.
    pub async fn send(&self, letter: &Letter) -> Result<(), Fault> {
        let from = self.from.clone().ok_or_else(|| {
            Fault::internal(SENDING, "the environment variable MAIL_FROM is not set")
        })?;
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let wrong = |e| Fault::internal(SENDING, e);
        let text = content(letter.text.expose_secret()).map_err(wrong)?;
        let message = Message::builder()
            .subject(content(letter.subject).map_err(wrong)?)
            .body(Body::builder().text(text).build())
            .build();
        let to = Destination::builder().to_addresses(letter.to.as_str());
        self.client()
            .send_email()
            .from_email_address(from)
            .destination(to.build())
            .content(EmailContent::builder().simple(message).build())
            .send()
            .await
            .map(|_| ())
            .map_err(|e| failed(SENDING, e))
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| {
            let aws = &self.aws;
            let mut config = aws_sdk_sesv2::Config::builder()
                .behavior_version(BehaviorVersion::latest())
                // The queue delivers the message again.
                .timeout_config(Aws::unretried_timeouts());
            config.set_region(aws.region.clone());
            config.set_http_client(aws.http_client.clone());
            config.set_endpoint_url(self.endpoint.clone());
            config.set_credentials_provider(Some(aws.credentials.clone()));
            Client::from_conf(config.build())
        })
    }
}
