import ChunkedMatrices
import LinearAlgebra

/// Divisions of a matrix: whole, in single elements, ragged, with empty chunks, and at random.
enum Chunking: CaseIterable {
    case whole, single, even, ragged, withEmptyChunks

    func axis(_ length: Int) -> AxisChunks {
        switch self {
        case .whole: AxisChunks(length: length, size: max(1, length))
        case .single: AxisChunks(length: length, size: 1)
        case .even: AxisChunks(length: length, size: 4)
        case .ragged: AxisChunks(sizes: [min(1, length), min(5, max(0, length - 1)), max(0, length - 6)])
        case .withEmptyChunks: AxisChunks(sizes: [0, length / 2, 0, length - length / 2, 0])
        }
    }

    func divide(_ matrix: Matrix) -> ChunkedMatrix {
        ChunkedMatrix(matrix, rows: axis(matrix.rows), columns: axis(matrix.columns))
    }
}

/// Random matrices and divisions, the same for the same seed.
struct RandomCases {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ range: ClosedRange<Int>) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + Int(state >> 33) % range.count
    }

    mutating func chunks(_ length: Int) -> AxisChunks {
        var (sizes, rest) = ([Int](), length)
        while rest > 0 {
            let size = next(0...max(1, min(rest, 9)))
            sizes.append(min(size, rest))
            rest -= min(size, rest)
        }
        return AxisChunks(sizes: sizes)
    }

    mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
            rows: rows, columns: columns,
            values: (0..<rows * columns).map { _ in Double(next(-999...999)) / 8 })
    }

    mutating func chunked(_ matrix: Matrix) -> ChunkedMatrix {
        ChunkedMatrix(matrix, rows: chunks(matrix.rows), columns: chunks(matrix.columns))
    }
}
