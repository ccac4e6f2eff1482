/// A random number generator with a fixed sequence for each seed, the same on every machine and in every version.
///
/// The generator is xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
/// with its state initialised by SplitMix64, as its authors recommend. It is not cryptographically secure.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Creates a generator from a seed.
    public init(seed: UInt64) {
        var seeds = SplitMix64(state: seed)
        self.init(state: (seeds.next(), seeds.next(), seeds.next(), seeds.next()))
    }

    /// Creates a generator with the given state, not all zero.
    init(state: (UInt64, UInt64, UInt64, UInt64)) {
        guard state != (0, 0, 0, 0) else {
            fatalError("the state must not be all zero")
        }
        self.state = state
    }

    /// Returns the next 64 random bits.
    public mutating func next() -> UInt64 {
        let result = (state.1 &* 5).rotated(left: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3.rotated(left: 45)
        return result
    }

    /// Returns a uniformly distributed number from 0 up to but not including `bound`.
    ///
    /// Scales the bits to the bound by the high word of a 128-bit product, and rejects products whose low word would
    /// introduce a bias (Lemire, "Fast random integer generation in an interval", 2019).
    public mutating func next(below bound: Int) -> Int {
        guard bound > 0 else {
            fatalError("the bound must be greater than 0, but is \(bound)")
        }
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let unfair = (0 &- bound) % bound
            while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// Shuffles the elements, with every order equally likely (Fisher and Yates, from the end).
    ///
    /// Unlike the standard library's `shuffle(using:)`, the result is the same in every version.
    ///
    /// - Complexity: O(n).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, next(below: last + 1))
        }
    }

    /// Returns the elements in random order.
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var elements = Array(elements)
        shuffle(&elements)
        return elements
    }

    /// Returns whether two generators have the same state.
    public static func == (left: SeededGenerator, right: SeededGenerator) -> Bool {
        left.state == right.state
    }
}

/// A small generator that turns any seed into well-mixed words (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014).
package struct SplitMix64: RandomNumberGenerator {
    /// The current state, initially the seed.
    var state: UInt64

    /// Creates a generator from a seed.
    package init(state: UInt64) { self.state = state }

    /// Returns the next 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UInt64 {
    /// Returns the bits rotated to the left.
    fileprivate func rotated(left count: UInt64) -> UInt64 { self << count | self >> (64 - count) }
}
