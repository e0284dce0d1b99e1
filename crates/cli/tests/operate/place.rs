//! An installation for a test: a data folder that goes with it, filled through the use cases, and its
//! database looked into from beside them.

use std::path::PathBuf;

use app::registry::{DecisionId, Rank, Role};
use app::{Answers, App, Clock as _, DecideOptions, Registered, Viewer};
use fixture::Installation;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

/// The day on which the fixture's people registered.
pub const DAY: &str = "2020-11-15";
/// An input that is about nobody on record.
pub const COURIER: &str =
    r#"{"as_of":"2021-03-15","facts":{"employment_form":"platform","platform_labour_relation":false}}"#;

pub struct Place {
    folder: tempfile::TempDir,
}

/// What was put in place.
pub struct Filled {
    /// WANG's registration, in force.
    pub wang: Registered,
    /// The text of WANG's, ZHAO's and LI's QR codes; LI's certificate was revoked.
    pub codes: [String; 3],
    /// A kept decision about nobody.
    pub decision: DecisionId,
    /// The answer it gave.
    pub answer: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The words of a command on this installation.
    pub fn words(&self, words: &[&str]) -> Vec<String> {
        let data = self.data().to_string_lossy().into_owned();
        words.iter().map(|word| (*word).to_owned()).chain(["--data".to_owned(), data]).collect()
    }

    /// Another file beside the data.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// Opens the application on the installation on the day, does something, and closes.
    pub async fn with<T>(&self, work: impl AsyncFnOnce(&App, &Viewer) -> T) -> T {
        std::fs::create_dir_all(self.data()).unwrap();
        let installation = Installation::at(&self.data(), None);
        let (app, clock) = installation.open(DAY, fixture::policy(), false).await;
        let officer = installation.officer("city", Role::City, Rank::Clerk, clock.now()).await;
        let done = work(&app, &officer).await;
        app.close().await;
        done
    }

    /// Three registrations, one in force, one ended, one with its certificate revoked; a draft; a kept decision.
    pub async fn fill(&self) -> Filled {
        Box::pin(self.with(async |app, officer| {
            let register = async |request| app.register(&Viewer::Public, request).await.unwrap();
            let (wang, zhao) = (register(fixture::wang()).await, register(fixture::zhao()).await);
            let mut third = fixture::wang();
            third.fields.insert("id_number".to_owned(), fixture::id_number(7));
            third.fields.insert("name".to_owned(), "李敏".to_owned());
            let li = register(third).await;
            let mut codes = Vec::new();
            for made in [&wang, &zhao, &li] {
                let own = Viewer::Person(made.person);
                let paper = app.certificate(&own, &made.certificate_number).await.unwrap();
                codes.push(paper.verify_url);
            }
            let end =
                fixture::change(zhao.number.as_str(), &[("effective_on", "2020-11-15"), ("after", "none")]);
            app.end(&Viewer::Person(zhao.person), end).await.unwrap();
            app.revoke(officer, &li.certificate_number, "false_statement").await.unwrap();
            let options = DecideOptions::default();
            let answers = Answers {
                fields: [("name".to_owned(), "住在海淀".to_owned())].into(),
                ..Answers::default()
            };
            app.draft_save(&Viewer::Public, app.draft_new(), &answers).await.unwrap();
            let (decision, answer) = app.decide_and_keep(COURIER.as_bytes(), &options).await.unwrap();
            Filled { wang, codes: codes.try_into().unwrap(), decision, answer }
        }))
        .await
    }

    /// Changes the database behind the program's back.
    pub async fn tamper(&self, sql: &str) {
        let options = SqliteConnectOptions::new().filename(self.data().join("linghuo.db"));
        let mut connection = options.connect().await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        assert!(done.rows_affected() > 0, "nothing was changed: {sql}");
        connection.close().await.unwrap();
    }

    /// The bytes of the first column of the first row.
    pub async fn bytes(&self, sql: &str) -> Vec<u8> {
        let options = SqliteConnectOptions::new().filename(self.data().join("linghuo.db"));
        let mut connection = options.connect().await.unwrap();
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        row.get(0)
    }
}
