import Foundation
import Trellis

/// Small searches for reports.
enum Samples {
    /// Rows of two classes that overlap, of 4 columns.
    static func data(classes: [String] = ["no", "yes"], rows: Int = 60) throws -> Dataset {
        var state: UInt32 = 7
        func draw() -> Double {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(state >> 8) / Double(1 << 24)
        }
        let codes = (0..<rows).map { $0 % classes.count }
        let features = codes.map { code in (0..<4).map { Double(code * $0) / 4 + draw() } }
        return try Dataset(features: Matrix(features), target: .labels(Labels(codes.map { classes[$0] })))
    }

    /// Nine candidates, of which those with 5 components fail if asked for.
    static func search(_ data: Dataset, failing: Bool = false) async throws -> ScoredCandidates {
        let components = failing ? [1, 2, 5] : [1, 2, 3]
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), LogisticRegression()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: components.map { .count($0) })
                .varying(\LogisticRegression.c, over: [0.01, 1, 100]),
            options: SearchOptions(folds: StratifiedKFold(3)))
        return try await search.score(search.plan(data), on: SerialScheduler())
    }
}
