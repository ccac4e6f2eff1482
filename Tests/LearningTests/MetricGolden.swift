import Foundation
import Learning
import LinearAlgebra
import Testing

/// What scikit-learn's scorers gave for canned predictions: made by Tools/golden/metrics.py.
struct MetricGolden: Decodable {
    var classification: [Classification]
    var regression: [Regression]

    struct Classification: Decodable, Sendable, CustomTestStringConvertible {
        var title: String
        var names: [String]
        var model: [Int32]
        var truth: [Int32]
        var predicted: [Int32]
        var probabilities: [[Double]]?
        var decision: [Double]?
        var scores: [String: Expected]

        var testDescription: String { title }

        var target: Target { .labels(Labels(classes: names, codes: truth)) }

        var predictions: Predictions {
            var predictions = Predictions(classes: model)
            predictions.codes = predicted
            predictions.probabilities = probabilities.map { Matrix($0) }
            predictions.decisionFunction = decision.map { Matrix(rows: $0.count, columns: 1, values: $0) }
            return predictions
        }
    }

    struct Regression: Decodable, Sendable, CustomTestStringConvertible {
        var title: String
        var truth: [Double]
        var predicted: [Double]
        var scores: [String: Expected]

        var testDescription: String { title }

        var predictions: Predictions {
            var predictions = Predictions()
            predictions.values = predicted
            return predictions
        }
    }

    /// A score, NaN, or that there is none.
    enum Expected: Decodable, Sendable {
        case score(Double), undefined, error

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .undefined
            } else if let score = try? container.decode(Double.self) {
                self = .score(score)
            } else {
                self = .error
            }
        }
    }

    static func load() throws -> MetricGolden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/metrics.json")
        return try JSONDecoder().decode(MetricGolden.self, from: Data(contentsOf: file))
    }
}
