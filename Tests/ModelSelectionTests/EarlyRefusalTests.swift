import Testing
import Trellis

/// Steps that no fit of a search accepts are refused before the search runs.
@Suite struct EarlyRefusalTests {
    private static let median =
        "median needs numbers, but the column contains categories; use most_frequent or constant"

    /// Pipelines for the penguins with weights, and the error of each.
    static let refused: [(pipeline: String, error: LearningError)] = [
        (
            "columns(numeric: simple-imputer | k-bins-discretizer(quantile_method=linear); rest: drop)",
            .fitFailed(
                step: "k-bins-discretizer",
                reason: "quantiles of rows with weights require quantile_method=averaged_inverted_cdf")
        ),
        (
            "columns(categorical: simple-imputer(strategy=median) | one-hot-encoder; rest: drop)",
            .fitFailed(step: "simple-imputer", reason: "column 0 (counted from 0): \(median)")
        ),
        (
            "columns(named[year, island]: simple-imputer(strategy=median) | one-hot-encoder; rest: drop)",
            .fitFailed(step: "simple-imputer", reason: "column 1 (counted from 0): \(median)")
        ),
        (
            "columns(numeric: simple-imputer(strategy=constant, fill_value=word); rest: drop)",
            .fitFailed(
                step: "simple-imputer",
                reason: "column 0 (counted from 0): the fill value is a word, but the column contains numbers"
            )
        ),
        (
            "columns(categorical: simple-imputer(strategy=constant, fill_value=3) | one-hot-encoder; rest: drop)",
            .fitFailed(
                step: "simple-imputer",
                reason:
                    "column 0 (counted from 0): the fill value is a number, but the column contains categories"
            )
        ),
        (
            "columns(numeric: datetime-encoder | simple-imputer; rest: drop)",
            .columnKind(column: 0, found: .number, expected: .date)
        ),
        (
            "columns(categorical: target-encoder(cv=200); rest: drop)",
            .fitFailed(
                step: "target-encoder",
                reason:
                    "no class has as many rows as there are folds (200); the largest has 152; reduce cv")
        ),
        (
            "columns(categorical: target-encoder(cv=2000); rest: drop)",
            .fitFailed(
                step: "target-encoder", reason: "276 rows cannot be divided into 2000 folds; reduce cv")
        ),
        (
            "columns(numeric: robust-scaler(quantile_min=80) | simple-imputer; rest: drop)",
            .invalidParameter(
                step: "robust-scaler", name: "quantile_max", found: "75.0",
                expected: "greater than quantile_min, which is 80.0")
        ),
        (
            "columns(numeric: min-max-scaler(feature_min=2) | simple-imputer; rest: drop)",
            .invalidParameter(
                step: "min-max-scaler", name: "feature_max", found: "1.0",
                expected: "greater than feature_min, which is 2.0")
        ),
        (
            "columns(numeric: simple-imputer; rest: drop) | polynomial-features(degree=0, include_bias=false)",
            .fitFailed(
                step: "polynomial-features",
                reason: "with degree 0 and without include_bias, there are no outputs")
        ),
        (
            "columns(numeric: simple-imputer; rest: drop) | select-k-best(score_func=mutual_info_regression)",
            .fitFailed(
                step: "select-k-best",
                reason:
                    "mutual_info_regression needs a numeric target; use mutual_info_classif for classes")
        ),
        (
            "columns(numeric: simple-imputer; rest: drop) | select-k-best(score_func=f_regression)",
            .fitFailed(
                step: "select-k-best",
                reason: "f_regression needs a numeric target; use f_classif or chi2 for classes")
        ),
    ]

    private static func data(hasWeights: Bool) throws -> Dataset {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        guard hasWeights else { return data }
        return try Dataset(
            features: data.features, featureNames: data.featureNames, target: data.target,
            weights: [Double](repeating: 2, count: data.features.rows))
    }

    @Test(arguments: refused.indices) func refuses(_ index: Int) throws {
        let data = try Self.data(hasWeights: true)
        let pipeline = try Pipeline(text: Self.refused[index].pipeline + " | logistic-regression")
        #expect(throws: Self.refused[index].error) { try GridSearch(pipeline, folds: KFold(5)).plan(data) }
        // The error of the fit itself is the same.
        if case .fitFailed(let step, _) = Self.refused[index].error, step != "target-encoder" {
            #expect(throws: Self.refused[index].error) { try pipeline.fit(data) }
        }
    }

    /// The same pipeline is accepted without weights, and a search in which some candidates can be fitted is not refused.
    @Test func acceptsWhatSomeFitAccepts() async throws {
        let pipeline = try Pipeline(text: Self.refused[0].pipeline + " | logistic-regression")
        _ = try GridSearch(pipeline, folds: KFold(5)).plan(Self.data(hasWeights: false))
        let grid = try ParameterGrid(
            text: [
                "columns.numeric.k-bins-discretizer.quantile_method=linear,averaged_inverted_cdf"
            ], over: pipeline)
        let found = try await GridSearch(pipeline, grid: grid, folds: KFold(5))
            .fit(Self.data(hasWeights: true), on: SerialScheduler())
        #expect(found.candidates.map { $0.failures.isEmpty } == [false, true])
    }
}
