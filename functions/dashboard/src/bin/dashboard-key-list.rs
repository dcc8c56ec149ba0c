//! Serves [`dashboard_functions::api_key::list`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::KEY_LIST,
        dashboard_functions::api_key::list::list,
    )
    .await
}
