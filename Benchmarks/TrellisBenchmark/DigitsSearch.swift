import Trellis

/// The search of 36 pipelines over the digits, which several benchmarks use.
enum DigitsSearch {
    /// Scaler, PCA and SVC.
    static let search = GridSearch(
        Pipeline(StandardScaler(), PCA(), SVC()),
        grid: ParameterGrid()
            .varying(\PCA.nComponents, over: [16, 32, 48])
            .varying(\SVC.c, over: [0.1, 1, 10, 100])
            .varying(\SVC.gamma, over: [0.001, 0.01, 0.1]))

    /// The digits; requires the root of the project as the current folder.
    @Sendable static func data() throws -> Dataset {
        try Table(csv: "datasets/digits.csv").dataset(target: "digit")
    }
}
