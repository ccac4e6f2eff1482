import Testing

/// The flags for cross-validation.
@Suite struct ValidationFlagTests {
    @Test(arguments: [
        ("5", 5), ("kfold:3", 3), ("stratified:4", 4), ("shuffle:6:0.2", 6), ("stratified-shuffle:3:0.2", 3),
        ("time:4", 4), ("repeated:2:3", 6),
    ])
    func formsGiveTheirSplits(_ form: String, _ splits: Int) throws {
        let results = try SearchJSON.of(
            [
                "search", "datasets/breast-cancer.csv", "--target", "diagnosis", "--pipeline",
                "standard-scaler | logistic-regression", "--cv", form,
            ])
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
