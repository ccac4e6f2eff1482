import Learning

extension SearchSpace {
    /// The number of points; nil if it is not finite or more than `Int.max`.
    ///
    /// - Complexity: O(*n*²) for *n* dimensions, times the choices that conditions name.
    public var size: Int? { size(ofDimensionsWhere: nil) }

    /// Returns the number of points of the dimensions that exist because a parent has a choice, or of those without
    /// parent.
    private func size(ofDimensionsWhere parent: (position: Int, choice: ParameterValue)?) -> Int? {
        var product = 1
        for position in dimensions.indices where parents[position] == parent?.position {
            if let parent, dimensions[position].condition?.choices.contains(parent.choice) != true {
                continue
            }
            guard let count = size(from: position) else { return nil }
            let (result, isTooLarge) = product.multipliedReportingOverflow(by: count)
            guard !isTooLarge else { return nil }
            product = result
        }
        return product
    }

    /// Returns the number of points of a dimension and of those that depend on it.
    private func size(from position: Int) -> Int? {
        guard case .choices(let choices) = dimensions[position].distribution, parents.contains(position)
        else {
            return dimensions[position].distribution.count
        }
        var sum = 0
        for choice in choices {
            guard let count = size(ofDimensionsWhere: (position, choice)) else { return nil }
            let (result, isTooLarge) = sum.addingReportingOverflow(count)
            guard !isTooLarge else { return nil }
            sum = result
        }
        return sum
    }

    /// Returns all points, with the values of the last dimension varying fastest; nil if there are more than a limit.
    ///
    /// Parameters that conditions name vary more slowly than those that depend on them.
    ///
    /// - Complexity: O(*n* *p*) for *n* dimensions and *p* points.
    public func grid(limit: Int = 1_000_000) -> [Point]? {
        guard let size, size <= limit else { return nil }
        var points: [Point] = []
        points.reserveCapacity(size)
        var values: [ParameterValue?] = Array(repeating: nil, count: dimensions.count)
        func vary(_ rank: Int) {
            guard rank < order.count else {
                points.append(point(of: values))
                return
            }
            let position = order[rank]
            if exists(position, in: values) {
                for value in dimensions[position].distribution.values {
                    values[position] = value
                    vary(rank + 1)
                }
                values[position] = nil
            } else {
                vary(rank + 1)
            }
        }
        vary(0)
        return points
    }

    /// Returns the logarithm of the probability of a point of a space with finitely many.
    func logProbability(of point: Point) -> Double {
        let values = Dictionary(point.entries.map { ($0.name, $0.value) }) { first, _ in first }
        return dimensions.reduce(0) { sum, dimension in
            sum + (values[dimension.name].map(dimension.distribution.logProbability) ?? 0)
        }
    }
}
