//! Serves [`dashboard_functions::webhook::list`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_LIST,
        dashboard_functions::webhook::list::list,
    )
    .await
}
