import ChunkedMatrices
import Foundation
import LinearAlgebra
import LocalScheduling
import Testing

/// `Golden/chunked_matrices.json`, as `Tools/golden/chunked_matrices.py` writes it from NumPy.
private struct NumPyResults: Decodable, Sendable {
    let a: [[String]]
    let b: [[String]]
    let special: [[String]]
    let functions: [String: [[String]]]
    let operators: [String: [[String]]]
    let reductions: [String: [[String]]]
    let tall: [[String]]
    let norm: String
    let singularValues: [[String]]
    let components: [[String]]
    let variances: [[String]]

    static let all: NumPyResults? = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/chunked_matrices.json")
        return (try? Data(contentsOf: path)).flatMap { try? JSONDecoder().decode(Self.self, from: $0) }
    }()
}

extension Matrix {
    fileprivate init(_ texts: [[String]]) { self.init(texts.map { $0.map { Double($0) ?? .signalingNaN } }) }

    /// Returns whether all elements are equal, or differ by less than a part of the greatest.
    ///
    /// Sums in another order differ by rounding: 1e-12 leaves room for sums of 400 numbers.
    func agrees(with other: Matrix, tolerance: Double = 1e-12) -> Bool {
        let scale = other.values.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
        return rows == other.rows && columns == other.columns
            && zip(values, other.values).allSatisfy { ours, theirs in
                ours == theirs || ours.isNaN && theirs.isNaN || abs(ours - theirs) <= tolerance * scale
            }
    }
}

@Suite struct NumPyTests {
    private let golden: NumPyResults
    private let scheduler = ThreadedScheduler(workers: 2)

    init() throws { golden = try #require(NumPyResults.all) }

    @Test(arguments: ElementFunction.allCases, Chunking.allCases)
    func functions(_ function: ElementFunction, _ chunking: Chunking) async throws {
        let expected = Matrix(try #require(golden.functions[function.rawValue]))
        let ours = try await chunking.divide(Matrix(golden.special)).map(function).compute(on: scheduler)
        #expect(ours.agrees(with: expected, tolerance: 1e-15))
    }

    @Test(arguments: Chunking.allCases)
    func operators(_ chunking: Chunking) async throws {
        let a = chunking.divide(Matrix(golden.a))
        // Other chunks, so that the operands have to be divided again.
        let b = Chunking.ragged.divide(Matrix(golden.b))
        let special = chunking.divide(Matrix(golden.special))
        let ours: [String: ChunkedMatrix] = [
            "add": a + b, "subtract": a - b, "multiply": a * b, "divide": a / b, "power": b.power(2.5),
            "minimum": special.minimum(with: b), "maximum": special.maximum(with: b),
            "row": a - a.mean(.byColumn),
            "column": a / b.maximum(.byRow), "outer": a.rows(0..<1) + b.columns(0..<1),
            "transposed": a.times(b.transposed) + b.times(a.transposed).transposed,
            "clipped": special.clipped(to: -1...1),
            "less": a .< b, "product": a.transposed.times(b), "cumulative-rows": a.cumulativeSum(.byColumn),
            "cumulative-columns": a.cumulativeSum(.byRow), "largest": a.largest(5, .byColumn),
            "part": a[3..<11, 2..<9],
            "joined": .joined([a, b.columns(3..<5)]), "stacked": .stacked([a, b.rows(2..<9)]),
        ]
        #expect(Set(ours.keys) == Set(golden.operators.keys))
        let names = ours.keys.sorted()
        let results = try await compute(names.map { try #require(ours[$0]) }, on: scheduler)
        for (name, result) in zip(names, results) {
            let expected = Matrix(try #require(golden.operators[name]))
            #expect(result.agrees(with: expected), "\(name)")
        }
    }

    @Test(arguments: ReductionAxis.allCases, Chunking.allCases)
    func reductions(_ axis: ReductionAxis, _ chunking: Chunking) async throws {
        let a = chunking.divide(Matrix(golden.a))
        let ours = [
            "sum": a.sum(axis), "mean": a.mean(axis), "variance": a.variance(axis),
            "minimum": a.minimum(axis),
            "maximum": a.maximum(axis), "sample-standard-deviation": a.standardDeviation(axis, ddof: 1),
        ]
        for (name, matrix) in ours {
            let expected = Matrix(try #require(golden.reductions["\(name) \(axis.rawValue)"]))
            let result = try await matrix.compute(on: scheduler)
            #expect(result.agrees(with: expected), "\(name)")
        }
    }

    /// Triangles and components err by the condition of the matrix times rounding: 1e-10 leaves room.
    @Test(arguments: Chunking.allCases)
    func factorisations(_ chunking: Chunking) async throws {
        let matrix = Matrix(golden.tall)
        let tall = chunking.divide(matrix)
        let (q, r) = tall.factorised()
        let (u, s, vt) = tall.singularValueDecomposition()
        let components = tall.principalComponents(7)
        let results = try await compute(
            [
                q.times(r), q.transposed.times(q), s, (u * s).times(vt), tall.norm, components.components,
                components.variances, components.scores.times(components.components) + components.means, r,
            ], on: scheduler)
        var identity = Matrix(rows: 7, columns: 7)
        for index in 0..<7 { identity[index, index] = 1 }
        let norm = Matrix([[try #require(Double(golden.norm))]])
        let expected = [
            matrix, identity, Matrix(golden.singularValues), matrix, norm, Matrix(golden.components),
            Matrix(golden.variances), matrix,
        ]
        for (index, (ours, theirs)) in zip(results, expected).enumerated() {
            #expect(ours.agrees(with: theirs, tolerance: 1e-10), "result \(index)")
        }
        for row in 0..<7 {
            for column in 0..<row { #expect(results[8][row, column] == 0) }
        }
    }
}
