import Testing

@testable import Learning

/// Numbers in several ascending lists have the places and quantiles of all numbers in order, to the bit.
@Suite struct AscendingNumbersTests {
    /// Orders of numbers, of which some make quickselect slow, and some have digits in common.
    static let orders = [
        "random", "any bits", "ascending", "descending", "equal", "equal but one", "neighbours", "few",
        "rising and falling", "killer",
    ]

    private static func numbers(_ order: String, _ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            switch order {
            case "any bits":
                // Tiny, huge and infinite numbers of both signs.
                [Double(bitPattern: generator.next())].map { $0.isNaN ? .infinity : $0 }[0]
            case "ascending": Double(index)
            case "descending": Double(-index)
            case "equal": 3
            case "equal but one": index == count / 2 ? 2 : 3
            // They differ in their last bits only.
            case "neighbours": 1 + Double(generator.next(below: 5000)) * Double.ulpOfOne
            case "few": [-1, -0.0, 0, 2][generator.next(below: 4)]
            case "rising and falling": Double(min(index, count - index))
            // Medians of three are the second smallest each time (D. R. Musser, 1997).
            case "killer":
                index < count / 2 ? Double(index % 2 == 0 ? index : count / 2 + index) : Double(index)
            default: Double(generator.next(below: 1_000_001)) / 1000 - 500
            }
        }
    }

    /// Some sizes, below and above that from which digits are sorted.
    private static let counts = Array(1...40) + [256, 257, 1000, 4097]

    /// Divides numbers into lists of random lengths, some of which are empty.
    private static func divided(_ numbers: [Double], seed: UInt64) -> AscendingNumbers {
        var generator = SeededGenerator(seed: seed)
        var parts = [[Double]](repeating: [], count: 1 + generator.next(below: 6))
        for number in numbers { parts[generator.next(below: parts.count)].append(number) }
        return parts.dropFirst().reduce(into: AscendingNumbers(of: parts[0])) {
            $0.add(AscendingNumbers(of: $1))
        }
    }

    @Test(arguments: orders) func numbersAreSorted(_ order: String) {
        for (seed, count) in Self.counts.enumerated() {
            let numbers = Self.numbers(order, count, seed: UInt64(seed))
            var sorted = numbers
            sorted.sortAscending()
            #expect(sorted.map(\.bitPattern) == numbers.map { $0 + 0 }.sorted().map(\.bitPattern))
        }
    }

    @Test(arguments: orders) func placesOfListsAreThoseOfAllNumbers(_ order: String) {
        for (seed, count) in Self.counts.enumerated() {
            let numbers = Self.numbers(order, count, seed: UInt64(seed)) + [.nan, .nan]
            let (whole, lists) = (AscendingNumbers(of: numbers), Self.divided(numbers, seed: UInt64(seed)))
            #expect(lists.count == count && lists.missingCount == 2)
            #expect(lists.first == whole.first && lists.last == whole.last)
            #expect(lists.ascending == whole.ascending)
            for places in [Array(0..<count), [0], [count - 1], [count / 3, count / 2], []] {
                #expect(lists.numbers(at: places) == places.map { whole.ascending[$0] }, "\(count) numbers")
            }
            #expect(lists.distinct.values == whole.distinct.values)
            #expect(lists.distinct.counts == whole.distinct.counts)
        }
    }

    @Test(arguments: orders.filter { $0 != "any bits" }) func quantilesOfListsAreThoseOfAllNumbers(
        _ order: String
    ) {
        for (seed, count) in Self.counts.enumerated() {
            let numbers = Self.numbers(order, count, seed: UInt64(seed))
            let (whole, lists) = (AscendingNumbers(of: numbers), Self.divided(numbers, seed: UInt64(seed)))
            #expect(lists.median == whole.median)
            for levels in [[50], [50, 25, 75], [50, 0, 100], [50, 10, 10], [99.5, 0.1, 50, 33], []] {
                #expect(lists.linear(percentages: levels) == whole.linear(percentages: levels))
                #expect(
                    lists.averagedInverted(percentages: levels) == whole.averagedInverted(percentages: levels)
                )
            }
        }
    }

    @Test func quantilesAreNumbersOrBetweenTwo() {
        let numbers = AscendingNumbers(of: [8, 2, 1, 4])
        #expect(numbers.linear(percentages: [0, 50, 75, 100]) == [1, 3, 5, 8])
        // A quarter of the numbers is exactly the first.
        #expect(numbers.averagedInverted(percentages: [0, 20, 25, 30, 50, 100]) == [1, 1, 1.5, 2, 3, 8])
        // The sum of both numbers is infinite.
        let large = Double.greatestFiniteMagnitude
        #expect(AscendingNumbers(of: [large, large]).median == large)
    }

    @Test func missingNumbersAreInNoList() {
        let none = AscendingNumbers(of: [.nan, .nan])
        #expect(none.isEmpty && none.count == 0 && none.missingCount == 2)
        #expect(none.first == nil && none.last == nil && none.ascending == [])
        var one = none
        one.add(AscendingNumbers(of: [3, .nan]))
        #expect(one.median == 3 && one.missingCount == 3)
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
