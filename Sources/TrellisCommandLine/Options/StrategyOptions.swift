import ArgumentParser

/// How candidates are chosen, and when the search ends.
struct StrategyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How candidates are chosen (default: grid).",
            discussion: """
                grid              every combination
                random:N          N random ones; random:N:sobol and random:N:latin spread them evenly
                halving:FACTOR    all with few rows, the best with more (default factor: 3)
                hyperband         several halvings with different first rungs
                tpe:N             N that resemble the best so far; tpe:N:BATCH chooses BATCH at a time
                """, valueName: "method"))
    var search: String?

    @Option(
        help: ArgumentHelp(
            "What halving and hyperband increase: rows, or STEP.PARAMETER:MAX (default: rows).",
            valueName: "resource"))
    var resource: String?

    @Option(
        help: ArgumentHelp(
            "Limit after which the search ends with the best so far: a time, such as 90s, 15m or 2h, or tasks, such as 5000tasks.",
            discussion: "A limit in tasks gives the same results on any number of workers.",
            valueName: "limit"))
    var budget: String?

    @Option(
        defaultAsFlag: "0.05", parsing: .next,
        help: ArgumentHelp(
            "Stop to score a candidate on further splits when it is significantly worse than the best, at this level.",
            discussion: "A candidate as good as the best is eliminated with at most this probability.",
            valueName: "level"))
    var racing: String? = nil

    @Option(
        help: ArgumentHelp(
            "Outer folds of a nested cross-validation, in the form of --cv (default: none).",
            discussion: """
                Also searches the training rows of each outer split, by the folds of --cv, and scores the best candidate \
                on its test rows, which the search did not see.
                """, valueName: "folds"))
    var outerCv: String?

    @Option(
        help: ArgumentHelp(
            "Study that keeps all scores, so that the same search resumes where it ended, and an extended one computes only what is new.",
            valueName: "file"))
    var study: String?
}
