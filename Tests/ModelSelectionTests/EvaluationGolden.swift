/// What scikit-learn and SciPy compute for evaluations.
struct EvaluationGolden: Decodable {
    let classification: Classification
    let regression: Regression
    let paired: [Paired]
    let curves: Curves
    let permutation: Permutation
    let importance: Importances
    let nested: Nestings

    struct Classification: Decodable {
        let labels: [String]
        let probabilities, decisions, missing: [[Double]]
        let two: [Double]
    }

    struct Regression: Decodable { let values: [Double] }

    struct Paired: Decodable {
        let first, second: [Double]
        let train, test: Int
        let level, difference, t, p, low, high: Double
    }

    struct Curves: Decodable {
        let relative, absolute: Learning
        let validation: Validation

        struct Learning: Decodable {
            let sizes: [Int]
            let train, test: [[Double]]
        }

        struct Validation: Decodable {
            let values: [Double]
            let train, test: [[Double]]
        }
    }

    struct Importances: Decodable { let accuracy, logLoss, r2: Importance }

    struct Importance: Decodable {
        let importances: [[Double]]
        let means, deviations: [Double]
        let score: Double
    }

    struct Nestings: Decodable { let logistic, svc, ridge: Nested }

    struct Nested: Decodable {
        let scores, inner: [Double]
        let best: [String]
    }

    struct Permutation: Decodable {
        let permutations: [[Int]]
        let score, p: Double
        let scores: [Double]
    }

    static func read() throws -> EvaluationGolden {
        try Fixtures.golden("evaluation", as: EvaluationGolden.self)
    }
}
