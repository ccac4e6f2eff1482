import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// Returns the features of the whole table, or of some of its columns.
///
/// The key is a hash of their content.
struct FeatureSource: DataSource {
    let features: Features

    /// The hashes of the elements, or of each column, computed in one pass.
    private let contentKeys: [TaskKey]

    let name = "features"

    var value: any Sendable {
        switch features {
        case .matrix(let matrix): matrix
        case .table(let table): table
        case .encoded(let encoded): encoded.matrix
        }
    }

    init(features: Features) {
        let features = features.expanded
        self.features = features
        contentKeys =
            switch features {
            case .matrix(let matrix): [matrix.contentKey]
            case .table(let table): table.columns.map(\.contentKey)
            case .encoded: []  // expanded before
            }
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(features.rows)
        encoder.append(features.columns)
        for key in contentKeys { encoder.append(key) }
    }
}

/// Returns the target of the whole table, with the weights of the rows.
///
/// The key is a hash of their content.
struct TargetSource: DataSource {
    let target: WeightedTarget
    let name = "target"
    var value: any Sendable { target }

    func encodeParameters(into encoder: inout CanonicalEncoder) { target.encode(into: &encoder) }
}

extension FeatureColumn {
    /// The hash of the kind and the cells.
    fileprivate var contentKey: TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append(kind.rawValue)
        switch self {
        case .numbers(let cells), .dates(let cells):
            encoder.append(cells.withUnsafeBytes { TaskKey(hashing: $0) })
        case .categories(let column):
            encoder.beginList(count: column.names.count)
            for name in column.names { encoder.append(name) }
            encoder.append(column.codes.withUnsafeBytes { TaskKey(hashing: $0) })
        }
        return encoder.digest
    }
}

extension WeightedTarget {
    /// Writes the target, and the weights if there are any.
    func encode(into encoder: inout CanonicalEncoder) {
        target.encode(into: &encoder)
        if let weights { encoder.append(weights) }
    }
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
    /// The hash of features, target, weights and names, which identifies the dataset.
    package var digest: TaskKey {
        var encoder = CanonicalEncoder()
        FeatureSource(features: features).encodeParameters(into: &encoder)
        WeightedTarget(of: self).encode(into: &encoder)
        encoder.beginList(count: featureNames.count)
        for name in featureNames { encoder.append(name) }
        encoder.append(targetName)
        return encoder.digest
    }
}
