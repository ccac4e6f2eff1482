import Learning
import LinearAlgebra

/// The map of the affine steps of a pipeline, from the table's rows to those behind the last of the steps.
///
/// Steps that follow each other are composed to one map, but for those whose own arithmetic a composed map would not
/// repeat to rounding (see ``AffineTransformer/keepsDigits``): rows go through these as in a pipeline by itself.
struct RowMap: Sendable {
    /// The parts, in the order that rows go through them.
    let parts: [Part]

    /// The kind of the last step, which errors name.
    let last: String

    /// One or more steps.
    enum Part: Sendable {
        /// A step by itself.
        case step(any AffineTransformer)

        /// Several steps as one map.
        case composed(AffineMap)
    }

    /// The given parts, the last of which ends in a step of the given kind.
    init(parts: [Part], last: String) { (self.parts, self.last) = (parts, last) }

    /// The map of one step, of the given kind.
    init(_ step: any AffineTransformer, of kind: String) { self.init(parts: [.step(step)], last: kind) }

    /// This map and then another step, of the given kind.
    func followed(by step: any AffineTransformer, of kind: String) -> RowMap {
        guard step.keepsDigits, let map = parts.last?.exactMap else {
            return RowMap(parts: parts + [.step(step)], last: kind)
        }
        return RowMap(parts: parts.dropLast() + [.composed(map.followed(by: step.affineMap))], last: kind)
    }

    /// The one map that all of it is; nil if there is none.
    var affineMap: AffineMap? { parts.count == 1 ? parts[0].exactMap : nil }

    /// The images of the rows at the given indices, in that order, all finite.
    func images(of x: Matrix, at indices: [Int]) throws -> Matrix {
        let images: Matrix
        if parts.count == 1, case .composed(let map) = parts[0] {
            images = map.images(of: x, at: indices)
        } else {
            images = try parts.reduce(x.rows(at: indices)) { try $1.images(of: $0) }
        }
        try images.checkFinite(from: last)
        return images
    }

    /// The error of a row whose image is not finite.
    func overflow(_ row: Int, of rows: Int) -> LearningError { .overflow(step: last, row: row, rows: rows) }
}

extension RowMap.Part {
    /// The map that does what the part does, to rounding.
    fileprivate var exactMap: AffineMap? {
        switch self {
        case .composed(let map): map
        case .step(let step): step.keepsDigits ? step.affineMap : nil
        }
    }

    fileprivate func images(of x: Matrix) throws -> Matrix {
        switch self {
        case .composed(let map): map.images(of: x)
        case .step(let step): try step.transform(x)
        }
    }
}
