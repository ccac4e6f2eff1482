import Testing
import Trellis

@testable import ModelSelection

/// The rows of all branches stay encoded if the next step reads the codes, with and without sharing.
@Suite struct JoinedCodesTests {
    @Test(arguments: [
        ("one-hot-encoder", "logistic-regression", true), ("one-hot-encoder", "standard-scaler | svc", true),
        ("one-hot-encoder | standard-scaler", "logistic-regression", true),
        ("one-hot-encoder | min-max-scaler", "logistic-regression", false),
        ("one-hot-encoder", "svc", false),
        ("simple-imputer(strategy=most_frequent) | ordinal-encoder", "logistic-regression", false),
    ])
    func codesAreKeptForStepsThatReadThem(branch: String, rest: String, keepsCodes: Bool) throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(
            text: "columns(numeric: simple-imputer; categorical: \(branch)) | \(rest)")
        for (sharing, merging) in [(true, true), (false, true), (false, false)] {
            let graph = try GridSearch(
                pipeline, folds: StratifiedKFold(2), merging: merging, sharing: sharing
            ).plan(data).graph
            let joins = graph.tasks.compactMap { graph.operation(of: $0) as? JoinColumns }
            #expect(joins.count == 4 && joins.allSatisfy { $0.keepsCodes == keepsCodes })
        }
    }
}
