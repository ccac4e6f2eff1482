import Synchronization

/// Holds the matrices of a value that is encoded or decoded, for an encoder that is to write all but these.
///
/// An encoder or decoder that has a shelf in its `userInfo` under ``key`` writes and reads a matrix's place on
/// the shelf in place of its elements.
package final class MatrixShelf: Sendable {
    /// Where `userInfo` holds the shelf.
    package static let key: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "trellis.matrices") else {
            preconditionFailure("a literal key")
        }
        return key
    }()

    private let shelf: Mutex<[Matrix]>

    /// A shelf of the given matrices.
    package init(_ matrices: [Matrix] = []) {
        shelf = Mutex(matrices)
    }

    /// The matrices, in the order they were put.
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
