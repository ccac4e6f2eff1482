import LinearAlgebra
import Machine

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The estimated mutual information of each column with a target, in nats; at least 0.
///
/// Columns and targets of numbers are divided by their standard deviation, and a noise of 1e-10 separates equal numbers.
/// The estimate then counts the neighbours that are as near as the k-th nearest one in all dimensions. Semantics of
/// scikit-learn's `mutual_info_classif` and `mutual_info_regression`, including the noise of a `random_state`.
///
/// - Numbers and numbers: A. Kraskov, H. Stögbauer, P. Grassberger, "Estimating mutual information", Physical Review E 69,
///   2004.
/// - Numbers and classes: B. C. Ross, "Mutual information between discrete and continuous data sets", PLoS ONE 9(2), 2014.
/// - Classes and classes: the frequencies of the pairs.
struct MutualInformation {
    /// The number of neighbours.
    let neighbours: Int

    /// Whether each distinct number of a column is a class.
    let columnsAreDiscrete: Bool

    /// The seed of the noise.
    let seed: UInt32

    /// Returns the estimate for each column.
    ///
    /// - Complexity: O(rows log rows × columns).
    /// - Precondition: A numeric target has more rows than there are neighbours.
    func scores(of x: Matrix, _ target: Target, in context: FitContext) throws -> [Double] {
        var noise = NormalNoise(seed: seed)
        let noiseOfColumns = columnsAreDiscrete ? [] : noise.next(x.rows * x.columns)
        let prepared: PreparedTarget =
            switch target {
            case .labels(let labels): .classes(labels.codes.map(Int.init))
            case .values(let values):
                .numbers(SortedNumbers(Self.separated(values, noise.next(values.count))))
            }
        let digamma = Self.digammas(upTo: x.rows)
        let operations = 1000 * x.rows * x.columns
        let scores = Cores.map(x.columns, operations: operations) { column -> Double in
            guard !context.isCancelled else { return 0 }
            let cells = x[column: column]
            if columnsAreDiscrete {
                let classes = Self.classes(of: cells)
                return switch prepared {
                case .classes(let codes): Self.ofFrequencies(classes, codes)
                case .numbers(let values): ofNumbers(values.numbers, and: classes, digamma)
                }
            }
            let separated = Self.separated(
                cells,
                stride(from: column, to: noiseOfColumns.count, by: x.columns).lazy.map { noiseOfColumns[$0] })
            return switch prepared {
            case .classes(let codes): ofNumbers(separated, and: codes, digamma)
            case .numbers(let values): ofNumbers(SortedNumbers(separated), and: values, digamma)
            }
        }
        try context.checkCancellation()
        return scores
    }

    private enum PreparedTarget {
        case classes([Int])
        case numbers(SortedNumbers)
    }

    /// Returns the estimate of Kraskov, Stögbauer and Grassberger.
    private func ofNumbers(_ x: SortedNumbers, and y: SortedNumbers, _ digamma: [Double]) -> Double {
        let count = x.numbers.count
        let radii = PlaneTree(x.numbers, y.numbers).distances(toNeighbour: neighbours).map(\.below)
        var sum = 0.0
        for row in 0..<count {
            sum +=
                digamma[x.count(within: radii[row], of: row)] + digamma[y.count(within: radii[row], of: row)]
        }
        return max(0, digamma[count] + digamma[neighbours] - sum / Double(count))
    }

    /// Returns the estimate of Ross; rows of which no other is in the class are ignored.
    private func ofNumbers(_ numbers: [Double], and classes: [Int], _ digamma: [Double]) -> Double {
        var counts = [Int](repeating: 0, count: (classes.max() ?? -1) + 1)
        for code in classes { counts[code] += 1 }
        let rows = numbers.indices.filter { counts[classes[$0]] > 1 }
        guard !rows.isEmpty else { return 0 }
        let sorted = SortedNumbers(rows.map { numbers[$0] })
        // The places of each class among the sorted numbers, ascending.
        var members = [[Int]](repeating: [], count: counts.count)
        for (place, index) in sorted.order.enumerated() { members[classes[rows[index]]].append(place) }
        var sum = 0.0
        for places in members where !places.isEmpty {
            let nearest = min(neighbours, places.count - 1)
            sum += Double(places.count) * (digamma[nearest] - digamma[places.count])
            var start = 0
            for (index, place) in places.enumerated() {
                let number = sorted.ascending[place]
                func distance(_ other: Int) -> Double { abs(sorted.ascending[places[other]] - number) }
                // The nearest numbers are a range of the class that includes the number, and begins no earlier than that
                // of the number before. Equal numbers would keep the range from moving on to the number.
                start = max(start, index - nearest)
                while start < index, start + nearest + 1 < places.count,
                    distance(start + nearest + 1) < distance(start)
                { start += 1 }
                let radius = max(distance(start), distance(start + nearest)).below
                sum -= digamma[sorted.count(within: radius, ofPlace: place)]
            }
        }
        return max(0, digamma[rows.count] + sum / Double(rows.count))
    }

    /// Returns the mutual information of the frequencies of two classifications.
    private static func ofFrequencies(_ one: [Int], _ other: [Int]) -> Double {
        let width = (other.max() ?? -1) + 1
        var ofOne = [Double](repeating: 0, count: (one.max() ?? -1) + 1)
        var ofOther = [Double](repeating: 0, count: width)
        var pairs: [Int: Double] = [:]
        for (one, other) in zip(one, other) {
            ofOne[one] += 1
            ofOther[other] += 1
            pairs[one * width + other, default: 0] += 1
        }
        let count = Double(one.count)
        let terms = pairs.sorted { $0.key < $1.key }.map { pair, frequency in
            frequency / count * log(frequency * count / (ofOne[pair / width] * ofOther[pair % width]))
        }
        return max(0, terms.reduce(0, +))
    }

    /// Returns the index of each number among the distinct numbers.
    private static func classes(of numbers: [Double]) -> [Int] {
        let sorted = SortedNumbers(numbers)
        var classes = [Int](repeating: 0, count: numbers.count)
        var last = 0
        for (place, index) in sorted.order.enumerated() {
            if place > 0, sorted.ascending[place] != sorted.ascending[place - 1] { last += 1 }
            classes[index] = last
        }
        return classes
    }

    /// Returns numbers divided by their standard deviation, with noise.
    private static func separated(_ numbers: [Double], _ noise: some Sequence<Double>) -> [Double] {
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let scaled = deviation < 10 * .ulpOfOne ? numbers : numbers.map { $0 / deviation }
        let size = max(1, scaled.reduce(0) { $0 + abs($1) } / count)
        return zip(scaled, noise).map { $0 + 1e-10 * size * $1 }
    }

    /// Returns the digamma function of 0 (which is not used) and of each whole number up to a last one.
    private static func digammas(upTo last: Int) -> [Double] {
        var values = [-Double.infinity, -0.577_215_664_901_532_9]
        for number in 1..<max(2, last + 1) { values.append(values[number] + 1 / Double(number)) }
        return values
    }
}

extension Double {
    /// The next smaller distance; 0 for 0.
    fileprivate var below: Double { self > 0 ? nextDown : 0 }
}
