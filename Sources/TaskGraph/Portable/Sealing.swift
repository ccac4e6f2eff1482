extension CanonicalEncoder {
    /// All bytes, followed by their hash as a key.
    package var sealedBytes: [UInt8] {
        var sealed = self
        sealed.append(digest)
        return sealed.bytes
    }
}

extension CanonicalDecoder {
    /// The number of bytes of an encoded key.
    private static let sealSize = 17

    /// Creates a decoder of sealed bytes, without the seal.
    ///
    /// - Throws: `WireError` unless the bytes match their seal.
    package init(sealed bytes: UnsafeRawBufferPointer) throws(WireError) {
        guard bytes.count >= Self.sealSize else {
            throw .damaged(offset: 0, expected: "\(Self.sealSize) bytes or more")
        }
        let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(Self.sealSize))
        var seal = CanonicalDecoder(Array(bytes.suffix(Self.sealSize)))
        guard try seal.readKey() == TaskKey(hashing: content) else { throw .wrongChecksum }
        self.init(Array(content))
    }

    /// Reads the name and version of a format.
    package mutating func readFormat(_ name: String, version: Int) throws(WireError) {
        let found = try readString()
        let foundVersion = try readInt()
        guard found == name, foundVersion == version else {
            throw .otherFormat(found: "\(found) \(foundVersion)", expected: "\(name) \(version)")
        }
    }
}
