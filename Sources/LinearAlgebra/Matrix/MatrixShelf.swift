/// Collects the matrices of an encoded value, so that they can be stored separately from the rest of it.
///
/// If the `userInfo` of an encoder or decoder contains a shelf under ``key``, a matrix is encoded as its index on the
/// shelf rather than as its elements.
package final class MatrixShelf: Sendable {
    /// The key of the shelf in `userInfo`.
    package static let key: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "trellis.matrices") else {
            preconditionFailure("a non-empty literal is a valid key")
        }
        return key
    }()

    private let shelf: Lock<[Matrix]>

    /// Creates a shelf with the given matrices.
    package init(_ matrices: [Matrix] = []) {
        shelf = Lock(matrices)
    }

    /// The matrices, in the order in which they were added.
    package var matrices: [Matrix] { shelf.withLock { $0 } }

    func put(_ matrix: Matrix) -> Int {
        shelf.withLock { matrices in
            matrices.append(matrix)
            return matrices.count - 1
        }
    }

    func matrix(at place: Int) -> Matrix? {
        shelf.withLock { $0.indices.contains(place) ? $0[place] : nil }
    }
}
