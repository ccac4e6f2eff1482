import CVectorLoops
import LinearAlgebra
import TaskGraph

/// The distribution of random numbers.
public enum RandomDistribution: String, CaseIterable, Sendable {
    /// Numbers from 0 to below 1, equally likely.
    case uniform
    /// The normal distribution with mean 0 and standard deviation 1.
    case normal
}

/// A matrix of random numbers, each of which is a function of the seed and of its place in the whole matrix.
struct RandomMatrix: SliceableSource {
    let distribution: RandomDistribution
    let seed: Int
    /// The number of columns of the whole matrix.
    let width: Int
    var firstRow = 0
    var firstColumn = 0

    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> RandomMatrix {
        var source = self
        source.firstRow += rows.lowerBound
        source.firstColumn += columns.lowerBound
        return source
    }

    func insert(_ rows: Range<Int>, _ columns: Range<Int>, into graph: inout TaskGraph) -> TaskInput<Matrix> {
        graph.insert(
            RandomBlock(
                distribution: distribution, seed: seed, width: width, row: firstRow + rows.lowerBound,
                column: firstColumn + columns.lowerBound, rows: rows.count, columns: columns.count))
    }
}

/// Returns a block of random numbers.
struct RandomBlock: TypedOperation {
    typealias Inputs = NoInputs
    let distribution: RandomDistribution
    let seed: Int
    let width: Int
    let row: Int
    let column: Int
    let rows: Int
    let columns: Int
    let name = "random-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(distribution.rawValue)
        encoder.append([seed, width, row, column, rows, columns])
    }

    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> Matrix {
        let seed = RandomBits.mixed(UInt64(bitPattern: Int64(seed)))
        return Matrix(rows: rows, columns: columns) { target in
            guard let to = target.baseAddress else { return }
            // Whole rows are one run of numbers.
            let lines = columns == width ? min(1, rows) : rows
            let count = columns == width ? rows * columns : columns
            for line in 0..<lines {
                let first = UInt64(row + line) &* UInt64(width) &+ UInt64(column)
                let values = UnsafeMutableBufferPointer(start: to + line * columns, count: count)
                switch distribution {
                case .uniform: RandomBits.fillUniform(values, seed: seed, from: first)
                case .normal: RandomBits.fillNormal(values, seed: seed, from: first)
                }
            }
        }
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        .block(rows, columns, perElement: distribution == .uniform ? 1.5e-9 : 4e-9)
    }
}

/// Random bits as a function of a seed and an index: the generator SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014), whose state after n numbers is known without the numbers before.
enum RandomBits {
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Returns the bits of a state.
    @inline(__always)
    static func mixed(_ state: UInt64) -> UInt64 {
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Returns a number from 0 to below 1, a multiple of 2⁻⁵³.
    @inline(__always)
    private static func uniform(_ state: UInt64) -> Double { Double(mixed(state) >> 11) * 0x1p-53 }

    static func fillUniform(_ target: UnsafeMutableBufferPointer<Double>, seed: UInt64, from first: UInt64) {
        var state = seed &+ (first &+ 1) &* increment
        for index in target.indices {
            target.initializeElement(at: index, to: uniform(state))
            state &+= increment
        }
    }

    /// Fills with normal numbers by the method of Box and Muller (1958), each two from two uniform ones.
    static func fillNormal(_ target: UnsafeMutableBufferPointer<Double>, seed: UInt64, from first: UInt64) {
        trellis_normal_numbers(target.baseAddress, target.count, seed, first)
    }
}

extension ChunkedMatrix {
    /// Creates a matrix of random numbers.
    ///
    /// The numbers depend on the seed and the number of columns only: not on the chunks, and not on the scheduler.
    ///
    /// - Parameters:
    ///   - distribution: The distribution of the numbers.
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - seed: The seed.
    ///   - chunks: The shape of the chunks.
    public static func random(
        _ distribution: RandomDistribution = .uniform, rows: Int, columns: Int, seed: Int,
        chunks: ChunkShape = .automatic
    ) -> ChunkedMatrix {
        let chunks = chunks.chunks(rows: rows, columns: columns)
        return ChunkedMatrix(
            MatrixNode(
                RandomMatrix(distribution: distribution, seed: seed, width: columns), rows: chunks.rows,
                columns: chunks.columns))
    }
}
