import TaskGraph

/// Mixes a number with the results of the inputs, so that a wrong or misplaced input shows.
package func mix(_ number: Int, _ inputs: some Sequence<any Sendable>) -> Int {
    inputs.reduce(number) { ($0 &* 31) &+ (($1 as? Int) ?? .min) }
}

/// What a task threw on purpose.
package struct Refusal: Error, CustomStringConvertible {
    let number: Int

    package init(number: Int) { self.number = number }

    package var description: String { "refused \(number)" }
}

/// A small generator of random numbers, the same in every run (Steele, Lea and Flood 2014).
package struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
