import Learning

/// A Sobol sequence: points of the unit cube that fill it evenly.
///
/// Each coordinate of the point with number *n* is a sum, without carry, of the direction numbers of its dimension at
/// the ones of *n* in Gray code, so consecutive points differ by one direction number (Antonov and Saleev, 1979).
///
/// Scrambled, each dimension's bits are multiplied by a random lower triangular matrix with ones on its diagonal, and a
/// random number is added to them without carry. This keeps how evenly the points are spread, makes each
/// of them uniformly distributed, and is what SciPy does.
struct SobolSequence: Sendable {
    /// The dimensions for which there are direction numbers.
    static let mostDimensions = SobolDirections.rows.count

    /// The bits of a coordinate, and thereby the logarithm of the period.
    private static let bits = 32

    /// The direction numbers of each dimension, from that of the lowest bit of a point's number on.
    private var directions: [[UInt32]]

    /// What is added to each coordinate without carry, and the digits below.
    private var shifts: [UInt32]
    private var digits: [UInt64]

    /// Creates the sequence without scrambling, whose first point is the origin.
    ///
    /// - Precondition: There are direction numbers for the dimensions.
    init(dimensions: Int) {
        directions = (0..<dimensions).map(Self.directions(ofDimension:))
        shifts = Array(repeating: 0, count: dimensions)
        digits = Array(repeating: 0, count: dimensions)
    }

    /// Creates the sequence with a random scrambling.
    init(dimensions: Int, scrambledBy generator: inout SeededGenerator) {
        self.init(dimensions: dimensions)
        for dimension in 0..<dimensions {
            // Row r makes the bit r, from the highest, of the bits down to r.
            let rows = (0..<Self.bits).map { row -> UInt32 in
                let diagonal = UInt32(1) << (Self.bits - 1 - row)
                let above = ~(diagonal | (diagonal - 1))
                return (UInt32(truncatingIfNeeded: generator.next() >> 32) & above) | diagonal
            }
            directions[dimension] = directions[dimension].map { number in
                rows.reduce(0) { $0 << 1 | UInt32(($1 & number).nonzeroBitCount & 1) }
            }
            shifts[dimension] = UInt32(truncatingIfNeeded: generator.next() >> 32)
            digits[dimension] = generator.next() >> 43
        }
    }

    /// Returns the direction numbers of a dimension by the recurrence of its primitive polynomial (Bratley and Fox,
    /// "Algorithm 659", 1988).
    private static func directions(ofDimension dimension: Int) -> [UInt32] {
        guard dimension > 0 else { return (0..<bits).map { 1 << (bits - 1 - $0) } }
        let row = SobolDirections.rows[dimension]
        let degree = row.count - 1
        var numbers = row.dropFirst().enumerated().map { UInt32($0.element) << (bits - 1 - $0.offset) }
        for bit in degree..<bits {
            var number = numbers[bit - degree] ^ (numbers[bit - degree] >> degree)
            for term in 1..<max(degree, 1) where row[0] >> (degree - term) & 1 == 1 {
                number ^= numbers[bit - term]
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Returns the first points.
    func points(_ count: Int) -> [[Double]] {
        var state = shifts
        return (0..<count).map { number in
            if number > 0 {
                let bit = number.trailingZeroBitCount
                for dimension in state.indices where bit < Self.bits {
                    state[dimension] ^= directions[dimension][bit]
                }
            }
            return zip(state, digits).map { Double(UInt64($0) << 21 | $1) * 0x1p-53 }
        }
    }
}
