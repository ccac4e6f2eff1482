import Testing

/// The flags that say how rows are split.
@Suite struct ValidationFlagTests {
    @Test(arguments: [
        ("5", 5), ("kfold:3", 3), ("stratified:4", 4), ("shuffle:6:0.2", 6), ("stratified-shuffle:3:0.2", 3),
        ("time:4", 4), ("repeated:2:3", 6),
    ])
    func formsGiveTheirSplits(_ form: String, _ splits: Int) throws {
        // Shuffled, as folds of rows in the order of their classes would lack one.
        let shuffle = ["kfold:3"].contains(form) ? ["--shuffle"] : []
        let results = try SearchJSON.of(
            [
                "search", "datasets/wine.csv", "--target", "class", "--pipeline",
                "standard-scaler | logistic-regression", "--cv", form,
            ] + shuffle)
        #expect(results.plan.folds == splits)
        #expect(results.candidates[0].scores["accuracy"]?.splits.count == splits)
    }

    @Test func seedTellsTheShuffle() throws {
        func splits(_ flags: String...) throws -> [Double?]? {
            try SearchJSON.of(irisSearch + ["--cv", "5"] + flags).candidates[0].scores["accuracy"]?.splits
        }
        let first = try splits("--shuffle", "--seed", "1")
        #expect(try first == splits("--shuffle", "--seed", "1"))
        #expect(try first != splits("--shuffle", "--seed", "2"))
        #expect(try splits() == splits("--no-shuffle", "--seed", "2"))
    }
}
