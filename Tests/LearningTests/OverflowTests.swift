import Learning
import LinearAlgebra
import Testing

/// A fitted pipeline refuses rows that a step makes infinities of, and names the step and the row.
@Suite struct OverflowTests {
    private static let x = Matrix([
        [0, 0.4], [0.5, 0], [0.1, 0.4], [0.3, 0.1], [0, 0.3], [0.4, 0.2], [0.3, 0], [0.1, 0.5],
    ])

    private static var classes: Dataset {
        get throws {
            try Dataset(
                features: x, target: .labels(Labels([0, 1, 0, 1, 0, 1, 1, 0])))
        }
    }
    private static var values: Dataset {
        get throws {
            try Dataset(
                features: x, target: .values((0..<8).map { 1e4 * Double($0 % 3) }))
        }
    }

    /// The third row of new ones is too large.
    private static let large = Matrix([[0, 1], [1, 1], [-1.7e308, 1.7e308]])

    private static let pipelines: [(Pipeline, isRegression: Bool, step: String)] = [
        (["scale": StandardScaler(), "clf": SVC()], false, "scale"),
        (["scale": MinMaxScaler(), "clf": SVC()], false, "scale"),
        (["turn": PCA(whiten: true), "clf": LogisticRegression()], false, "turn"),
        (["clf": LogisticRegression(c: 1e9)], false, "clf"),
        (["clf": SVC(kernel: .linear)], false, "clf"),
        (["clf": SVC(kernel: .poly)], false, "clf"),
        (["tell": Ridge(alpha: 1e-9)], true, "tell"),
    ]

    @Test(arguments: pipelines.indices)
    func theStepAndTheRowAreNamed(index: Int) throws {
        let (pipeline, isRegression, step) = Self.pipelines[index]
        let model = try pipeline.fit(isRegression ? Self.values : Self.classes)
        let error = LearningError.overflow(step: step, row: 2, rows: 3)
        #expect(throws: error) { try model.predict(Self.large) }
        if model.pipeline.predictionKinds.contains(.decisionFunction) {
            #expect(throws: error) { try model.predict(Self.large, kinds: .decisionFunction) }
        }
        if model.pipeline.predictionKinds.contains(.probabilities) {
            #expect(throws: error) { try model.predictProbabilities(Self.large) }
        }
        #expect(try model.predict(Self.large.rows(0..<2)).count == 2)
    }

    /// A row whose distance overflows is as far away as any: its radial kernel is 0, as in libsvm.
    @Test func aRadialKernelOfAFarRowIsZero() throws {
        let model = try SVC(kernel: .rbf).fit(Self.x, to: Self.classes.target)
        let decision = try model.predict(Self.large, kinds: .decisionFunction).decisionFunction
        #expect(decision?[2, 0] == -model.intercepts[0])
    }

    /// The kernel of a test row may exceed a `Float`, which that of a training row may not.
    @Test func kernelsOfTestRowsAreNotRounded() throws {
        let train = Matrix([[1, 0], [2, 0]])
        let others = Matrix([[3, 0], [-1e40, 0], [1.7e308, 0]])
        let gram = try GramMatrix(KernelFunction(kernel: .linear, gamma: 1), train: train, others: others)
        #expect(gram[2, 0] == 3 && gram[2, 1] == 6)
        #expect(gram[3, 0] == -1e40 && gram[3, 1] == -2e40)
        #expect(gram[4, 0] == 1.7e308 && gram[4, 1] == .infinity)
    }

    @Test func aFitNamesTheStepWhoseTransformOverflows() throws {
        var x = Self.x
        x[5, 0] = 1.7e308
        x[6, 0] = -1.7e308
        let data = try Dataset(features: x, target: Self.classes.target)
        let pipeline: Pipeline = ["near": Passthrough(), "far": Doubler(), "clf": SVC()]
        #expect(throws: LearningError.overflow(step: "far", row: 5, rows: 8)) { try pipeline.fit(data) }
    }

    /// Doubles every number.
    private struct Doubler: Transformer {
        static let kind = "doubler"
        static let summary = "Doubles."
        static let parameters: [Parameter<Doubler>] = []

        func fit(checked x: Matrix, _ target: Target, in context: FitContext) -> Model {
            Model(featureCount: x.columns)
        }

        struct Model: FittedTransformer {
            let featureCount: Int
            var outputCount: Int { featureCount }
            func validate() {}
            func transform(_ x: Matrix) -> Matrix {
                Matrix(rows: x.rows, columns: x.columns, values: x.values.map { $0 * 2 })
            }
        }
    }
}
