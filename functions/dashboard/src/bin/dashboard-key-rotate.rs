//! Serves [`dashboard_functions::api_key::rotate`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_ROTATE,
        dashboard_functions::api_key::rotate::rotate,
    )
    .await
}
