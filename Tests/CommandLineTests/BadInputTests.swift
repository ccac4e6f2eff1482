import Foundation
import Testing

/// Invalid input prints one or two lines to standard error and nothing to standard output, and exits with status 2.
@Suite struct BadInputTests {
    struct Case: CustomTestStringConvertible {
        let arguments: [String]
        let message: String
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: [String], _ message: String) {
            self.arguments = arguments
            self.message = message
        }

        /// Flags after `search datasets/iris.csv --target species`.
        static func iris(_ arguments: String..., message: String) -> Case {
            Case(["search", "datasets/iris.csv", "--target", "species"] + arguments, message)
        }

        /// Flags after those and `--pipeline svc`.
        static func svc(_ arguments: String..., message: String) -> Case {
            Case(
                ["search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc"] + arguments,
                message)
        }
    }

    static let commands: [Case] = [
        Case(["serch"], "there is no command 'serch'; did you mean 'search'?\nsee 'trellis --help'"),
        Case(
            ["search", "--grdi", "x=1"],
            "Unknown option '--grdi'. Did you mean '--grid'?\nsee 'trellis search --help'"),
        Case(["score"], "Missing expected argument '<model>'\nsee 'trellis score --help'"),
        Case(["search"], "DATA.csv is missing: give the CSV file with the data"),
        Case(
            ["search", "datasets/iris.csv"],
            "--target is missing: give the column of datasets/iris.csv to predict"),
        Case(
            ["search", "datasets/iris.csv", "--target", "species"],
            "--pipeline is missing: give the steps, such as --pipeline 'standard-scaler | logistic-regression'"
        ),
        Case(["steps", "scv"], "trellis steps: there is no step 'scv'; did you mean 'svc'?"),
    ]

    static let pipelines: [Case] = [
        .iris(
            "--pipeline", "",
            message: "--pipeline, character 1: found the end, expected a step, such as standard-scaler"),
        .iris(
            "--pipeline", "pca |",
            message: "--pipeline, character 6: found the end, expected a step, such as standard-scaler"),
        .iris(
            "--pipeline", "standard-scaler | scv",
            message: "--pipeline, character 19: there is no step 'scv'; did you mean 'svc'?"),
        .iris(
            "--pipeline", "pca | clf: svc(C=0)",
            message: "--pipeline, character 18: svc: C must be a number greater than 0, but is 0"),
        .iris(
            "--pipeline", "svc(c=1)",
            message: "--pipeline, character 5: svc has no parameter 'c'; did you mean 'C'?"),
        .iris(
            "--pipeline", "svc(C=1", message: "--pipeline, character 8: found the end, expected ',' or ')'"),
        .iris(
            "--pipeline", "svc(C=)", message: "--pipeline, character 7: found ')', expected a value for 'C'"),
        .iris("--pipeline", "svc(C)", message: "--pipeline, character 6: found ')', expected '=' after 'C'"),
        .iris("--pipeline", "svc(C=1, C=2)", message: "--pipeline, character 10: 'C' is given twice"),
        .iris(
            "--pipeline", "svc(C=1,)",
            message: "--pipeline, character 9: found ')', expected a parameter, such as C=10"),
        .iris("--pipeline", "svc)", message: "--pipeline, character 4: found ')', expected '|' or the end"),
        .iris(
            "--pipeline", "svc(class_weight={a:1)",
            message: "--pipeline, character 22: found ')', expected '}'"),
        .iris(
            "--pipeline", "svc(kernel='rbf)",
            message: "--pipeline, character 12: found a quote that is never closed, expected a ' after it"),
        .iris(
            "--pipeline", "svc | pca",
            message: "--pipeline: the pipeline is not valid: step 'svc' is not the last one, but svc "
                + "is not a transformer"),
        .iris(
            "--pipeline", "a: pca | a: svc",
            message: "--pipeline: the pipeline is not valid: two steps are named 'a'"),
        .iris(
            "--pipeline", "pca",
            message:
                "the last step, pca, is a transformer; a search requires a classifier or a regressor "
                + "there"),
    ]

    static let grids: [Case] = [
        .svc("--grid", "svc.C", message: "--grid: found 'svc.C', expected STEP.PARAMETER=VALUE,VALUE,…"),
        .svc("--grid", "svc.C=", message: "--grid svc.C, character 1: found the end, expected a value"),
        .svc("--grid", "svc.C=1,,2", message: "--grid svc.C, character 3: found ',', expected a value"),
        .svc("--grid", "svc.c=1", message: "--grid svc.c: svc has no parameter 'c'; did you mean 'C'?"),
        .svc(
            "--grid", "svm.C=1", message: "--grid svm.C: the pipeline has no step 'svm'; did you mean 'svc'?"),
        .svc(
            "--grid", "pca.n_components=1",
            message: "--grid pca.n_components: the pipeline has no step 'pca'; valid names are svc"),
        .svc("--grid", "C=1", message: "--grid C: the pipeline has no step 'C'; did you mean 'svc.C'?"),
        .svc(
            "--grid", "svc.C=1", "--grid", "svc.C=2",
            message: "--grid svc.C: svc.C is varied twice; list all of its values in one place"),
        .svc(
            "--grid", "svc.C=1,-2", message: "--grid svc.C: svc: C must be a number greater than 0, but is -2"
        ),
        .svc(
            "--grid", "svc.C=one", message: "--grid svc.C: svc: C must be a number greater than 0, but is one"
        ),
        .svc("--grid", "svc.C=1:10:lg:3", message: "--grid svc.C: found 'lg', expected 'log' or 'lin'"),
        .svc(
            "--grid", "svc.C=0:10:log:3",
            message: "--grid svc.C: found '0:10:log:3', expected a log range with both ends greater than 0"),
        .svc("--grid", "svc.C=1:x:lin:3", message: "--grid svc.C: found 'x', expected a number as the STOP"),
        .svc(
            "--grid", "svc.C=1:10",
            message:
                "--grid svc.C: found '1:10', expected START:STOP:log:COUNT, START:STOP:lin:COUNT, or a distribution: LOW:HIGH:uniform, loguniform, int or logint"
        ),
        .svc(
            "--grid", "svc.C=1:10:log:1",
            message: "--grid svc.C: found '1', expected a whole number from 2 to 1000000 as the COUNT"),
        .svc(
            "--grid", "svc=svc,sv",
            message: "--grid svc, character 5: there is no step 'sv'; did you mean 'svc'?"),
        .svc(
            "--grid", "svc=svc(C=0)",
            message: "--grid svc, character 7: svc: C must be a number greater than 0, but is 0"),
        .svc(
            "--grid", "svc=svc,logistic-regression", "--grid", "svc.gamma=1",
            message:
                "--grid svc.gamma: logistic-regression has no parameter 'gamma'; valid names are C, penalty, "
                + "class_weight, fit_intercept, solver, max_iter, tol"),
    ]

    /// Parameters of which it is known before anything runs that nothing can be fitted with them.
    static let impossible: [Case] = [
        .iris(
            "--pipeline", "standard-scaler | pca(n_components=50) | svc",
            message: "pca: n_components is 50, but 120 rows × 4 columns have at most 4 components"),
        .svc(
            "--grid", "svc.class_weight={setsoa:2},{setosa:1,vericolor:2}",
            message: "class_weight: there is no class 'setsoa'; did you mean 'setosa'?"),
        .iris(
            "--pipeline", "logistic-regression(class_weight={nobody:2})",
            message: "class_weight: there is no class 'nobody'; valid names are setosa, versicolor, virginica"
        ),
        .iris(
            "--pipeline", "a: standard-scaler | b: svc", "--grid", "a=pca,svc",
            message: "the pipeline is not valid: step 'a' is not the last one, but svc is not a transformer"),
    ]

    static let data: [Case] = [
        Case(
            ["search", "nope.csv", "--target", "y", "--pipeline", "svc"], "nope.csv: there is no such file"),
        Case(
            ["search", "datasets/iris.csv", "--target", "specie", "--pipeline", "svc"],
            "datasets/iris.csv: there is no column 'specie'; did you mean 'species'?"),
        Case(
            ["search", "datasets/iris.csv", "--target", "y", "--pipeline", "svc"],
            "datasets/iris.csv: there is no column 'y'; valid names are sepal_length_cm, sepal_width_cm, "
                + "petal_length_cm, petal_width_cm, species"),
        .svc(
            "--cv", "group:3:patient",
            message: "datasets/iris.csv: there is no column 'patient'; valid names are sepal_length_cm, "
                + "sepal_width_cm, petal_length_cm, petal_width_cm, species"),
        .svc(
            "--cv", "group:3:species", message: "--cv: 'species' is the target and cannot be the group column"
        ),
        .svc("--cv", "200", message: "150 rows cannot be split into 200 folds"),
        .svc(
            "--cv", "kfld:3",
            message:
                "--cv: 'kfld:3' is not a valid cross-validation: unknown form 'kfld'; the forms are K, kfold:K, "
                + "stratified:K, group:K:COLUMN, time:K, shuffle:N:TEST_SIZE, stratified-shuffle:N:TEST_SIZE, "
                + "repeated:K:TIMES, loo, logo:COLUMN"),
        .svc(
            "--cv", "1",
            message:
                "--cv: '1' is not a valid cross-validation: K must be a whole number of at least 2, but is '1'; the forms "
                + "are K, kfold:K, stratified:K, group:K:COLUMN, time:K, shuffle:N:TEST_SIZE, "
                + "stratified-shuffle:N:TEST_SIZE, repeated:K:TIMES, loo, logo:COLUMN"),
    ]

    static let scorers: [Case] = [
        .svc(
            "--scoring", "acuracy",
            message: "--scoring: there is no scorer 'acuracy'; did you mean 'accuracy'?"),
        .svc("--scoring", "r2", message: "r2 scores numbers, but the target has classes"),
        .svc("--scoring", "accuracy,accuracy", message: "the scorer accuracy is listed twice"),
        .svc(
            "--scoring", "neg_log_loss",
            message:
                "neg_log_loss cannot score svc: it requires probabilities, but the model predicts only labels, "
                + "decision values; set probability=true"),
        .svc(
            "--refit", "f1_macro",
            message:
                "cannot refit by 'f1_macro', which is not a scorer of the search; valid names are accuracy"),
        .svc("--error-score", "zero", message: "--error-score: found 'zero', expected nan or raise"),
    ]

    static let running: [Case] = [
        .svc(
            "--scheduler", "thread",
            message: "--scheduler: there is no scheduler 'thread'; did you mean 'threads'?"),
        .svc(
            "--scheduler", "threads:0",
            message:
                "--scheduler: found 'threads:0', expected serial, threads, threads:WORKERS, local-cluster or "
                + "local-cluster:WORKERS"),
        .svc(
            "--scheduler", "local-cluter",
            message: "--scheduler: there is no scheduler 'local-cluter'; did you mean 'local-cluster'?"),
        .svc(
            "--scheduler", "tcp://localhost",
            message: "--scheduler: 'tcp://localhost' is not the address of a scheduler: "
                + "expected tcp://HOST:PORT or tls://HOST:PORT"),
        .svc(
            "--scheduler", "tls://localhost:8786",
            message: "tls://localhost:8786 needs --tls-cert, --tls-key and --tls-ca: the client certificate, "
                + "its private key and the certificate of the authority"),
        .svc(
            "--scheduler", "tls://localhost:8786", "--tls-cert", "README.md",
            message: "--tls-key is missing: --tls-cert, --tls-key and --tls-ca must be given together"),
        .svc(
            "--scheduler", "tls://localhost:8786", "--tls-cert", "README.md", "--tls-key", "none.pem",
            "--tls-ca",
            "README.md", message: "none.pem: cannot be read: there is no such file"),
        .svc(
            "--tls-cert", "README.md", "--tls-key", "README.md", "--tls-ca", "README.md",
            message: "--tls-cert, --tls-key and --tls-ca need --scheduler tls://HOST:PORT"),
        .svc(
            "--shared-directory", "/tmp",
            message: "--shared-directory needs a cluster: --scheduler local-cluster, tcp://HOST:PORT or "
                + "tls://HOST:PORT"),
        .svc(
            "--worker-timeout", "9",
            message: "--worker-timeout needs a cluster: --scheduler local-cluster, tcp://HOST:PORT or "
                + "tls://HOST:PORT"),
        .svc(
            "--scheduler", "local-cluster", "--worker-timeout", "0",
            message:
                "--worker-timeout: found 0.0, expected a number of seconds greater than 0 and at most 86400"),
        .svc(
            "--scheduler", "tcp://localhost:8786", "--workers", "2",
            message:
                "--workers 2 does not apply to tcp://localhost:8786: a running cluster has a fixed number of workers"
        ),
        .svc("--workers", "0", message: "--workers: found 0, expected a whole number from 1 to 4096"),
        .svc(
            "--workers", "two",
            message: "The value 'two' is invalid for '--workers <n>'\nsee 'trellis search --help'"),
        .svc(
            "--scheduler", "serial", "--workers", "2",
            message: "--workers 2 needs --scheduler threads: serial has 1 worker"),
        .svc(
            "--save", "x", "--refit", "none",
            message: "--save needs a fitted model, but --refit none fits no model"),
        .svc(
            "--results", "./datasets/iris.csv",
            message: "--results: './datasets/iris.csv' is also the data; write to another file"),
        .svc(
            "--json", "x", "--results", "x",
            message: "--results: 'x' is also the file of --json; write to another file"),
        Case(
            [
                "compare", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--schedulers",
                "serial,serial",
            ],
            "--schedulers: serial is listed twice"),
        Case(
            ["compare", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--repeat", "0"],
            "--repeat: found 0, expected a whole number from 1 to 1000"),
    ]

    static let unavailable: [Case] = [
        .svc(
            "--memory", "512Q",
            message: "--memory: found '512Q', expected a size such as 512M or 2G, at least 1M"),
        .svc(
            "--memory", "4K", message: "--memory: found '4K', expected a size such as 512M or 2G, at least 1M"
        ),
        Case(
            ["search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--keep-open"],
            "--keep-open needs --dashboard"),
    ]

    @Test(arguments: commands + pipelines + grids + impossible + data + scorers + running + unavailable)
    func isRefused(_ bad: Case) throws {
        let run = try Trellis.run(bad.arguments)
        #expect(run.errors == "error: \(bad.message)\n")
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test(arguments: [
        (
            "a,b,y\n1,2,u\n1,u\n",
            ":3:y: the row has 2 values; expected 3, one for each name in the header"
        ),
        ("a,y\n1,u\ninf,v\n", ":3:a: a feature must be finite, but found 'inf'"),
        (
            "a,y\n1,u\n2,\n",
            ":3:y: the target is missing in 1 of 2 rows, of which this is the first;"
                + " drop them with --drop-missing-target (in Swift, dropMissingTarget: true)"
        ),
        ("a,y\n1,u\n2,u\n", ": the target 'y' is 'u' in every row; expected at least two classes"),
        ("", ": the file is empty; expected a header and rows"),
    ])
    func malformedTableIsRefused(_ text: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "bad.csv")
        let run = try Trellis.run(["search", path, "--target", "y", "--pipeline", "svc"])
        #expect(run.errors == "error: \(path)\(message)\n")
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8, 0], "gzip"), ([0x50, 0x4B, 3, 4], "zip"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"),
            ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "bzip2"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ] as [([UInt8], String)])
    func compressedFilesAreNamed(_ start: [UInt8], _ format: String) throws {
        let folder = try TemporaryFolder()
        let path = folder["packed"]
        try Data(start + [UInt8](repeating: 0xA7, count: 100)).write(to: URL(filePath: path))
        let reason = "compressed (\(format)); decompress it first"
        for (arguments, message) in [
            (
                ["search", path, "--target", "y", "--pipeline", "svc"],
                format == "gzip"
                    ? "the gzip file is damaged: invalid block type"
                    : "the file is \(reason), or use gzip"
            ),
            (["search", "--spec", path], "cannot be read: it is \(reason)"),
            (["predict", path, "datasets/iris.csv"], "cannot read the model: it is \(reason)"),
        ] {
            let run = try Trellis.run(arguments)
            #expect(run.errors == "error: \(path): \(message)\n")
            #expect(run.output == "" && run.status == 2)
        }
    }

    @Test(arguments: [
        ("datasets", "it is a directory"), ("/dev/zero", "it is a device; expected a file or a pipe"),
    ])
    func modelThatIsNotAFile(_ path: String, _ reason: String) throws {
        let run = try Trellis.run(["predict", path, "datasets/iris.csv"])
        #expect(run.errors == "error: \(path): cannot read the model: \(reason)\n")
        #expect(run.output == "" && run.status == 2)
    }

    /// A terabyte by its size, and no block on the disk.
    @Test func modelThatIsAHole() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("", to: "hole")
        try #require(truncate(path, 1 << 40) == 0)
        let run = try Trellis.run(["predict", path, "datasets/iris.csv"])
        #expect(run.errors.hasPrefix("error: \(path): cannot read the model: it has more than "))
        #expect(run.output == "" && run.status == 2)
    }

    /// A table may have a column whose name begins as a compressed file does.
    @Test func namesLikeSignatures() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("BZhang,y\n1,a\n2,b\n", to: "t.csv")
        let run = try Trellis.run(["search", path, "--target", "nobody", "--pipeline", "svc"])
        #expect(run.errors == "error: \(path): there is no column 'nobody'; valid names are BZhang, y\n")
    }
}
