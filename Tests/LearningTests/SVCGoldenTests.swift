import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/svc.json`, as `Tools/golden/svc.py` writes it.
struct SVCGolden: Decodable {
    struct Table: Decodable {
        let train: [[Double]]
        let labels: [Int]
        let test: [[Double]]
    }

    struct Outcome: Decodable {
        let predictions: [Int]
        let decision: [[Double]]
        let support: [Int]
        let steps: Int
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let data: String
        let parameters: [String: ParameterValue]
        let loose: Outcome
        let tight: Outcome

        var testDescription: String {
            "\(data) \(parameters.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })"
        }

        func estimator(tol: Double) throws -> SVC {
            try parameters.reduce(SVC(tol: tol)) { try $0.setting($1.key, to: $1.value) }
        }
    }

    let data: [String: Table]
    let cases: [Case]

    static let all: SVCGolden? = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/svc.json")
        return try? JSONDecoder().decode(SVCGolden.self, from: Data(contentsOf: path))
    }()
}

/// Against scikit-learn's `SVC`.
@Suite struct SVCGoldenTests {
    @Test func hasCases() throws {
        let golden = try #require(SVCGolden.all)
        #expect(golden.cases.count > 20 && golden.data.count == 5)
    }

    /// Compares decisions, classes and support vectors.
    ///
    /// The steps are libsvm's on the same single-precision kernel, so even an early stop is at the same place.
    /// What remains is the rounding of the kernel that prediction uses and the order of its sums.
    @Test(arguments: SVCGolden.all?.cases ?? [])
    func agrees(_ golden: SVCGolden.Case) throws {
        let table = try #require(SVCGolden.all?.data[golden.data])
        let (x, test) = (Matrix(table.train), Matrix(table.test))
        let labels = Labels(table.labels)
        for (tol, expected) in [(1e-3, golden.loose), (1e-8, golden.tight)] {
            let model = try golden.estimator(tol: tol).fit(x, to: .labels(labels))
            let predicted = try model.predict(test, kinds: [.labels, .decisionFunction])
            #expect(predicted.codes?.map { labels.classes[Int($0)] } == expected.predictions.map(String.init))
            let decision = try #require(predicted.decisionFunction)
            let reference = Matrix(expected.decision)
            #expect(decision.rows == reference.rows && decision.columns == reference.columns)
            let scale = reference.values.reduce(1) { max($0, $1.magnitude) }
            let error = zip(decision.values, reference.values).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
            #expect(error <= (tol == 1e-3 ? 1e-3 : 1e-5) * scale)
            // Of equal rows, any may carry the multiplier.
            let slack = golden.data == "duplicated" ? expected.support.count / 4 : 2
            #expect((model.supportIndices.count - expected.support.count).magnitude <= slack)
            #expect(model.supportVectors == x.rows(at: model.supportIndices))
            #expect(model.warnings.isEmpty == (golden.parameters["max_iter"] == nil))
        }
    }
}
