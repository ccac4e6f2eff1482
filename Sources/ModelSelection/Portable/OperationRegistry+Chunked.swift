import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the operations of fits to chunked matrices, and of predictions for them.
    mutating func addChunkedFits() {
        add(operation: "origin-of-chunk") { _ in OriginOfChunk() }
        add(operation: "count-classes") {
            CountClasses(names: try $0.readList { try $0.readString() }, row: try $0.readInt())
        }
        add(operation: "logistic-loss-of-chunk") { decoder in
            let problem = LogisticFitToParts.Problem(
                classes: try decoder.readInts().compactMap { Int32(exactly: $0) },
                weights: try decoder.readDoubles(),
                hasIntercept: try decoder.readBool())
            guard problem.classes.count >= 2, problem.classes.count == problem.weights.count else {
                throw WireError.cannotDecode(
                    value: "logistic-loss-of-chunk", reason: "its classes do not match")
            }
            return LogisticLossOfChunk(
                problem: problem, map: try decoder.readMap(), point: try decoder.readDoubles(),
                row: try decoder.readInt())
        }
        add(operation: "apply-to-chunk") { decoder in
            let name = try decoder.readString()
            guard let kind = ApplyToChunk.Kind(rawValue: name) else {
                throw WireError.cannotDecode(value: "apply-to-chunk", reason: "unknown kind \(name)")
            }
            return ApplyToChunk(kind: kind)
        }
        add(codable: "fitted-pipeline", of: FittedPipeline.self)
    }
}

extension CanonicalDecoder {
    /// Reads an affine map, or nil.
    fileprivate mutating func readMap() throws -> AffineMap? {
        if isNil {
            try readNil()
            return nil
        }
        let (centre, offset) = (try readDoubles(), try readDoubles())
        let linear: AffineMap.Linear
        if nextTag == .doubles {
            linear = .diagonal(try readDoubles())
        } else {
            let (shape, values) = (try readInts(), try readDoubles())
            guard shape.count == 2, shape[0] >= 0, shape[1] >= 0,
                shape[0].multipliedReportingOverflow(by: shape[1]) == (values.count, false)
            else { throw WireError.cannotDecode(value: "map", reason: "its values do not match its shape") }
            linear = .dense(Matrix(rows: shape[0], columns: shape[1], values: values))
        }
        let counts =
            switch linear {
            case .diagonal(let factors): (factors.count, factors.count)
            case .dense(let matrix): (matrix.rows, matrix.columns)
            }
        guard counts == (centre.count, offset.count) else {
            throw WireError.cannotDecode(value: "map", reason: "its parts do not match")
        }
        return AffineMap(centre: centre, linear: linear, offset: offset)
    }
}
