import ArgumentParser

/// The data, the pipeline and the grid: options of `search`, `compare` and `plan`.
struct ProblemOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "CSV file with a header row, possibly compressed by gzip; - for standard input.",
            valueName: "data.csv"))
    var data: [String] = []

    @Option(help: ArgumentHelp("Column to predict.", valueName: "column"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Column with the weights of the rows, in fits and scores (default: equal weights).",
            valueName: "column"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Steps separated by bars, such as 'standard-scaler | pca(whiten=true) | clf: svc'.",
            discussion: "'trellis steps' lists the steps and their parameters.", valueName: "pipeline"))
    var pipeline: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Values of a parameter; repeat the option for each parameter.",
            discussion: """
                svc.C=0.1,1,10         a list of values
                svc.C=0.1:100:log:4    0.1, 1, 10, 100
                pca.n_components=8:32:lin:4
                svc.C=0.001:1000:loguniform         a distribution; also uniform, int, logint
                svc.class_weight=none,{plain:1,"New York":9,'a:b':2}
                clf=svc,logistic-regression(C=10)    alternatives for the step 'clf'
                """, valueName: "step.parameter=v1,v2,…"))
    var grid: [String] = []

    @Option(
        help: ArgumentHelp(
            "YAML file with settings of the search; options override it.", valueName: "file.yaml"))
    var spec: String?

    @OptionGroup var reading: ReadingFlags
    @OptionGroup var targetRows: TargetRowFlags
}

/// Cross-validation and scoring.
struct ValidationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Cross-validation scheme (default: 5 folds, stratified for classification).",
            discussion: """
                5, kfold:5, stratified:5, group:5:COLUMN, time:5, shuffle:10:0.2, \
                stratified-shuffle:10:0.2, repeated:5:3, loo, logo:COLUMN
                """, valueName: "folds"))
    var cv: String?

    @Flag(inversion: .prefixedNo, help: "Shuffle the rows before splitting them into folds.")
    var shuffle: Bool?

    @Option(help: ArgumentHelp("Random seed (default: 0).", valueName: "n"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Scorers (default: accuracy, or r2 for regression); 'trellis scorers' lists them.",
            valueName: "name,name,…"))
    var scoring: String?

    @Option(
        help: ArgumentHelp(
            "Scorer that selects the candidate to refit (default: the first), or none for no refit.",
            valueName: "name|none"))
    var refit: String?

    @Option(
        help: ArgumentHelp(
            "How the best candidate is selected by its mean scores (default: best).",
            discussion: """
                best              the best mean
                one-se            the simplest candidate within one standard error of the best mean
                """, valueName: "best|one-se"))
    var choose: String?

    @Flag(inversion: .prefixedNo, help: "Also score the training rows.")
    var trainScores: Bool?

    @Option(
        help: ArgumentHelp(
            "Score of a candidate that fails: nan, or raise to stop the search (default: nan).",
            valueName: "nan|raise"))
    var errorScore: String?
}

/// Whether work is reused between candidates.
struct ReuseOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Run tasks that candidates have in common once (default: --merge).")
    var merge: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Reuse mathematically equivalent work (default: --sharing).")
    var sharing: Bool?
}

/// The memory limit of a search.
struct MemoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Limit on kernel matrices and other working memory (default: an eighth of the memory of the machine).",
            valueName: "512M"))
    var memory: String?
}

/// The scheduler, the reuse of work and the memory limit: options of the commands that run a search once.
struct ExecutionOptions: ParsableArguments {
    @OptionGroup var run: RunOptions
    @OptionGroup var reuse: ReuseOptions
    @OptionGroup var memory: MemoryOptions
}

/// The scheduler and its settings.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Scheduler that runs the tasks (default: threads).",
            discussion: """
                serial               one task after another
                threads              one thread per core
                local-cluster        a temporary Dask cluster on this machine
                tcp://HOST:PORT      a Dask cluster, by the address of its scheduler
                tls://HOST:PORT      the same, over TLS
                """, valueName: "scheduler"))
    var scheduler: String?

    @Option(
        help: ArgumentHelp("Number of threads or local workers (default: one per core).", valueName: "n"))
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "Folder for the data, which the workers of the cluster can read by the same path.",
            valueName: "folder"))
    var sharedDirectory: String?

    @Option(
        help: ArgumentHelp(
            "Time limit for the workers of a cluster to load the library (default: 120).",
            valueName: "seconds"))
    var workerTimeout: Double?

    @Option(help: ArgumentHelp("Client certificate for tls:// addresses.", valueName: "file.pem"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Private key of the client certificate.", valueName: "file.pem"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp("Certificate of the certificate authority of the cluster.", valueName: "file.pem"))
    var tlsCa: String?
}
