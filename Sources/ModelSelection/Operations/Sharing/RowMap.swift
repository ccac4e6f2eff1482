import Learning
import LinearAlgebra

/// The map of the affine steps of a pipeline, from the table's rows to the output of the last step.
///
/// Consecutive steps are composed to one map. A step whose own arithmetic a composed map would not reproduce to
/// rounding (see ``AffineTransformer/keepsDigits``) is applied separately, as in a pipeline.
struct RowMap: Sendable {
    /// The parts, in the order of application.
    let parts: [Part]

    /// The kind of the last step, for error messages.
    let last: String

    /// One or several steps.
    enum Part: Sendable {
        /// A single step.
        case step(any AffineTransformer)

        /// Several steps composed to one map.
        case composed(AffineMap)
    }

    /// Creates a map from parts, the last of which ends in a step of the given kind.
    init(parts: [Part], last: String) { (self.parts, self.last) = (parts, last) }

    /// Creates the map of one step of the given kind.
    init(_ step: any AffineTransformer, of kind: String) { self.init(parts: [.step(step)], last: kind) }

    /// Returns this map followed by another step of the given kind.
    func followed(by step: any AffineTransformer, of kind: String) -> RowMap {
        guard step.keepsDigits, let map = parts.last?.exactMap else {
            return RowMap(parts: parts + [.step(step)], last: kind)
        }
        return RowMap(parts: parts.dropLast() + [.composed(map.followed(by: step.affineMap))], last: kind)
    }

    /// The single map equal to the whole; nil if there is none.
    var affineMap: AffineMap? { parts.count == 1 ? parts[0].exactMap : nil }

    /// Returns the images of the rows at the given indices, in that order.
    ///
    /// Throws if one is not finite.
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

    /// Returns the error for a row whose image is not finite.
    func overflow(_ row: Int, of rows: Int) -> LearningError { .overflow(step: last, row: row, rows: rows) }
}

extension RowMap.Part {
    /// The map that equals the part to rounding.
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
