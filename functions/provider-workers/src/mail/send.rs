//! `provider-mail-send`: writes the mails of the queue, and has SES send them. It computes the tokens
//! that they hold, which stand nowhere else.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use common::Fault;
use provider::account::mail::Mail;
use surface::batch;

use crate::Workers;

/// Sends a batch of mails; answers with those that failed. One that came twice is sent twice.
///
/// # Errors
/// Never: each mail fails by itself.
pub async fn run(workers: &'static Workers, event: SqsEvent) -> Result<SqsBatchResponse, Fault> {
    let work = |mail: Mail| async move { send(workers, &mail).await };
    // One group: SES takes a bounded number in a second.
    Ok(batch::each(event, |_: &Mail| (), work).await)
}

async fn send(workers: &Workers, mail: &Mail) -> Result<(), Fault> {
    match workers.mailroom.write(mail).await? {
        Some(letter) => workers.ses.send(&letter).await,
        None => Ok(()),
    }
}
