import ArgumentParser

/// What is searched, and in what: shared by `search`, `compare` and `plan`.
struct ProblemOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A CSV file with a header.", valueName: "data.csv"))
    var data: String?

    @Option(help: ArgumentHelp("The column to be told from the others.", valueName: "column"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Steps between bars, such as 'standard-scaler | pca(whiten=true) | clf: svc'.",
            discussion: "'trellis steps' lists the steps and their parameters.", valueName: "pipeline"))
    var pipeline: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A parameter and the values to try; repeat for each parameter.",
            discussion: """
                svc.C=0.1,1,10         these values
                svc.C=0.1:100:log:4    0.1, 1, 10, 100
                pca.n_components=8:32:lin:4
                svc.class_weight=none,{plain:1,"New York":9,'a:b':2}
                clf=svc,logistic-regression(C=10)    whole steps in the place of 'clf'
                """, valueName: "step.parameter=v1,v2,…"))
    var grid: [String] = []

    @Option(
        help: ArgumentHelp("Read all this from a YAML file; flags override it.", valueName: "file.yaml"))
    var spec: String?
}

/// How candidates are told apart.
struct ValidationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How rows are split (default: 5, stratified for classes).",
            discussion: """
                5, kfold:5, stratified:5, group:5:COLUMN, time:5, shuffle:10:0.2, \
                stratified-shuffle:10:0.2, repeated:5:3, loo
                """, valueName: "folds"))
    var cv: String?

    @Flag(inversion: .prefixedNo, help: "Shuffle the rows before they are dealt to folds.")
    var shuffle: Bool?

    @Option(help: ArgumentHelp("What all shuffling follows from (default: 0).", valueName: "n"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "What candidates are scored by (default: accuracy, or r2); 'trellis scorers' lists them.",
            valueName: "name,name,…"))
    var scoring: String?

    @Option(
        help: ArgumentHelp(
            "The scorer that tells the best (default: the first), or none.", valueName: "name|none"))
    var refit: String?

    @Flag(inversion: .prefixedNo, help: "Score the training rows, too.")
    var trainScores: Bool?

    @Option(
        help: ArgumentHelp(
            "What a failed candidate means: a score of nan, or the end (default: nan).",
            valueName: "nan|raise"))
    var errorScore: String?
}

/// Which of the library's savings are used.
struct SavingOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Compute what candidates share once (default: --merge).")
    var merge: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Compute what is mathematically the same once, as steps tell (default: --sharing).")
    var sharing: Bool?
}

/// How much memory a search may take.
struct MemoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What kernel matrices and other working memory may take in all (default: an eighth of the machine's).",
            valueName: "512M"))
    var memory: String?
}

/// Where the search runs.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where tasks run (default: threads).",
            discussion: """
                serial               one task after another
                threads              one thread a core
                local-cluster        a Dask cluster on this machine, for this run
                tcp://HOST:PORT      a Dask cluster, by its scheduler's address
                tls://HOST:PORT      the same, encrypted
                """, valueName: "scheduler"))
    var scheduler: String?

    @Option(help: ArgumentHelp("How many threads, or local workers (default: one a core).", valueName: "n"))
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "A folder that a cluster's workers can read by the same path: the data are written there for them.",
            valueName: "folder"))
    var sharedDirectory: String?

    @Option(
        help: ArgumentHelp(
            "How long a cluster's workers may take to load the library (default: 120).",
            valueName: "seconds"))
    var workerTimeout: Double?

    @Option(help: ArgumentHelp("Your certificate, for tls:// addresses.", valueName: "file.pem"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The key of that certificate.", valueName: "file.pem"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("The certificate of the cluster's authority.", valueName: "file.pem"))
    var tlsCa: String?
}
