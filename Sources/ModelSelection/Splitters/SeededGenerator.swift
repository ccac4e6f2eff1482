/// Random numbers that follow from a seed alone, the same on every machine and in every version.
///
/// It is xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), whose four
/// words of state come from SplitMix64, as its authors recommend. Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator of the sequence that belongs to `seed`.
    public init(seed: UInt64) {
        var seeds = SplitMix64(state: seed)
        self.init(state: (seeds.next(), seeds.next(), seeds.next(), seeds.next()))
    }

    /// A generator in a given state, not all zero.
    init(state: (UInt64, UInt64, UInt64, UInt64)) {
        guard state != (0, 0, 0, 0) else {
            fatalError("the state 0 gives nothing but 0")
        }
        self.state = state
    }

    /// The next 64 random bits.
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

    /// A number from 0 up to but not including `bound`, each as likely as the next.
    ///
    /// The high word of a 128-bit product scales the bits to the bound; products whose low word would make some
    /// numbers likelier are drawn again (Lemire, "Fast random integer generation in an interval", 2019).
    public mutating func next(below bound: Int) -> Int {
        guard bound > 0 else {
            fatalError("there is no number below \(bound)")
        }
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let unfair = (0 &- bound) % bound
            while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// Puts the elements in random order, every order as likely as the next (Fisher and Yates, from the end).
    ///
    /// The standard library's `shuffle(using:)` does not promise to stay the same; this does.
    ///
    /// O(n).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, next(below: last + 1))
        }
    }

    /// The elements in random order.
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var elements = Array(elements)
        shuffle(&elements)
        return elements
    }

    /// Whether two generators will give the same numbers.
    public static func == (left: SeededGenerator, right: SeededGenerator) -> Bool {
        left.state == right.state
    }
}

/// A small generator that turns any seed into well-mixed words (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014).
struct SplitMix64 {
    /// The seed, and then how far it was counted on.
    var state: UInt64

    /// The next 64 random bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UInt64 {
    /// The bits moved to the left, those that leave coming in again on the right.
    fileprivate func rotated(left count: UInt64) -> UInt64 { self << count | self >> (64 - count) }
}
