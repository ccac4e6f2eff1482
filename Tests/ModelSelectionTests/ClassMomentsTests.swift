import Foundation
import Testing
import Trellis

@Suite("Moments by class")
struct ClassMomentsTests {
    private func search(_ sharing: Bool) -> GridSearch {
        GridSearch(
            Pipeline(StandardScaler(), PCA(), NearestCentroid()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [1, 2, 3, 4]).varying(
                \NearestCentroid.shrinkage, over: [0, 0.5]),
            folds: 5, sharing: sharing)
    }

    @Test func shareFitsOfAClassifier() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let plan = try search(true).plan(data)
        #expect(plan.graph.countsByName["summarize-class-moments"] == 5)
        #expect(plan.graph.countsByName["fit-path-nearest-centroid-from-summary"] == 40)
        let shared = try await search(true).fit(data, on: ThreadedScheduler())
        let plain = try await search(false).fit(data, on: ThreadedScheduler())
        #expect(shared.candidates.map(\.score) == plain.candidates.map(\.score))
        let (one, other) = (
            try #require(shared.model["nearest-centroid", as: NearestCentroid.self]),
            try #require(plain.model["nearest-centroid", as: NearestCentroid.self])
        )
        for (a, b) in zip(one.centroids.values, other.centroids.values) { #expect(abs(a - b) < 1e-12) }
    }

    /// Rows that lack the last class, the first or the middle one come before the others; wine is sorted by class.
    @Test(arguments: [
        (Array(0..<100), [0, 1]), (Array(59..<178), [1, 2]), (Array(0..<59) + Array(130..<178), [0, 2]),
    ])
    func addUpOverRows(first: [Int], classes: [Int32]) throws {
        let data = try Fixtures.dataSet("wine", target: "class")
        func moments(_ rows: [Int]) throws -> ClassMoments {
            let part = data.rows(at: rows)
            return try ClassMoments(
                of: part.matrix, part.target, about: Origin(amid: data.matrix, data.target),
                detail: .products)
        }
        var sum = try moments(first)
        #expect(sum.classes == classes)
        sum.add(try moments((0..<178).filter { !first.contains($0) }))
        let whole = try moments(Array(0..<178))
        #expect(sum.classes == whole.classes && sum.counts == [59, 71, 48] && whole.isAccurate)
        for (a, b) in [(sum.means, whole.means), (sum.variances, whole.variances)] {
            for (one, other) in zip(a.values, b.values) { #expect(abs(one - other) <= 1e-11 * abs(other)) }
        }
        var labels = try #require(data.target.labels).codes.enumerated().filter { $0.element == 1 }.map(
            \.offset)
        labels.sort()
        let rows = try data.matrix.rows(at: labels)
        for (mean, expected) in zip(whole.means[row: 1], rows.columnMeans()) {
            #expect(abs(mean - expected) <= 1e-12 * abs(expected))
        }
    }

    @Test func mapAsTheRowsDo() throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let moments = try ClassMoments(
            of: data.matrix, data.target, about: Origin(amid: data.matrix, data.target), detail: .products
        )
        let map = AffineMap(
            centre: [1, 2, 3, 4], linear: .dense(Matrix([[1, 2], [0, 1], [-1, 0], [3, 1]])))
        let rows = try map.images(of: data.matrix)
        let direct = ClassMoments(
            of: rows, data.target, about: Origin(amid: rows, data.target), detail: .columns)
        let mapped = try #require(moments.mapped(by: map))
        #expect(mapped.counts == direct.counts)
        for (a, b) in [(mapped.means, direct.means), (mapped.variances, direct.variances)] {
            for (one, other) in zip(a.values, b.values) {
                #expect(abs(one - other) <= 1e-11 * max(1, abs(other)))
            }
        }
        #expect(mapped.restricted(toFirst: 1).means.values == (0..<3).map { mapped.means[$0, 0] })
    }

    /// The article promises that sharing takes a dozen lines.
    @Test func takeADozenLinesInTheArticle() throws {
        let article = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Learning/Learning.docc/SharingOwnEstimators.md")
        let lines = try String(contentsOf: article, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(
            lines.firstIndex { $0.hasPrefix("extension NearestCentroid: SummaryEstimator") })
        let end = try #require(lines[start...].firstIndex(of: "}"))
        #expect(end - start + 1 <= 12)
    }
}

/// A nearest-centroid classifier whose centroids are drawn to their mean.
private struct NearestCentroid: Classifier {
    var shrinkage = 0.0

    static let kind = "nearest-centroid"
    static let summary = "Predicts the class whose mean is the nearest."
    static var parameters: [Parameter<NearestCentroid>] {
        [Parameter("shrinkage", \.shrinkage, "how far centroids are drawn to their mean", .atLeast(0))]
    }

    func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> Fitted {
        let means = labels.presentCodes.map { code in
            x.rows(at: labels.codes.indices.filter { labels.codes[$0] == code }).columnMeans()
        }
        return shrunk(labels.presentCodes, Matrix(means))
    }

    func shrunk(_ classes: [Int32], _ centroids: Matrix) -> Fitted {
        let centre = centroids.columnMeans()
        var shrunk = centroids
        for row in 0..<centroids.rows {
            for column in 0..<centroids.columns {
                shrunk[row, column] -= shrinkage * (centroids[row, column] - centre[column])
            }
        }
        return Fitted(classes: classes, centroids: shrunk)
    }

    struct Fitted: FittedClassifier {
        static let predictionKinds: PredictionKinds = [.labels]
        let classes: [Int32]
        let centroids: Matrix

        var featureCount: Int { centroids.columns }

        func validate() throws {
            try require(classes.count == centroids.rows, "classes and centroids differ")
        }

        func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions {
            var predictions = Predictions(classes: classes)
            predictions.codes = (0..<x.rows).map { row in
                let distances = (0..<centroids.rows).map { place in
                    zip(x[row: row], centroids[row: place]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                }
                return classes[distances.indices.min { distances[$0] < distances[$1] } ?? 0]
            }
            return predictions
        }
    }
}

extension NearestCentroid: SummaryEstimator {
    func fit(_ summary: ClassMoments, in context: FitContext) -> Fitted? {
        summary.isAccurate ? shrunk(summary.classes, summary.means) : nil
    }
}
