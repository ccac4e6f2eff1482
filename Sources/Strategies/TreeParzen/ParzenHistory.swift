import Learning

/// What a tree-structured Parzen estimator knows: the good and the other points, each with its values as numbers.
struct ParzenHistory: Sendable {
    /// The values of each point, nil where a dimension does not exist, oldest first.
    private(set) var below: [[Double?]] = []
    private(set) var above: [[Double?]] = []

    /// Divides the evaluations, and adds points that are being evaluated to those above: the constant lie that they
    /// score badly.
    ///
    /// Below are the best tenth, at most 25. Of equals, the older are better. Failed evaluations are never among them,
    /// but count.
    init(_ evaluations: [Evaluation], pending: [SearchSpace.Point], in space: SearchSpace) {
        let isBelow = Self.best(of: evaluations)
        for (evaluation, isBelow) in zip(evaluations, isBelow) {
            let values = space.numbers(of: evaluation.point)
            if isBelow { below.append(values) } else { above.append(values) }
        }
        above += pending.map(space.numbers)
    }

    /// Returns for each evaluation whether it is one of the best.
    static func best(of evaluations: [Evaluation]) -> [Bool] {
        let count = min((evaluations.count + 9) / 10, 25)
        let scored = evaluations.indices.compactMap { position in
            evaluations[position].score.map { (position, $0) }
        }
        var isBelow = Array(repeating: false, count: evaluations.count)
        for (position, _) in scored.sorted(by: { $0.1 > $1.1 }).prefix(count) { isBelow[position] = true }
        return isBelow
    }

    /// Returns the mixtures of the good and of the other points that have all of some dimensions.
    func mixtures(
        of positions: [Int], in space: SearchSpace, bandwidth: NormalKernels.Bandwidth
    ) -> (below: ParzenMixture, above: ParzenMixture) {
        func mixture(_ points: [[Double?]]) -> ParzenMixture {
            let observations = points.compactMap { point in
                let values = positions.compactMap { point[$0] }
                return values.count == positions.count ? values : nil
            }
            return ParzenMixture(
                observations, positions.map { space.dimensions[$0].distribution }, bandwidth: bandwidth)
        }
        return (mixture(below), mixture(above))
    }
}

extension SearchSpace {
    /// Returns the values of a point as numbers, as ``ParzenKernels`` represents them; nil where it has no valid value.
    func numbers(of point: Point) -> [Double?] {
        let values = Dictionary(point.entries.map { ($0.name, $0.value) }) { first, _ in first }
        return dimensions.map { dimension in values[dimension.name].flatMap(dimension.distribution.number) }
    }
}

extension SearchSpace.Distribution {
    /// Returns a value as a number; nil if the distribution does not have it.
    func number(of value: ParameterValue) -> Double? {
        switch (self, value) {
        case (.uniform, .int(let integer)), (.logUniform, .int(let integer)):
            self.number(of: .double(Double(integer)))
        case (.uniform(let low, let high), .double(let number)):
            low <= number && number <= high ? number : nil
        case (.logUniform(let low, let high), .double(let number)):
            low <= number && number <= high ? Portable.log(number) : nil
        case (.integers(let low, let high), .int(let integer)),
            (.logIntegers(let low, let high), .int(let integer)):
            low <= integer && integer <= high ? Double(integer) : nil
        case (.choices(let choices), _): choices.firstIndex(of: value).map { Double($0) }
        default: nil
        }
    }

    /// Returns the value that a number represents, within bounds.
    func value(of number: Double) -> ParameterValue {
        switch self {
        case .uniform(let low, let high): .double(min(max(number, low), high))
        case .logUniform(let low, let high): .double(min(max(Portable.exp(number), low), high))
        case .integers(let low, let high), .logIntegers(let low, let high):
            .int(Self.nearest(to: number, low, high))
        case .choices(let choices): choices[Int(number)]
        }
    }
}
