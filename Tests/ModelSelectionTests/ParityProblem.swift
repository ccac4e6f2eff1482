import Testing
import Trellis

/// A random search of the golden file, and scikit-learn's scores of it.
struct ParityProblem: Decodable, Sendable, CustomTestStringConvertible {
    /// A step's kind and the parameters that do not vary.
    struct Step: Decodable, Sendable {
        let kind: String
        let parameters: [String: ParameterValue]

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            kind = try values.decode(String.self)
            parameters = try values.decode([String: ParameterValue].self)
        }
    }

    /// How rows are split: the number of folds, or the fold of each row.
    struct Folds: Decodable, Sendable {
        let stratified, kfold: Int?
        let fold: [Int]?

        var splitter: any Splitter {
            if let stratified { return StratifiedKFold(stratified) }
            return kfold.map { KFold($0) } ?? PredefinedSplit(fold ?? [])
        }
    }

    /// Class names, class numbers, or numbers to predict.
    enum Truth: Decodable, Sendable {
        case names([String])
        case classes([Int])
        case values([Double])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let names = try? container.decode([String].self) {
                self = .names(names)
            } else if let classes = try? container.decode([Int].self) {
                self = .classes(classes)
            } else {
                self = .values(try container.decode([Double].self))
            }
        }
    }

    let number: Int
    let flavour: String
    let steps: [Step]
    let grid: [String: [ParameterValue]]
    let columns: Int
    let x: [Double]
    let y: Truth
    let folds: Folds
    let scorers: [String]

    /// The score of each split of each candidate, by scorer; nil where scikit-learn gives none.
    let scores: [String: [[Double?]]]

    /// A letter for each split of each candidate: `x` where rounding changes scikit-learn's scores, `r` where it
    /// changes them by more than 1e-8.
    let marks: [String]

    var testDescription: String {
        "\(number): \(flavour), " + steps.map(\.kind).joined(separator: " | ")
    }

    /// Whether the last step has a closed solution, so that the algebra of sharing is exact.
    var isExact: Bool { steps.last?.kind == "ridge" }

    /// The rows and their target.
    var data: Dataset {
        get throws {
            let isRegression = isExact
            let target: Target =
                switch y {
                case .names(let names): .labels(Labels(names))
                case .classes(let classes):
                    isRegression ? .values(classes.map(Double.init)) : .labels(Labels(classes))
                case .values(let values): .values(values)
                }
            return try Dataset(
                features: Matrix(rows: target.count, columns: columns, values: x), target: target)
        }
    }

    /// scikit-learn's scores.
    var reference: ParityScores { ParityScores(self) }

    /// The search, without a refit.
    func search() throws -> GridSearch {
        let registry = StepRegistry.standard
        let pipeline = Pipeline(
            steps: try steps.map { step in
                var estimator: any Estimator = try registry.type(of: step.kind).init()
                for (name, value) in step.parameters { estimator = try estimator.setting(name, to: value) }
                return (name: step.kind, estimator: estimator)
            })
        let varied = grid.reduce(ParameterGrid()) { $0.varying($1.key, over: $1.value) }
        return GridSearch(
            pipeline, grid: varied, folds: folds.splitter, scoring: try scorers.map(Scorer.init(named:)),
            refit: .none)
    }
}
