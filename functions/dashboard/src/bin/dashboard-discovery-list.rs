//! Serves [`dashboard_functions::discovery::list`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::DISCOVERY_LIST,
        dashboard_functions::discovery::list::list,
    )
    .await
}
