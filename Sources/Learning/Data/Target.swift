/// What is learned: to tell classes, or to tell numbers.
public enum Problem: String, Sendable, Codable {
    case classification, regression
}

/// What n rows are to be mapped to.
public enum Target: Sendable, Equatable {
    /// A class a row.
    case labels(Labels)

    /// A number a row.
    case values([Double])

    /// The number of rows.
    public var count: Int {
        switch self {
        case .labels(let labels): labels.count
        case .values(let values): values.count
        }
    }

    /// Whether it is of classes or of numbers.
    public var problem: Problem {
        switch self {
        case .labels: .classification
        case .values: .regression
        }
    }

    /// The target of the rows at the given indices.
    public func rows(at indices: [Int]) -> Target {
        switch self {
        case .labels(let labels): .labels(labels.rows(at: indices))
        case .values(let values): .values(indices.map { values[$0] })
        }
    }

    /// Each row as text: the name of its class, or its number.
    public var texts: [String] {
        switch self {
        case .labels(let labels): labels.names
        case .values(let values): values.map(\.description)
        }
    }

    /// Each row's number, or nil if the target is of classes.
    public var values: [Double]? {
        if case .values(let values) = self { values } else { nil }
    }

    /// Each row's class, or nil if the target is of numbers.
    public var labels: Labels? {
        if case .labels(let labels) = self { labels } else { nil }
    }
}
