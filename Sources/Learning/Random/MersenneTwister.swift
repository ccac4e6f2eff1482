/// The Mersenne Twister MT19937, the generator of NumPy's `RandomState` and of scikit-learn's libsvm.
///
/// It returns their numbers for the same seed, which is its only purpose: splitters use ``SeededGenerator``.
///
/// - M. Matsumoto, T. Nishimura, Mersenne twister: a 623-dimensionally equidistributed uniform pseudo-random number
///   generator, ACM TOMACS 8, 1998; with the initialisation of 2002.
struct MersenneTwister {
    private static let size = 624
    private static let shift = 397

    private var state: [UInt32]

    /// The next word of ``state`` to return; at the end, all words are renewed.
    private var position = size

    /// Creates a generator from a seed.
    init(seed: UInt32) {
        state = [seed]
        state.reserveCapacity(Self.size)
        for index in 1..<Self.size {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
        }
    }

    /// Returns the next 32 random bits.
    mutating func next() -> UInt32 {
        if position == Self.size { renew() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private mutating func renew() {
        for index in 0..<Self.size {
            let following = state[(index + 1) % Self.size]
            let joined = (state[index] & 0x8000_0000) | (following & 0x7FFF_FFFF)
            let twisted = (joined >> 1) ^ (joined % 2 == 0 ? 0 : 0x9908_B0DF)
            state[index] = state[(index + Self.shift) % Self.size] ^ twisted
        }
        position = 0
    }

    /// Returns a number from 0 up to but not including `bound`, at least 1, as NumPy's `RandomState.randint` does.
    ///
    /// Draws as many bits as the largest number has, until they are less than `bound`.
    mutating func nextMasked(below bound: UInt32) -> UInt32 {
        guard bound > 1 else { return 0 }
        let mask = UInt32.max >> (bound - 1).leadingZeroBitCount
        while true {
            let number = next() & mask
            if number < bound { return number }
        }
    }

    /// Returns a number from 0 up to but not including `bound`, at least 1, as scikit-learn's libsvm does.
    ///
    /// Scales 32 bits to the bound by the high word of a product, and rejects products whose low word would introduce a
    /// bias (Lemire, "Fast random integer generation in an interval", 2019).
    mutating func next(below bound: UInt32) -> UInt32 {
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let unfair = (0 &- bound) % bound
            while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }
}
