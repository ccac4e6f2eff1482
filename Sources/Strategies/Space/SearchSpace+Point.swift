import Learning

extension SearchSpace {
    /// A value for each parameter that exists at this point of a search space.
    ///
    /// Points with equal entries in the same order are equal.
    public struct Point: Sendable, Hashable {
        /// The value of one parameter.
        public struct Entry: Sendable, Hashable {
            /// The full name of the parameter, such as `svc.C`.
            public let name: String

            /// The value: a double for ranges of numbers, an int for ranges of integers, otherwise the choice.
            public let value: ParameterValue

            /// Creates an entry.
            public init(_ name: String, _ value: ParameterValue) {
                self.name = name
                self.value = value
            }
        }

        /// The values, in the order of the dimensions of the space.
        public let entries: [Entry]

        /// Creates a point from values in the order of the dimensions.
        public init(_ entries: [Entry]) { self.entries = entries }

        /// The value of a parameter; nil if it does not exist at this point.
        ///
        /// - Complexity: O(*n*) for *n* entries.
        public subscript(name: String) -> ParameterValue? {
            entries.first { $0.name == name }?.value
        }
    }
}

extension SearchSpace.Point: CustomStringConvertible {
    /// The values as on the command line: `svc.C=10.0 svc.kernel=rbf`.
    public var description: String { entries.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
}

extension SearchSpace.Point: ExpressibleByDictionaryLiteral {
    /// Creates a point from names and values in the order of the dimensions.
    public init(dictionaryLiteral elements: (String, ParameterValue)...) {
        self.init(elements.map { Entry($0, $1) })
    }
}

extension SearchSpace {
    /// Returns the point at coordinates from 0 up to but not including 1, one for each dimension.
    ///
    /// Coordinates that are uniformly distributed give points that are distributed as the dimensions say. A coordinate
    /// of a dimension that does not exist at the point has no effect. A strategy that spreads its points in a cube of
    /// its own is thereby one for any space.
    ///
    /// - Precondition: There are as many coordinates as dimensions.
    /// - Complexity: O(*n*) for *n* dimensions.
    public func point(at coordinates: [Double]) -> Point {
        precondition(
            coordinates.count == dimensions.count,
            "there are \(coordinates.count) coordinates of \(dimensions.count) dimensions")
        return point { position in dimensions[position].distribution.value(at: coordinates[position]) }
    }

    /// Returns the point of values that are chosen for the dimensions that exist, each after the one that its condition
    /// names.
    func point(choosing value: (Int) -> ParameterValue) -> Point {
        var values: [ParameterValue?] = Array(repeating: nil, count: dimensions.count)
        for position in order where exists(position, in: values) { values[position] = value(position) }
        return point(of: values)
    }

    /// Returns whether a dimension exists where others have values or, for nil, do not exist.
    func exists(_ position: Int, in values: [ParameterValue?]) -> Bool {
        guard let parent = parents[position], let condition = dimensions[position].condition else {
            return true
        }
        return values[parent].map(condition.choices.contains) ?? false
    }

    /// Returns the point of the values that are not nil.
    func point(of values: [ParameterValue?]) -> Point {
        Point(
            zip(dimensions, values).compactMap { dimension, value in
                value.map { Point.Entry(dimension.name, $0) }
            })
    }
}
