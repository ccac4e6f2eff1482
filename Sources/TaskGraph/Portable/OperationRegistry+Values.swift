extension OperationRegistry {
    /// Encodes a value of one of the registered types.
    ///
    /// Large parts are hashed, but not copied.
    ///
    /// - Complexity: Linear in the bytes.
    /// - Throws: `WireError.unknownValue`; the errors of the type's codec.
    public func encode(_ value: any Sendable) throws -> EncodedValue {
        let (name, entry, writer) = try write(value, isMeasuring: false)
        return EncodedValue(name: name, version: entry.version, writer)
    }

    /// Returns the number of bytes of an encoded value of one of the registered types.
    ///
    /// - Throws: The errors of `encode(_:)`.
    package func byteCount(of value: any Sendable) throws -> Int {
        let (_, _, writer) = try write(value, isMeasuring: true)
        return writer.header.bytes.count + writer.frameBytes
    }

    /// Decodes a value encoded by `encode(_:)`, preserving its bits.
    ///
    /// - Throws: `WireError` for an unknown type or version, and for damaged bytes.
    package func decode(
        meta: UnsafeRawBufferPointer, frames: [UnsafeRawBufferPointer]
    ) throws(WireError) -> any Sendable {
        let opened = try OpenedValue(meta: meta, frames: frames)
        let entry = try entry(named: opened.name, version: opened.version)
        var reader = ValueReader(header: opened.header, frames: frames, registry: self)
        let value: any Sendable
        do {
            value = try entry.decode(&reader)
        } catch {
            throw error as? WireError ?? .cannotDecode(value: opened.name, reason: "\(error)")
        }
        try reader.readEnd()
        return value
    }

    /// Decodes a value.
    public func decode(_ encoded: EncodedValue) throws -> any Sendable {
        // The frames keep their bytes in place, and the array keeps the frames.
        let frames = encoded.frames.map { $0.withUnsafeBytes { $0 } }
        return try withExtendedLifetime(encoded) {
            try encoded.meta.withUnsafeBytes { try decode(meta: $0, frames: frames) }
        }
    }

    private func write(
        _ value: any Sendable, isMeasuring: Bool
    ) throws -> (String, ValueEntry, ValueWriter) {
        let (name, entry) = try entry(for: value)
        var writer = ValueWriter(self, isMeasuring: isMeasuring)
        try entry.encode(value, &writer)
        return (name, entry, writer)
    }

    /// Returns the name and the codec of a value's type.
    func entry(for value: any Sendable) throws(WireError) -> (name: String, entry: ValueEntry) {
        guard let found = entry(forValuesOf: type(of: value)) else {
            throw .unknownValue(name: "\(type(of: value))")
        }
        return found
    }

    /// Returns the codec with a name and version.
    func entry(named name: String, version: Int) throws(WireError) -> ValueEntry {
        guard let entry = values[name], entry.version == version else {
            throw .unknownValue(name: "\(name), version \(version)")
        }
        return entry
    }
}
