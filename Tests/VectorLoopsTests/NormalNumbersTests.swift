import CVectorLoops
import Foundation
import Testing

/// Normal numbers are those of Box and Muller at each place, whatever the range they are written for.
@Suite struct NormalNumbersTests {
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The share of the number of SplitMix64 at a place.
    private static func share(_ seed: UInt64, _ place: UInt64) -> Double {
        var bits = seed &+ (place &+ 1) &* increment
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return Double(bits >> 12) * 0x1p-52
    }

    /// The number of a pair, of which the rounded angle leaves an error of some units in the last place.
    private static func expected(_ seed: UInt64, _ place: UInt64) -> Double {
        let pair = place & ~1
        let radius = (-2 * log(1 - share(seed, pair))).squareRoot()
        let angle = 2 * Double.pi * share(seed, pair + 1)
        return radius * (place % 2 == 0 ? cos(angle) : sin(angle))
    }

    private static func numbers(_ count: Int, _ seed: UInt64, from first: UInt64) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            trellis_normal_numbers(buffer.baseAddress, count, seed, first)
            initialized = count
        }
    }

    @Test(arguments: [0, 1, 7, 1 << 40] as [UInt64]) func numbersAreThoseOfTheirPlaces(first: UInt64) {
        let numbers = Self.numbers(10_000, 99, from: first)
        for (index, number) in numbers.enumerated() {
            let expected = Self.expected(99, first + UInt64(index))
            #expect(abs(number - expected) <= 4e-15, "\(index): \(number), not \(expected)")
        }
    }

    @Test(arguments: [true, false]) func rangesHaveTheSameBits(atEnd: Bool) {
        let all = Self.numbers(200, 3, from: 0)
        for first in 0...20 {
            for count in 0...67 {
                let buffer = GuardedBuffer([Double](repeating: 0, count: count), atEnd: atEnd)
                trellis_normal_numbers(buffer.start, count, 3, UInt64(first))
                #expect(buffer.elements == Array(all[first..<first + count]))
            }
        }
    }

    // What this code has computed: the bits of a seed stay the same from release to release, and on every processor.
    @Test func bitsOfASeedAreAlwaysTheSame() {
        let hash = Self.numbers(10_000, 7, from: 0).reduce(0 as UInt64) {
            ($0 ^ $1.bitPattern) &* 0x9E37_79B9_7F4A_7C15 ^ $0 >> 29
        }
        #expect(hash == 16_871_793_695_894_342_652)
    }

    @Test func momentsAreThoseOfTheNormalDistribution() {
        let numbers = Self.numbers(4_000_000, 1, from: 0)
        func moment(_ power: Int) -> Double {
            numbers.reduce(0) { sum, number in
                sum + (1...power).reduce(1.0) { product, _ in product * number }
            } / Double(numbers.count)
        }
        // Five standard errors of each.
        #expect(abs(moment(1)) < 5 * 0.0005 && abs(moment(2) - 1) < 5 * 0.0008)
        #expect(abs(moment(3)) < 5 * 0.002 && abs(moment(4) - 3) < 5 * 0.005)
        let isFinite = numbers.allSatisfy(\.isFinite)
        #expect(isFinite)
        // Both numbers of a pair, and those of neighbours, are independent.
        for distance in [1, 2] {
            let products = zip(numbers, numbers.dropFirst(distance)).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(products / Double(numbers.count)) < 5 * 0.0005)
        }
    }
}
