//! Serves [`dashboard_functions::delivery::list`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_DELIVERY_LIST,
        dashboard_functions::delivery::list::list,
    )
    .await
}
