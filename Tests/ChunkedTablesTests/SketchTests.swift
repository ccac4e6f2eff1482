import Foundation
import LocalScheduling
import Testing

@testable import ChunkedTables

/// Sketches are exact for few values, and within their bounds for many, however they are merged.
@Suite struct SketchTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let probabilities = [0, 0.001, 0.25, 0.5, 0.9, 0.999, 1]

    /// Returns the sketch of values that are added in parts, which are merged in a tree.
    private static func sketch(_ values: [Double], parts: Int) -> QuantileSketch {
        var sketches = (0..<parts).map { part in
            var sketch = QuantileSketch()
            for value in values[part * values.count / parts..<(part + 1) * values.count / parts] {
                sketch.add(value)
            }
            return sketch
        }
        while sketches.count > 1 {
            sketches = stride(from: 0, to: sketches.count, by: 16).map { start in
                var merged = sketches[start]
                for other in sketches[start + 1..<min(start + 16, sketches.count)] { merged.merge(other) }
                return merged
            }
        }
        return sketches[0]
    }

    @Test func fewValuesAreExact() {
        for count in [1, 2, 3, 100, QuantileSketch.capacity] {
            let values = (0..<count).map { Double($0 * 37 % count) }
            for parts in [1, 7] where parts <= count {
                let sketch = Self.sketch(values, parts: parts)
                #expect(sketch.isExact && sketch.rankError == 0)
                for (probability, found) in zip(Self.probabilities, sketch.quantiles(Self.probabilities)) {
                    // The values are 0, 1, …, each once if 37 and their number have no common divisor.
                    let expected = probability * Double(count - 1)
                    if count % 37 != 0 { #expect(abs(found - expected) <= 1e-12 * expected) }
                }
            }
        }
        let distinct = (0...QuantileSketch.capacity).map { Double($0) }
        #expect(!Self.sketch(distinct, parts: 1).isExact)
        #expect(QuantileSketch().quantiles([0.5])[0].isNaN)
    }

    @Test func quantilesLieBetweenExtremeValues() {
        let (infinity, large) = (Double.infinity, 1e308)
        for (values, median) in [
            ([infinity, infinity], infinity), ([-infinity, -infinity], -infinity), ([1, infinity], infinity),
            ([-infinity, 1], -infinity), ([-large, large], 0), ([0, 1, infinity], 1),
        ] {
            #expect(Self.sketch(values, parts: 1).quantiles([0.5]) == [median])
        }
        #expect(Self.sketch([-infinity, infinity], parts: 1).quantiles([0.5])[0].isNaN)
    }

    /// Ranks are within the bound of the sketch, which is within that of the documentation.
    @Test(arguments: [1, 2, 40, 1000]) func ranksAreWithinTheBound(parts: Int) {
        for (seed, count) in [(1, 5000), (2, 100_000), (3, 1_000_000)] where count >= parts {
            var random = Generator(state: UInt64(seed))
            let shapes: [(String, [Double])] = [
                ("uniform", (0..<count).map { _ in Double.random(in: 0..<1, using: &random) }),
                ("ascending", (0..<count).map { Double($0) }),
                (
                    "few among many",
                    (0..<count).map { $0 % 2 == 0 ? 0.5 : Double.random(in: 0..<1, using: &random) }
                ),
            ]
            for (name, values) in shapes {
                let sketch = Self.sketch(values, parts: parts)
                #expect(sketch.count == count && !sketch.isExact)
                #expect(Double(sketch.rankError) / Double(count) <= 0.004)
                let sorted = values.sorted()
                for (probability, found) in zip(Self.probabilities, sketch.quantiles(Self.probabilities)) {
                    // The ranks that the value has.
                    let lowest = sorted.partitioningIndex { $0 >= found }
                    let highest = sorted.partitioningIndex { $0 > found } - 1
                    #expect(highest >= lowest, "the quantile is a value")
                    let rank = Int(probability * Double(count - 1))
                    let error = rank < lowest ? lowest - rank : max(0, rank - highest)
                    #expect(error <= sketch.rankError, "\(name), \(probability), \(count)")
                    if probability == 0 || probability == 1 { #expect(error == 0) }
                }
            }
        }
    }

    /// Any number of values with few distinct ones, in any parts, have the quantiles of all of them.
    @Test(arguments: [1, 7, 40, 1000]) func fewDistinctValuesAreExact(parts: Int) throws {
        var random = Generator(state: 4)
        let limit = QuantileSketch.capacity / 2
        for (count, distinct) in [(5000, 1), (5000, 7), (100_000, limit), (1_000_000, 300)] {
            let values = (0..<count).map { _ in Double(Int.random(in: 0..<distinct, using: &random)) / 4 }
            let sorted = values.sorted()
            let expected = Self.probabilities.map { probability in
                let place = probability * Double(count - 1)
                let next = sorted[min(Int(place) + 1, count - 1)]
                return sorted[Int(place)] + (next - sorted[Int(place)]) * (place - place.rounded(.down))
            }
            let sketch = Self.sketch(values, parts: parts)
            #expect(sketch.isExact && sketch.count == count)
            #expect(sketch.quantiles(Self.probabilities) == expected)
        }
    }

    @Test func zerosOfBothSignsAreOneValue() {
        #expect(ValueCounts([0, -0.0, 1, 0]).distinctCount == 2)
    }

    /// No more distinct values are counted than the memory of a sketch allows, also where two sketches are merged.
    @Test(arguments: [1, 2, 3]) func countedValuesAreLimited(parts: Int) {
        let limit = QuantileSketch.countCapacity
        for (distinct, isExact) in [(limit, true), (limit + 1, false)] {
            let values = (0..<3 * distinct).map { Double($0 / 3) }
            let sketch = Self.sketch(values, parts: parts)
            #expect(sketch.isExact == isExact && sketch.isCounted == isExact)
        }
    }

    /// The values that stay are alternately the odd and the even ones, so that their errors do not add up.
    @Test(arguments: 1...3) func mostChangesOfRanksCancel(seed: UInt64) {
        var random = Generator(state: seed)
        let values = (0..<1_000_000).map { _ in Double.random(in: 0..<1, using: &random) }
        let sorted = values.sorted()
        let sketch = Self.sketch(values, parts: 1)
        let probabilities = (1...9).map { Double($0) / 10 }
        let errors = zip(probabilities, sketch.quantiles(probabilities)).map { probability, found in
            sorted.partitioningIndex { $0 >= found } - Int(probability * 999_999)
        }
        // They are up to a ninth of the bound, and would be more than half of it.
        #expect(errors.allSatisfy { abs($0) <= sketch.rankError / 5 })
    }

    /// Beyond the distinct values that are counted, the sample stands for all values.
    @Test func countsBecomeASample() {
        // Many of a few values, and then each of many values once.
        let many = (0..<50_000).map { Double($0 % 100) }
        let others = (0..<50_000).map { 1000 + Double($0) }
        for values in [many + others, others + many] {
            for parts in [1, 2, 9] {
                let sketch = Self.sketch(values, parts: parts)
                #expect(!sketch.isExact && sketch.count == values.count && sketch.rankError <= 400)
                let found = sketch.quantiles([0.1025, 0.4025, 0.75])
                #expect(abs(found[0] - 20) <= 1 && abs(found[1] - 80) <= 1 && abs(found[2] - 26_000) <= 400)
            }
        }
    }

    @Test func distinctValuesAreWithinTheError() {
        for count in [0, 1, 1000, DistinctCounter.exactLimit, 1025, 3000, 20_000, 100_000, 1_000_000] {
            var (whole, parts) = (
                DistinctCounter(), [DistinctCounter](repeating: DistinctCounter(), count: 5)
            )
            for value in 0..<count {
                let hash = DistinctCounter.hash(Double(value))
                whole.insert(hash)
                // Values are in several parts.
                parts[value % 5].insert(hash)
                parts[value / 3 % 5].insert(hash)
            }
            if count <= DistinctCounter.exactLimit {
                #expect(whole.isExact && whole.count == Double(count))
            } else {
                // Five standard errors.
                #expect(!whole.isExact)
                #expect(abs(whole.count / Double(count) - 1) < 5 * DistinctCounter.standardError)
            }
            var merged = DistinctCounter()
            for part in parts.reversed() { merged.merge(part) }
            #expect(merged.count == whole.count)
        }
        #expect(DistinctCounter.hash(-0.0) == DistinctCounter.hash(0))
    }

    @Test func resultsSayWhetherTheyAreApproximate() async throws {
        let text =
            "k,v,t\n"
            + (0..<12_000).map { "\($0 % 3 == 0 ? "a" : $0 < 2000 ? "b" : "c"),\($0),t\($0)\n" }.joined()
        try await withFile(text) { path in
            let summary = try ChunkedTable(csv: path, chunkBytes: 10_000).grouped(by: "k").aggregated(
                .median("v"), .quantile("v", 0.999), .approximateDistinct("t"),
                .approximateDistinct("v", as: "d"),
                .distinct("t"), .quantile("v", 1))
            let result = try await summary.result(on: SerialScheduler())
            #expect(
                result.table.columnNames == [
                    "k", "median_v", "q99.9_v", "approximate_distinct_t", "d", "distinct_t", "q100_v",
                ])
            // 4,000, 1,333 and 6,667 rows.
            #expect(
                result.approximations.map(\.column) == ["median_v", "q99.9_v", "approximate_distinct_t", "d"])
            #expect(result.approximations.map(\.rows) == [1, 1, 3, 3])
            #expect(result.approximations.map(\.rowCount) == [3, 3, 3, 3])
            #expect(
                result.approximations[2].description
                    == "approximate_distinct_t is approximate in 3 of 3 rows: the standard error is 0.81 %")
            let medians = cells(result.table.columns[1])
            let few = (0..<2000).filter { $0 % 3 != 0 }
            #expect(medians[1] == .number(Double(few[few.count / 2])))
            for workers in 1...3 {
                let other = try await summary.result(on: ThreadedScheduler(workers: workers))
                #expect(other.table.csv == result.table.csv)
                #expect(other.approximations == result.approximations)
            }
        }
    }

    @Test func probabilitiesAreChecked() async throws {
        try await withFile("a,t\n1,x\n") { path in
            let table = try ChunkedTable(csv: path)
            #expect(throws: ChunkedTableError.probability(column: "a", found: 1.5)) {
                try table.aggregated(.quantile("a", 1.5))
            }
            #expect(throws: ChunkedTableError.self) { try table.aggregated(.quantile("a", .nan)) }
            #expect(throws: ChunkedTableError.self) { try table.aggregated(.median("t")) }
            #expect(Aggregation.quantile("a", 0.07).name == "q7_a")
            #expect(Aggregation.quantile("a", 0.995).name == "q99.5_a")
        }
    }
}

extension Array {
    /// The index of the first element of the second half of a partitioned array.
    fileprivate func partitioningIndex(where belongsInSecondHalf: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondHalf(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
