use super::Variants;
use crate::settings::{Settings, SettingsError};

async fn settings(changed: &[(&str, &str)]) -> Result<Variants, SettingsError> {
    Variants::from_settings(Settings::new(|name: &str| {
        let usual = [("UPLOADS_BUCKET_NAME", "up"), ("DEST_BUCKET_NAME", "down")];
        let mut all = changed.iter().chain(&usual);
        let found = all.find(|(own, _)| *own == name);
        found.map(|(_, value)| (*value).to_owned())
    }))
    .await
}

async fn problems(changed: &[(&str, &str)]) -> String {
    settings(changed).await.err().unwrap().to_string()
}

#[tokio::test]
async fn equal_buckets_are_refused_at_start() {
    assert!(settings(&[]).await.is_ok());
    assert!(
        problems(&[("DEST_BUCKET_NAME", "up")])
            .await
            .contains("two buckets")
    );
}

#[tokio::test]
async fn an_input_under_the_output_is_refused_at_start() {
    let same = [
        ("FOLDER_INPUT", "avatars/original"),
        ("FOLDER_OUTPUT", "avatars/processed/"),
    ];
    assert!(settings(&same).await.is_ok());
    let text = problems(&[
        ("FOLDER_INPUT", "avatars/processed/in"),
        ("PROCESS_WIDTH", "64"),
    ])
    .await;
    assert!(
        text.contains("FOLDER_INPUT is always avatars/original"),
        "{text}"
    );
    assert!(text.contains("PROCESS_WIDTH is always 512"), "{text}");
    let text = problems(&[("FOLDER_OUTPUT", "avatars")]).await;
    assert!(
        text.contains("FOLDER_OUTPUT is always avatars/processed"),
        "{text}"
    );
}
