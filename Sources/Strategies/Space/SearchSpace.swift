import Learning

/// The parameters that a search varies, and the values that each may take.
///
/// ```swift
/// let space = try SearchSpace([
///     .init("svc.C", .logUniform(0.001, 1000)),
///     .init("svc.kernel", .choices([.string("rbf"), .string("linear")])),
///     .init("svc.gamma", .logUniform(1e-4, 1), when: "svc.kernel", isOneOf: [.string("rbf")]),
/// ])
/// ```
///
/// A space without dimensions has one point, which is empty.
public struct SearchSpace: Sendable, Equatable {
    /// The dimensions, in the order of the entries of a point.
    public let dimensions: [Dimension]

    /// The positions of the dimensions, each after the one that its condition names.
    let order: [Int]

    /// The position of the dimension that the condition of each names.
    let parents: [Int?]

    /// Creates a space, after it has checked the dimensions.
    ///
    /// Conditions may name dimensions that come later.
    ///
    /// - Throws: A ``StrategyError`` that names the parameter: if bounds are not finite or not in order, if their
    ///   difference overflows, if a logarithmic range does not begin above 0, if choices are empty, repeated or not a
    ///   number, if a name occurs twice, or if a condition names an unknown parameter, one without choices, a choice
    ///   that does not exist, or leads back to itself.
    /// - Complexity: O(*n*) for *n* dimensions and choices together.
    public init(_ dimensions: [Dimension]) throws {
        var positions: [String: Int] = [:]
        for (position, dimension) in dimensions.enumerated() {
            guard positions.updateValue(position, forKey: dimension.name) == nil else {
                throw StrategyError.repeatedParameter(name: dimension.name)
            }
            try dimension.distribution.check(parameter: dimension.name)
        }
        self.dimensions = dimensions
        parents = try dimensions.map { dimension in
            try dimension.condition.map {
                try Self.parent(of: dimension.name, $0, in: dimensions, at: positions[$0.parameter])
            }
        }
        order = try Self.order(of: dimensions, parents)
    }

    /// Returns the position of the dimension that a condition names, after it has checked the condition.
    private static func parent(
        of name: String, _ condition: Condition, in dimensions: [Dimension], at position: Int?
    ) throws -> Int {
        func error(_ reason: String) -> StrategyError { .invalidCondition(parameter: name, reason: reason) }
        guard let position else {
            throw error("the search space has no parameter \(condition.parameter)")
        }
        guard case .choices(let choices) = dimensions[position].distribution else {
            throw error("\(condition.parameter) has no choices")
        }
        guard !condition.choices.isEmpty else {
            throw error("it lists no choice of \(condition.parameter)")
        }
        let known = Set(choices)
        if let unknown = condition.choices.first(where: { !known.contains($0) }) {
            throw error("\(unknown) is not a choice of \(condition.parameter)")
        }
        return position
    }

    /// Returns the positions with each dimension after its parent, otherwise as declared.
    private static func order(of dimensions: [Dimension], _ parents: [Int?]) throws -> [Int] {
        var order: [Int] = []
        var isOrdered = Array(repeating: false, count: dimensions.count)
        for position in dimensions.indices {
            var chain: [Int] = []
            var next: Int? = position
            while let current = next, !isOrdered[current] {
                guard chain.count < dimensions.count else {
                    throw StrategyError.invalidCondition(
                        parameter: dimensions[position].name, reason: "it depends on itself")
                }
                chain.append(current)
                next = parents[current]
            }
            for ancestor in chain.reversed() {
                isOrdered[ancestor] = true
                order.append(ancestor)
            }
        }
        return order
    }
}
