import Foundation
import Trellis

@testable import ModelSelection

extension FuzzTarget {
    /// The content of a model file, under a checksum that is right: an error, or a model that predicts.
    static let modelFile = FuzzTarget(name: "model-file", longest: 1 << 16) {
        try [
            Pipeline(StandardScaler(), PCA(nComponents: 2), SVC()), Pipeline(SVC(kernel: .linear)),
            Pipeline(MinMaxScaler(), Passthrough(), LogisticRegression()),
            Pipeline(StandardScaler(), Ridge()),
        ].map { pipeline in
            let model = try pipeline.fit(
                pipeline.problem == .regression ? Self.regression : Self.classification)
            return Array(try JSONEncoder().encode(model))
        }
    } run: { input in
        let body = Data(input)
        let checksum = body.withUnsafeBytes { TaskKey(hashing: $0) }
        let file = Data("trellis-model 1 \(checksum)\n".utf8) + body
        guard let model = try? ModelFile.decode(file, from: "fuzz", registry: .standard) else { return }
        // A model may have any number of columns; rows of very many would only take memory.
        guard let columns = model.steps.first?.model.featureCount, columns <= 1000 else { return }
        let rows = Matrix(rows: 3, columns: columns, values: (0..<3 * columns).map { Double($0 % 7) - 3 })
        _ = try? model.predict(rows, kinds: model.pipeline.predictionKinds)
        _ = try? model.predict(rows)
        _ = try? model.predictProbabilities(rows)
    }

    private static let features = Matrix(rows: 8, columns: 3, values: (0..<24).map { Double($0 * 7 % 11) })
    private static var classification: Dataset {
        get throws {
            try Dataset(
                features: features, target: .labels(Labels(["a", "b", "c", "a", "b", "c", "a", "b"])))
        }
    }
    private static var regression: Dataset {
        get throws {
            try Dataset(
                features: features, target: .values((0..<8).map { Double($0 * $0) }))
        }
    }
}
