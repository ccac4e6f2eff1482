import Testing

@testable import Learning

/// Quantiles of partly ordered numbers are those of sorted numbers, to the bit.
@Suite struct QuantilesTests {
    /// Orders of numbers, of which some make quickselect slow.
    static let orders = ["random", "ascending", "descending", "equal", "few", "rising and falling", "killer"]

    private static func numbers(_ order: String, _ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            switch order {
            case "ascending": Double(index)
            case "descending": Double(-index)
            case "equal": 3
            case "few": Double(generator.next(below: 3))
            case "rising and falling": Double(min(index, count - index))
            // Medians of three are the second smallest each time (D. R. Musser, 1997).
            case "killer":
                index < count / 2 ? Double(index % 2 == 0 ? index : count / 2 + index) : Double(index)
            default: Double(generator.next(below: 1_000_001)) / 1000 - 500
            }
        }
    }

    @Test(arguments: orders) func partlyOrderedNumbersHaveTheSameQuantiles(_ order: String) {
        for (seed, count) in (Array(1...40) + [1000, 4097]).enumerated() {
            let numbers = Self.numbers(order, count, seed: UInt64(seed)) + [.nan]
            let whole = Quantiles(of: numbers)
            for levels in [[50], [50, 25, 75], [50, 0, 100], [50, 10, 10], [99.5, 0.1, 50, 33]] {
                let some = Quantiles(of: numbers, at: levels)
                #expect(some.median == whole.median, "\(count) numbers")
                for level in levels {
                    #expect(
                        some.linear(percent: level) == whole.linear(percent: level),
                        "\(count) numbers, \(level) %")
                }
            }
        }
        #expect(Quantiles(of: [.nan], at: [50]).isEmpty)
    }

    /// Selection puts each place in order, also where it gives up partitioning.
    @Test(arguments: orders) func selectionDividesNumbers(_ order: String) {
        for count in [1, 2, 3, 17, 300, 2049] {
            for place in [0, count / 3, count - 1] {
                var numbers = Self.numbers(order, count, seed: 9)
                let expected = numbers.sorted()
                numbers.withUnsafeMutableBufferPointer { $0.select(place, in: 0..<count) { $0 } }
                #expect(numbers[place] == expected[place])
                #expect(numbers[..<place].allSatisfy { $0 <= numbers[place] })
                #expect(numbers[place...].allSatisfy { $0 >= numbers[place] })
                #expect(numbers.sorted() == expected)
            }
        }
    }
}
