import Learning
import LinearAlgebra
import TaskGraph

/// Returns the features of the whole table.
///
/// The key is a hash of their content.
struct FeatureSource: DataSource {
    let features: Matrix

    /// The hash of the elements, computed in one pass.
    private let contentKey: TaskKey

    let name = "features"
    var value: any Sendable { features }

    init(features: Matrix) {
        self.features = features
        contentKey = features.contentKey
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(features.rows)
        encoder.append(features.columns)
        encoder.append(contentKey)
    }
}

/// Returns the target of the whole table.
///
/// The key is a hash of its content.
struct TargetSource: DataSource {
    let target: Target
    let name = "target"
    var value: any Sendable { target }

    func encodeParameters(into encoder: inout CanonicalEncoder) { target.encode(into: &encoder) }
}

extension Matrix {
    /// The hash of the elements' bits, without the shape.
    var contentKey: TaskKey { withUnsafeValues { TaskKey(hashing: UnsafeRawBufferPointer($0)) } }
}

extension Target {
    /// Writes whether the target is of classes or numbers, and all of its elements.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(problem.rawValue)
        switch self {
        case .values(let values): encoder.append(values)
        case .labels(let labels):
            encoder.beginList(count: labels.classes.count)
            for name in labels.classes { encoder.append(name) }
            encoder.append(labels.codes.map(Int.init))
        }
    }
}

extension Dataset {
    /// The hash of features, target and names, which identifies the dataset.
    package var digest: TaskKey {
        var encoder = CanonicalEncoder()
        FeatureSource(features: features).encodeParameters(into: &encoder)
        target.encode(into: &encoder)
        encoder.beginList(count: featureNames.count)
        for name in featureNames { encoder.append(name) }
        encoder.append(targetName)
        return encoder.digest
    }
}
