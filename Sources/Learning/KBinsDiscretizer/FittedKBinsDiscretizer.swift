import LinearAlgebra

/// A fitted ``KBinsDiscretizer``: the edges between the bins of each column.
public struct FittedKBinsDiscretizer: FittedTransformer, Equatable {
    /// The edges between the bins of each column, ascending: one less than bins.
    public let innerEdges: [[Double]]

    let encode: KBinsDiscretizer.Encoding

    init(innerEdges: [[Double]], encode: KBinsDiscretizer.Encoding) {
        self.innerEdges = innerEdges
        self.encode = encode
    }

    /// The number of bins of each column.
    public var binCounts: [Int] { innerEdges.map { $0.count + 1 } }

    /// The number of columns in the training data.
    public var featureCount: Int { innerEdges.count }

    /// The number of bins of all columns, or of columns.
    public var outputCount: Int { encode == .ordinal ? innerEdges.count : binCounts.reduce(0, +) }

    /// A warning if columns have a single bin.
    public var warnings: [String] {
        let single = innerEdges.indices.filter { innerEdges[$0].isEmpty }
        guard !single.isEmpty else { return [] }
        let numbers = single.prefix(10).map(String.init).joined(separator: ", ")
        return [
            "k-bins-discretizer has a single bin for \(single.count == 1 ? "a constant column" : "constant columns"): "
                + "\(numbers)\(single.count > 10 ? ", …" : "") (counted from 0)"
        ]
    }

    /// Throws unless the edges are ascending.
    public func validate() throws {
        try require(!innerEdges.isEmpty, "there are no columns")
        for edges in innerEdges {
            try require(
                edges.allSatisfy(\.isFinite) && zip(edges, edges.dropFirst()).allSatisfy { $0 <= $1 },
                "the edges of bins must be ascending numbers")
        }
    }

    /// Replaces each number by its bin.
    ///
    /// - Complexity: O(rows × (columns log bins + outputs)).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        let width = outputCount
        return x.withUnsafeValues { source in
            Matrix(rows: x.rows, columns: width) { target in
                if encode == .onehotDense { target.initialize(repeating: 0) }
                var start = 0
                for (column, edges) in innerEdges.enumerated() {
                    edges.withUnsafeBufferPointer { edges in
                        for row in 0..<x.rows {
                            let bin = edges.countAtMost(source[row * x.columns + column])
                            if encode == .ordinal {
                                target.initializeElement(at: row * width + column, to: Double(bin))
                            } else {
                                target[row * width + start + bin] = 1
                            }
                        }
                    }
                    start += edges.count + 1
                }
            }
        }
    }

    /// The names of the columns, followed by the bins for columns of 0 and 1: `age_0.0`.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        guard encode == .onehotDense else { return inputs }
        return zip(inputs, binCounts).flatMap { input, count in (0..<count).map { "\(input)_\($0).0" } }
    }
}

extension UnsafeBufferPointer<Double> {
    /// Returns the number of elements that are at most a value, in an ascending list.
    func countAtMost(_ value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
