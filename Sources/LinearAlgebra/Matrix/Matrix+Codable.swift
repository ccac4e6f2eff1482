#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A matrix is encoded as its shape and the little-endian bytes of its elements, without loss of precision.
extension Matrix: Codable {
    private enum CodingKeys: String, CodingKey { case rows, columns, values }

    /// Encodes the shape and the elements, or an index if the encoder has a `MatrixShelf`.
    public func encode(to encoder: any Encoder) throws {
        if let shelf = encoder.userInfo[MatrixShelf.key] as? MatrixShelf {
            var container = encoder.singleValueContainer()
            return try container.encode(shelf.put(self))
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rows, forKey: .rows)
        try container.encode(columns, forKey: .columns)
        let words = withUnsafeValues { values in values.map(\.bitPattern.littleEndian) }
        try container.encode(words.withUnsafeBytes { Data($0) }, forKey: .values)
    }

    /// Decodes a matrix.
    ///
    /// - Throws: `DecodingError` if the shape does not match the number of elements.
    public init(from decoder: any Decoder) throws {
        if let shelf = decoder.userInfo[MatrixShelf.key] as? MatrixShelf {
            let container = try decoder.singleValueContainer()
            guard let matrix = shelf.matrix(at: try container.decode(Int.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "matrix index out of range")
            }
            self = matrix
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let rows = try container.decode(Int.self, forKey: .rows)
        let columns = try container.decode(Int.self, forKey: .columns)
        let bytes = try container.decode(Data.self, forKey: .values)
        let sides = 0...Int(Int32.max)
        guard sides.contains(rows), sides.contains(columns), bytes.count % 8 == 0,
            bytes.count / 8 == rows * columns
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .values, in: container,
                debugDescription:
                    "\(bytes.count) bytes do not match the size of a \(rows) × \(columns) matrix")
        }
        self.init(rows: rows, columns: columns) { target in
            bytes.withUnsafeBytes { source in
                for index in target.indices {
                    let word = source.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
                    target.initializeElement(at: index, to: Double(bitPattern: UInt64(littleEndian: word)))
                }
            }
        }
    }
}
