/// The kind of a supervised learning problem: classification or regression.
public enum Problem: String, Sendable, Codable {
    case classification, regression
}

/// The target of n rows.
public enum Target: Sendable, Equatable {
    /// The class of each row.
    case labels(Labels)

    /// The number of each row.
    case values([Double])

    /// The number of rows.
    public var count: Int {
        switch self {
        case .labels(let labels): labels.count
        case .values(let values): values.count
        }
    }

    /// The kind of problem.
    public var problem: Problem {
        switch self {
        case .labels: .classification
        case .values: .regression
        }
    }

    /// Returns the target of the rows at the given indices.
    public func rows(at indices: [Int]) -> Target {
        switch self {
        case .labels(let labels): .labels(labels.rows(at: indices))
        case .values(let values): .values(indices.map { values[$0] })
        }
    }

    /// The target of each row as text: the name of its class, or its number.
    public var texts: [String] {
        switch self {
        case .labels(let labels): labels.names
        case .values(let values): values.map(\.description)
        }
    }

    /// The number of each row, or nil for classes.
    public var values: [Double]? {
        if case .values(let values) = self { values } else { nil }
    }

    /// The class of each row, or nil for numbers.
    public var labels: Labels? {
        if case .labels(let labels) = self { labels } else { nil }
    }
}
